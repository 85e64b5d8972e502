"""The home area network: what hangs on the meter, and whether a Home Mini does (docs/api.md, 7.4)."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator.homes.declaration import GasMeter, GasPoint, Meter, MeterPoint
from kraken_desktop.simulator.world import Answers, Exchange


def smart_device_network(exchange: Exchange, deviceId: str) -> dict[str, Any] | None:
    point = point_with_device(exchange, deviceId)
    return None if point is None else network_of(exchange, point)


def point_with_device(exchange: Exchange, device_id: str) -> MeterPoint | None:
    """The meter point whose present meter has that EUI-64."""
    household = exchange.household
    points = exchange.world.home.meter_points
    return next(
        (point for point in points if household.known_meters(point, exchange.now)[-1].device_id == device_id), None
    )


def gas_point_with_device(exchange: Exchange, device_id: str) -> GasPoint | None:
    points = (point for place in exchange.world.home.properties for point in place.gas_points)
    return next((point for point in points if point.meters[-1].device_id == device_id), None)


def network_of(exchange: Exchange, point: MeterPoint) -> dict[str, Any] | None:
    """None where the meter is not a smart one."""
    meter = exchange.household.known_meters(point, exchange.now)[-1]
    if meter.device_id is None:
        return None
    stem = meter.device_id.rpartition("-")[0]
    others = [
        _device(f"{stem}-10", "CHF", "Invented Hubs", "CH1"),
        _device(f"{stem}-12", "PPMID", "Invented Displays", "IHD6"),
    ]
    place = exchange.world.home.mini_property
    if place is not None and point in place.meter_points:
        others.append(_device(f"{stem}-99", "CAD", "Octopus", "Home Mini"))
    gas = [gas_device(each.meters[-1]) for each in exchange.world.home.property_of(point).gas_points]
    devices = [others[0], _device(meter.device_id, "ESME", meter.make, meter.model, meter.serial), *gas, *others[1:]]

    def listed(_: Any, statuses: list[str] | None = None) -> list[dict[str, Any]]:
        return devices if statuses is None or "COMMISSIONED" in statuses else []

    return {"id": f"5{point.mpan[-5:]}", "smartDevices": listed}


def meter_device(meter: Meter) -> dict[str, Any] | None:
    """None for one that is not smart."""
    if meter.device_id is None:
        return None
    return _device(meter.device_id, "ESME", meter.make, meter.model, meter.serial)


def gas_device(meter: GasMeter) -> dict[str, Any]:
    return _device(meter.device_id, "GSME", meter.make, meter.model, meter.serial) | {"firmwareVersion": "11000001"}


def _device(device_id: str, kind: str, maker: str, model: str, serial: str = "") -> dict[str, Any]:
    return {
        "id": device_id.replace("-", "")[-8:],
        "deviceId": device_id,
        "type": kind,
        "status": "COMMISSIONED",
        "serialNumber": serial,
        "manufacturer": maker,
        "model": model,
        "firmwareVersion": "42040507",
        "paymentMode": "CREDIT",
    }


FIELDS: Answers = {"smartDeviceNetwork": smart_device_network}
