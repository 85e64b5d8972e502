from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, Refused
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_hearing, client_of
from tests.kraken.odd import anything, strewn

ACCOUNT, MPAN = "A-1234ABCD", "1200099999990"
DAY = Span(datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 10, 6, tzinfo=UTC))
RATE = {"value": "6.666", "validFrom": "2026-10-05T00:00:00+00:00", "validTo": "2026-10-05T04:30:00+00:00"}


async def test_supply_point_over_tcp_without_a_key(online: Online) -> None:
    line = online("agile")
    number = (await line.client.account(line.octopus.account)).meter_points[0].number
    stranger = online("agile", api_key="sk_live_INVENTEDwrong")
    point = await stranger.client.market.supply_point(number)
    assert point.number == number
    assert point.region == "C"


async def test_a_supply_point_that_nobody_knows(online: Online) -> None:
    with pytest.raises(Refused):
        await online("agile").client.market.supply_point("1299999999999")


@pytest.mark.parametrize(("gsp", "region"), [("_C", "C"), ("_I", None), ("", None), (None, None)])
async def test_regions_of_supply_points(gsp: str | None, region: str | None) -> None:
    point = await client_of(Monotone({"mpan": MPAN, "gsp": gsp, "profile_class": 1})).market.supply_point(MPAN)
    assert (point.region, point.profile_class) == (region, 1)


async def test_applied_rates_of_the_contract() -> None:
    found = await client_hearing("ApplicableRates").market.applied_rates(ACCOUNT, MPAN, DAY)
    assert [rate.pence_exc_vat for rate in found.rows] == [Decimal("6.666"), Decimal(28), Decimal("6.666")]
    assert found.rows[0].span == Span(DAY.start, DAY.start + timedelta(hours=4, minutes=30))


async def test_applied_charges() -> None:
    page = {"edges": [{"node": RATE | {"value": "47.0"}}]}
    found = await client_of(Monotone({"data": {"applicableStandingCharges": page}})).market.applied_charges(
        ACCOUNT, MPAN, DAY
    )
    assert [rate.pence_exc_vat for rate in found.rows] == [47]


async def test_products_of_the_contract() -> None:
    [product] = (await client_hearing("Products").market.on_sale("ZZ1 1ZZ")).rows
    assert (product.code, product.name, product.is_export) == ("AGILE-24-10-01", "Agile Octopus", False)
    assert (product.is_half_hourly, product.is_variable, product.term_months) == (True, True, 12)
    assert (product.exit_pence, product.exit_kind, product.available_to) == (None, "NONE", None)
    assert product.available_from == datetime(2024, 9, 30, 23, tzinfo=UTC)


async def test_prices_of_the_contract() -> None:
    found = (await client_hearing("ProductTariffs").market.prices("VAR-22-11-01", "ZZ1 1ZZ")).rows
    assert [(price.shape, dict(price.rates)) for price in found] == [
        ("StandardTariff", {"unitRate": Decimal("26.355")}),
        ("DayNightTariff", {"dayRate": Decimal("31.5084"), "nightRate": Decimal("13.2174")}),
        ("GasTariffType", {"unitRate": Decimal("6.0144")}),
    ]
    assert (found[0].tariff_code, found[0].standing_pence_inc_vat) == ("E-1R-VAR-22-11-01-C", Decimal("49.35"))


async def test_a_product_that_is_not_known() -> None:
    with pytest.raises(Refused):
        await client_of(Monotone({"data": {"energyProduct": None}})).market.prices("NO-SUCH", "ZZ1 1ZZ")


async def test_comparison_of_the_contract() -> None:
    found = await client_hearing("Compare").market.comparison(MPAN)
    assert found.pence_inc_vat == Decimal("4421.03")
    assert found.span.start == datetime(2026, 9, 1, tzinfo=UTC)
    assert [(other.tariff, other.pence_inc_vat) for other in found.alternatives] == [
        ("Agile Octopus", Decimal("4599.21"))
    ]


async def test_a_comparison_without_a_span_is_odd() -> None:
    with pytest.raises(OddAnswer):
        await client_of(Monotone({"data": {"smartTariffComparison": {"currentCostWithTax": 1}}})).market.comparison(
            MPAN
        )


@given(odd=st.lists(anything, max_size=4))
async def test_good_rates_survive_odd_ones(odd: list[Any]) -> None:
    edges = [*strewn([{"node": RATE}], odd), *({"node": one} for one in odd)]
    app = Monotone({"data": {"applicableRates": {"edges": edges}}})
    found = await client_of(app).market.applied_rates(ACCOUNT, MPAN, DAY)
    assert [rate.pence_exc_vat for rate in found.rows] == [Decimal("6.666")]
    assert found.skipped == 2 * len(odd)


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    names = ("applicableRates", "energyProducts", "energyProduct", "smartTariffComparison")
    for data in (answer, {"edges": [{"node": answer}], "tariffs": answer, "costComparisons": answer}):
        ours = client_of(Monotone({"data": dict.fromkeys(names, data)})).market
        for question in (
            ours.applied_rates(ACCOUNT, MPAN, DAY),
            ours.on_sale("ZZ1 1ZZ"),
            ours.prices("X", "ZZ1 1ZZ"),
            ours.comparison(MPAN),
        ):
            with suppress(KrakenError):
                await question
    with suppress(KrakenError):
        await client_of(Monotone(answer)).market.supply_point(MPAN)
