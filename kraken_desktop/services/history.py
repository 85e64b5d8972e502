"""Today's half hours: one call at start, after a gap and after each slot; else what the meter reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import Span, floor_slot, slots_of, today_span
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.units import WATTS_PER_KILOWATT, ZERO
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.cadence import next_half_hours
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName, with_half_hours
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.gas_today import GasToday
from kraken_desktop.services.state import AppState


class TodayFeed:
    """The day so far in half hours, from the Mini where it answers (docs/domain.md, Power and registers)."""

    name = FeedName.TODAY

    def __init__(self, connection: Connection, gas: Callable[[], GasChoice]) -> None:
        """``gas`` is how the person says that gas is counted."""
        self._connection = connection
        self._gas = GasToday(connection, gas)

    async def poll(self) -> None:
        """Raises KrakenError."""
        connection = self._connection
        state, now = connection.state, connection.clock.now()
        if state.account.value is None:  # nobody knows yet whom to ask; once it does, it is due
            return
        device_id = state.selection.device_id if state.has_mini is not False else None
        rows: tuple[HalfHour, ...] = ()
        if device_id is not None:
            rows = await connection.client.half_hours(device_id, Span(today_span(now).start, now))
            await connection.archive.keep(lambda store: store.add_half_hours(device_id, rows))
        if not rows:
            rows = await self._metered(state, Span(today_span(now).start, floor_slot(now)))
        connection.publish(lambda state: with_half_hours(state, rows, connection.clock.now()))
        await self._gas.read(connection.state)

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        return next_half_hours(now)

    def closed_until(self, state: AppState) -> datetime | None:
        if state.selection.device_id is None or state.has_mini is False:
            return None
        return self._connection.client.budget.may_poll(telemetry=True)

    async def _metered(self, state: AppState, span: Span) -> tuple[HalfHour, ...]:
        account, selection = state.account.value, state.selection
        imports = account.meter_point(selection.import_number) if account is not None else None
        exports = account.meter_point(selection.export_number) if account is not None else None
        if imports is None or span.start >= span.end:
            return ()
        imported = await self._readings(imports, span)
        if not imported:
            return ()
        exported = await self._readings(exports, span) if exports is not None else None
        return rows_of_readings(imported, exported, span)

    async def _readings(self, point: MeterPoint, span: Span) -> tuple[Reading, ...]:
        """From the meter in use, or from one before it where that one has none."""
        connection = self._connection
        readings: tuple[Reading, ...] = ()
        for meter in sorted(point.meters, key=lambda meter: not meter.is_active):
            readings = readings or await connection.client.consumption(point, meter.serial, span)
        await connection.archive.keep(lambda store: store.add_readings(point.number, readings))
        return readings


def rows_of_readings(
    imported: tuple[Reading, ...], exported: tuple[Reading, ...] | None, span: Span
) -> tuple[HalfHour, ...]:
    """Metered slots as register rows from 0, up to the first slot that is missing; () where that is the first one.

    ``exported`` None says that there is no export meter; where there is one, a slot needs both.
    """
    import_kwh = {reading.start: reading.kwh for reading in imported}
    export_kwh = None if exported is None else {reading.start: reading.kwh for reading in exported}
    rows, used, sold = [], ZERO, ZERO
    for slot in slots_of(span):
        rows.append(HalfHour(slot.start, used, None if export_kwh is None else sold))
        if slot.start not in import_kwh or (export_kwh is not None and slot.start not in export_kwh):
            break
        used += import_kwh[slot.start] * WATTS_PER_KILOWATT
        sold += ZERO if export_kwh is None else export_kwh[slot.start] * WATTS_PER_KILOWATT
    else:
        rows.append(HalfHour(span.end, used, None if export_kwh is None else sold))
    return tuple(rows) if len(rows) > 1 else ()
