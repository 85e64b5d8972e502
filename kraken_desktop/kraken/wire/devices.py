"""Smart devices, their plans and what they completed. What may be odd by itself is ``Raw``: no state is lost for it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING, typename_or_camel


class Charge(msgspec.Struct):
    value: Decimal
    timestamp: str | None = None


class ChargeLimit(msgspec.Struct, rename="camel"):
    upper_soc_limit: Decimal


class Status(msgspec.Struct, rename="camel"):
    current: str | None = None
    current_state: str | None = None
    is_suspended: bool | None = None
    state_of_charge: msgspec.Raw = NOTHING
    active_power: msgspec.Raw = NOTHING
    state_of_charge_limit: msgspec.Raw = NOTHING


class Alert(msgspec.Struct):
    message: str


class ScheduleRow(msgspec.Struct, rename="camel"):
    day_of_week: str
    time: str
    max: Decimal | None = None


class Preferences(msgspec.Struct, rename="camel"):
    schedules: list[msgspec.Raw] | None = None
    mode: str | None = None
    unit: str | None = None
    target_type: str | None = None
    is_charging_duration_capped: str | None = None


class Device(msgspec.Struct, rename=typename_or_camel):
    id: str
    typename: str | None = None
    name: str | None = None
    provider: str | None = None
    property_id: str | None = None
    status: Status | None = None
    alerts: list[msgspec.Raw] | None = None
    preferences: msgspec.Raw = NOTHING
    make: str | None = None
    model: str | None = None
    vehicle_battery_size: Decimal | None = None
    charge_point_power_output: Decimal | None = None


class PlannedRow(msgspec.Struct, rename="camel"):
    start: str
    end: str
    type: str | None = None
    energy_added_kwh: Decimal | None = None


class Meta(msgspec.Struct):
    source: str | None = None
    location: str | None = None


class CompletedRow(msgspec.Struct):
    start: str
    end: str
    delta: Decimal | None = None
    meta: Meta | None = None
