"""What half hours cost, a London day at a time (docs/domain.md, Costs).

Energy is priced by the rate of its own time. Sums for people include VAT slot by slot; what a bill is made of stands
beside them: each slot rounded to a hundredth of a kilowatt-hour, without VAT, and the VAT apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind, band_among
from kraken_desktop.domain.moments import Span, day_slots, day_span, joined
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.units import ZERO

BILLED_KWH = Decimal("0.01")
VAT_UNTIL = datetime(2026, 9, 30, 23, tzinfo=UTC)
VAT = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class CarPart:
    """What of a half hour Octopus charges to a car, and its own price (docs/domain.md, Dispatches)."""

    kwh: Decimal
    rate: Rate
    band: Band = Band.UNKNOWN
    quadrant: Band = Band.UNKNOWN

    @property
    def pence(self) -> Decimal:
        """Including VAT."""
        return self.kwh * self.rate.pence_inc_vat


@dataclass(frozen=True, slots=True)
class SlotCost:
    """One half hour's energy and its price; ``rate`` None where no price is known, and then it has no cost.

    ``band`` is the tariff's (its quadrant where the tariff has no two or three prices), ``quadrant`` the day's.
    ``rate`` is the house's; ``car`` are the parts of ``kwh`` that have prices of their own.
    """

    start: datetime
    kwh: Decimal
    rate: Rate | None
    band: Band = Band.UNKNOWN
    quadrant: Band = Band.UNKNOWN
    car: tuple[CarPart, ...] = ()

    @property
    def car_kwh(self) -> Decimal:
        return sum((part.kwh for part in self.car), ZERO) if self.car else ZERO

    @property
    def car_pence(self) -> Decimal:
        """Including VAT."""
        return sum((part.pence for part in self.car), ZERO) if self.car else ZERO

    @property
    def pence(self) -> Decimal | None:
        """Including VAT, house and car."""
        if self.rate is None:
            return None
        if not self.car:
            return self.kwh * self.rate.pence_inc_vat
        return (self.kwh - self.car_kwh) * self.rate.pence_inc_vat + self.car_pence

    @property
    def is_dispatch(self) -> bool:
        return self.rate is not None and self.rate.source is RateSource.DISPATCH


@dataclass(frozen=True, slots=True)
class Billed:
    """What a bill counts: rounded energy, pence without VAT, and the VAT on them, unrounded."""

    kwh: Decimal = ZERO
    net_pence: Decimal = ZERO
    vat_pence: Decimal = ZERO

    def plus(self, other: Billed) -> Billed:
        return Billed(self.kwh + other.kwh, self.net_pence + other.net_pence, self.vat_pence + other.vat_pence)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A meter point's London day. ``pence`` is what is known of it, without the standing charge.

    The day is complete when every slot of the supply is read and priced, and its standing charge is known.
    """

    day: date
    expected: int
    read: int
    priced: int
    kwh: Decimal
    pence: Decimal
    standing_pence: Decimal | None
    billed: Billed = Billed()

    @property
    def is_complete(self) -> bool:
        return self.read == self.priced == self.expected and self.standing_pence is not None

    @property
    def total_pence(self) -> Decimal:
        """What is known, the standing charge included."""
        return self.pence + (self.standing_pence or ZERO)


@dataclass(frozen=True, slots=True)
class DayCost:
    """A meter point's London day, slot by slot in order of time. ``expected`` are the slots of the supply."""

    day: date
    slots: tuple[SlotCost, ...]
    expected: tuple[Span, ...]
    standing: Rate | None
    is_export: bool = False

    @property
    def missing(self) -> tuple[Span, ...]:
        """Where no reading is."""
        read = {slot.start for slot in self.slots}
        return joined(slot for slot in self.expected if slot.start not in read)

    @property
    def unpriced(self) -> tuple[Span, ...]:
        """Where a reading is and no price."""
        without = {slot.start for slot in self.slots if slot.rate is None}
        return joined(slot for slot in self.expected if slot.start in without)

    @property
    def total(self) -> DayTotal:
        priced = [slot for slot in self.slots if slot.rate is not None]
        free = ZERO if self.is_export or not self.expected else None
        return DayTotal(
            day=self.day,
            expected=len(self.expected),
            read=len(self.slots),
            priced=len(priced),
            kwh=sum((slot.kwh for slot in self.slots), ZERO),
            pence=sum((slot.pence for slot in priced if slot.pence is not None), ZERO),
            standing_pence=free if self.standing is None else self.standing.pence_inc_vat,
            billed=self._billed(),
        )

    def _billed(self) -> Billed:
        kwh = net = vat = ZERO
        for slot in self.slots:
            rounded = slot.kwh.quantize(BILLED_KWH, ROUND_HALF_EVEN)
            kwh += rounded
            if slot.rate is None:
                continue
            parts = [(part.kwh.quantize(BILLED_KWH, ROUND_HALF_EVEN), part.rate) for part in slot.car]
            house = rounded - sum((energy for energy, _ in parts), ZERO)
            for energy, rate in (*parts, (house, slot.rate)):
                exc = price_exc_vat(rate, slot.start, self.is_export)
                net += energy * exc
                vat += ZERO if self.is_export else energy * (rate.pence_inc_vat - exc)
        if self.standing is not None:
            exc = price_exc_vat(self.standing, day_span(self.day).start, self.is_export)
            net += exc
            vat += ZERO if self.is_export else self.standing.pence_inc_vat - exc
        return Billed(kwh, net, vat)


def price_exc_vat(rate: Rate, at: datetime, is_export: bool = False) -> Decimal:
    """The row's own price without VAT; where it tells none, by the VAT of that time. Export carries no VAT."""
    if rate.pence_exc_vat is not None:
        return rate.pence_exc_vat
    return rate.pence_inc_vat if is_export or at >= VAT_UNTIL else rate.pence_inc_vat / (1 + VAT)


def day_cost(
    day: date,
    kwh: Mapping[datetime, Decimal],
    agreed: RateSchedule,
    paid: RateSchedule,
    standing: RateSchedule,
    supplied: Span | None = None,
    is_export: bool = False,
    cars: Mapping[datetime, Sequence[tuple[Decimal, Rate]]] | None = None,
) -> DayCost:
    """The day's slots that ``kwh`` tells by their start, priced by ``paid`` and banded among the prices agreed.

    ``cars`` tells what of a slot a car is charged for, in kWh and at which price.

    ``supplied`` is when the meter point was the customer's; None = all day. Slots outside are not expected, and do not
    count where they are told.
    """
    span = day_span(day)
    expected = tuple(
        slot for slot in day_slots(day) if supplied is None or (supplied.start <= slot.start < supplied.end)
    )
    prices = sorted({rate.pence_inc_vat for rate in agreed.between(span)})
    schemes = tuple(BandScheme(kind, is_export=is_export) for kind in (SchemeKind.TARIFF, SchemeKind.QUADRANT))
    bands: dict[Decimal, tuple[Band, Band]] = {}

    def banded(pence: Decimal) -> tuple[Band, Band]:
        if pence not in bands:
            among = prices if pence in prices else sorted((*prices, pence))
            tariff, quarter = (band_among(pence, among, scheme) for scheme in schemes)
            bands[pence] = tariff, quarter
        return bands[pence]

    slots: list[SlotCost] = []
    told = cars or {}
    for slot in expected:
        energy = kwh.get(slot.start)
        if energy is None:
            continue
        rate = paid.at(slot.start)
        slots.append(
            SlotCost(slot.start, energy, None)
            if rate is None
            else SlotCost(
                *(slot.start, energy, rate, *banded(rate.pence_inc_vat)),
                car=tuple(CarPart(part, own, *banded(own.pence_inc_vat)) for part, own in told.get(slot.start, ())),
            )
        )
    return DayCost(day, tuple(slots), expected, standing.at(span.start) if expected else None, is_export)
