"""GET /v1/products/ and one product (docs/api.md, 5.3 and 5.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator.london import LONDON, at_local, local, read_moment
from kraken_desktop.simulator.products import REGIONS, Product, Tariff
from kraken_desktop.simulator.rest.replies import RestError, exchange_of, not_found, reply
from kraken_desktop.simulator.tariffs import NoRows, PriceList, with_vat

# Those that every product's page has, empty or not.
_SECTIONS = (
    "single_register_electricity_tariffs",
    "dual_register_electricity_tariffs",
    "single_register_gas_tariffs",
)
_FLAGS = ("is_variable", "is_green", "is_tracker", "is_prepay", "is_business")


async def products(request: Request) -> Response:
    exchange = exchange_of(request)
    at = _moment(request, "available_at", exchange.now)
    if request.query_params.get("brand", "OCTOPUS_ENERGY") != "OCTOPUS_ENERGY":
        return reply({"count": 0, "next": None, "previous": None, "results": []})
    rows = [_summary(request, product) for product in exchange.household.catalogue.products() if product.is_sold_at(at)]
    for flag in _FLAGS:
        wanted = request.query_params.get(flag)
        if wanted is not None:
            rows = [row for row in rows if row[flag] == (wanted.lower() == "true")]
    return reply({"count": len(rows), "next": None, "previous": None, "results": rows})


async def product(request: Request) -> Response:
    exchange = exchange_of(request)
    catalogue = exchange.household.catalogue
    variants = [variant for variant in catalogue.variants(request.path_params["code"]) if variant.has_page]
    if not variants or exchange.fault("product-404"):
        raise not_found()
    at = _moment(request, "tariffs_active_at", exchange.now)
    sections: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    for variant in variants:
        section = sections.setdefault(variant.section, {})
        for region in REGIONS:
            tariff = catalogue.tariff(variant.tariff_code(region))
            assert tariff is not None
            section[f"_{region}"] = {variant.payment_key: _entry(request, tariff, at)}
    summary = _summary(request, variants[0])
    del summary["links"], summary["direction"], summary["brand"]
    return reply(summary | {"tariffs_active_at": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"} | sections)


def _summary(request: Request, product: Product) -> dict[str, Any]:
    ends = product.available_to
    return {
        "code": product.code,
        "direction": product.direction,
        "full_name": product.full_name,
        "display_name": product.display_name,
        "description": product.description,
        "is_variable": product.is_variable,
        "is_green": product.is_green,
        "is_tracker": product.is_tracker,
        "is_prepay": product.is_prepay,
        "is_business": product.is_business,
        "is_restricted": product.is_restricted,
        "term": product.term,
        "available_from": local(at_local(product.available_from)).isoformat(),
        "available_to": None if ends is None else local(at_local(ends)).isoformat(),
        "links": [{"href": _address(request, f"{product.code}/"), "method": "GET", "rel": "self"}],
        "brand": "OCTOPUS_ENERGY",
    }


def _entry(request: Request, tariff: Tariff, at: datetime) -> dict[str, Any]:
    standing = tariff.standing.exc_vat_at(at)
    fuel = "gas" if tariff.product.fuel == "G" else "electricity"
    address = f"{tariff.product.code}/{fuel}-tariffs/{tariff.code}/"
    names = ["standing-charges", *(name for name, prices in tariff.lists.items() if not isinstance(prices, NoRows))]
    entry: dict[str, Any] = {
        "code": tariff.code,
        "standing_charge_exc_vat": float(standing),
        "standing_charge_inc_vat": float(with_vat(standing, at) if tariff.is_taxed else standing),
        "online_discount_exc_vat": 0,
        "online_discount_inc_vat": 0,
        "dual_fuel_discount_exc_vat": 0,
        "dual_fuel_discount_inc_vat": 0,
        "exit_fees_exc_vat": 0,
        "exit_fees_inc_vat": 0,
        "exit_fees_type": "NONE",
    }
    named: dict[str, PriceList] = {
        name: prices for name, prices in tariff.named_rates.items() if name in ("day", "night", "off-peak")
    }
    for name, prices in (named or {"standard": tariff.unit_rates}).items():
        price = prices.exc_vat_at(at)
        stem = name.replace("-", "_")
        entry[f"{stem}_unit_rate_exc_vat"] = float(price)
        entry[f"{stem}_unit_rate_inc_vat"] = float(with_vat(price, at) if tariff.is_taxed else price)
    entry["links"] = [
        {"href": _address(request, f"{address}{name}/"), "method": "GET", "rel": name.replace("-", "_")}
        for name in names
    ]
    return entry


def _moment(request: Request, name: str, default: datetime) -> datetime:
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        return read_moment(text.replace(" ", "+"), LONDON)
    except ValueError:
        raise RestError(400, {name: ["Enter a valid date/time."]}) from None


def _address(request: Request, rest: str) -> str:
    return f"{request.base_url}v1/products/{rest}"


ROUTES = [
    Route("/v1/products/", products, name="products"),
    Route("/v1/products/{code}/", product, name="product"),
]
