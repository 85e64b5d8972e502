"""Heat pumps: figures are decimal texts with a unit beside them; nearly everything may be missing."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class Figure(msgspec.Struct):
    value: Decimal


class Limits(msgspec.Struct):
    minimum: msgspec.Raw = NOTHING
    maximum: msgspec.Raw = NOTHING


class Address(msgspec.Struct):
    euid: str


class Found(msgspec.Struct, rename="camel"):
    controller: Address
    heat_pump_model: str | None = None
    provisioned_at: str | None = None


class Connectivity(msgspec.Struct):
    online: bool | None = None


class SensorTelemetry(msgspec.Struct, rename="camel"):
    temperature_in_celsius: Decimal | None = None
    humidity_percentage: Decimal | None = None
    voltage: Decimal | None = None
    retrieved_at: str | None = None


class SensorStatus(msgspec.Struct):
    code: str
    connectivity: msgspec.Raw = NOTHING
    telemetry: msgspec.Raw = NOTHING


class ZoneTelemetry(msgspec.Struct, rename="camel"):
    setpoint_in_celsius: Decimal | None = None
    mode: str | None = None
    relay_switched_on: bool | None = None
    heat_demand: bool | None = None


class ZoneStatus(msgspec.Struct):
    zone: str
    telemetry: msgspec.Raw = NOTHING


class Status(msgspec.Struct):
    sensors: list[msgspec.Raw] | None = None
    zones: list[msgspec.Raw] | None = None


class Live(msgspec.Struct, rename="camel"):
    read_at: str
    coefficient_of_performance: Decimal | None = None
    power_input: msgspec.Raw = NOTHING
    heat_output: msgspec.Raw = NOTHING
    outdoor_temperature: msgspec.Raw = NOTHING


class Lifetime(msgspec.Struct, rename="camel"):
    seasonal_coefficient_of_performance: Decimal | None = None
    energy_input: msgspec.Raw = NOTHING
    heat_output: msgspec.Raw = NOTHING


class Range(msgspec.Struct, rename="camel"):
    """A span's totals; rows of a series have its ends beside them."""

    start_at: str | None = None
    end_at: str | None = None
    coefficient_of_performance: Decimal | None = None
    energy_input: msgspec.Raw = NOTHING
    energy_output: msgspec.Raw = NOTHING
    outdoor_temperature: msgspec.Raw = NOTHING


class ControllerState(msgspec.Struct):
    state: list[msgspec.Raw] | None = None
    connected: bool | None = None


class Flow(msgspec.Struct, rename="camel"):
    current_temperature: msgspec.Raw = NOTHING
    allowable_range: msgspec.Raw = NOTHING


class Compensation(msgspec.Struct, rename="camel"):
    enabled: bool | None = None
    current_range: msgspec.Raw = NOTHING


class Pump(msgspec.Struct, rename="camel"):
    model: str | None = None
    heating_flow_temperature: msgspec.Raw = NOTHING
    weather_compensation: msgspec.Raw = NOTHING
    quieter_mode_enabled: bool | None = None


class Operation(msgspec.Struct, rename="camel"):
    mode: str | None = None
    setpoint_in_celsius: Decimal | None = None
    end: str | None = None


class ZoneConfiguration(msgspec.Struct, rename="camel"):
    code: str
    zone_type: str | None = None
    enabled: bool | None = None
    display_name: str | None = None
    primary_sensor: str | None = None
    current_operation: msgspec.Raw = NOTHING
    call_for_heat: bool | None = None
    heat_demand: bool | None = None


class ZoneSetup(msgspec.Struct):
    configuration: ZoneConfiguration


class Configuration(msgspec.Struct, rename="camel"):
    controller: msgspec.Raw = NOTHING
    heat_pump: msgspec.Raw = NOTHING
    zones: list[msgspec.Raw] | None = None
