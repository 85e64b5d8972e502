"""What the panel says while an appliance is measured, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.difference import BEFORE, Difference, Verdict, added_pence_an_hour
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """``is_final``: nothing more will come of waiting."""

    title: str
    text: str
    number: str = ""
    unit: str = ""
    is_final: bool = False
    can_read_now: bool = False


def difference_view(found: Difference, state: AppState, now: datetime) -> DifferenceView:
    """``now`` is the countdown's time: the state's, moved on by the seconds since."""
    if found.verdict is Verdict.ADDED:
        return _added(found, state)
    if found.verdict is Verdict.NO_BASELINE:
        return DifferenceView(
            "No live power to compare with",
            f"There are no readings of the last {BEFORE // timedelta(minutes=1)} minutes. Wait until live power is "
            "back, then measure again.",
            is_final=True,
        )
    if found.verdict is Verdict.UNSTEADY:
        return DifferenceView(
            "Cannot tell: the home is too restless",
            f"Before the switch, power went up and down by {_watts(found.swing)} by itself, which hides the appliance. "
            "Try again when heating, oven or car are not running.",
            is_final=True,
        )
    if found.verdict is Verdict.NOTHING:
        return DifferenceView(
            "No change seen",
            f"Power stayed at about {_watts(found.before)}. The appliance draws too little to be told from the rest, "
            "or it was not switched on.",
            is_final=True,
        )
    before = "" if found.verdict is Verdict.GATHERING else f"Before: {_watts(found.before)}. "
    return DifferenceView(
        "Switch the appliance on now",
        before + _next_reading(state, now),
        can_read_now=not state.polling.is_refreshing and state.polling.paused_until is None,
    )


def _added(found: Difference, state: AppState) -> DifferenceView:
    import_price = derive.price_now(state).pence
    export_price = derive.price_now(state, export=True).pence
    if state.export_tariff.value is None:
        export_price = ZERO
    is_less = found.added < 0
    unit = " W less" if is_less else " W"
    parts = []
    if import_price is not None and export_price is not None:
        cost = added_pence_an_hour(found, import_price, export_price)
        verb = "saves" if is_less else "costs"
        parts.append(f"It {verb} {text.an_hour(cost)} at the price now.")
    parts.append(f"Before {_watts(found.before)}, after {_watts(found.after)}.")
    if found.swing:
        parts.append(f"The home itself varied by {_watts(found.swing)}.")
    number = text.number(abs(found.added), 0)
    return DifferenceView(
        "Switched off" if is_less else "The appliance adds", " ".join(parts), number, unit, is_final=True
    )


def _next_reading(state: AppState, now: datetime) -> str:
    if state.polling.paused_until is not None:
        return "Polling is paused: resume it, or nothing will be read."
    if state.polling.is_refreshing:
        return "Reading …"
    due = state.live.next_try
    if due is None:
        return "Waiting for the next reading."
    if due <= now:
        return "Reading …"
    return f"The next reading comes {text.countdown(due, now)}; leave the appliance on until then."


def _watts(watts: Decimal) -> str:
    return f"{text.number(watts, 0)} W"
