"""When to run a load: the cheapest or the dearest time for it, as one run or in parts (docs/domain.md, Planner)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.appliances import Load, hours
from kraken_desktop.domain.moments import (
    SLOT,
    DailyWindow,
    Span,
    at_london,
    ceil_slot,
    joined,
    london_date,
    tomorrow_span,
    window_spans,
)
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource

HALF_A_DAY = timedelta(hours=12)


class NoPlan(StrEnum):
    """Why there is no plan."""

    TOO_SHORT = "too-short"
    """The load is longer than the time allowed."""
    PRICES_UNKNOWN = "prices-unknown"
    """It would fit, but nowhere are enough prices known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When to run. ``pence`` is what the load costs then (for export: earns), including VAT.

    ``now_pence`` is the same for a run begun now without a pause, None where a price of it is unknown.
    ``is_all_known``: every price of the time allowed was known. ``relies_on_dispatch``: some of it is cheap only
    while a smart charge stays planned.
    """

    spans: tuple[Span, ...]
    kwh: Decimal
    pence: Decimal
    now_pence: Decimal | None
    is_all_known: bool
    relies_on_dispatch: bool
    is_dearest: bool = False

    @property
    def span(self) -> Span:
        """From the first start to the last end."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def mean_pence(self) -> Decimal:
        """p/kWh, weighted by the energy drawn."""
        return self.pence / self.kwh

    @property
    def gain_pence(self) -> Decimal | None:
        """What waiting saves (for export: earns more) against starting now; None where that is unknown."""
        if self.now_pence is None:
            return None
        return self.pence - self.now_pence if self.is_dearest else self.now_pence - self.pence


def plan(
    load: Load,
    within: Span,
    schedule: RateSchedule,
    now: datetime,
    *,
    is_split: bool = False,
    is_dearest: bool = False,
) -> Plan | NoPlan:
    """The cheapest (or dearest) way to run the load inside ``within``, the earliest of equals.

    One run begins at once, begins or ends at a half hour, or ends with the time allowed. Split, it may stop and start
    at every half hour and change of price. A time without a price is never used. Raises ValueError for a load that
    cannot pause.
    """
    if is_split and not load.can_pause:
        raise ValueError("this load cannot be split")
    if within.end - within.start < load.length:
        return NoPlan.TOO_SHORT
    found = (_parts if is_split else _run)(load, within, schedule, is_dearest)
    if found is None:
        return NoPlan.PRICES_UNKNOWN
    spans, pence = found
    rates = [rate for span in spans for rate in schedule.between(span)]
    return Plan(
        spans=spans,
        kwh=load.kwh,
        pence=pence,
        now_pence=run_cost(load, now, schedule),
        is_all_known=schedule.covers(within),
        relies_on_dispatch=any(rate.source is RateSource.DISPATCH for rate in rates),
        is_dearest=is_dearest,
    )


def run_cost(load: Load, start: datetime, schedule: RateSchedule) -> Decimal | None:
    """Pence for one run begun at ``start``; None where any price of it is unknown."""
    cost, at = Decimal(0), start
    for stage in load.stages:
        span = Span(at, at + stage.length)
        at = span.end
        if not schedule.covers(span):
            return None
        cost += stage.kilowatts * sum((_hourly(rate) for rate in schedule.between(span)), Decimal(0))
    return cost


def _hourly(rate: Rate) -> Decimal:
    """What one kilowatt costs over a clipped rate."""
    return rate.pence_inc_vat * hours(rate.stop - rate.start)


_Found = tuple[tuple[Span, ...], Decimal]
"""When, and what it costs."""


def _run(load: Load, within: Span, schedule: RateSchedule, is_dearest: bool) -> _Found | None:
    best: tuple[Decimal, datetime] | None = None
    for start in _starts(load.length, within):
        cost = run_cost(load, start, schedule)
        if cost is not None and (best is None or (cost > best[0] if is_dearest else cost < best[0])):
            best = cost, start
    return None if best is None else ((Span(best[1], best[1] + load.length),), best[0])


def _starts(length: timedelta, within: Span) -> list[datetime]:
    """At once, so that it begins or ends at a half hour, and the last moment at which it still fits; in order."""
    last = within.end - length
    found = {within.start, last}
    at = ceil_slot(within.start)
    while at < within.end:
        found |= {at, at - length}
        at += SLOT
    return sorted(start for start in found if within.start <= start <= last)


def _parts(load: Load, within: Span, schedule: RateSchedule, is_dearest: bool) -> _Found | None:
    """The best pieces until the load is served; of the last one taken, the part that touches its neighbour."""
    sign = -1 if is_dearest else 1
    pieces = sorted(_pieces(within, schedule), key=lambda rate: (sign * rate.pence_inc_vat, rate.start))
    left, taken, cost = load.length, list[Span](), Decimal(0)
    for piece in pieces:
        span = Span(piece.start, piece.stop)
        part = span if span.duration < left else _trimmed(span, left, taken)
        taken.append(part)
        cost += piece.pence_inc_vat * hours(part.duration) * load.stages[0].kilowatts
        left -= part.duration
        if not left:
            return joined(taken), cost
    return None


def _pieces(within: Span, schedule: RateSchedule) -> Iterator[Rate]:
    """Every rate, cut at the half hours."""
    for rate in schedule.between(within):
        at = rate.start
        while at < rate.stop:
            end = min(rate.stop, ceil_slot(at + timedelta(microseconds=1)))
            yield replace(rate, start=at, end=end)
            at = end


def _trimmed(span: Span, length: timedelta, taken: list[Span]) -> Span:
    starts, ends = {part.start for part in taken}, {part.end for part in taken}
    if span.start not in ends and span.end in starts:
        return Span(span.end - length, span.end)
    return Span(span.start, span.start + length)


@dataclass(frozen=True, slots=True)
class Allowed:
    """When a load may run. ``missed``: an earlier stretch that was meant as well, for which it is too late."""

    span: Span
    missed: Span | None = None


def allowed(now: datetime, length: timedelta, after: time | None = None, before: time | None = None) -> Allowed:
    """The coming time that a person means by clock times in London, in which the length fits; it never begins
    before now. Where it fits into none, the first.

    ``before`` alone: from now to the next such time. ``after`` alone: from it, today, to the end of tomorrow; where it
    went by longer ago than half a day, tomorrow's is meant. Both: the stretch of every day between them, across
    midnight where ``before`` is not later, the running one included. Neither: to the end of tomorrow.
    """
    if before is None:
        return Allowed(_open_ended(now, after))
    if after is None:
        days = (london_date(now) + timedelta(days=number) for number in range(4))
        found = (Span(now, at_london(day, before)) for day in days)
    else:
        daily = window_spans(DailyWindow(after, before), Span(now, now + timedelta(days=3)))
        found = (Span(max(now, span.start), span.end) for span in daily)
    coming = [span for span in found if span.end > now]
    fitting = next((span for span in coming if span.duration >= length), coming[0])
    return Allowed(fitting, None if fitting is coming[0] else coming[0])


def _open_ended(now: datetime, after: time | None) -> Span:
    tomorrow = tomorrow_span(now)
    start = now if after is None else at_london(london_date(now), after)
    if after is not None and now - start > HALF_A_DAY:
        start = at_london(london_date(tomorrow.start), after)
    return Span(max(now, start), tomorrow.end)
