"""How clean electricity will be: greener nights and regional carbon intensity (docs/api.md, Greener Nights)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import SLOT, Span, at_london


@dataclass(frozen=True, slots=True)
class GreenNight:
    """The night that begins on ``day``. The flag is the service's own: it does not follow from the score (0 to 100)."""

    day: date
    is_greener: bool
    score: int | None = None
    index: str | None = None

    @property
    def span(self) -> Span:
        """From 23:00 London time to 06:00 the next morning."""
        return Span(at_london(self.day, time(23)), at_london(self.day + timedelta(days=1), time(6)))


@dataclass(frozen=True, slots=True)
class CarbonIntensity:
    """Grams of CO2 a kilowatt-hour in the half hour from ``start``; ``index`` is the service's word for it."""

    start: datetime
    grams_per_kwh: Decimal
    index: str | None = None


@dataclass(frozen=True, slots=True)
class GreenSpan:
    """A stretch and its mean intensity in grams of CO2 a kilowatt-hour."""

    span: Span
    grams_per_kwh: Decimal


def greenest(rows: Sequence[CarbonIntensity], length: timedelta) -> GreenSpan | None:
    """The cleanest stretch of whole half hours, the earliest of equals; ``rows`` in order of time. None where no such
    stretch is known without a gap.
    """
    count, best = length // SLOT, None
    for first in range(len(rows) - count + 1):
        part = rows[first : first + count]
        if part[-1].start - part[0].start != (count - 1) * SLOT:
            continue
        mean = sum((row.grams_per_kwh for row in part), Decimal(0)) / count
        if best is None or mean < best.grams_per_kwh:
            best = GreenSpan(Span(part[0].start, part[-1].start + SLOT), mean)
    return best
