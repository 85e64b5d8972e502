"""Charging a car by hand: boosts and why they are refused, goals, past sessions (docs/domain.md, Dispatches)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.moments import Span

WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class BoostRefusal(StrEnum):
    """Why a boost was not started, by the service's own words; others may come."""

    NOT_YET_LIVE = "BC_DEVICE_NOT_YET_LIVE"
    RETIRED = "BC_DEVICE_RETIRED"
    SUSPENDED = "BC_DEVICE_SUSPENDED"
    DISCONNECTED = "BC_DEVICE_DISCONNECTED"
    NOT_AT_HOME = "BC_DEVICE_NOT_AT_HOME"
    ALREADY_BOOSTING = "BC_BOOST_CHARGE_IN_PROGRESS"
    FULLY_CHARGED = "BC_DEVICE_FULLY_CHARGED"


@dataclass(frozen=True, slots=True)
class DeviceAnswer:
    """What a device says right after a change. ``state`` may still be the old one for a minute or two."""

    device_id: str
    state: str | None = None
    is_suspended: bool | None = None


@dataclass(frozen=True, slots=True)
class ChargingSession:
    """One past charge. ``energy_kwh`` is the car's own word and sometimes impossible; pence including VAT, often None.

    ``kind`` is SMART, BOOST or whatever the service says; charge figures are percent of the battery.
    """

    span: Span
    kind: str | None = None
    energy_kwh: Decimal | None = None
    pence: Decimal | None = None
    charge_gained_percent: Decimal | None = None
    charge_reached_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChargingSessions:
    """Newest first. ``older_before`` is where to go on for older ones, None at the first."""

    sessions: tuple[ChargingSession, ...] = ()
    older_before: datetime | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class CarModel:
    make: str
    model: str
    battery_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChargerModel:
    make: str
    model: str
    power_kw: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every car and charger that the service can steer: for devices that do not tell their own figures.

    None where a list was not told.
    """

    cars: tuple[CarModel, ...] | None = None
    chargers: tuple[ChargerModel, ...] | None = None


def is_whole_week(schedule: tuple[ReadyBy, ...]) -> bool:
    """Each weekday once, each with a target of whole percent: goals replace one another as a whole."""
    return sorted(goal.weekday for goal in schedule) == sorted(WEEKDAYS) and all(
        goal.target_percent is not None
        and goal.target_percent == goal.target_percent.to_integral_value()
        and 0 <= goal.target_percent <= 100
        for goal in schedule
    )
