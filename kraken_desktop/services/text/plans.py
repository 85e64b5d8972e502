"""Plans, worded: when to run, what it costs, what waiting brings, and what to know about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.planner import NoPlan, Plan
from kraken_desktop.services.text.numbers import kwh, money, price
from kraken_desktop.services.text.times import duration, moment, span_with_day

_POUND = Decimal(100)
_SAME = Decimal("0.05")
"""Less than this many pence is no difference."""


def plan_lines(plan: Plan, now: datetime) -> tuple[str, ...]:
    """When; the price and the cost; what waiting brings; what to know."""
    return (*plan_times(plan, now), plan_cost(plan), plan_gain(plan), *plan_notes(plan))


def plan_times(plan: Plan, now: datetime) -> tuple[str, ...]:
    """``tomorrow 02:30–05:30``, each part by itself."""
    return tuple(span_with_day(span, now) for span in plan.spans)


def plan_cost(plan: Plan) -> str:
    """``Costs 42.0p for 6.0 kWh, 7.0p per kWh``."""
    verb = "Earns" if plan.is_dearest else "Costs"
    return f"{verb} {amount(plan.pence)} for {kwh(plan.kwh)}, {price(plan.mean_pence)} per kWh"


def plan_gain(plan: Plan) -> str:
    """What waiting saves against starting now, or that it makes no difference, or that it cannot be told."""
    gain = plan.gain_pence
    if gain is None:
        return "What it would be now is not known: some price is missing"
    if abs(gain) < _SAME:
        return "As good as starting now"
    if gain < 0:
        worse = "earn" if plan.is_dearest else "cost"
        return f"Starting now would {worse} {amount(-gain)} {'more' if plan.is_dearest else 'less'}"
    return f"Waiting {'earns' if plan.is_dearest else 'saves'} {amount(gain)}{' more' if plan.is_dearest else ''}"


def plan_notes(plan: Plan) -> tuple[str, ...]:
    notes = []
    if plan.relies_on_dispatch:
        notes.append("Cheap while the smart charge stays planned; Octopus may still move it")
    if not plan.is_all_known:
        notes.append("The best of the prices known so far: some are not known yet")
    return tuple(notes)


def no_plan(why: NoPlan, within: Span, length: timedelta, now: datetime, *, is_waiting: bool) -> str:
    """Why there is no plan, and what would bring one. ``is_waiting``: tomorrow's prices will be published."""
    if why is NoPlan.TOO_SHORT:
        between = f"between {moment(within.start, now)} and {moment(within.end, now)}"
        return f"It takes {duration(length)}, which does not fit {between}."
    more = "; tomorrow's are published about 16:00" if is_waiting else ""
    return f"Not enough prices are known before {moment(within.end, now)}{more}."


def too_late(missed: Span, within: Span, length: timedelta, now: datetime) -> str:
    """Which time cannot be met any more, and which one serves instead."""
    return (
        f"Too late for {moment(missed.end, now)}, as it takes {duration(length)}: this is for {moment(within.end, now)}"
    )


def amount(pence: Decimal) -> str:
    """A cost in pence, from a pound on in pounds."""
    return price(pence) if abs(pence) < _POUND else money(pence)


def window_length(length: timedelta) -> str:
    """``½ h``, ``3 h``, ``5½ h``."""
    whole, rest = divmod(length, timedelta(hours=1))
    return f"{whole or ''}{'½' if rest else ''} h"
