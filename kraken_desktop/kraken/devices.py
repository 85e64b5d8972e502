"""Smart devices and dispatches in the domain's words (docs/api.md, Devices and status)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import DeviceKind, ReadyBy, SmartDevice
from kraken_desktop.domain.dispatch import CompletedDispatch, DeviceStatus, DispatchKind, PlannedDispatch
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.decoding import (
    Rows,
    as_it_is,
    if_known,
    instant,
    meaning_of,
    meanings,
    number,
    number_or_none,
    rows_of,
)
from kraken_desktop.kraken.wire.devices import (
    Alert,
    Charge,
    ChargeLimit,
    CompletedRow,
    Device,
    PlannedRow,
    Preferences,
    ScheduleRow,
    Status,
)

_CAPPED = {"ENABLED": True, "DISABLED": False, "NOT_APPLICABLE": False}
LONGEST = timedelta(days=2)
_KINDS = {"SmartFlexVehicle": DeviceKind.VEHICLE, "SmartFlexChargePoint": DeviceKind.CHARGE_POINT}


def statuses(content: bytes | None, seen_at: datetime) -> Rows[DeviceStatus]:
    """Every device of the account, those that charge nothing too."""
    return rows_of(content, Device, _status(seen_at))


def planned(content: bytes | None, device_id: str) -> Rows[PlannedDispatch]:
    """One device's plan in order of time, each dispatch once."""

    def dispatch(row: PlannedRow) -> PlannedDispatch | None:
        span = _span(row.start, row.end)
        kind = DispatchKind.BOOST if row.type in ("BOOST", "TEST") else DispatchKind.SMART
        return None if span is None else PlannedDispatch(device_id, span, kind, _energy(row.energy_added_kwh))

    found = rows_of(content, PlannedRow, dispatch)
    return Rows(tuple(sorted(dict.fromkeys(found.rows), key=lambda row: row.span)), found.skipped)


def completed(content: bytes | None) -> Rows[CompletedDispatch]:
    """The account's list, newest first."""

    def dispatch(row: CompletedRow) -> CompletedDispatch | None:
        span = _span(row.start, row.end)
        source, location = (row.meta.source, row.meta.location) if row.meta else (None, None)
        return None if span is None else CompletedDispatch(span, _energy(row.delta), source, location)

    found = rows_of(content, CompletedRow, dispatch)
    return Rows(tuple(sorted(found.rows, key=lambda row: row.span, reverse=True)), found.skipped)


def _span(start: str, end: str) -> Span | None:
    """None for what is no charge: it ends before it begins, or lasts for days."""
    span = Span(instant(start), instant(end))
    return span if span.start < span.end <= span.start + LONGEST else None


def _energy(value: Decimal | None) -> Decimal | None:
    """Comes signed either way."""
    found = if_known(number, value)
    return None if found is None else abs(found)


def _status(seen_at: datetime) -> Callable[[Device], DeviceStatus]:
    def status(row: Device) -> DeviceStatus:
        told = row.status or Status()
        charge = meaning_of(told.state_of_charge, Charge, as_it_is)
        limit = meaning_of(told.state_of_charge_limit, ChargeLimit, lambda limit: number(limit.upper_soc_limit))
        goals = meaning_of(row.preferences, Preferences, as_it_is) or Preferences()
        return DeviceStatus(
            _device(row, told.current or "UNKNOWN"),
            told.current_state,
            seen_at,
            bool(told.is_suspended),
            if_known(number, charge.value) if charge else None,
            if_known(instant, charge.timestamp) if charge else None,
            None if limit is None else int(limit),
            _schedule(goals),
            tuple(alert.message for alert in meanings(row.alerts, Alert, as_it_is).rows),
            meaning_of(told.active_power, Charge, lambda power: number(power.value)),
            goals.unit,
            goals.mode,
            goals.target_type,
            _CAPPED.get(goals.is_charging_duration_capped or ""),
        )

    return status


def _device(row: Device, life: str) -> SmartDevice:
    kind = _KINDS.get(row.typename or "", DeviceKind.OTHER)
    return SmartDevice(
        row.id,
        kind,
        row.name or None,
        row.provider,
        row.make,
        row.model,
        row.property_id,
        life,
        if_known(number, row.vehicle_battery_size),
        if_known(number, row.charge_point_power_output),
    )


def _schedule(preferences: Preferences) -> tuple[ReadyBy, ...]:
    def ready_by(row: ScheduleRow) -> ReadyBy:
        return ReadyBy(row.day_of_week, time.fromisoformat(row.time), number_or_none(row.max))

    return meanings(preferences.schedules, ScheduleRow, ready_by).rows
