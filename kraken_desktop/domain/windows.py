"""Cheap and dear stretches of time: the best window of a length, the next run in the day's lowest band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from kraken_desktop.domain.bands import Band, BandScheme, banded
from kraken_desktop.domain.moments import SLOT, Span, ceil_slot, day_span, london_date
from kraken_desktop.domain.rates import Rate, RateSchedule

LENGTHS = tuple(SLOT * slots for slots in range(1, 13))
"""Half an hour to six hours: the lengths of the list of best windows."""
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PricedSpan:
    """A stretch and its time-weighted mean price in pence per kWh."""

    span: Span
    mean_pence: Decimal


def mean_price(span: Span, schedule: RateSchedule) -> Decimal | None:
    """Time-weighted; None where any part of the span has no price."""
    if span.end <= span.start or not schedule.covers(span):
        return None
    return mean_of(schedule.between(span))


def mean_of(rates: Sequence[Rate]) -> Decimal | None:
    """Time-weighted over clipped rates; None without any."""
    length = sum((seconds(rate) for rate in rates), _NOTHING)
    return sum((rate.pence_inc_vat * seconds(rate) for rate in rates), _NOTHING) / length if rates else None


def seconds(rate: Rate) -> Decimal:
    """The length of a clipped rate."""
    return Decimal(int((rate.stop - rate.start).total_seconds()))


def best_windows(
    lengths: Sequence[timedelta], within: Span, schedule: RateSchedule, *, is_dearest: bool = False
) -> tuple[PricedSpan | None, ...]:
    """For each length the cheapest (or dearest) stretch of whole slots, the earliest of equals.

    Lengths are whole half hours, else ValueError. None where no such stretch is fully priced.
    """
    if any(length < SLOT or length % SLOT for length in lengths):
        raise ValueError("a window is a number of whole half hours")
    ladder = _Ladder.of(within, schedule)
    return tuple(ladder.best(length // SLOT, is_dearest) for length in lengths)


def cheapest_window(length: timedelta, within: Span, schedule: RateSchedule) -> PricedSpan | None:
    """The cheapest stretch of whole slots, the earliest of equals; None where no such stretch is fully priced."""
    return best_windows((length,), within, schedule)[0]


@dataclass(frozen=True, slots=True)
class _Ladder:
    """Sums up to each slot's start: any window's price is one subtraction."""

    start: datetime
    weights: tuple[Decimal, ...]
    known_seconds: tuple[int, ...]

    @classmethod
    def of(cls, within: Span, schedule: RateSchedule) -> _Ladder:
        start = ceil_slot(within.start)
        slots = max(0, (within.end - start) // SLOT)
        weights, known = [_NOTHING] * slots, [0] * slots
        for rate in schedule.between(Span(start, start + slots * SLOT)):
            at = rate.start
            while at < rate.stop:
                slot = (at - start) // SLOT
                end = min(rate.stop, start + (slot + 1) * SLOT)
                length = int((end - at).total_seconds())
                weights[slot] += rate.pence_inc_vat * length
                known[slot] += length
                at = end
        return cls(start, tuple(accumulate(weights, initial=_NOTHING)), tuple(accumulate(known, initial=0)))

    def best(self, slots: int, is_dearest: bool) -> PricedSpan | None:
        seconds = slots * int(SLOT.total_seconds())
        found: tuple[Decimal, int] | None = None
        for first in range(len(self.weights) - slots):
            if self.known_seconds[first + slots] - self.known_seconds[first] != seconds:
                continue
            total = self.weights[first + slots] - self.weights[first]
            if found is None or (total > found[0] if is_dearest else total < found[0]):
                found = total, first
        if found is None:
            return None
        start = self.start + found[1] * SLOT
        return PricedSpan(Span(start, start + slots * SLOT), found[0] / seconds)


def _is_flat(day: date, schedule: RateSchedule) -> bool:
    return len({rate.pence_inc_vat for rate in schedule.between(day_span(day))}) < 2


def next_cheap(now: datetime, until: datetime, schedule: RateSchedule, scheme: BandScheme) -> PricedSpan | None:
    """The next run in its day's lowest band, the one that runs now included (then it begins now).

    None where no such run begins before ``until``. A day of one price has no lowest band: no hour is cheaper there.
    """
    run: list[Rate] = []
    for rate, band in banded(Span(now, until), schedule, scheme):
        is_cheap = band in (Band.QUADRANT_0, Band.NEGATIVE) and not _is_flat(london_date(rate.start), schedule)
        if run and (not is_cheap or rate.start != run[-1].stop):
            break
        if is_cheap:
            run.append(rate)
    if not run:
        return None
    span = Span(run[0].start, run[-1].stop)
    mean = mean_price(span, schedule)
    return None if mean is None else PricedSpan(span, mean)
