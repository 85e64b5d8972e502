"""Unit rates and standing charges of a tariff (docs/api.md, 5.5 and 5.6)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator.rest.replies import RestError, exchange_of, not_found, page, period, zulu
from kraken_desktop.simulator.tariffs import PriceList, RateRow

MOST_ROWS = 1500
LISTS = (
    "standard-unit-rates",
    "day-unit-rates",
    "night-unit-rates",
    "off-peak-unit-rates",
    "ev-device-peak-unit-rates",
    "ev-device-off-peak-unit-rates",
)
_REGISTERS = ("day-unit-rates", "night-unit-rates")


async def rates(request: Request) -> Response:
    exchange = exchange_of(request)
    tariff = exchange.household.catalogue.tariff(request.path_params["tariff"])
    if tariff is None or tariff.product.code != request.path_params["code"] or exchange.fault("product-404"):
        raise not_found()
    if (tariff.product.fuel == "G") != ("/gas-tariffs/" in request.url.path):
        raise not_found()
    name = request.path_params["list"]
    prices: PriceList | None = tariff.standing if name == "standing-charges" else tariff.lists.get(name)
    if prices is None:
        if name not in LISTS:
            raise not_found()
        kept = "day and night" if _REGISTERS[0] in tariff.lists else "standard"
        missing = "day and night" if name in _REGISTERS else name.removesuffix("-unit-rates")
        raise RestError(400, {"detail": f"This tariff has {kept} rates, not {missing}."})
    start, end = period(request)
    rows = [] if exchange.fault("rates-empty") else prices.rows(exchange.window(start, end))
    return page(request, len(rows), lambda part: map(_row, rows[part]), most=MOST_ROWS)


def _row(row: RateRow) -> str:
    ends = "null" if row.end is None else f'"{zulu(row.end)}"'
    method = "null" if row.payment_method is None else f'"{row.payment_method}"'
    return (
        f'{{"value_exc_vat":{float(row.exc_vat)},"value_inc_vat":{float(row.inc_vat)},'
        f'"valid_from":"{zulu(row.start)}","valid_to":{ends},"payment_method":{method}}}'
    )


ROUTES = [
    Route(f"/v1/products/{{code}}/{fuel}-tariffs/{{tariff}}/{{list}}/", rates, name="rates")
    for fuel in ("electricity", "gas")
]
