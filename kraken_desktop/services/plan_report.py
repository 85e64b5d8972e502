"""What ``cheapest`` answers: when to run, what it costs, and what waiting saves."""

from __future__ import annotations

from typing import Any

from kraken_desktop.domain.planner import NoPlan, Plan
from kraken_desktop.services import text
from kraken_desktop.services.plain import instant, number, span_of
from kraken_desktop.services.planning import Wish, is_waiting, planned
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, Phase


def cheapest_report(state: AppState, wish: Wish) -> Report:
    """``reason`` says why where there is no plan; costs are pence for ``kilowatts`` over ``hours``. ``missed`` is an
    earlier time that was meant as well, for which it is too late.
    """
    found = planned(state, wish)
    outcome = found.outcome
    body: dict[str, Any] = {
        "hours": number(wish.hours),
        "kilowatts": number(wish.kilowatts),
        "is_export": wish.is_export,
        "is_split": wish.is_split,
        "within": span_of(found.within),
        "missed": span_of(found.missed) if found.missed is not None else None,
    }
    late = [text.too_late(found.missed, found.within, found.load.length, state.now)] if found.missed is not None else []
    if isinstance(outcome, NoPlan):
        words = _why_unpriced(state, wish.is_export)
        words = words or text.no_plan(
            outcome, found.within, found.load.length, state.now, is_waiting=is_waiting(state, wish)
        )
        empty: dict[str, Any] = {"spans": [], "mean_pence": None, "pence": None, "now_pence": None, "gain_pence": None}
        return report(state, "cheapest", body | {"reason": outcome.value, "message": words} | empty, [*late, words])
    lines = [*late, *text.plan_lines(outcome, state.now)]
    return report(state, "cheapest", body | {"reason": None, **_plan(outcome)}, lines)


def _why_unpriced(state: AppState, is_export: bool) -> str:
    """Empty where there is a tariff."""
    if (state.export_tariff if is_export else state.import_tariff).value is not None:
        return ""
    if state.phase is Phase.SIGNED_OUT:
        return "No prices: not signed in."
    return f"No tariff for {'export' if is_export else 'import'} is known."


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "spans": [span_of(span) for span in plan.spans],
        "start": instant(plan.span.start),
        "end": instant(plan.span.end),
        "kwh": number(plan.kwh),
        "mean_pence": number(plan.mean_pence),
        "pence": number(plan.pence),
        "now_pence": number(plan.now_pence),
        "gain_pence": number(plan.gain_pence),
        "is_all_known": plan.is_all_known,
        "relies_on_dispatch": plan.relies_on_dispatch,
    }
