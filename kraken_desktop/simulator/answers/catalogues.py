"""Cars and chargers that can be registered; large on the real service, a fair sample here (docs/api.md, 7.13)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.homes.declaration import Car
from kraken_desktop.simulator.world import Answers, Exchange

# make: (provider, ((model, usable kWh), …))
_VEHICLES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "Audi": ("SMARTCAR", (("Q4 e-tron 40", "76.6"), ("e-tron 55", "86.5"))),
    "BMW": ("SMARTCAR", (("i3 120Ah", "37.9"), ("i4 eDrive40", "80.7"))),
    "Ford": ("FORD", (("Mustang Mach-E", "70.0"), ("E-Transit", "68.0"))),
    "Hyundai": ("SMARTCAR", (("Ioniq 5", "74.0"), ("Kona 64kWh", "64.0"))),
    "Jaguar": ("ENODE", (("I-PACE", "84.7"),)),
    "Kia": ("SMARTCAR", (("EV6", "74.0"), ("e-Niro", "64.0"))),
    "Mercedes": ("MERCEDES", (("EQA 250", "66.5"), ("EQC 400", "80.0"))),
    "Nissan": ("ENODE", (("Leaf 40kWh", "39.0"), ("Leaf e+", "59.0"))),
    "Renault": ("ENODE", (("Zoe R135", "52.0"),)),
    "Tesla": ("TESLA_V2", (("Model 3", "75.0"), ("Model S", "95.0"), ("Model X", "95.0"), ("Model Y", "75.0"))),
    "Volkswagen": ("VOLKSWAGEN", (("ID.3 Pro", "58.0"), ("ID.4 Pro", "77.0"))),
}
_CHARGE_POINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Hypervolt": (("Home 3.0", "7.4"),),
    "Indra": (("Smart PRO", "7.4"),),
    "Myenergi": (("Zappi 2", "7.4"), ("Zappi 2 three phase", "22.0")),
    "Ohme": (("ePod", "7.4"), ("Home Pro", "7.4")),
    "Wallbox": (("Pulsar Max", "7.4"),),
}


def electric_vehicles(
    _: Exchange, make: str | None = None, supportedProvider: str | None = None, isIntegrationLive: bool | None = None
) -> list[dict[str, Any]]:
    return [
        {"make": each, "models": [_model(each, name) for name, _ in models]}
        for each, (provider, models) in _VEHICLES.items()
        if make in (None, each) and supportedProvider in (None, provider) and isIntegrationLive is not False
    ]


def charge_point_variants(_: Exchange) -> list[dict[str, Any]]:
    return [
        {
            "make": make,
            "models": [
                {
                    "variantId": _number(make, model),
                    "model": model,
                    "powerInKw": Decimal(power),
                    "isIntegrationLive": True,
                }
                for model, power in models
            ],
        }
        for make, models in _CHARGE_POINTS.items()
    ]


def vehicle(car: Car) -> dict[str, Any] | None:
    """The catalogue's entry of a car, where it has one."""
    _, models = _VEHICLES.get(car.make, ("", ()))
    return next((_model(car.make, name) for name, _ in models if name == car.model), None)


def _model(make: str, name: str) -> dict[str, Any]:
    provider, models = _VEHICLES[make]
    return {
        "vehicleId": _number(make, name),
        "model": name,
        "availableFrom": 2018,
        "availableTo": None,
        "batterySize": Decimal(dict(models)[name]),
        "supportedProviders": [provider],
        "isIntegrationLive": True,
    }


def _number(make: str, model: str) -> int:
    return sum(place * letter for place, letter in enumerate(f"{make}{model}".encode(), 1)) % 10_000


FIELDS: Answers = {"electricVehicles": electric_vehicles, "chargePointVariants": charge_point_variants}
