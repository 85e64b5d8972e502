"""Cheap stretches of time: the cheapest window of a length, the next run in the day's lowest band."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band, BandScheme, banded
from kraken_desktop.domain.moments import SLOT, Span, ceil_slot, day_span, london_date
from kraken_desktop.domain.rates import Rate, RateSchedule


@dataclass(frozen=True, slots=True)
class PricedSpan:
    """A stretch and its time-weighted mean price in pence per kWh."""

    span: Span
    mean_pence: Decimal


def mean_price(span: Span, schedule: RateSchedule) -> Decimal | None:
    """Time-weighted; None where any part of the span has no price."""
    if span.end <= span.start or not schedule.covers(span):
        return None
    rates = schedule.between(span)
    weighted = sum((rate.pence_inc_vat * seconds(rate) for rate in rates), Decimal(0))
    return weighted / sum((seconds(rate) for rate in rates), Decimal(0))


def seconds(rate: Rate) -> Decimal:
    """The length of a clipped rate."""
    return Decimal(int((rate.stop - rate.start).total_seconds()))


def cheapest_window(length: timedelta, within: Span, schedule: RateSchedule) -> PricedSpan | None:
    """The cheapest stretch of whole slots, the earliest of equals; None where no such stretch is fully priced."""
    best: PricedSpan | None = None
    start = ceil_slot(within.start)
    while start + length <= within.end:
        span = Span(start, start + length)
        mean = mean_price(span, schedule)
        if mean is not None and (best is None or mean < best.mean_pence):
            best = PricedSpan(span, mean)
        start += SLOT
    return best


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
