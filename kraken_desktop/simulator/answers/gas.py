"""Gas meter points, their meters and what the Home Mini tells of them (docs/api.md, 7.2 and 7.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.answers import network
from kraken_desktop.simulator.answers.agreements import agreements_of
from kraken_desktop.simulator.answers.measurements import consumption_of
from kraken_desktop.simulator.homes.declaration import GasMeter, GasPoint
from kraken_desktop.simulator.london import SLOT_SECONDS, slot_of, slot_start
from kraken_desktop.simulator.world import Exchange

KEPT = timedelta(days=31)
REPORTED_BEHIND = timedelta(minutes=2)


def gas_agreements(exchange: Exchange, point: GasPoint, *, active: bool) -> list[dict[str, Any]]:
    return agreements_of(exchange, point, lambda: gas_point_of(exchange, point), active=active)


def gas_point_of(exchange: Exchange, point: GasPoint) -> dict[str, Any]:
    def meters(_: Any, id: int | None = None, includeInactive: bool = False) -> list[dict[str, Any]]:
        return [_meter(exchange, point, meter) for meter in point.meters if id in (None, int(meter_id(point, meter)))]

    return {
        "id": point.mprn[-7:],
        "mprn": point.mprn,
        "status": "ON_SUPPLY",
        "smartStartDate": point.meters[0].active_from,
        "supplyEndDate": None,
        "meters": meters,
        "agreements": lambda _, includeInactive=False, **__: gas_agreements(
            exchange, point, active=not includeInactive
        ),
    }


def gas_telemetry(
    exchange: Exchange, point: GasPoint, start: datetime | None, end: datetime | None, seconds: int
) -> list[dict[str, Any]]:
    """A gas meter wakes once in a half hour: rows of watt-hours, without power and without export."""
    use = exchange.household.premises(point).gas[point.mprn]
    newest = slot_of(exchange.now - REPORTED_BEHIND)
    oldest = slot_of(exchange.now - KEPT)
    step = max(1, seconds // SLOT_SECONDS)
    first = max(oldest, slot_of(start + timedelta(seconds=SLOT_SECONDS - 1))) if start is not None else oldest
    last = min(newest, slot_of(end + timedelta(seconds=SLOT_SECONDS - 1))) if end is not None else newest
    if start is None and end is None:
        first = last - 1

    def row(slot: int) -> dict[str, Any]:
        begun, ended = (use.watt_hours(use.register(each)) for each in (slot, slot + step))
        is_known = slot + step < newest
        price = exchange.household.listed_price(point, slot_start(slot)) if is_known else None
        costs = (None, None) if price is None else tuple(Decimal(ended - begun) * each / 1000 for each in price)
        return {
            "readAt": slot_start(slot),
            "consumption": begun,
            "consumptionDelta": ended - begun if is_known else None,
            "costDelta": costs[0],
            "costDeltaWithTax": costs[1],
            "demand": None,
            "export": None,
        }

    return [row(slot) for slot in range(-(-first // step) * step, last, step)]


def _meter(exchange: Exchange, point: GasPoint, meter: GasMeter) -> dict[str, Any]:
    device = network.gas_device(meter)
    number = meter_id(point, meter)
    return {
        "id": number,
        "nodeId": number,
        "serialNumber": meter.serial,
        "modelName": meter.model,
        "mechanism": meter.mechanism,
        "activeFrom": meter.active_from,
        "activeTo": None,
        "fuelType": "GAS",
        "consumptionUnits": meter.units,
        "hasAndAllowsHhReadings": True,
        "isTradPrepay": False,
        "meterPoint": lambda _: gas_point_of(exchange, point),
        "smartGasMeter": device,
        "smartDevices": [device],
        "consumption": lambda _, **asked: consumption_of(exchange, point, **asked),
    }


def meter_id(point: GasPoint, meter: GasMeter) -> str:
    return str(4_000_000 + int(point.mprn[-3:]) * 10 + point.meters.index(meter))
