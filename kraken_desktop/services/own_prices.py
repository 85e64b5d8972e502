"""Prices that the person set, as past costs need them: each from the day on which it was set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import DailyWindow, Span, today_span
from kraken_desktop.domain.own_terms import OwnTerms
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import timed


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """In p/kWh with VAT, from the start of a London day; ``pence`` None = Octopus's count again."""

    since: datetime
    pence: Decimal | None
    night_pence: Decimal | None = None


def price_set(point: MeterPoint, own: OwnTerms, now: datetime) -> OwnPrice:
    """What the person says of this meter point now."""
    since = today_span(now).start
    if point.fuel is Fuel.GAS:
        return OwnPrice(since, own.gas_pence)
    if point.direction is Direction.EXPORT:
        return OwnPrice(since, own.export_pence)
    return OwnPrice(since, own.import_pence, own.night_pence if own.import_pence is not None else None)


def followed_by(known: tuple[OwnPrice, ...], newest: OwnPrice) -> tuple[OwnPrice, ...]:
    """In order of time; of one day the last counts, and what changes nothing is left out."""
    before = tuple(price for price in known if price.since < newest.since)
    last = before[-1] if before else OwnPrice(newest.since, None)
    is_same = (last.pence, last.night_pence) == (newest.pence, newest.night_pence)
    return before if is_same else (*before, newest)


def own_schedule(prices: tuple[OwnPrice, ...], windows: tuple[DailyWindow, ...], part: Span) -> RateSchedule:
    """What counts before Octopus's own prices, within the part."""
    found = RateSchedule()
    for price, end in zip(prices, (*(later.since for later in prices[1:]), FOREVER), strict=True):
        held = Span(price.since, end).clipped(part)
        if held is not None and price.pence is not None:
            found = found.merged_with(_rates(price, windows, held))
    return found


def filling_schedule(prices: tuple[OwnPrice, ...], windows: tuple[DailyWindow, ...], part: Span) -> RateSchedule:
    """What serves where Octopus tells no price at all: the price set last, also for the time before."""
    if not prices or prices[-1].pence is None:
        return RateSchedule()
    return _rates(prices[-1], windows, part)


def _rates(price: OwnPrice, windows: tuple[DailyWindow, ...], span: Span) -> RateSchedule:
    always = (Rate(span.start, span.end, price.pence or Decimal(0), source=RateSource.OVERRIDE),)
    if price.night_pence is None or not windows:
        return RateSchedule(always)
    return timed(always, (Rate(span.start, span.end, price.night_pence, source=RateSource.OVERRIDE),), windows, span)
