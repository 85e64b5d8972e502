"""What anybody may ask: products, tariffs of a region, regions of a postcode."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from kraken_desktop.domain.offers import REGIONS, ProductTariff, shelved
from kraken_desktop.domain.tariffs import Family, Register, family_of
from kraken_desktop.kraken.decoding import meaning_of, rows_of
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.kraken.products import _product, _tariff
from kraken_desktop.kraken.wire.rest import ProductRow, TariffEntry
from tests.kraken.conftest import Online
from tests.kraken.odd import as_json, rows_like

FOUR_RATES = ("standing_charges", "day_unit_rates", "night_unit_rates", "ev_device_peak_unit_rates")
ROW: dict[str, Any] = {
    "code": "AGILE-24-10-01",
    "display_name": "Agile Octopus",
    "direction": "IMPORT",
    "is_business": False,
    "is_prepay": False,
    "available_from": "2024-10-01T00:00:00+01:00",
}


async def test_what_is_on_sale_is_found_without_a_key(online: Online) -> None:
    line = online()
    found = await line.client.products()
    assert {Family.AGILE, Family.FLEXIBLE, Family.OUTGOING} <= {family_of(product.code) for product in found}
    assert {product.is_export for product in found} == {True, False}
    assert line.operations() == [None]


async def test_a_tariff_of_a_region_has_its_lists_and_its_standing_charge(online: Online) -> None:
    one, two, three = await online().client.product_tariffs("VAR-22-11-01", "C")
    assert (one.code, one.registers) == ("E-1R-VAR-22-11-01-C", (Register.STANDARD,))
    assert (two.code, two.registers) == ("E-2R-VAR-22-11-01-C", (Register.DAY, Register.NIGHT))
    assert (three.code, three.registers) == (
        "E-3R-VAR-22-11-01-C",
        (Register.DAY, Register.NIGHT, Register.OFF_PEAK),
    )
    for found in (one, two, three):
        assert found.standing_pence is not None
        assert found.standing_pence > 0


async def test_a_product_that_nobody_may_see_is_refused(online: Online) -> None:
    with pytest.raises(Refused):
        await online().client.product_tariffs("INTELLI-VAR-22-10-14", "C")


async def test_a_postcode_lies_in_a_region(online: Online) -> None:
    client = online().client
    assert await client.regions_of("zz1 1zz") in {(letter,) for letter in REGIONS}
    assert await client.regions_of("ZZ99 9ZZ") == ()


def test_four_rates_are_read_from_the_links() -> None:
    entry = {
        "code": "E-1R-IOG-SMB-TOU-25-12-12-C",
        "standing_charge_inc_vat": 49.35,
        "links": [{"rel": rel} for rel in (*FOUR_RATES, "new", None)],
    }
    assert meaning_of(as_json(entry), TariffEntry, _tariff) == ProductTariff(  # type: ignore[arg-type] # bytes serve too
        "E-1R-IOG-SMB-TOU-25-12-12-C", (Register.DAY, Register.NIGHT, Register.EV_PEAK), Decimal("49.35")
    )


@given(rows_like(*ROW))
def test_no_odd_product_raises(rows: list[Any]) -> None:
    found = rows_of(as_json(rows), ProductRow, _product)
    assert len(found.rows) + found.skipped == len(rows)
    shelved(found.rows)
