"""Smart devices, their plans and what they completed."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import typename_or_camel


class Charge(msgspec.Struct):
    value: str | float | None = None
    timestamp: str | None = None


class ChargeLimit(msgspec.Struct, rename="camel"):
    upper_soc_limit: int | None = None


class Status(msgspec.Struct, rename="camel"):
    current: str | None = None
    current_state: str | None = None
    is_suspended: bool | None = None
    state_of_charge: Charge | None = None
    state_of_charge_limit: ChargeLimit | None = None


class Alert(msgspec.Struct):
    message: str | None = None


class ScheduleRow(msgspec.Struct, rename="camel"):
    day_of_week: str
    time: str
    max: str | float | None = None


class Preferences(msgspec.Struct):
    schedules: list[ScheduleRow] | None = None


class Device(msgspec.Struct, rename=typename_or_camel):
    id: str
    typename: str | None = None
    name: str | None = None
    device_type: str | None = None
    provider: str | None = None
    property_id: str | None = None
    status: Status | None = None
    alerts: list[Alert | None] | None = None
    preferences: Preferences | None = None
    make: str | None = None
    model: str | None = None


class PlannedRow(msgspec.Struct, rename="camel"):
    start: str
    end: str
    type: str | None = None
    energy_added_kwh: str | float | None = None


class Meta(msgspec.Struct):
    source: str | None = None
    location: str | None = None


class CompletedRow(msgspec.Struct):
    start: str
    end: str
    delta: str | float | None = None
    meta: Meta | None = None
