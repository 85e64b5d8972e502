"""What a day cost by Octopus's own account, beside ours (docs/domain.md, Costs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.measurement import Measurement, Share
from kraken_desktop.domain.moments import SLOT, Span, day_span, london_date
from kraken_desktop.domain.units import ZERO

ROUNDING_PENCE = Decimal(1)
"""A day's difference that rounding each half hour explains."""


@dataclass(frozen=True, slots=True)
class SettledDay:
    """``pence`` with VAT and the standing charge; ``kwh`` as the service counts it.

    ``car_kwh`` is what of it is charged to a car, None where the labels do not say.
    """

    day: date
    kwh: Decimal
    pence: Decimal
    car_kwh: Decimal | None = None


def settled_day(measured: Measurement) -> SettledDay | None:
    """None for what is no whole London day, tells no cost, or is not counted in kWh."""
    day = london_date(measured.span.start)
    if measured.span != day_span(day) or measured.pence_inc_vat is None or measured.unit.lower() != "kwh":
        return None
    pence = measured.pence_inc_vat + (measured.standing_pence_inc_vat or ZERO)
    return SettledDay(day, measured.amount, pence, _car_kwh(measured))


def _car_kwh(measured: Measurement) -> Decimal | None:
    shares = measured.shares
    if shares is None:
        return None
    return sum((bucket.kwh or ZERO for share, bucket in shares if share.is_car), ZERO)


@dataclass(frozen=True, slots=True)
class SettledSlot:
    """Who a half hour was charged to, and at which of the tariff's two prices, in kWh."""

    start: datetime
    parts: tuple[tuple[Share, Decimal], ...]

    @property
    def kwh(self) -> Decimal:
        return sum((kwh for _, kwh in self.parts), ZERO)

    @property
    def is_house_off_peak(self) -> bool | None:
        """None where the house drew nothing, or at both prices."""
        told = {share.is_off_peak for share, _ in self.parts if not share.is_car}
        return told.pop() if len(told) == 1 else None

    @property
    def car(self) -> tuple[tuple[Share, Decimal], ...]:
        return tuple((share, kwh) for share, kwh in self.parts if share.is_car)


def settled_slot(measured: Measurement) -> SettledSlot | None:
    """None for what is no half hour, or has a label that is not understood."""
    shares = measured.shares
    if measured.span.duration != SLOT or shares is None:
        return None
    return SettledSlot(measured.span.start, tuple((share, bucket.kwh or ZERO) for share, bucket in shares))


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


def estimated_days(ours: Sequence[DayTotal], settled: Sequence[SettledDay], smart: Sequence[Span]) -> tuple[date, ...]:
    """Days within ``smart``, when a smart charge may make half hours cheap, and Octopus has not settled as we do."""
    known = {day.day: day.pence for day in settled}
    return tuple(
        total.day
        for total in ours
        if any(span.contains(day_span(total.day).start) for span in smart)
        and (total.day not in known or abs(total.total_pence - known[total.day]) > ROUNDING_PENCE)
    )


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
