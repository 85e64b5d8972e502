"""Cars: what they are, how they are, and the few things one may ask of them (docs/api.md, 7.6, 7.10 to 7.12)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator import access, plan, steering
from kraken_desktop.simulator.answers import catalogues, charging, preferences
from kraken_desktop.simulator.answers.odd_devices import odd_devices
from kraken_desktop.simulator.car import CHARGE_LIMIT_PERCENT, CarLife
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.faults import STATES
from kraken_desktop.simulator.homes.declaration import IMPORT
from kraken_desktop.simulator.london import BUCKET_SECONDS, unix
from kraken_desktop.simulator.world import Answers, Exchange

ONBOARDING = {
    "AUTHENTICATION_PENDING": "ONBOARDING",
    "AUTHENTICATION_FAILED": "ONBOARDING",
    "AUTHENTICATION_COMPLETE": "PENDING_LIVE",
    "TEST_CHARGE_IN_PROGRESS": "ONBOARDING_TEST_IN_PROGRESS",
    "TEST_CHARGE_FAILED": "FAILED_ONBOARDING_TEST",
    "TEST_CHARGE_NOT_AVAILABLE": "PENDING_LIVE",
    "RETIRED": "RETIRED",
}
"""The life cycle that goes with a state; all others are LIVE."""


def devices(
    exchange: Exchange,
    accountNumber: str,
    propertyId: str | None = None,
    deviceId: str | None = None,
    integrationDeviceId: str | None = None,
) -> list[dict[str, Any]] | None:
    access.require_account(exchange, accountNumber)
    if exchange.fault("devices-silent"):
        return None
    if exchange.fault("devices-empty"):
        return []
    chosen = [life for life in exchange.household.cars if deviceId in (None, life.car.device_id)]
    if deviceId is not None and not chosen:
        raise refusal("KT-CT-4301")
    if propertyId not in (None, _property_id(exchange)) or integrationDeviceId is not None:
        return []
    cars = [device_of(exchange, life) for life in chosen]
    return cars if deviceId is not None else cars + odd_devices(exchange, _property_id(exchange))


def device_of(exchange: Exchange, life: CarLife) -> dict[str, Any]:
    car, wishes = life.car, life.preferences
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
        "preferences": preferences.shown(wishes),
        "preferenceSetting": preferences.setting(),
        "reAuthenticationState": {"__typename": "DeviceReAuthentication", "isEligible": False},
        "make": car.make,
        "model": car.model,
        "vehicleBatterySize": Decimal(car.battery_kwh).quantize(Decimal("0.1")),
        "chargePointPowerOutput": (Decimal(car.watts) / 1000).quantize(Decimal("0.001")),
        "vehicleVariant": catalogues.vehicle(car),
        "chargePointVariant": None,
        "chargingSessions": lambda _, **page: charging.sessions_of(exchange, life, **page),
        "chargingPreferences": preferences.first_generation(wishes),
    }


def update_boost_charge(exchange: Exchange, input: dict[str, Any] | None = None) -> dict[str, Any]:
    if input is None:
        raise refusal("KT-CT-1605", input_path=["input"])
    life, now = _life(exchange, input["deviceId"]), _ten_seconds(exchange)
    before = device_of(exchange, life)
    if input["action"] == "CANCEL":
        if steering.coming_boost(life, now) is None:
            raise refusal("KT-CT-4354")
        steering.cancel_boost(life, now)
        return before
    _boost(exchange, life, now)
    return before


def update_smart_control(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    life = _life(exchange, input["deviceId"], "KT-CT-4313")
    is_suspended = _state(exchange, life) == "SMART_CONTROL_OFF"
    if input["action"] == "SUSPEND":
        if is_suspended:
            raise refusal("KT-CT-4358")
        steering.suspend(life, _ten_seconds(exchange))
    else:
        if not is_suspended:
            raise refusal("KT-CT-4359")
        steering.resume(life, _ten_seconds(exchange))
    return device_of(exchange, life)


def set_device_preferences(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    life = _life(exchange, input["deviceId"], "KT-CT-4314")
    life.wish(preferences.read(input), _ten_seconds(exchange))
    return device_of(exchange, life)


def trigger_boost_charge(exchange: Exchange, input: dict[str, Any] | None = None) -> dict[str, Any]:
    """The first generation: the only car of an account."""
    if input is None:
        raise refusal("KT-CT-1605", input_path=["input"])
    access.require_account(exchange, input["accountNumber"])
    life = _only_car(exchange)
    _boost(exchange, life, _ten_seconds(exchange))
    return {"krakenflexDevice": first_generation(exchange, life)}


def registered_device(exchange: Exchange, accountNumber: str) -> dict[str, Any] | None:
    access.require_account(exchange, accountNumber)
    cars = exchange.household.cars
    return first_generation(exchange, cars[0]) if cars else None


def charging_preferences(exchange: Exchange, accountNumber: str) -> dict[str, Any] | None:
    access.require_account(exchange, accountNumber)
    cars = exchange.household.cars
    return preferences.first_generation(cars[0].preferences) if cars else None


def io_eligibility(exchange: Exchange, accountNumber: str, propertyId: int | None = None) -> dict[str, Any]:
    """A smart meter that imports is all it takes."""
    access.require_account(exchange, accountNumber)
    places = exchange.world.home.properties
    chosen = [place for place in places if propertyId in (None, int(place.property_id)) and place.moved_out is None]
    return {"isEligibleForIo": any(point.direction == IMPORT for place in chosen for point in place.meter_points)}


def first_generation(exchange: Exchange, life: CarLife) -> dict[str, Any]:
    car = life.car
    state = _state(exchange, life)
    return {
        "krakenflexDeviceId": car.device_id,
        "provider": car.provider,
        "vehicleMake": car.make,
        "vehicleModel": car.model,
        "vehicleBatterySizeInKwh": Decimal(car.battery_kwh),
        "chargePointMake": None,
        "chargePointModel": None,
        "chargePointPowerInKw": Decimal(car.watts) / 1000,
        "status": ONBOARDING.get(state, "Live"),
        "suspended": state == "SMART_CONTROL_OFF",
        "createdAt": None,
    }


def _status(exchange: Exchange, life: CarLife) -> dict[str, Any]:
    now = exchange.now
    state = _state(exchange, life)
    read_at = now - timedelta(seconds=90 + unix(now) % 600)
    return {
        "__typename": "SmartFlexVehicleStatus",
        "current": ONBOARDING.get(state, "LIVE"),
        "currentState": state,
        "isSuspended": state == "SMART_CONTROL_OFF",
        "stateOfCharge": {"value": Decimal(plan.state_of_charge(life, now)), "timestamp": _whole(read_at)},
        "activePower": {"value": Decimal(life.watts(unix(now))), "timestamp": _whole(read_at)},
        "stateOfChargeLimit": {
            "upperSocLimit": CHARGE_LIMIT_PERCENT,
            "timestamp": _whole(read_at).isoformat(),
            "isLimitViolated": False,
        },
        "testDispatchFailureReason": "NONE",
    }


def _state(exchange: Exchange, life: CarLife) -> str:
    """The car's own, or what a fault makes of it."""
    return exchange.first_fault(STATES) or plan.state(life, exchange.now, exchange.household.seed)


def _boost(exchange: Exchange, life: CarLife, now: int) -> None:
    reasons = steering.refusals(life, now) + [
        each for each in exchange.world.faults.reasons(exchange.now) if exchange.fault(each)
    ]
    if reasons:
        raise refusal("KT-CT-4357", boostChargeRefusalReasons=reasons)
    steering.boost(life, now)


def _life(exchange: Exchange, device_id: str, unknown: str = "KT-CT-4301") -> CarLife:
    life = exchange.household.car(device_id)
    if life is None:
        raise refusal(unknown)
    return life


def _only_car(exchange: Exchange) -> CarLife:
    if len(exchange.household.cars) != 1:
        raise refusal("KT-CT-4301")
    return exchange.household.cars[0]


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
    "setDevicePreferences": set_device_preferences,
    "triggerBoostCharge": trigger_boost_charge,
    "registeredKrakenflexDevice": registered_device,
    "vehicleChargingPreferences": charging_preferences,
    "accountIoEligibility": io_eligibility,
}
