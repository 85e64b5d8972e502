"""What the state means: the derivations that tray, windows, notices and CLI share. Pure; the time is ``state.now``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain import windows
from kraken_desktop.domain.bands import Band, band_at, band_of
from kraken_desktop.domain.effective_price import smart_spans
from kraken_desktop.domain.moments import Span, at_london, day_slots, day_span, london_date, tomorrow_span
from kraken_desktop.domain.power import HalfHour, Trace, stale_limit
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.units import pence_an_hour
from kraken_desktop.domain.usage import Basis, DayUsage, today_usage
from kraken_desktop.domain.windows import PricedSpan, cheapest_window
from kraken_desktop.services.charging import (
    Activity,
    DeviceLine,
    allowance_left,
    device_lines,
    explanation,
    smart_terms,
)
from kraken_desktop.services.latest import latest
from kraken_desktop.services.schedules import (
    as_gas,
    effective_export,
    effective_import,
    is_mean_awaited,
    schedule_of,
    scheme_of,
    tariff_snapshot,
)
from kraken_desktop.services.state import AppState

__all__ = [
    "Activity",
    "DeviceLine",
    "PowerNow",
    "PriceNow",
    "PriceReason",
    "PricedSlot",
    "Publication",
    "TomorrowStatus",
    "allowance_left",
    "as_gas",
    "day_mean",
    "day_prices",
    "device_lines",
    "effective_export",
    "effective_import",
    "explanation",
    "is_day_published",
    "is_published",
    "next_cheap",
    "power_now",
    "price_now",
    "schedule_of",
    "scheme_of",
    "smart_terms",
    "today",
    "tomorrow",
]

CHEAPEST_LENGTH = timedelta(hours=3)
NEXT_CHEAP_WITHIN = timedelta(hours=36)


class PriceReason(StrEnum):
    """Why the price is what it is."""

    TARIFF = "tariff"
    SMART_CHARGE = "smart-charge"
    NO_RATE = "no-rate"
    NOT_YET = "not-yet"
    """Nothing was ever read."""
    NO_SUPPLY = "no-supply"
    """The account has no meter point of this direction."""


@dataclass(frozen=True, slots=True)
class PriceNow:
    """p/kWh in force, until the first different price; ``pence`` None where it is unknown."""

    pence: Decimal | None
    until: datetime | None
    next_pence: Decimal | None
    band: Band
    source: RateSource | None
    reason: PriceReason


@dataclass(frozen=True, slots=True)
class PricedSlot:
    """A half hour and its price (a part of it, where the price changes inside); unknown: None and Band.UNKNOWN."""

    span: Span
    pence: Decimal | None
    band: Band
    is_dispatch: bool = False


@dataclass(frozen=True, slots=True)
class PowerNow:
    """Live power in watts (negative = export) and pence an hour (negative = earns); ``is_stale``: too old to trust."""

    watts: Decimal | None
    pence_an_hour: Decimal | None
    read_at: datetime | None
    is_stale: bool
    problem: Problem | None

    @property
    def is_export(self) -> bool:
        return self.watts is not None and self.watts < 0


class Publication(StrEnum):
    PUBLISHED = "published"
    WAITING = "waiting"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TomorrowStatus:
    """Whether tomorrow's prices are there, and what they are; ``cheapest`` is the cheapest three hours."""

    publication: Publication
    day: date
    lowest: Decimal | None = None
    highest: Decimal | None = None
    mean: Decimal | None = None
    cheapest: PricedSpan | None = None
    next_look: datetime | None = None
    problem: Problem | None = None
    """Why the last look for them failed."""


def price_now(state: AppState, export: bool = False) -> PriceNow:
    schedule = schedule_of(state, export)
    rate = schedule.at(state.now)
    if rate is None:
        return PriceNow(None, None, None, Band.UNKNOWN, None, _why_no_price(state, export))
    until = schedule.until_change(state.now)
    following = schedule.at(until) if until is not None else None
    return PriceNow(
        pence=rate.pence_inc_vat,
        until=until,
        next_pence=following.pence_inc_vat if following is not None else None,
        band=Band.UNKNOWN if is_mean_awaited(state) else band_at(state.now, schedule, scheme_of(state, export)),
        source=rate.source,
        reason=PriceReason.SMART_CHARGE if rate.source is RateSource.DISPATCH else PriceReason.TARIFF,
    )


def _why_no_price(state: AppState, export: bool) -> PriceReason:
    if tariff_snapshot(state, export).value is not None:
        return PriceReason.NO_RATE
    number = state.selection.export_number if export else state.selection.import_number
    has_others = state.account.value is not None and bool(state.account.value.meter_points)
    return PriceReason.NO_SUPPLY if has_others and number is None else PriceReason.NOT_YET


def day_prices(state: AppState, day: date, export: bool = False) -> tuple[PricedSlot, ...]:
    """Every slot of the London day in order, 46, 48 or 50 of them (more where a price changes inside one)."""
    schedule, scheme = schedule_of(state, export), scheme_of(state, export)
    day_rates = schedule.between(day_span(day))
    cheap = () if export else _dispatch_spans(state)
    found: list[PricedSlot] = []
    for slot in day_slots(day):
        is_dispatch = any(span.overlaps(slot) for span in cheap)
        at = slot.start
        for rate in schedule.between(slot):
            if at < rate.start:
                found.append(PricedSlot(Span(at, rate.start), None, Band.UNKNOWN, is_dispatch))
            band = band_of(rate.pence_inc_vat, day_rates, scheme)
            found.append(PricedSlot(Span(rate.start, rate.stop), rate.pence_inc_vat, band, is_dispatch))
            at = rate.stop
        if at < slot.end:
            found.append(PricedSlot(Span(at, slot.end), None, Band.UNKNOWN, is_dispatch))
    return tuple(found)


def _dispatch_spans(state: AppState) -> tuple[Span, ...]:
    terms, book = smart_terms(state), state.dispatches.value
    return () if terms is None or book is None else smart_spans(book, terms, state.now)


def day_mean(state: AppState, day: date, export: bool = False) -> Decimal | None:
    """Time-weighted over what is known of the day; None where nothing is."""
    return windows.mean_of(schedule_of(state, export).between(day_span(day)))


def next_cheap(state: AppState) -> PricedSpan | None:
    """The next run in its day's lowest band, the one that runs now included."""
    return windows.next_cheap(state.now, state.now + NEXT_CHEAP_WITHIN, effective_import(state), scheme_of(state))


def power_now(state: AppState) -> PowerNow:
    """The newest sample, priced at the price now; kept with its age where nothing newer comes."""
    newest = state.live.value.newest if state.live.value is not None else None
    if newest is None:
        return PowerNow(None, None, None, True, state.live.problem)
    is_stale = state.now - newest.read_at > stale_limit(state.polling.current) or state.live.problem is not None
    price = None if newest.watts is None else schedule_of(state, newest.watts < 0).at(state.now)
    cost = None if newest.watts is None or price is None else pence_an_hour(newest.watts, price.pence_inc_vat)
    return PowerNow(newest.watts, cost, newest.read_at, is_stale, state.live.problem)


def today(state: AppState) -> DayUsage | None:
    """Today so far; None = not known yet, never short. Without a Mini it is what the meter has reported."""
    tariff = state.import_tariff.value
    usage = _today(
        state.now,
        state.half_hours.value,
        state.live.value,
        effective_import(state),
        effective_export(state),
        tariff.standing_pence if tariff is not None else None,
    )
    if usage is None or state.has_mini is not False:
        return usage
    return replace(usage, basis=Basis.METERED)


@latest
def _today(
    now: datetime,
    rows: tuple[HalfHour, ...] | None,
    trace: Trace | None,
    import_rates: RateSchedule,
    export_rates: RateSchedule,
    standing_pence: Decimal | None,
) -> DayUsage | None:
    if not rows:
        return None
    samples = trace.since(rows[-1].start) if trace is not None else ()
    return today_usage(now, rows, samples, import_rates, export_rates, standing_pence)


def is_day_published(schedule: RateSchedule, day: date) -> bool:
    """The day is known from 00:00 to at least 23:00 London (docs/domain.md, Rates)."""
    return schedule.covers(Span(day_span(day).start, at_london(day, time(23))))


def is_published(schedule: RateSchedule, now: datetime) -> bool:
    """Tomorrow is known; until midnight that is the coming London day."""
    return is_day_published(schedule, london_date(tomorrow_span(now).start))


def tomorrow(state: AppState, export: bool = False) -> TomorrowStatus:
    coming = tomorrow_span(state.now)
    day = london_date(coming.start)
    tariff = tariff_snapshot(state, export)
    if tariff.value is None:
        return TomorrowStatus(Publication.UNKNOWN, day)
    schedule = schedule_of(state, export)
    rates = schedule.between(coming)
    changes = tariff.value.has_changing_list
    publication = Publication.NOT_APPLICABLE if not changes else Publication.WAITING
    if changes and is_published(schedule, state.now):
        publication = Publication.PUBLISHED
    prices = [rate.pence_inc_vat for rate in rates]
    return TomorrowStatus(
        publication=publication,
        day=day,
        lowest=min(prices, default=None),
        highest=max(prices, default=None),
        mean=day_mean(state, day, export),
        cheapest=cheapest_window(CHEAPEST_LENGTH, coming, schedule),
        next_look=state.look.next_try if publication is Publication.WAITING else None,
        problem=state.look.problem if publication is Publication.WAITING else None,
    )
