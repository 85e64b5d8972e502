"""What a day cost by Octopus's own account, beside ours (docs/domain.md, Costs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.measurement import Measurement
from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.units import ZERO

ROUNDING_PENCE = Decimal(1)
"""A day's difference that rounding each half hour explains."""


@dataclass(frozen=True, slots=True)
class SettledDay:
    """``pence`` with VAT and the standing charge; ``kwh`` as the service counts it."""

    day: date
    kwh: Decimal
    pence: Decimal


def settled_day(measured: Measurement) -> SettledDay | None:
    """None for what is no whole London day, or tells no cost."""
    day = london_date(measured.span.start)
    if measured.span != day_span(day) or measured.pence_inc_vat is None:
        return None
    return SettledDay(day, measured.amount, measured.pence_inc_vat + (measured.standing_pence_inc_vat or ZERO))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours and Octopus's over the days that both know whole; ``differing`` are those more than rounding apart."""

    days: int
    ours_pence: Decimal
    settled_pence: Decimal
    differing: tuple[date, ...]
    is_energy_same: bool

    @property
    def difference_pence(self) -> Decimal:
        return self.ours_pence - self.settled_pence


def compared(ours: Sequence[DayTotal], settled: Sequence[SettledDay]) -> Comparison | None:
    """None where no day is known to both."""
    known = {day.day: day for day in settled}
    both = [(total, known[total.day]) for total in ours if total.is_complete and total.day in known]
    if not both:
        return None
    differing = [t.day for t, other in both if abs(t.total_pence - other.pence) > ROUNDING_PENCE]
    energies = (abs(total.kwh - other.kwh) <= Decimal("0.05") for total, other in both)
    return Comparison(
        len(both),
        sum((total.total_pence for total, _ in both), ZERO),
        sum((other.pence for _, other in both), ZERO),
        tuple(differing),
        all(energies),
    )
