"""What a meter point's days cost: the tariff of each day's agreement over stored prices, made ready for the store.

The store's thread runs the arithmetic, so nothing waits for it; a costing is pure and holds all that it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Agreement, Direction, Fuel, MeterPoint
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.effective_price import effective_schedule
from kraken_desktop.domain.gas import GasUnit, gas_kwh
from kraken_desktop.domain.moments import DailyWindow, Span, day_span
from kraken_desktop.domain.rates import FOREVER, PaymentMethod, RateSchedule
from kraken_desktop.domain.settled import SettledSlot
from kraken_desktop.domain.settled_prices import SettledPrices, settled_prices
from kraken_desktop.domain.tariffs import Family, Register, family_of, parse_tariff_code, register_groups
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.own_prices import OwnPrice, filling_schedule, own_schedule
from kraken_desktop.services.pricing import PriceLists, agreed_schedule, night_hours, terms_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PricingBasis:
    """What past costs were reckoned by: a change of it is a reason to reckon them again."""

    agreements: tuple[tuple[str, datetime, datetime | None], ...]
    payment_method: PaymentMethod | None
    units: tuple[GasUnit, ...] = ()
    calorific_value: Decimal | None = None
    nights: tuple[tuple[DailyWindow, ...], ...] = ()
    own: tuple[OwnPrice, ...] = ()


def basis_of(
    point: MeterPoint,
    payment_method: PaymentMethod | None,
    gas: GasChoice,
    own_hours: tuple[DailyWindow, ...] = (),
    own: tuple[OwnPrice, ...] = (),
) -> PricingBasis:
    agreements = tuple((held.tariff_code, held.valid_from, held.valid_to) for held in point.agreements)
    if point.fuel is not Fuel.GAS:
        nights = tuple(night_hours(held, own_hours)[0] for held in point.agreements)
        return PricingBasis(agreements, payment_method, nights=nights, own=own)
    units = tuple(gas.unit_of(point, meter.serial) for meter in point.meters)
    return PricingBasis(agreements, payment_method, units, gas.calorific_value, own=own)


def changed_spans(before: PricingBasis, after: PricingBasis) -> tuple[Span, ...]:
    """Where costs reckoned by ``before`` hold no more."""
    if replace(before, agreements=(), nights=(), own=()) != replace(after, agreements=(), nights=(), own=()):
        return (Span(datetime.min.replace(tzinfo=FOREVER.tzinfo), FOREVER),)
    changed = set(before.agreements) ^ set(after.agreements)
    if not changed and before.nights != after.nights:
        changed = set(after.agreements)  # other hours of the night
    spans = [Span(start, end or FOREVER) for _, start, end in sorted(changed, key=lambda row: row[1])]
    if set_anew := set(before.own) ^ set(after.own):
        spans.append(Span(min(price.since for price in set_anew), FOREVER))
    return tuple(spans)


def supplied(point: MeterPoint) -> Span | None:
    """From the first agreement to the end of the last; None where there are none."""
    held = [agreement for agreement in point.agreements if agreement.valid_from < (agreement.valid_to or FOREVER)]
    if not held:
        return None
    return Span(min(one.valid_from for one in held), max(one.valid_to or FOREVER for one in held))


def smart_spans(point: MeterPoint) -> tuple[Span, ...]:
    """When the meter point was on a tariff whose price a smart charge changes."""
    if point.fuel is not Fuel.ELECTRICITY or point.direction is not Direction.IMPORT:
        return ()
    return tuple(
        Span(held.valid_from, held.valid_to or FOREVER)
        for held in point.agreements
        if family_of(held.product_code) is Family.INTELLIGENT_GO and held.valid_from < (held.valid_to or FOREVER)
    )


def groups_needed(agreement: Agreement) -> tuple[tuple[Register, ...], ...]:
    """The standing charge and the likely lists, then those that count where the likely ones tell nothing."""
    parsed = parse_tariff_code(agreement.tariff_code)
    if parsed is None:
        return ()
    likely, *others = register_groups(parsed)
    return ((*likely, Register.STANDING), *others)


def held_in(point: MeterPoint, span: Span) -> tuple[tuple[Agreement, Span], ...]:
    """Each agreement that touches the span with the part of it, the newest first."""
    found = []
    for agreement in point.agreements:
        part = Span(agreement.valid_from, agreement.valid_to or FOREVER).clipped(span)
        if part is not None:
            found.append((agreement, part))
    return tuple(sorted(found, key=lambda row: row[1].start, reverse=True))


def schedules_in(
    point: MeterPoint,
    span: Span,
    lists: PriceLists,
    book: DispatchBook,
    own_hours: tuple[DailyWindow, ...] = (),
) -> tuple[RateSchedule, RateSchedule]:
    """What the agreements of each time asked, and what the house paid for by the charges in ``book``."""
    agreed, paid = RateSchedule(), RateSchedule()
    for agreement, part in reversed(held_in(point, span)):
        listed = RateSchedule(agreed_schedule(agreement, lists, part, own_hours).between(part))
        agreed = agreed.merged_with(listed)
        paid = paid.merged_with(effective_schedule(listed, book, terms_of(agreement, lists, own_hours), FOREVER))
    return agreed, paid


def with_own_prices(
    known: RateSchedule,
    point: MeterPoint,
    span: Span,
    own_hours: tuple[DailyWindow, ...],
    own_prices: tuple[OwnPrice, ...],
) -> RateSchedule:
    """The prices that the person set outrank what is known from their day on, and fill what is not."""
    for agreement, part in held_in(point, span) if own_prices else ():
        windows = night_hours(agreement, own_hours)[0]
        filling, over = filling_schedule(own_prices, windows, part), own_schedule(own_prices, windows, part)
        known = filling.merged_with(known).merged_with(over)
    return known


def costing_of(
    point: MeterPoint,
    span: Span,
    lists: PriceLists,
    book: DispatchBook,
    gas: GasChoice,
    own_hours: tuple[DailyWindow, ...] = (),
    settled: Mapping[datetime, SettledSlot] | None = None,
    own_prices: tuple[OwnPrice, ...] = (),
) -> Callable[[date, Sequence[Reading]], DayCost]:
    """How the point's days inside the span are costed. ``book`` holds the charges that started and completed then,
    ``own_hours`` are the nights that the person set, ``settled`` whom Octopus charged half hours to: that outranks
    the book. ``own_prices`` outrank everything from their day on, and fill what Octopus tells no price for.
    """
    agreed, paid = schedules_in(point, span, lists, book, own_hours)
    standing, split = RateSchedule(), SettledPrices({}, {})
    for agreement, part in reversed(held_in(point, span)):
        standing = standing.merged_with(_standing(agreement, lists, part))
        terms = terms_of(agreement, lists, own_hours)
        if terms is not None and settled:
            own = [slot for start, slot in settled.items() if part.contains(start)]
            split = split.plus(settled_prices(own, RateSchedule(agreed.between(part)), terms))
    paid = paid.merged_with(RateSchedule.of(split.house.values()))
    agreed, paid = (with_own_prices(one, point, span, own_hours, own_prices) for one in (agreed, paid))
    held, is_export = supplied(point), point.direction is Direction.EXPORT

    def kwh(reading: Reading) -> Decimal:
        if point.fuel is not Fuel.GAS:
            return reading.kwh
        return gas_kwh(reading.kwh, gas.unit_of(point, reading.meter), gas.calorific_value)

    def costed(day: date, readings: Sequence[Reading]) -> DayCost:
        energy = {reading.start: kwh(reading) for reading in readings}
        cars = {start: split.cars[start] for start in energy if start in split.cars}
        return day_cost(day, energy, agreed, paid, standing, held, is_export, cars)

    return costed


def _standing(agreement: Agreement, lists: PriceLists, part: Span) -> RateSchedule:
    listed = lists.get(agreement.tariff_code, {}).get(Register.STANDING)
    return RateSchedule(listed.between(part)) if listed is not None else RateSchedule()


def span_of_days(days: Sequence[date]) -> Span:
    return Span(day_span(min(days)).start, day_span(max(days)).end)


def codes_in(point: MeterPoint, span: Span) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agreement.tariff_code for agreement, _ in held_in(point, span)))
