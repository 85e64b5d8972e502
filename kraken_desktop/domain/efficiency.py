"""How well energy was bought among the prices of its days (docs/domain.md, Tariff efficiency).

Import only, without standing charges. Ratios and shares are parts of one, not percentages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost, SlotCost
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
class Efficiency:
    """The measures of a span: its complete days alone count, ``left_out`` are the others.

    ``bands`` are the tariff's, ``quadrants`` the quarters of each day's price range, both from the cheapest on.
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


def efficiency_of(days: Iterable[DayCost]) -> Efficiency:
    """The measures over an import meter's days."""
    told = [(day, day_prices(day)) for day in days]
    prices = [found for _, found in told if found is not None]
    slots = [slot for day, found in told if found is not None for slot in day.slots]
    kwh = sum((slot.kwh for slot in slots), ZERO)
    pence = sum((slot.pence or ZERO for slot in slots), ZERO)
    quadrants = _bought(slots, kwh, by_quadrant=True)
    choice = Middle.BAND if prices and all(found.middle is not None for found in prices) else Middle.MEAN
    ratio: Measure
    saving: Measure
    score: Measure
    if not prices or not kwh:
        ratio = saving = score = Undefined.NOTHING_BOUGHT if prices else Undefined.NO_COMPLETE_DAY
    else:
        paid, lowest = pence / kwh, _mean([found.lowest for found in prices])
        middles = [found.middle if choice is Middle.BAND else found.mean for found in prices]
        is_flat = all(found.is_flat for found in prices)
        ratio = average_price_ratio(paid, lowest)
        middle = _mean([found for found in middles if found is not None])
        saving = Undefined.FLAT if is_flat else saving_efficiency(paid, lowest, middle)
        score = Undefined.FLAT if is_flat else quadrant_score([(part.band, part.share) for part in quadrants])
    left_out = len(told) - len(prices)
    bands = _bought(slots, kwh, by_quadrant=False)
    return Efficiency(len(prices), left_out, kwh, pence, ratio, saving, choice, score, bands, quadrants)


def by_date(days: Iterable[DayCost], first: date, last: date) -> Efficiency:
    """The measures of the days from first to last, both included."""
    return efficiency_of(day for day in days if first <= day.day <= last)


def _bought(slots: Iterable[SlotCost], total: Decimal, *, by_quadrant: bool) -> tuple[Bought, ...]:
    """A price below zero is of the cheapest quadrant, wherever the day's range puts it."""
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for slot in slots:
        band = slot.quadrant if by_quadrant else slot.band
        if by_quadrant and band is Band.NEGATIVE:
            band = Band.QUADRANT_0
        kwh, pence = sums.get(band, (ZERO, ZERO))
        sums[band] = kwh + slot.kwh, pence + (slot.pence or ZERO)
    ordered = sorted(sums.items(), key=lambda row: row[0].value)
    return tuple(Bought(band, kwh, pence, kwh / total if total else ZERO) for band, (kwh, pence) in ordered)


def _mean(figures: Sequence[Decimal]) -> Decimal:
    return sum(figures, ZERO) / len(figures)
