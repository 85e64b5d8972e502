"""How clean electricity will be: greener nights and regional carbon intensity (docs/api.md, Greener Nights)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import Span, at_london


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
