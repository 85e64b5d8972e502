"""Telemetry rows: every number may be a string, a number or null."""

from __future__ import annotations

import msgspec


class TelemetryRow(msgspec.Struct, rename="camel"):
    read_at: str
    demand: str | float | None = None
    consumption: str | float | None = None
    export: str | float | None = None
    consumption_delta: str | float | None = None


class NetworkDevice(msgspec.Struct):
    type: str | None = None
    status: str | None = None


class Network(msgspec.Struct, rename="camel"):
    smart_devices: list[NetworkDevice] | None = None
