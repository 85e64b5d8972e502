"""Cars: what they are, how they are, and the few things one may ask of them (docs/api.md, 7.6, 7.10, 7.11)."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator import access, plan, steering
from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.london import BUCKET_SECONDS, unix
from kraken_desktop.simulator.world import Answers, Exchange

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def devices(
    exchange: Exchange,
    accountNumber: str,
    propertyId: str | None = None,
    deviceId: str | None = None,
    integrationDeviceId: str | None = None,
) -> list[dict[str, Any]]:
    access.require_account(exchange, accountNumber)
    chosen = [life for life in exchange.household.cars if deviceId in (None, life.car.device_id)]
    if deviceId is not None and not chosen:
        raise refusal("KT-CT-4301")
    if propertyId not in (None, _property_id(exchange)) or integrationDeviceId is not None:
        return []
    return [device_of(exchange, life) for life in chosen]


def device_of(exchange: Exchange, life: CarLife) -> dict[str, Any]:
    car = life.car
    return {
        "__typename": "SmartFlexVehicle",
        "id": car.device_id,
        "name": car.name,
        "deviceType": "ELECTRIC_VEHICLES",
        "provider": car.provider,
        "integrationDeviceId": None,
        "propertyId": _property_id(exchange),
        "status": _status(exchange, life),
        "alerts": [],
        "preferences": _preferences(),
        "make": car.make,
        "model": car.model,
        "vehicleBatterySize": Decimal(car.battery_kwh).quantize(Decimal("0.1")),
        "chargePointPowerOutput": Decimal("7.000"),
    }


def update_boost_charge(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    life, now = _life(exchange, input["deviceId"]), _ten_seconds(exchange)
    before = device_of(exchange, life)
    if input["action"] == "CANCEL":
        if steering.coming_boost(life, now) is None:
            raise refusal("KT-CT-4354")
        steering.cancel_boost(life, now)
        return before
    reasons = steering.refusals(life, now)
    if reasons:
        raise refusal("KT-CT-4357", boostChargeRefusalReasons=reasons)
    steering.boost(life, now)
    return before


def update_smart_control(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    life = _life(exchange, input["deviceId"])
    change = steering.suspend if input["action"] == "SUSPEND" else steering.resume
    change(life, _ten_seconds(exchange))
    return device_of(exchange, life)


def _status(exchange: Exchange, life: CarLife) -> dict[str, Any]:
    now = exchange.now
    state = plan.state(life, now, exchange.household.seed)
    read_at = now - timedelta(seconds=90 + unix(now) % 600)
    return {
        "__typename": "SmartFlexVehicleStatus",
        "current": "LIVE",
        "currentState": state,
        "isSuspended": state == "SMART_CONTROL_OFF",
        "stateOfCharge": {"value": Decimal(plan.state_of_charge(life, now)), "timestamp": _whole(read_at)},
        "activePower": {"value": Decimal(life.watts(unix(now))), "timestamp": _whole(read_at)},
        "stateOfChargeLimit": {
            "upperSocLimit": 90,
            "timestamp": _whole(read_at).isoformat(),
            "isLimitViolated": False,
        },
        "testDispatchFailureReason": "NONE",
    }


def _preferences() -> dict[str, Any]:
    return {
        "__typename": "SmartFlexDevicePreferences",
        "targetType": "ABSOLUTE_STATE_OF_CHARGE",
        "unit": "PERCENTAGE",
        "mode": "CHARGE",
        "gridExport": "NOT_APPLICABLE",
        "isChargingDurationCapped": "ENABLED",
        "schedules": [
            {"dayOfWeek": day, "time": time(9) if day.startswith("S") else time(7), "min": None, "max": 80.0}
            for day in DAYS
        ],
    }


def _life(exchange: Exchange, device_id: str) -> CarLife:
    life = exchange.household.car(device_id)
    if life is None:
        raise refusal("KT-CT-4301")
    return life


def _property_id(exchange: Exchange) -> str:
    return exchange.world.home.properties[-1].property_id


def _ten_seconds(exchange: Exchange) -> int:
    return unix(exchange.now) // BUCKET_SECONDS * BUCKET_SECONDS


def _whole(moment: Any) -> Any:
    return moment.replace(microsecond=0)


FIELDS: Answers = {
    "devices": devices,
    "updateBoostCharge": update_boost_charge,
    "updateDeviceSmartControl": update_smart_control,
}
