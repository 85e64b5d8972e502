"""Half-hourly readings and what today has cost so far (docs/domain.md, Power and registers; Costs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kraken_desktop.domain.moments import SLOT, Span, slots_of, today_span
from kraken_desktop.domain.power import Energy, HalfHour, Sample, priced, register_kwh
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.units import kwh_of_watt_hours


class Basis(StrEnum):
    """How a figure was come by."""

    ESTIMATED = "live estimate"
    METERED = "metered"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Reading:
    """A meter's energy of one slot in kWh (gas: in the meter's unit), import or export by its meter point.

    ``meter`` is its serial number, where that is known.
    """

    start: datetime
    kwh: Decimal
    meter: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DayUsage:
    """A London day so far, up to ``until``. ``is_complete`` is False where something before that is missing."""

    span: Span
    until: datetime
    imported: Energy
    exported: Energy
    standing_pence: Decimal | None
    basis: Basis
    is_complete: bool

    @property
    def net_pence(self) -> Decimal | None:
        """Import less export, without the standing charge."""
        if self.imported.pence is None or self.exported.pence is None:
            return None
        return self.imported.pence - self.exported.pence


def today_usage(
    now: datetime,
    half_hours: Sequence[HalfHour],
    live: Sequence[Sample],
    import_rates: RateSchedule,
    export_rates: RateSchedule,
    standing_pence: Decimal | None,
) -> DayUsage | None:
    """Today from the Mini's half hours, plus live registers since the last row. None = not known yet, never short.

    A row counts from its register to the next row's, else by its own delta.
    """
    day = today_span(now)
    rows = sorted({row.start: row for row in half_hours if day.contains(row.start)}.values(), key=lambda row: row.start)
    if not rows or rows[0].start != day.start:
        return None
    imported, exported, is_complete = Energy(), Energy(), True
    for row, following in pairwise(rows):
        slot = Span(row.start, following.start)
        import_kwh = register_kwh(row.import_wh, following.import_wh, slot)
        if import_kwh is None and row.import_delta_wh is not None and slot.duration == SLOT:
            import_kwh = kwh_of_watt_hours(row.import_delta_wh)
        if import_kwh is None:
            is_complete = False
            continue
        imported = imported.plus(priced(import_kwh, slot, import_rates))
        if row.export_wh is not None or following.export_wh is not None:
            export_kwh = register_kwh(row.export_wh, following.export_wh, slot)
            is_complete = is_complete and export_kwh is not None
            exported = exported.plus(priced(export_kwh, slot, export_rates)) if export_kwh is not None else exported
    last = rows[-1]
    since = [sample for sample in live if last.start < sample.read_at <= now]
    live_import = register_trail(
        [(last.start, last.import_wh), *((sample.read_at, sample.import_wh) for sample in since)], import_rates
    )
    live_export = register_trail(
        [(last.start, last.export_wh), *((sample.read_at, sample.export_wh) for sample in since)], export_rates
    )
    return DayUsage(
        span=day,
        until=live_import.until,
        imported=imported.plus(live_import.energy),
        exported=exported.plus(live_export.energy),
        standing_pence=standing_pence,
        basis=Basis.ESTIMATED,
        is_complete=is_complete and live_import.is_whole and live_export.is_whole,
    )


def slot_energies(half_hours: Sequence[HalfHour], day: Span, *, is_export: bool = False) -> tuple[Reading, ...]:
    """The day's half hours that have ended, in order: a row's register to the next row's, else its own delta.

    What cannot be told is left out.
    """
    rows = sorted({row.start: row for row in half_hours if day.contains(row.start)}.values(), key=lambda row: row.start)
    found: list[Reading] = []
    for row, following in pairwise(rows):
        slot = Span(row.start, following.start)
        if is_export:
            kwh = register_kwh(row.export_wh, following.export_wh, slot)
        else:
            kwh = register_kwh(row.import_wh, following.import_wh, slot)
            if kwh is None and row.import_delta_wh is not None and slot.duration == SLOT:
                kwh = kwh_of_watt_hours(row.import_delta_wh)
        if kwh is not None:
            found.append(Reading(row.start, kwh))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Trail:
    """Energy along a register up to ``until``. ``is_whole`` is False where a stretch adds nothing."""

    until: datetime
    energy: Energy
    is_whole: bool


def register_trail(points: Sequence[tuple[datetime, Decimal | None]], schedule: RateSchedule) -> Trail:
    """Energy along a register's readings in order of time, at least one; those without a figure are passed over."""
    known = [(at, watt_hours) for at, watt_hours in points if watt_hours is not None]
    if not known:
        return Trail(points[0][0], Energy(), is_whole=True)
    energy, is_whole = Energy(), known[0] == points[0]
    for (before_at, before), (after_at, after) in pairwise(known):
        span = Span(before_at, after_at)
        kwh = register_kwh(before, after, span)
        if kwh is None:
            is_whole = False
        else:
            energy = energy.plus(priced(kwh, span, schedule))
    return Trail(known[-1][0], energy, is_whole)


def is_day_complete(readings: Sequence[Reading], day: Span) -> bool:
    """Every slot of the day is there, by identity, not by count."""
    starts = {reading.start for reading in readings}
    return all(slot.start in starts for slot in slots_of(day))
