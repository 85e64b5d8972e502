"""What the days before today cost on the average, the measure of bands that outlast a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import MEAN_DAYS
from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.windows import mean_price

LONGEST = timedelta(days=max(MEAN_DAYS.values()))


@dataclass(frozen=True, slots=True)
class PastMeans:
    """p/kWh including VAT by the number of days before today; only where every price of them is known."""

    imports: Mapping[int, Decimal] = field(default_factory=dict)
    exports: Mapping[int, Decimal] = field(default_factory=dict)
    gas: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def as_gas(self) -> PastMeans:
        """As they serve a state that shows gas in electricity's place."""
        return PastMeans(self.gas)

    def of(self, days: int, is_export: bool) -> Decimal | None:
        return (self.exports if is_export else self.imports).get(days)


@dataclass(frozen=True, slots=True)
class KeptMeans:
    """For the next start of the same day: whose they are, and before which day."""

    day: date
    import_number: str | None
    export_number: str | None
    gas_number: str | None
    means: PastMeans


def means_before(today: date, schedule: RateSchedule) -> Mapping[int, Decimal]:
    """Time-weighted (docs/domain.md, Bands and colour)."""
    end = day_span(today).start
    spans = {days: Span(day_span(today - timedelta(days=days)).start, end) for days in MEAN_DAYS.values()}
    found = {days: mean_price(span, schedule) for days, span in spans.items()}
    return {days: mean for days, mean in found.items() if mean is not None}
