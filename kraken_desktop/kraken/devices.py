"""Smart devices and dispatches in the domain's words (docs/api.md, Devices; Planned dispatches; Completed)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal

from kraken_desktop.domain.account import DeviceKind, ReadyBy, SmartDevice
from kraken_desktop.domain.dispatch import CompletedDispatch, DeviceStatus, DispatchKind, PlannedDispatch
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.decoding import Rows, instant, instant_or_none, number, rows_of
from kraken_desktop.kraken.wire.devices import CompletedRow, Device, PlannedRow, ScheduleRow, Status

_KINDS = {"SmartFlexVehicle": DeviceKind.VEHICLE, "SmartFlexChargePoint": DeviceKind.CHARGE_POINT}


def _span(start: str, end: str) -> Span | None:
    span = Span(instant(start), instant(end))
    return span if span.start < span.end else None


def _energy(value: str | float | None) -> Decimal | None:
    """Comes signed either way."""
    found = number(value)
    return None if found is None else abs(found)


def _ready_by(rows: list[ScheduleRow] | None) -> tuple[ReadyBy, ...]:
    return tuple(ReadyBy(row.day_of_week, time.fromisoformat(row.time), number(row.max)) for row in rows or ())


def _status(seen_at: datetime) -> Callable[[Device], DeviceStatus]:
    def status(row: Device) -> DeviceStatus:
        told = row.status or Status()
        kind = _KINDS.get(row.typename or "", DeviceKind.OTHER)
        device = SmartDevice(
            row.id,
            kind,
            row.name or None,
            row.provider,
            row.make,
            row.model,
            row.property_id,
            told.current or "UNKNOWN",
        )
        charge, limit = told.state_of_charge, told.state_of_charge_limit
        return DeviceStatus(
            device,
            told.current_state,
            seen_at,
            bool(told.is_suspended),
            number(charge.value) if charge else None,
            instant_or_none(charge.timestamp) if charge else None,
            limit.upper_soc_limit if limit else None,
            _ready_by(row.preferences.schedules if row.preferences else None),
            tuple(alert.message for alert in row.alerts or () if alert and alert.message),
        )

    return status


def statuses(content: bytes | None, seen_at: datetime) -> Rows[DeviceStatus]:
    return rows_of(content, Device, _status(seen_at))


def planned(content: bytes | None, device_id: str) -> Rows[PlannedDispatch]:
    """One device's plan in order of time."""

    def dispatch(row: PlannedRow) -> PlannedDispatch | None:
        span = _span(row.start, row.end)
        kind = DispatchKind.BOOST if row.type in ("BOOST", "TEST") else DispatchKind.SMART
        return None if span is None else PlannedDispatch(device_id, span, kind, _energy(row.energy_added_kwh))

    found = rows_of(content, PlannedRow, dispatch)
    return Rows(tuple(sorted(found.rows, key=lambda row: row.span)), found.skipped)


def completed(content: bytes | None) -> Rows[CompletedDispatch]:
    """The account's list, newest first."""

    def dispatch(row: CompletedRow) -> CompletedDispatch | None:
        span = _span(row.start, row.end)
        source, location = (row.meta.source, row.meta.location) if row.meta else (None, None)
        return None if span is None else CompletedDispatch(span, _energy(row.delta), source, location)

    found = rows_of(content, CompletedRow, dispatch)
    return Rows(tuple(sorted(found.rows, key=lambda row: row.span, reverse=True)), found.skipped)
