"""The heat pump: found, seen and measured (docs/api.md, 8.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.heat_pump import Energy, HeatPumpLife, counted_since
from kraken_desktop.simulator.heat_pump_settings import FLOWS, ROOMS, SETPOINTS, WATER, Operation, tens
from kraken_desktop.simulator.london import at_local, local_date
from kraken_desktop.simulator.world import Answers, Exchange

NO_END = "1970-01-01T00:00:00+00:00"
NO_PROBE, NO_SETPOINT = -90.3, -300.0
# How long each grouping may be asked for, and its step.
_LONGEST = {"LIVE": timedelta(hours=1), "DAY": timedelta(days=2), "WEEK": timedelta(days=14),
            "MONTH": timedelta(days=60), "YEAR": timedelta(days=396)}  # fmt: skip
_STEPS = {"LIVE": timedelta(minutes=1), "DAY": timedelta(hours=1)}


def controllers(exchange: Exchange, accountNumber: str, propertyId: str) -> list[dict[str, Any]]:
    access.require_account(exchange, accountNumber)
    home = exchange.world.home
    pump, place = home.heat_pump, home.properties[-1]
    if pump is None or place.property_id != propertyId:
        return []
    return [
        {
            "controller": {"euid": pump.euid},
            "heatPumpModel": "COSY",
            "location": {"propertyId": propertyId},
            "provisionedAt": at_local(place.moved_in),
        }
    ]


def status(exchange: Exchange, accountNumber: str, euid: str) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    read = exchange.now - timedelta(seconds=7)
    indoor = round(19.6 + 1.2 * draw(exchange.household.seed, "indoor", local_date(read), read.hour), 1)
    probes = [
        ("ADC1", round(46 + 8 * draw(exchange.household.seed, "cylinder", local_date(read), read.hour), 1), None),
        ("ADC2", NO_PROBE, None),
        ("SENSOR01", indoor, 44),
    ]
    return {
        "sensors": [
            {
                "code": code,
                "connectivity": {"online": True, "retrievedAt": read},
                "telemetry": {
                    "temperatureInCelsius": celsius,
                    "humidityPercentage": humidity,
                    "rssi": -58,
                    "voltage": 2.9 if code.startswith("SENSOR") else 2.1,
                    "retrievedAt": read,
                },
            }
            for code, celsius, humidity in probes
        ],
        "zones": [_zone_status(exchange, life, zone, read) for zone in (WATER, ROOMS)],
    }


def configuration(exchange: Exchange, accountNumber: str, euid: str) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    settings, pump = life.settings.at(tens(exchange.now)), life.pump
    lowest, highest = SETPOINTS[WATER]
    flow, ends, current = settings.flow, _range(*FLOWS), life.flow_celsius(exchange.now)
    return {
        "controller": {
            "state": ["NORMAL_MODE"],
            "heatPumpTimezone": "GMT0BST,M3.5.0/1,M10.5.0",
            "connected": True,
            "lastReset": counted_since(exchange.now),
        },
        "heatPump": {
            "serialNumber": pump.serial,
            "model": pump.model,
            "hardwareVersion": "v5.1.0",
            "faultCodes": [],
            "maxWaterSetpoint": highest,
            "minWaterSetpoint": lowest,
            "heatingFlowTemperature": {
                "currentTemperature": _as_set(round(current) if flow.by_weather else current),
                "allowableRange": ends,
            },
            "weatherCompensation": {
                "enabled": flow.by_weather,
                "currentRange": _range(flow.coolest, flow.hottest),
                "allowableMinimumTemperatureRange": ends,
                "allowableMaximumTemperatureRange": ends,
            },
            "quieterModeEnabled": settings.is_quiet,
            "manifoldEnabled": False,
            "hasHeatPumpCompatibleCylinder": True,
            "latestCounterReset": counted_since(exchange.now),
        },
        "zones": [_zone(exchange, life, zone) for zone in (WATER, ROOMS)],
    }


def live(exchange: Exchange, accountNumber: str, euid: str) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    watts, performance = life.watts(tens(exchange.now)), life.performance(exchange.now)
    return {
        "readAt": exchange.now - timedelta(seconds=7),
        "coefficientOfPerformance": f"{performance:.1f}" if watts else None,
        "powerInput": {"value": f"{watts / 1000:.2f}", "unit": "KILOWATT"},
        "heatOutput": {"value": f"{watts / 1000 * performance:.2f}", "unit": "KILOWATT"},
        "outdoorTemperature": _celsius(life.outdoor(exchange.now)),
    }


def lifetime(exchange: Exchange, accountNumber: str, euid: str) -> dict[str, Any]:
    """Since the counters were last put back."""
    life = pump_of(exchange, accountNumber, euid)
    energy = life.energy(counted_since(exchange.now), exchange.now)
    return {
        "readAt": exchange.now - timedelta(seconds=7),
        "seasonalCoefficientOfPerformance": _performance(energy),
        "energyInput": _kwh(energy.drawn, 1),
        "heatOutput": _kwh(energy.given, 1),
    }


def ranged(exchange: Exchange, accountNumber: str, euid: str, startAt: datetime, endAt: datetime) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    energy = life.energy(startAt, min(endAt, exchange.now))
    return {
        "coefficientOfPerformance": _performance(energy),
        "energyInput": _kwh(energy.drawn),
        "energyOutput": _kwh(energy.given),
    }


def series(
    exchange: Exchange, accountNumber: str, euid: str, startAt: datetime, endAt: datetime, performanceGrouping: str
) -> list[dict[str, Any]]:
    life = pump_of(exchange, accountNumber, euid)
    if not startAt < endAt <= startAt + _LONGEST[performanceGrouping]:
        raise refusal("OE-0315")
    rows = []
    for start, end in _steps(startAt, min(endAt, exchange.now), performanceGrouping):
        energy = life.energy(start, end)
        rows.append(
            {
                "startAt": start,
                "endAt": end,
                "energyInput": _kwh(energy.drawn, 3),
                "energyOutput": _kwh(energy.given, 3),
                "outdoorTemperature": _celsius(life.outdoor(start)),
            }
        )
    return rows


def pump_of(exchange: Exchange, account: str, euid: str) -> HeatPumpLife:
    """Raises OE-0103 for a stranger's controller."""
    access.require_account(exchange, account)
    life = exchange.household.heat_pump
    if life is None or life.pump.euid != euid:
        raise refusal("OE-0103")
    return life


def _zone_status(exchange: Exchange, life: HeatPumpLife, zone: str, read: datetime) -> dict[str, Any]:
    operation, is_hot = _operation(exchange, life, zone), _calls(exchange, life, zone)
    return {
        "zone": zone,
        "telemetry": {
            "setpointInCelsius": _setpoint(operation, zone, NO_SETPOINT),
            "mode": operation.mode,
            "relaySwitchedOn": is_hot,
            "heatDemand": is_hot,
            "retrievedAt": read,
        },
    }


def _zone(exchange: Exchange, life: HeatPumpLife, zone: str) -> dict[str, Any]:
    operation, is_hot = _operation(exchange, life, zone), _calls(exchange, life, zone)
    is_water = zone == WATER
    sensor: dict[str, Any] = (
        {"__typename": "ADCSensorConfiguration", "code": "ADC1", "displayName": "ADC1", "type": "NTC", "enabled": True}
        if is_water
        else {
            "__typename": "ZigbeeSensorConfiguration",
            "code": "SENSOR01",
            "displayName": "Living room",
            "type": "ZIGBEE",
            "id": "1",
            "firmwareVersion": "0D",
            "boostEnabled": True,
        }
    )
    return {
        "configuration": {
            "code": zone,
            "zoneType": "WATER" if is_water else "HEAT",
            "enabled": True,
            "displayName": "WATER" if is_water else "ZONE1",
            "primarySensor": sensor["code"],
            "currentOperation": {
                "mode": operation.mode,
                "setpointInCelsius": _setpoint(operation, zone, None),
                "action": ("ON" if is_hot else "OFF") if is_water else None,
                "end": operation.until or NO_END,
            },
            "callForHeat": is_hot,
            "heatDemand": is_hot,
            "emergency": False,
            "sensors": [sensor],
        },
        "schedules": [],
    }


def _setpoint(operation: Operation, zone: str, nothing: float | None) -> float | None:
    return operation.setpoint if operation.setpoint is not None else nothing if zone == WATER else 20.0


def _operation(exchange: Exchange, life: HeatPumpLife, zone: str) -> Operation:
    return life.settings.at(tens(exchange.now)).operation(zone, tens(exchange.now))


def _calls(exchange: Exchange, life: HeatPumpLife, zone: str) -> bool:
    return life.is_heating(zone, exchange.now)


def _steps(start: datetime, end: datetime, grouping: str) -> Iterator[tuple[datetime, datetime]]:
    while start < end:
        day = local_date(start)
        if grouping in _STEPS:
            following = start + _STEPS[grouping]
        elif grouping == "YEAR":
            following = at_local((day.replace(day=1) + timedelta(days=32)).replace(day=1))
        else:
            following = at_local(day + timedelta(days=1))
        yield start, min(following, end)
        start = following


def _performance(energy: Energy) -> str | None:
    return None if energy.performance is None else f"{energy.performance:.3f}"


def _kwh(watt_seconds: float, places: int = 2) -> dict[str, str]:
    return {"value": f"{watt_seconds / 3_600_000:.{places}f}", "unit": "KILOWATT_HOUR"}


def _celsius(value: float, places: int = 1) -> dict[str, str]:
    return {"value": f"{value:.{places}f}", "unit": "DEGREES_CELSIUS"}


def _range(lowest: float, highest: float) -> dict[str, Any]:
    return {"minimum": _as_set(lowest), "maximum": _as_set(highest)}


def _as_set(celsius: float) -> dict[str, str]:
    """With as many places as somebody set."""
    return {"value": f"{celsius:g}", "unit": "DEGREES_CELSIUS"}


FIELDS: Answers = {
    "heatPumpControllersAtLocation": controllers,
    "heatPumpControllerStatus": status,
    "heatPumpControllerConfiguration": configuration,
    "heatPumpLivePerformance": live,
    "heatPumpLifetimePerformance": lifetime,
    "heatPumpTimeRangedPerformance": ranged,
    "heatPumpTimeSeriesPerformance": series,
}
