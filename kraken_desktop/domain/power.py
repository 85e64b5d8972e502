"""Live power and the meter's registers (docs/domain.md, Power and registers)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import SLOT, Span, slots_of
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.units import ZERO, kwh_of_watt_hours

STALE_AFTER = timedelta(minutes=5)
TRACE_LENGTH = 720


@dataclass(frozen=True, slots=True)
class Sample:
    """Live power at an instant: watts (negative = export) and the cumulative registers in Wh, where told."""

    read_at: datetime
    watts: Decimal | None
    import_wh: Decimal | None = None
    export_wh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HalfHour:
    """A half-hourly telemetry row: register at its start and, where told, the energy of the slot, in Wh."""

    start: datetime
    import_wh: Decimal | None
    export_wh: Decimal | None = None
    import_delta_wh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The newest samples in order of time, one an instant, at most ``TRACE_LENGTH`` of them."""

    samples: tuple[Sample, ...] = ()

    @property
    def newest(self) -> Sample | None:
        return self.samples[-1] if self.samples else None

    def with_samples(self, rows: Iterable[Sample]) -> Trace:
        """Doubled and unsorted rows are put right; the same rows again change nothing (and keep identity)."""
        known = {sample.read_at: sample for sample in self.samples}
        before = len(known)
        for row in rows:
            known.setdefault(row.read_at, row)
        if len(known) == before:
            return self
        return Trace(tuple(known[at] for at in sorted(known)[-TRACE_LENGTH:]))

    def since(self, at: datetime) -> tuple[Sample, ...]:
        """The samples from the last one at or before ``at`` on."""
        index = bisect_left(self.samples, at, key=lambda sample: sample.read_at)
        if index < len(self.samples) and self.samples[index].read_at == at:
            return self.samples[index:]
        return self.samples[max(0, index - 1) :]


def stale_limit(interval: timedelta) -> timedelta:
    """A sample older than this is stale."""
    return max(STALE_AFTER, 2 * interval)


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy over a span in kWh and what it cost in pence; ``pence`` None where a price was unknown."""

    kwh: Decimal = ZERO
    pence: Decimal | None = ZERO

    def plus(self, other: Energy) -> Energy:
        pence = None if self.pence is None or other.pence is None else self.pence + other.pence
        return Energy(self.kwh + other.kwh, pence)


def priced(kwh: Decimal, span: Span, schedule: RateSchedule) -> Energy:
    """Energy spread evenly over the span, priced at the rates in force, split at slot edges."""
    if kwh == 0:
        return Energy()
    total = Decimal(str(span.duration.total_seconds()))
    pence = ZERO
    for slot in slots_of(span):
        part = slot.clipped(span)
        rates = schedule.between(part) if part else ()
        if part is None:
            continue
        known = sum((rate.stop - rate.start for rate in rates), timedelta())
        if known != part.duration:
            return Energy(kwh, None)
        for rate in rates:
            share = Decimal(str((rate.stop - rate.start).total_seconds())) / total
            pence += kwh * share * rate.pence_inc_vat
    return Energy(kwh, pence)


def register_kwh(before: Decimal | None, after: Decimal | None, span: Span) -> Decimal | None:
    """kWh between two register readings; None where it cannot be told: a register back, a gap over one slot."""
    if before is None or after is None or after < before or span.duration > SLOT:
        return None
    return kwh_of_watt_hours(after - before)
