"""Ready-by times and targets as they are shown and set (docs/api.md, 7.6 and 7.12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kraken_desktop.simulator import preferences as wanted
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.preferences import Preferences, Wish


def shown(preferences: Preferences) -> dict[str, Any]:
    return {
        "__typename": "SmartFlexDevicePreferences",
        "targetType": "ABSOLUTE_STATE_OF_CHARGE",
        "unit": preferences.unit,
        "mode": preferences.mode,
        "gridExport": "NOT_APPLICABLE",
        "isChargingDurationCapped": "ENABLED",
        "schedules": [
            {"dayOfWeek": wish.day, "time": wish.time, "min": None, "max": float(wish.percent), "upperLimit": None}
            for wish in preferences.week
        ],
    }


def setting() -> dict[str, Any]:
    """The bounds within which a customer may choose."""
    bounds = {
        "__typename": "FlexDevicePreferenceScheduleSetting",
        "id": 1,
        "timeFrom": wanted.EARLIEST,
        "timeTo": wanted.LATEST,
        "timeStep": wanted.STEP_MINUTES,
        "min": wanted.LEAST_PERCENT,
        "max": wanted.MOST_PERCENT,
        "step": wanted.STEP_PERCENT,
    }
    return {
        "__typename": "FlexDevicePreferenceSetting",
        "id": 1,
        "deviceType": "ELECTRIC_VEHICLES",
        "mode": "CHARGE",
        "unit": "PERCENTAGE",
        "scheduleSettings": [bounds],
    }


def first_generation(preferences: Preferences) -> dict[str, Any]:
    """Weekdays and weekends in the older shape, told by Monday and Saturday."""
    weekday, weekend = preferences.of("MONDAY"), preferences.of("SATURDAY")
    return {
        "weekdayTargetTime": weekday.time,
        "weekdayTargetSoc": weekday.percent,
        "weekendTargetTime": weekend.time,
        "weekendTargetSoc": weekend.percent,
        "minimumSoc": wanted.LEAST_PERCENT,
        "maximumSoc": wanted.MOST_PERCENT,
        "minimumSocPercentage": wanted.LEAST_PERCENT,
        "maximumSocPercentage": wanted.MOST_PERCENT,
    }


def read(given: dict[str, Any]) -> Preferences:
    """Raises KT-CT-4321 for what is no week of a car, KT-CT-4374 for times and targets out of bounds."""
    week = tuple(_wish(row) for row in given["schedules"])
    preferences = Preferences(given["mode"], given["unit"], week)
    if given["mode"] != "CHARGE" or given["unit"] == "CELSIUS" or not preferences.is_a_week:
        raise refusal("KT-CT-4321", input_path=["input", "schedules"])
    if not all(wish.is_possible for wish in week):
        raise refusal("KT-CT-4374", input_path=["input", "schedules"])
    return preferences


def _wish(row: dict[str, Any]) -> Wish:
    most: Decimal = row["max"]
    if most != most.to_integral_value():
        raise refusal("KT-CT-4374", input_path=["input", "schedules"])
    return Wish(row["dayOfWeek"], row["time"], int(most))
