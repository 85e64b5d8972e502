"""A heat pump as its controller tells it: degrees Celsius, kilowatts, kilowatt-hours (docs/api.md, Heat pump)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.moments import Span

NO_PROBE_BELOW = Decimal(-80)
"""A sensor without a probe shows about -90 or -273; a set point of -300 is none."""


class Grouping(StrEnum):
    """How fine a series is; each refuses longer spans than its own."""

    LIVE = "LIVE"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True)
class Controller:
    """``euid`` is the controller's address, spelled as the service spells it."""

    euid: str
    model: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sensor:
    """``celsius`` None where no probe is connected."""

    code: str
    is_online: bool | None = None
    celsius: Decimal | None = None
    humidity_percent: Decimal | None = None
    battery_volts: Decimal | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A circuit as it is now and as it is set up. ``mode`` is ON, OFF, AUTO, BOOST or the service's own word.

    ``until`` is the end of a boost, None where there is none.
    """

    code: str
    name: str | None = None
    kind: str | None = None
    is_enabled: bool | None = None
    mode: str | None = None
    set_celsius: Decimal | None = None
    is_heating: bool | None = None
    wants_heat: bool | None = None
    until: datetime | None = None
    sensor_code: str | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """Now: kW in, kW of heat out, and their ratio."""

    read_at: datetime
    ratio: Decimal | None = None
    input_kw: Decimal | None = None
    heat_kw: Decimal | None = None
    outdoor_celsius: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """kWh in, kWh of heat out, and their ratio, over a span or since the counters began."""

    ratio: Decimal | None = None
    input_kwh: Decimal | None = None
    heat_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FlowTemperature:
    """What the water is heated to; with weather compensation it moves inside ``compensated``."""

    celsius: Decimal | None = None
    is_compensated: bool | None = None
    compensated: tuple[Decimal | None, Decimal | None] = (None, None)
    allowed: tuple[Decimal | None, Decimal | None] = (None, None)


@dataclass(frozen=True, slots=True)
class HeatPump:
    """Each part None where it was not told; ``skipped`` rows were odd."""

    model: str | None = None
    is_connected: bool | None = None
    states: tuple[str, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    zones: tuple[Zone, ...] = ()
    now: Performance | None = None
    lifetime: Totals | None = None
    flow: FlowTemperature | None = None
    is_quiet: bool | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    span: Span
    totals: Totals
    outdoor_celsius: Decimal | None = None
