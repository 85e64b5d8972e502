"""What the tray shows: the icon's value, the tooltip, the lines of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.dispatch import DispatchKind, running
from kraken_desktop.domain.effective_price import smart_spans
from kraken_desktop.domain.power import stale_limit
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.icon import IconView, Overlay, whole_pence

if TYPE_CHECKING:
    from kraken_desktop.storage.settings import Settings

REFRESH = "Refresh now"
OPEN_KEYRING = "Open the keyring…"
_SHUT = frozenset({ProblemKind.KEYRING_LOCKED, ProblemKind.KEYRING_DISMISSED})

PRICES_ARE_OLD = timedelta(minutes=65)
"""Two heavy polls missed, and a little."""


@dataclass(frozen=True, slots=True)
class TrayView:
    """``facts`` are the menu's first lines; ``paused`` is the line that says until when, empty while polling.

    ``refresh`` is what trying again is called: a keyring that stayed shut has to be opened first.
    """

    icon: IconView
    tooltip: str
    facts: tuple[str, ...]
    phase: Phase
    has_price: bool
    paused: str = ""
    refresh: str = REFRESH
    can_refresh: bool = False


def tray_view(state: AppState, settings: Settings) -> TrayView:
    lines = text.tooltip_lines(state)
    paused_until = state.polling.paused_until
    shut = state.secrets_problem if state.phase is Phase.SIGNED_OUT else None
    is_shut = shut is not None and shut.kind in _SHUT
    return TrayView(
        icon=icon_view(state, settings.icon_style, settings.palette),
        tooltip="\n".join(lines),
        facts=tuple(lines),
        phase=state.phase,
        has_price=derive.price_now(state, shows_export(state)).pence is not None,
        paused="" if paused_until is None else f"Paused until {text.clock_time(paused_until)}",
        refresh=OPEN_KEYRING if is_shut else REFRESH,
        can_refresh=is_shut or state.phase is Phase.SIGNED_IN,
    )


def shows_export(state: AppState) -> bool:
    """An account that only exports shows its export price."""
    return state.import_tariff.value is None and state.export_tariff.value is not None


def icon_view(state: AppState, style: str, palette: str) -> IconView:
    price = derive.price_now(state, shows_export(state))
    number = "" if price.pence is None or style == "symbol" else whole_pence(price.pence)
    band = Band.UNKNOWN if price.pence is None else price.band
    return IconView(band, number, overlay_of(state, price.pence is not None), palette)


def overlay_of(state: AppState, has_price: bool) -> Overlay:
    if not has_price:
        return Overlay.NO_PRICE
    if is_out_of_touch(state):
        return Overlay.STALE
    book, terms = state.dispatches.value, derive.smart_terms(state)
    if book is None or not book.statuses:
        return Overlay.NONE
    if any(status.is_boosting for status in book.statuses) or running(book, state.now, DispatchKind.BOOST):
        return Overlay.BOOST
    if running(book, state.now):
        return Overlay.DISPATCH
    is_in_slot = terms is not None and any(span.contains(state.now) for span in smart_spans(book, terms, state.now))
    return Overlay.DISPATCH if is_in_slot else Overlay.NONE


def is_out_of_touch(state: AppState) -> bool:
    """The price may have changed without our knowing: the light feed, or the price list, is too old.

    A failed poll alone does not fade the icon; only age does.
    """
    tariff = state.export_tariff if shows_export(state) else state.import_tariff
    if tariff.is_older_than(PRICES_ARE_OLD, state.now):
        return True
    light = [at for at in (state.live.fetched_at, state.dispatches.fetched_at) if at is not None]
    return bool(light) and state.now - max(light) > stale_limit(state.polling.current)
