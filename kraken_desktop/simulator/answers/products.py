"""What is on sale, and its prices at a postcode (docs/api.md, 7.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kraken_desktop.simulator.answers.paging import connection
from kraken_desktop.simulator.answers.tariffs import priced
from kraken_desktop.simulator.london import at_local, local
from kraken_desktop.simulator.products import Product
from kraken_desktop.simulator.world import Answers, Exchange

BRAND = "OCTOPUS_ENERGY"
ELSEWHERE = "C"
"""The region of a postcode where no home of ours is."""
_PRICED = {"StandardTariff", "DayNightTariff", "ThreeRateTariff", "FourRateEvTariff", "GasTariffType"}
_FILTERS: dict[str, Callable[[Product], bool]] = {
    "PREPAY": lambda product: product.is_prepay,
    "BUSINESS": lambda product: product.is_business,
    "DOMESTIC": lambda product: not product.is_business,
    "VARIABLE": lambda product: product.is_variable,
    "FIXED": lambda product: not product.is_variable,
    "SMART": lambda product: product.is_half_hourly,
    "GREEN": lambda product: product.is_green,
}


def energy_products(
    exchange: Exchange,
    postcode: str,
    brand: str | None = None,
    brands: Sequence[str] | None = None,
    availability: str | None = None,
    filterBy: Sequence[str] = (),
    **page: Any,
) -> dict[str, Any]:
    """Those of the public list; restricted ones are missing from it."""
    rows = [
        product_of(exchange, product)
        for product in exchange.household.catalogue.products()
        if BRAND in (brand or BRAND, *(brands or ()))
        and availability in (None, "AVAILABLE" if product.is_sold_at(exchange.now) else "UNAVAILABLE")
        and all(_FILTERS[name](product) for name in filterBy or ())
    ]
    return connection(rows, **page)


def energy_product(exchange: Exchange, code: str) -> dict[str, Any] | None:
    variants = [product for product in exchange.household.catalogue.variants(code) if product.has_page]
    if not variants or exchange.fault("product-404"):
        return None
    return product_of(exchange, variants[0])


def product_of(exchange: Exchange, product: Product) -> dict[str, Any]:
    ends = product.available_to
    return {
        "id": str(sum(product.code.encode())),
        "code": product.code,
        "fullName": product.full_name,
        "displayName": product.display_name,
        "description": product.description,
        "direction": product.direction,
        "availableFrom": local(at_local(product.available_from)),
        "availableTo": None if ends is None else local(at_local(ends)),
        "isVariable": product.is_variable,
        "isFixed": not product.is_variable,
        "isGreen": product.is_green,
        "isBusiness": product.is_business,
        "isDomestic": not product.is_business,
        "isPrepay": product.is_prepay,
        "isChargedHalfHourly": product.is_half_hourly,
        "isHidden": product.is_restricted,
        "term": product.term,
        "exitFees": None,
        "exitFeesType": "NONE",
        "tags": [],
        "tariffs": lambda _, postcode, **page: connection(_tariffs(exchange, product.code, postcode), **page),
    }


def _tariffs(exchange: Exchange, code: str, postcode: str) -> list[dict[str, Any]]:
    """One a fuel and kind of meter; half-hourly and prepaid ones have no price to tell here."""
    catalogue, region = exchange.household.catalogue, _region(exchange, postcode)
    rows = []
    for variant in catalogue.variants(code):
        tariff = catalogue.tariff(variant.tariff_code(region))
        shape = "GasTariffType" if variant.fuel == "G" else variant.shape
        if tariff is not None and shape in _PRICED:
            rows.append(priced(tariff, exchange.now) | {"__typename": shape})
    return rows


def _region(exchange: Exchange, postcode: str) -> str:
    asked = postcode.replace(" ", "").upper()
    places = exchange.world.home.properties
    found = (place.meter_points[0] for place in places if place.postcode.replace(" ", "") == asked)
    point = next(found, None)
    return ELSEWHERE if point is None else point.agreements[-1].tariff_code[-1]


FIELDS: Answers = {"energyProducts": energy_products, "energyProduct": energy_product}
