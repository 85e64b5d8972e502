"""Devices that are no cars, and that a list of devices may hold all the same (docs/api.md, 7.6)."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator.world import Exchange

CHARGE_POINT = "00000000-0000-4000-8000-0000000000f2"
METER = "00000000-0000-4000-8000-0000000000f3"


def odd_devices(exchange: Exchange, property_id: str) -> list[dict[str, Any]]:
    """A charge point that tells little, and a meter without a name; none but under a fault."""
    if not exchange.fault("odd-devices"):
        return []
    charge_point = _device("SmartFlexChargePoint", CHARGE_POINT, property_id) | {
        "name": "Driveway charger",
        "deviceType": "ELECTRIC_VEHICLES",
        "provider": "OHME_V2",
        "status": {
            "__typename": "SmartFlexChargePointStatus",
            "current": "LIVE",
            "currentState": "SMART_CONTROL_NOT_AVAILABLE",
            "isSuspended": False,
        },
        "alerts": [
            {
                "__typename": "SmartFlexDeviceAlert",
                "message": "We could not reach your charger.",
                "publishedAt": exchange.now.replace(microsecond=0),
            }
        ],
        "make": "Ohme",
        "model": "Home Pro",
        "chargePointPowerOutput": "7.4",
    }
    meter = _device("SmartFlexDevice", METER, property_id) | {
        "deviceType": "ELECTRICITY_METERS",
        "provider": "OCTOPUS_ENERGY",
        "status": {
            "__typename": "SmartFlexDeviceStatus",
            "current": "LIVE",
            "currentState": "SMART_CONTROL_CAPABLE",
            "isSuspended": False,
        },
    }
    return [charge_point, meter]


def _device(kind: str, identity: str, property_id: str) -> dict[str, Any]:
    return {"__typename": kind, "id": identity, "name": None, "propertyId": property_id}
