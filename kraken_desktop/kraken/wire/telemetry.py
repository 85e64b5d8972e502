"""Telemetry rows: every number may be a string, a number or null."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class TelemetryRow(msgspec.Struct, rename="camel"):
    read_at: str
    demand: Decimal | None = None
    consumption: Decimal | None = None
    export: Decimal | None = None
    consumption_delta: Decimal | None = None
    cost_delta: Decimal | None = None
    cost_delta_with_tax: Decimal | None = None


class NetworkDevice(msgspec.Struct):
    type: str | None = None


class Network(msgspec.Struct, rename="camel"):
    smart_devices: list[msgspec.Raw] | None = None
