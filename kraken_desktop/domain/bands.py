"""How dear a price is: quadrants of the day, tariff bands, own thresholds (docs/domain.md, Bands and colour)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, StrEnum

from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.rates import Rate, RateSchedule


class Band(Enum):
    """The colours of a price, from the best to the worst; UNKNOWN where there is no price."""

    NEGATIVE = -1
    QUADRANT_0 = 0
    QUADRANT_1 = 1
    QUADRANT_2 = 2
    QUADRANT_3 = 3
    UNKNOWN = 9


class SchemeKind(StrEnum):
    QUADRANT = "quadrant"
    TARIFF = "tariff"
    THRESHOLDS = "thresholds"
    MEAN_7 = "mean-7"
    MEAN_30 = "mean-30"
    """Against the mean of so many days before today; until that is known the quadrants serve."""


@dataclass(frozen=True, slots=True)
class BandScheme:
    """How bands are told; ``thresholds`` in p/kWh rising, read for that kind only. Export reverses the colours."""

    kind: SchemeKind = SchemeKind.QUADRANT
    thresholds: tuple[Decimal, ...] = ()
    is_export: bool = False


MEAN_DAYS = {SchemeKind.MEAN_7: 7, SchemeKind.MEAN_30: 30}
_AROUND = (Decimal("0.75"), Decimal(1), Decimal("1.25"))


def around_mean(mean: Decimal) -> tuple[Decimal, ...]:
    """The limits against a mean: low to three quarters of it, fair to the mean, high to five quarters.

    () for a mean that is not above 0, of which there are no shares.
    """
    return tuple(mean * share for share in _AROUND) if mean > 0 else ()


_QUADRANTS = (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)


def quadrant(price: Decimal, lowest: Decimal, highest: Decimal) -> int:
    """0–3: the quarter of the day's price *range* in which the price lies; a flat day is 0."""
    step = (highest - lowest) / 4
    if step <= 0:
        return 0
    return max(0, min(3, int((price - lowest) // step)))


def band_of(price: Decimal, day_rates: Sequence[Rate], scheme: BandScheme) -> Band:
    """The band of a price among the rates of its London day (clipped to it)."""
    return band_among(price, sorted({rate.pence_inc_vat for rate in day_rates} | {price}), scheme)


def band_among(price: Decimal, prices: Sequence[Decimal], scheme: BandScheme) -> Band:
    """The same by the day's different prices, the lowest first, of which it is one."""
    if price < 0:
        return Band.QUADRANT_3 if scheme.is_export else Band.NEGATIVE
    if scheme.kind is SchemeKind.THRESHOLDS and scheme.thresholds:
        return _between_limits(price, scheme.thresholds, scheme.is_export)
    if len(prices) == 1:
        # nothing is dearer or better paid that day, so there is nothing to reverse
        return Band.QUADRANT_0
    named = _tariff_band(price, prices) if scheme.kind is SchemeKind.TARIFF else None
    index = quadrant(price, prices[0], prices[-1]) if named is None else named
    return _QUADRANTS[3 - index if scheme.is_export else index]


def is_one_price(day_rates: Sequence[Rate], scheme: BandScheme) -> bool:
    """Among the prices of a day that has one alone none is cheap or dear, unless a person's limits say so."""
    has_limits = scheme.kind is SchemeKind.THRESHOLDS and bool(scheme.thresholds)
    return not has_limits and len({rate.pence_inc_vat for rate in day_rates}) == 1


def _tariff_band(price: Decimal, prices: Sequence[Decimal]) -> int | None:
    if len(prices) == 2:
        return (0, 3)[prices.index(price)]
    return (0, 2, 3)[prices.index(price)] if len(prices) == 3 else None


def _between_limits(price: Decimal, limits: Sequence[Decimal], is_export: bool) -> Band:
    """Limits at or below zero name the one band that lies there; it counts among the bands as soon as one is set."""
    below = int(limits[0] <= 0)
    above = [limit for limit in limits if limit > 0]
    colours = _QUADRANTS[::-1] if is_export else (Band.NEGATIVE,) * below + _QUADRANTS
    return colours[_spread(below + bisect_left(above, price), below + len(above) + 1, len(colours))]


def _spread(position: int, bands: int, colours: int) -> int:
    """Spread evenly from the first colour to the last; of more bands than colours the outer ones share the ends."""
    if bands > colours:
        return max(0, min(colours - 1, position - (bands - colours) // 2))
    return (2 * position * (colours - 1) + bands - 1) // (2 * (bands - 1))


def band_at(at: datetime, schedule: RateSchedule, scheme: BandScheme) -> Band:
    """The band in force at an instant; UNKNOWN outside every rate."""
    rate = schedule.at(at)
    if rate is None:
        return Band.UNKNOWN
    return band_of(rate.pence_inc_vat, schedule.between(day_span(london_date(at))), scheme)


def banded(span: Span, schedule: RateSchedule, scheme: BandScheme) -> tuple[tuple[Rate, Band], ...]:
    """Every rate in the span, split at London midnights, with its band."""
    found: list[tuple[Rate, Band]] = []
    at = span.start
    while at < span.end:
        day = day_span(london_date(at))
        day_rates = schedule.between(day)
        part = day.clipped(span)
        if part is not None:
            found.extend((rate, band_of(rate.pence_inc_vat, day_rates, scheme)) for rate in schedule.between(part))
        at = day.end
    return tuple(found)
