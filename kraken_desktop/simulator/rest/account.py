"""GET /v1/accounts/{number}/ (docs/api.md, 5.2)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers.account import moved_out
from kraken_desktop.simulator.answers.agreements import known_end
from kraken_desktop.simulator.homes.declaration import EXPORT, GasPoint, Meter, MeterPoint, Property, Supply
from kraken_desktop.simulator.london import at_local, local
from kraken_desktop.simulator.rest.replies import exchange_of, not_found, reply, unauthorised
from kraken_desktop.simulator.world import Exchange


async def account(request: Request) -> Response:
    exchange = exchange_of(request)
    if not access.has_key(exchange):
        raise unauthorised()
    home = exchange.world.home
    number = request.path_params["number"]
    if number not in home.accounts or exchange.fault("wrong-account"):
        raise not_found()
    places = exchange.household.known_properties(number, exchange.now)
    return reply({"number": number, "properties": [_property(exchange, each) for each in places]})


def _property(exchange: Exchange, place: Property) -> dict[str, Any]:
    left = moved_out(place, exchange.now)
    return {
        "id": int(place.property_id),
        "moved_in_at": local(at_local(place.moved_in)).isoformat(),
        "moved_out_at": None if left is None else local(at_local(left)).isoformat(),
        "address_line_1": place.street,
        "address_line_2": "",
        "address_line_3": "",
        "town": place.town,
        "county": "",
        "postcode": place.postcode,
        "electricity_meter_points": [_point(exchange, point) for point in place.meter_points],
        "gas_meter_points": [_gas_point(exchange, point) for point in place.gas_points],
    }


def _point(exchange: Exchange, point: MeterPoint) -> dict[str, Any]:
    return {
        "mpan": point.mpan,
        "profile_class": point.profile_class,
        "consumption_standard": point.annual_kwh,
        "meters": [_meter(exchange, point, meter) for meter in exchange.household.known_meters(point, exchange.now)],
        "agreements": _agreements(exchange, point),
        "is_export": point.direction == EXPORT,
    }


def _gas_point(exchange: Exchange, point: GasPoint) -> dict[str, Any]:
    return {
        "mprn": point.mprn,
        "consumption_standard": point.annual_kwh,
        "meters": [{"serial_number": meter.serial} for meter in point.meters],
        "agreements": _agreements(exchange, point),
    }


def _agreements(exchange: Exchange, supply: Supply) -> list[dict[str, Any]]:
    rows = []
    for one in exchange.household.known_agreements(supply, exchange.now):
        until = known_end(supply, one, exchange.now)
        rows.append(
            {
                "tariff_code": one.tariff_code,
                "valid_from": local(at_local(one.since)).isoformat(),
                "valid_to": None if until is None else until.isoformat(),
            }
        )
    return rows


def _meter(exchange: Exchange, point: MeterPoint, meter: Meter) -> dict[str, Any]:
    """A register for each price that the tariff has by name."""
    names = exchange.world.registers.names(point, exchange.now)
    return {
        "serial_number": meter.serial,
        "registers": [
            {"identifier": str(number), "rate": name, "is_settlement_register": True}
            for number, name in enumerate(names, 1)
        ],
    }


ROUTES = [Route("/v1/accounts/{number}/", account, name="account")]
