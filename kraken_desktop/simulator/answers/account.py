"""The customer, the account, its properties, meter points and agreements (docs/api.md, 7.1 and 7.2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers import network, registers
from kraken_desktop.simulator.answers.agreements import agreements_of
from kraken_desktop.simulator.answers.gas import gas_agreements, gas_point_of
from kraken_desktop.simulator.answers.measurements import consumption_of, measurements_of
from kraken_desktop.simulator.answers.money import Money
from kraken_desktop.simulator.homes.declaration import EXPORT, IMPORT, Meter, MeterPoint, Property
from kraken_desktop.simulator.london import at_local, local, local_date
from kraken_desktop.simulator.world import Answers, Exchange


def viewer(exchange: Exchange) -> dict[str, Any]:
    home = exchange.world.home
    return {
        "id": home.user_id,
        "givenName": home.given_name,
        "familyName": "Invented",
        "fullName": f"{home.given_name} Invented",
        "preferredName": home.given_name,
        "email": f"{home.given_name.lower()}@example.org",
        "mobile": "",
        "isOptedInToWof": False,
        "accounts": lambda _, **choice: [
            account_of(exchange, number) for number in home.accounts if _is_chosen(number, choice)
        ],
    }


def account(exchange: Exchange, accountNumber: str) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    return account_of(exchange, accountNumber)


def properties(exchange: Exchange, accountNumber: str, active: bool = False) -> list[dict[str, Any]]:
    access.require_account(exchange, accountNumber)
    places = exchange.household.known_properties(accountNumber, exchange.now)
    return [property_of(exchange, place) for place in places if not active or moved_out(place, exchange.now) is None]


def property_by_id(exchange: Exchange, id: str) -> dict[str, Any] | None:
    places = exchange.world.home.properties
    return next((property_of(exchange, place) for place in places if place.property_id == id), None)


def account_of(exchange: Exchange, number: str) -> dict[str, Any]:
    home = exchange.world.home
    places = exchange.household.known_properties(number, exchange.now) or home.properties_of(number)[:1]
    place = places[-1]
    return {
        "__typename": "AccountType",
        "id": home.user_id,
        "number": number,
        "status": "ACTIVE",
        "brand": "OCTOPUS_ENERGY",
        "accountType": "DOMESTIC",
        "billingName": f"{home.given_name} Invented",
        "billingEmail": f"{home.given_name.lower()}@example.org",
        "billingAddress": place.address,
        "billingPostcode": place.postcode,
        "createdAt": local(at_local(places[0].moved_in)),
        "users": [],
        **Money(exchange, number).fields(),
        "campaigns": [],
        "properties": lambda _, **__: [property_of(exchange, each) for each in places],
        "electricityAgreements": lambda _, active=False: [
            row
            for each in places
            for point in each.meter_points
            for row in _agreements(exchange, point, active=bool(active))
        ],
        "gasAgreements": lambda _, active=False: [
            row
            for each in places
            for point in each.gas_points
            for row in gas_agreements(exchange, point, active=bool(active))
        ],
        "isInHardship": False,
    }


def property_of(exchange: Exchange, place: Property) -> dict[str, Any]:
    left = moved_out(place, exchange.now)
    return {
        "id": place.property_id,
        "address": place.address,
        "splitAddress": [place.street, place.town],
        "postcode": place.postcode,
        "occupancyPeriods": [
            {
                "effectiveFrom": local(at_local(place.moved_in)),
                "effectiveTo": None if left is None else local(at_local(left)),
                "isOccupier": True,
            }
        ],
        "electricityMeterPoints": [point_of(exchange, point) for point in place.meter_points],
        "gasMeterPoints": [gas_point_of(exchange, point) for point in place.gas_points],
        "measurements": lambda _, **asked: measurements_of(exchange, place, **asked),
        "smartDeviceNetworks": [
            found for point in place.meter_points[:1] if (found := network.network_of(exchange, point)) is not None
        ],
    }


def point_of(exchange: Exchange, point: MeterPoint) -> dict[str, Any]:
    def meters(_: Any, id: int | None = None, includeInactive: bool = False) -> list[dict[str, Any]]:
        return [
            meter_of(exchange, point, meter)
            for meter in exchange.household.known_meters(point, exchange.now)
            if (includeInactive or not _is_down(meter, exchange.now)) and id in (None, int(meter_id(point, meter)))
        ]

    def agreements(_: Any, includeInactive: bool = False, **__: Any) -> list[dict[str, Any]]:
        return _agreements(exchange, point, active=not includeInactive)

    return {
        "id": point.mpan[-7:],
        "mpan": point.mpan,
        "status": "ON_SUPPLY",
        "direction": point.direction,
        "profileClass": point.profile_class,
        "gspGroupId": f"_{point.agreements[-1].tariff_code[-1]}",
        "smartStartDate": point.meters[0].active_from,
        "supplyEndDate": None,
        "meters": meters,
        "agreements": agreements,
    }


def meter_of(exchange: Exchange, point: MeterPoint, meter: Meter) -> dict[str, Any]:
    device = network.meter_device(meter)
    place = exchange.world.home.property_of(point)
    exports = any(each.direction == EXPORT for each in place.meter_points)
    number = meter_id(point, meter)
    return {
        "id": number,
        "nodeId": number,
        "serialNumber": meter.serial,
        "makeAndType": f"{meter.make} {meter.model}",
        "meterType": meter.meter_type,
        "activeFrom": meter.active_from,
        "activeTo": meter.active_to if _is_down(meter, exchange.now) else None,
        "fuelType": "ELECTRICITY",
        "consumptionUnits": "kWh",
        "hasAndAllowsHhReadings": meter.is_smart,
        "isTradPrepay": False,
        "isReadyForTopup": False,
        "meterPoint": lambda _: point_of(exchange, point),
        "smartImportElectricityMeter": device if point.direction == IMPORT else None,
        "smartExportElectricityMeter": device if exports else None,
        "smartDevices": [] if device is None else [device],
        "consumption": lambda _, **asked: consumption_of(exchange, point, **asked),
        "registers": registers.registers_of(exchange, point, number),
        "readings": lambda _, **page: registers.readings_of(exchange, point, meter, **page),
    }


def _agreements(exchange: Exchange, point: MeterPoint, *, active: bool) -> list[dict[str, Any]]:
    return agreements_of(exchange, point, lambda: point_of(exchange, point), active=active)


def moved_out(place: Property, now: datetime) -> date | None:
    return place.moved_out if place.moved_out is not None and place.moved_out <= local_date(now) else None


def _is_down(meter: Meter, now: datetime) -> bool:
    return meter.active_to is not None and meter.active_to <= local_date(now)


def _is_chosen(number: str, choice: dict[str, Any]) -> bool:
    wanted = choice.get("restrictToAccountNumbers")
    return wanted is None or number in wanted


def meter_id(point: MeterPoint, meter: Meter) -> str:
    return str(3_000_000 + int(point.mpan[-3:]) * 10 + point.meters.index(meter))


FIELDS: Answers = {"viewer": viewer, "account": account, "properties": properties, "property": property_by_id}
