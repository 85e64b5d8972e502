"""The one effective price: what house and car really pay, and for which charges (docs/domain.md, Dispatches)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.allowance import AllowanceNow, allowance_now, within_allowance
from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, counted, extended_union
from kraken_desktop.domain.moments import DailyWindow, Span, apart, day_span, joined, london_date, window_spans
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule, RateSource

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
ALWAYS = Span(datetime.min.replace(tzinfo=UTC), FOREVER)


@dataclass(frozen=True, slots=True)
class CarRates:
    """What a car pays on the four-rate tariff, apart from the house: prices without times of day."""

    peak: RateSchedule
    off_peak: RateSchedule


@dataclass(frozen=True, slots=True)
class SmartTerms:
    """What a dispatching agreement promises: the guaranteed night windows.

    ``car`` is set for the four-rate tariff alone: with it comes the allowance, without it there is none. ``held`` is
    the agreement's own time: what charges before or after changes nothing.
    """

    windows: tuple[DailyWindow, ...]
    car: CarRates | None = None
    held: Span = ALWAYS

    @property
    def has_allowance(self) -> bool:
        return self.car is not None


class Trust(StrEnum):
    """How sure a smart charge is."""

    PLANNED = "planned"
    STARTED = "started"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class SmartCharge:
    """A smart charge that counts, in its true length. The account's completed list names no device."""

    span: Span
    trust: Trust
    device_id: str | None = None


def smart_charges(book: DispatchBook, now: datetime) -> tuple[SmartCharge, ...]:
    """Planned (gated), started and completed (at home) ones, in order of time; a boost is none.

    Of a plan what lies before its gate was last seen shut is left out: that was a phantom.
    """
    open_since = {plan.device_id: Span(plan.open_since or ALWAYS.start, FOREVER) for plan in book.plans}
    planned = [
        SmartCharge(part, Trust.PLANNED, d.device_id)
        for d in counted(book, now)
        if d.kind is DispatchKind.SMART and (part := d.span.clipped(open_since[d.device_id])) is not None
    ]
    started = [SmartCharge(row.span, Trust.STARTED, row.device_id) for row in book.started]
    completed = [
        SmartCharge(row.span, Trust.COMPLETED)
        for row in book.completed
        if row.is_at_home and row.kind is DispatchKind.SMART
    ]
    return tuple(sorted((*planned, *started, *completed), key=lambda charge: charge.span))


def smart_spans(book: DispatchBook, terms: SmartTerms, now: datetime) -> tuple[Span, ...]:
    """The extended union over devices: when smart charging makes the whole house cheap."""
    paid = extended_union(paid_charges(smart_charges(book, now), terms))
    return tuple(part for span in paid if (part := span.clipped(terms.held)) is not None)


def paid_charges(charges: Sequence[SmartCharge], terms: SmartTerms) -> tuple[Span, ...]:
    """The time of the charges in their true length that gets the cheap price: all, or what the allowance pays for."""
    spans = [charge.span for charge in charges]
    return within_allowance(spans) if terms.has_allowance else joined(spans)


def allowance(book: DispatchBook, terms: SmartTerms | None, now: datetime) -> AllowanceNow | None:
    """How much of the allowance is used; None where the tariff has none."""
    if terms is None or not terms.has_allowance:
        return None
    return allowance_now((charge.span for charge in smart_charges(book, now)), now)


def boost_spans(book: DispatchBook, now: datetime) -> tuple[Span, ...]:
    """When a boost charges, as listed, seen or completed at home (a boost makes nothing cheap)."""
    listed = [d.span for d in counted(book, now) if d.kind is DispatchKind.BOOST]
    done = [row.span for row in book.completed if row.kind is DispatchKind.BOOST and row.is_at_home]
    return joined((*listed, *(row.span for row in book.boosted), *done))


def night_price(schedule: RateSchedule, terms: SmartTerms, at: datetime) -> Rate | None:
    """The agreement's night rate for the night around ``at``: the rate in force in the nearest guaranteed window.

    Of a night that began the day before, today's part counts: what a person sets holds from midnight on.
    """
    day = day_span(london_date(at))
    around = Span(day.start - _DAY, day.end + _DAY)
    nights = sorted(
        (
            part
            for window in terms.windows
            for found in window_spans(window, around)
            if (part := found.clipped(terms.held)) is not None
        ),
        key=lambda found: abs(found.start - at),
    )
    starts = (max(found.start, day.start) if found.end > day.start else found.start for found in nights)
    return next((rate for start in starts if (rate := schedule.at(start)) is not None), None)


def night_window(terms: SmartTerms, at: datetime) -> Span | None:
    """The guaranteed window that holds the instant."""
    if not terms.held.contains(at):
        return None
    moment = Span(at, at + _INSTANT)
    return next((found for window in terms.windows for found in window_spans(window, moment)), None)


def effective_schedule(
    schedule: RateSchedule, book: DispatchBook, terms: SmartTerms | None, now: datetime
) -> RateSchedule:
    """The prices that the house really pays: the agreement's, with the night rate inside every smart span.

    The one function for tray, windows, costs, notices and CLI. A boost changes nothing; without ``terms`` neither
    does any dispatch. A smart span never makes a price higher.
    """
    if terms is None:
        return schedule
    cheap: list[Rate] = []
    for span in smart_spans(book, terms, now):
        for rate in schedule.between(span):
            night = night_price(schedule, terms, rate.start)
            if night is not None and night.pence_inc_vat < rate.pence_inc_vat:
                cheap.append(Rate(rate.start, rate.end, night.pence_inc_vat, night.pence_exc_vat, RateSource.DISPATCH))
    return schedule.merged_with(RateSchedule.of(cheap)) if cheap else schedule


def car_schedule(
    house: RateSchedule, book: DispatchBook, terms: SmartTerms | None, within: Span, now: datetime
) -> RateSchedule:
    """What charging costs; ``house`` are the effective prices, which the car pays too unless its tariff has rates of
    its own. Then, within the span: off-peak in the night and in every slot of a smart charge that the allowance pays
    for, else peak. A smart charge beyond the allowance pays peak, in the night too; a boost pays what its time costs.
    """
    own = None if terms is None or terms.car is None else within.clipped(terms.held)
    if terms is None or terms.car is None or own is None:
        return house
    charges = smart_charges(book, now)
    paid = paid_charges(charges, terms)
    beyond = apart((charge.span for charge in charges), paid)
    nights = [found for window in terms.windows for found in window_spans(window, within)]
    nightly = apart(nights, beyond)
    smart = apart(extended_union(paid), (*nights, *beyond))
    return RateSchedule.of(
        (
            *_during(house, apart((within,), (own,)), within),
            *_during(terms.car.peak, apart((own,), (*nightly, *smart)), own),
            *_during(terms.car.off_peak, nightly, own),
            *(replace(rate, source=RateSource.DISPATCH) for rate in _during(terms.car.off_peak, smart, own)),
        )
    )


def car_price(
    house: RateSchedule, book: DispatchBook, terms: SmartTerms | None, at: datetime, now: datetime
) -> Decimal | None:
    """``car_schedule`` at an instant, in p/kWh including VAT; None where no price is known."""
    rate = car_schedule(house, book, terms, Span(at, at + _INSTANT), now).at(at)
    return None if rate is None else rate.pence_inc_vat


def _during(rates: RateSchedule, spans: Sequence[Span], within: Span) -> Iterator[Rate]:
    for span in spans:
        part = span.clipped(within)
        if part is not None:
            yield from rates.between(part)
