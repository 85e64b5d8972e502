"""How well energy was bought among the prices of its days (docs/domain.md, Tariff efficiency).

Import only, without standing charges. Ratios and shares are parts of one, not percentages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost
from kraken_desktop.domain.units import ZERO

QUADRANT_WEIGHTS = {
    Band.QUADRANT_0: Decimal(3),
    Band.QUADRANT_1: Decimal(1),
    Band.QUADRANT_2: Decimal(-1),
    Band.QUADRANT_3: Decimal(-3),
}
TOP_WEIGHT = Decimal(3)
THREE_PRICES = 3


class Undefined(StrEnum):
    """Why a measure has no figure."""

    NO_COMPLETE_DAY = "no day is complete"
    NOTHING_BOUGHT = "nothing was bought"
    FLAT = "the price never changed within a day"
    NOT_POSITIVE = "the lowest price was zero or below"


class Middle(StrEnum):
    """What the middle price of a day is."""

    MEAN = "the day's mean price"
    BAND = "the middle of three prices"


Measure = Decimal | Undefined


@dataclass(frozen=True, slots=True)
class Bought:
    """What was bought in one band; ``share`` of the span's energy, 0–1."""

    band: Band
    kwh: Decimal
    pence: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class DayPrices:
    """The prices of a complete day, in p/kWh; ``middle`` only where the day has three prices."""

    lowest: Decimal
    mean: Decimal
    highest: Decimal
    middle: Decimal | None

    @property
    def is_flat(self) -> bool:
        return self.lowest == self.highest


@dataclass(frozen=True, slots=True)
class DayBought:
    """A day by its bands: ``parts`` are energy and pence by the tariff's band and the day's quadrant.

    ``prices`` None where a slot of the day is not read or has no price: such a day is left out of every measure.
    """

    day: date
    prices: DayPrices | None
    parts: Mapping[tuple[Band, Band], tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Efficiency:
    """The measures of a span: its complete days alone count, ``left_out`` are the others.

    ``bands`` are the tariff's, ``quadrants`` the quarters of each day's price range, both from the cheapest on, of the
    days whose price changes: their shares are of that energy. ``flat_kwh`` and ``flat_pence`` are of the other days,
    on which no hour is better than another.
    """

    days: int
    left_out: int
    kwh: Decimal
    pence: Decimal
    average_ratio: Measure
    saving: Measure
    middle: Middle
    score: Measure
    bands: tuple[Bought, ...]
    quadrants: tuple[Bought, ...]
    flat_kwh: Decimal = ZERO
    flat_pence: Decimal = ZERO

    @property
    def mean_pence(self) -> Decimal | None:
        """p/kWh paid; None where nothing was bought."""
        return self.pence / self.kwh if self.kwh else None


def average_price_ratio(paid: Decimal, lowest: Decimal) -> Measure:
    """The price paid over the lowest: one is best."""
    return paid / lowest if lowest > 0 else Undefined.NOT_POSITIVE


def saving_efficiency(paid: Decimal, lowest: Decimal, middle: Decimal) -> Measure:
    """How much of the saving from the middle price to the lowest was had: one at best, below zero when bought dear."""
    return (middle - paid) / (middle - lowest) if middle > lowest else Undefined.FLAT


def quadrant_score(shares: Sequence[tuple[Band, Decimal]]) -> Decimal:
    """−1 to +1 for shares of the quadrants that sum to one."""
    return sum((share * QUADRANT_WEIGHTS[band] for band, share in shares), ZERO) / TOP_WEIGHT


def day_prices(day: DayCost) -> DayPrices | None:
    """None where a slot of the day is not read or has no price, or the day has no supply."""
    prices = [slot.rate.pence_inc_vat for slot in day.slots if slot.rate is not None]
    if not prices or len(prices) != len(day.expected):
        return None
    distinct = sorted(set(prices))
    middle = distinct[1] if len(distinct) == THREE_PRICES else None
    # a sum divided may end a digit beside a price that never changes
    mean = distinct[0] if len(distinct) == 1 else sum(prices, ZERO) / len(prices)
    return DayPrices(distinct[0], mean, distinct[-1], middle)


def day_bought(day: DayCost) -> DayBought:
    parts: dict[tuple[Band, Band], tuple[Decimal, Decimal]] = {}
    for slot in day.slots:
        kwh, pence = parts.get((slot.band, slot.quadrant), (ZERO, ZERO))
        parts[slot.band, slot.quadrant] = kwh + slot.kwh, pence + (slot.pence or ZERO)
    return DayBought(day.day, day_prices(day), parts)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the measures of a span are made of. Tallies of spans add up to the tally of the spans together."""

    days: int = 0
    left_out: int = 0
    flat_days: int = 0
    three_price_days: int = 0
    lowest: Decimal = ZERO
    mean: Decimal = ZERO
    middle: Decimal = ZERO
    """Sums over the days, of those with three prices alone where the middle one is summed."""
    parts: Mapping[tuple[Band, Band], tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Of the days whose price changes."""
    flat_kwh: Decimal = ZERO
    flat_pence: Decimal = ZERO

    def plus(self, other: Tally) -> Tally:
        parts = dict(self.parts)
        for bands, (kwh, pence) in other.parts.items():
            before = parts.get(bands, (ZERO, ZERO))
            parts[bands] = before[0] + kwh, before[1] + pence
        return Tally(
            self.days + other.days,
            self.left_out + other.left_out,
            self.flat_days + other.flat_days,
            self.three_price_days + other.three_price_days,
            self.lowest + other.lowest,
            self.mean + other.mean,
            self.middle + other.middle,
            parts,
            self.flat_kwh + other.flat_kwh,
            self.flat_pence + other.flat_pence,
        )

    @property
    def efficiency(self) -> Efficiency:
        changing = sum((energy for energy, _ in self.parts.values()), ZERO)
        kwh = changing + self.flat_kwh
        pence = sum((cost for _, cost in self.parts.values()), ZERO) + self.flat_pence
        quadrants, bands = (_summed(self.parts, changing, by_quadrant=told) for told in (True, False))
        choice = Middle.BAND if 0 < self.days == self.three_price_days else Middle.MEAN
        measures = self._measures(kwh, pence, choice, quadrants)
        told = bands, quadrants, self.flat_kwh, self.flat_pence
        return Efficiency(self.days, self.left_out, kwh, pence, *measures, *told)

    def _measures(
        self, kwh: Decimal, pence: Decimal, choice: Middle, quadrants: Sequence[Bought]
    ) -> tuple[Measure, Measure, Middle, Measure]:
        if not self.days or not kwh:
            none = Undefined.NOTHING_BOUGHT if self.days else Undefined.NO_COMPLETE_DAY
            return none, none, choice, none
        paid, lowest = pence / kwh, self.lowest / self.days
        ratio = average_price_ratio(paid, lowest)
        if self.flat_days == self.days:
            return ratio, Undefined.FLAT, choice, Undefined.FLAT
        middle = (self.middle if choice is Middle.BAND else self.mean) / self.days
        bought = any(part.kwh for part in quadrants)
        score = quadrant_score([(p.band, p.share) for p in quadrants]) if bought else Undefined.NOTHING_BOUGHT
        return ratio, saving_efficiency(paid, lowest, middle), choice, score


def tally_of(days: Iterable[DayBought]) -> Tally:
    total = Tally()
    for day in days:
        prices = day.prices
        if prices is None:
            total = total.plus(Tally(left_out=1))
            continue
        means = prices.lowest, prices.mean, prices.middle or ZERO
        if prices.is_flat:
            kwh = sum((kwh for kwh, _ in day.parts.values()), ZERO)
            pence = sum((pence for _, pence in day.parts.values()), ZERO)
            total = total.plus(Tally(1, 0, 1, 0, *means, flat_kwh=kwh, flat_pence=pence))
        else:
            total = total.plus(Tally(1, 0, 0, int(prices.middle is not None), *means, day.parts))
    return total


def efficiency_of(days: Iterable[DayBought]) -> Efficiency:
    """The measures over an import meter's days."""
    return tally_of(days).efficiency


def _summed(
    parts: Mapping[tuple[Band, Band], tuple[Decimal, Decimal]], total: Decimal, *, by_quadrant: bool
) -> tuple[Bought, ...]:
    """A price below zero is of the cheapest quadrant, wherever the day's range puts it."""
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for (tariff, quarter), (more_kwh, more_pence) in parts.items():
        band = quarter if by_quadrant else tariff
        if by_quadrant and band is Band.NEGATIVE:
            band = Band.QUADRANT_0
        kwh, pence = sums.get(band, (ZERO, ZERO))
        sums[band] = kwh + more_kwh, pence + more_pence
    ordered = sorted(sums.items(), key=lambda row: row[0].value)
    return tuple(Bought(band, kwh, pence, kwh / total if total else ZERO) for band, (kwh, pence) in ordered)
