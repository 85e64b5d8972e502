"""Half-hourly readings and what today has cost so far (docs/domain.md, Power and registers; Costs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """A meter's energy of one slot in kWh, import or export by its meter point."""

    start: datetime
    kwh: Decimal


@dataclass(frozen=True, slots=True)
class DayUsage:
    """A London day so far. ``until`` is the instant up to which it is known without a gap."""

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

    A row counts from its register to the next row's, else by its own delta. ``is_complete`` says that no slot
    before the newest row is missing.
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
    trail = (
        Sample(last.start, None, last.import_wh, last.export_wh),
        *(sample for sample in live if sample.read_at > last.start and sample.read_at <= now),
    )
    until, live_import, live_export = live_energy(trail, import_rates, export_rates)
    return DayUsage(
        day, until, imported.plus(live_import), exported.plus(live_export), standing_pence, Basis.ESTIMATED, is_complete
    )


def live_energy(
    trail: Sequence[Sample], import_rates: RateSchedule, export_rates: RateSchedule
) -> tuple[datetime, Energy, Energy]:
    """Energy along the registers of samples in order: known until when, import, export."""
    imported, exported, until = Energy(), Energy(), trail[0].read_at
    before = trail[0]
    for after in trail[1:]:
        span = Span(before.read_at, after.read_at)
        import_kwh = register_kwh(before.import_wh, after.import_wh, span)
        export_kwh = register_kwh(before.export_wh, after.export_wh, span)
        if import_kwh is not None:
            imported = imported.plus(priced(import_kwh, span, import_rates))
            until = after.read_at
        if export_kwh is not None:
            exported = exported.plus(priced(export_kwh, span, export_rates))
        before = after
    return until, imported, exported


def is_day_complete(readings: Sequence[Reading], day: Span) -> bool:
    """Every slot of the day is there, by identity, not by count."""
    starts = {reading.start for reading in readings}
    return all(slot.start in starts for slot in slots_of(day))
