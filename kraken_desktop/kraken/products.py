"""What anybody may ask without a key: products, tariffs, and the region of a postcode (docs/api.md, 5.3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

import msgspec

from kraken_desktop.domain.offers import REGIONS, Product, ProductTariff
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.decoding import (
    Rows,
    as_it_is,
    if_known,
    instant_or_none,
    list_of,
    meaning_of,
    meanings,
    number,
    zulu,
)
from kraken_desktop.kraken.prices import pages
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire import NOTHING, rest
from kraken_desktop.kraken.wire.envelope import loads

BRAND = "OCTOPUS_ENERGY"
_PAYMENTS = ("direct_debit_monthly", "varying", "direct_debit_quarterly")
"""The way of paying that is shown, in this order; another one where none of these is there."""
_REGISTERS = {register.value.replace("-", "_"): register for register in Register if register is not Register.STANDING}


async def products(transport: Transport, at: datetime) -> Rows[Product]:
    """What is on public sale at an instant, to households that pay by bill. Raises KrakenError."""
    asked = {"brand": BRAND, "is_business": "false", "available_at": zulu(at)}
    found = await pages(transport, "products/", asked)
    return meanings((row for page in found for row in page.results), rest.ProductRow, _product)


def _product(row: rest.ProductRow) -> Product | None:
    if row.is_business or row.is_prepay:
        return None
    name = row.display_name or row.full_name or row.code
    return Product(row.code, name, row.direction == "EXPORT", if_known(instant_or_none, row.available_from))


async def product_tariffs(transport: Transport, code: str, region: str) -> tuple[ProductTariff, ...]:
    """The electricity tariffs of a product in a region, that of one register first, then those of two and three where
    there are any; () where it is not sold there. Raises KrakenError.
    """
    page: rest.ProductPage = loads(await transport.rest(f"products/{quote(code, safe='')}/"), rest.ProductPage)
    usual = (page.single_register_electricity_tariffs, page.four_rate_ev_electricity_tariffs)
    one = next((found for section in usual if (found := _sold(section, region)) is not None), None)
    two = _sold(page.dual_register_electricity_tariffs, region)
    three = _sold(page.three_rate_electricity_tariffs, region)
    return tuple(found for found in (one, two, three) if found is not None)


def _sold(section: msgspec.Raw, region: str) -> ProductTariff | None:
    """What a section of the product's page has for a region; None where it is missing or makes no sense."""
    regions = meaning_of(section, rest.ByKey, as_it_is) or {}
    payments = meaning_of(regions.get(f"_{region}", NOTHING), rest.ByKey, as_it_is) or {}
    for payment in dict.fromkeys((*_PAYMENTS, *payments)):
        raw = payments.get(payment)
        found = None if raw is None else meaning_of(raw, rest.TariffEntry, _tariff)
        if found is not None:
            return found
    return None


def _tariff(entry: rest.TariffEntry) -> ProductTariff:
    links = meanings(list_of(entry.links), rest.Link, as_it_is).rows
    registers = tuple(_REGISTERS[link.rel] for link in links if link.rel in _REGISTERS)
    return ProductTariff(entry.code, registers, meaning_of(entry.standing_charge_inc_vat, Decimal, number))


async def regions_of(transport: Transport, postcode: str) -> tuple[str, ...]:
    """The letters of a postcode's regions; () for an unknown one, two at a border. Raises KrakenError."""
    asked = {"postcode": "".join(postcode.split()).upper()}
    found = await pages(transport, "industry/grid-supply-points/", asked)
    rows = meanings((row for page in found for row in page.results), rest.GridSupplyPoint, as_it_is).rows
    letters = (row.group_id.removeprefix("_") for row in rows)
    return tuple(dict.fromkeys(letter for letter in letters if letter in REGIONS))
