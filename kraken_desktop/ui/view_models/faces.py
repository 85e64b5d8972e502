"""What the tray will show if nothing new is heard: for the next start, which paints it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kraken_desktop.domain.dispatch import LAST_PLAN_COUNTS
from kraken_desktop.domain.moments import Span, floor_slot
from kraken_desktop.domain.power import stale_limit
from kraken_desktop.services import derive
from kraken_desktop.ui.view_models.tray import PRICES_ARE_OLD, TrayView, shows_export, tray_view

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.storage.settings import Settings

AHEAD = timedelta(hours=36)
SLOT = timedelta(minutes=30)
_A_MOMENT = timedelta(microseconds=1)


def faces_ahead(state: AppState, settings: Settings) -> Iterator[tuple[Span, TrayView]]:
    """From now on, in order and without gaps, as long as the price is known; equal neighbours are one."""
    pending: tuple[Span, TrayView] | None = None
    for start, end in pairwise(_changes(state)):
        view = tray_view(replace(state, now=start), settings)
        if pending is not None and view == pending[1]:
            pending = Span(pending[0].start, end), view
            continue
        if pending is not None:
            yield pending
        pending = (Span(start, end), view) if view.has_price else None
        if pending is None:
            return
    if pending is not None:
        yield pending


def _changes(state: AppState) -> list[datetime]:
    """The instants at which the icon or its tooltip may change by themselves."""
    ahead = Span(state.now, state.now + AHEAD)
    first = floor_slot(ahead.start)
    found = {first + SLOT * number for number in range(1 + int(AHEAD / SLOT))}
    found.update(rate.start for rate in derive.schedule_of(state, shows_export(state)).between(ahead))
    tariff = state.export_tariff if shows_export(state) else state.import_tariff
    light = [at for at in (state.live.fetched_at, state.dispatches.fetched_at) if at is not None]
    if tariff.fetched_at is not None:
        found.add(tariff.fetched_at + PRICES_ARE_OLD + _A_MOMENT)
    if light:
        found.add(max(light) + stale_limit(state.polling.current) + _A_MOMENT)
    if (book := state.dispatches.value) is not None:
        found.update(edge for plan in book.plans for row in plan.dispatches for edge in (row.span.start, row.span.end))
        read_at = [*(plan.seen_at for plan in book.plans), *(status.seen_at for status in book.statuses)]
        found.update(at + LAST_PLAN_COUNTS + _A_MOMENT for at in read_at)
    return [ahead.start, *sorted(at for at in found if ahead.contains(at) and at > ahead.start), ahead.end]
