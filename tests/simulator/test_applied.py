"""Prices that apply to a meter point, what is on sale, and what the use costs: all as REST and the ledger tell it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

SPAN = {"s": "2026-10-04T22:00:00Z", "e": "2026-10-05T22:00:00Z"}
PERIOD = {"period_from": SPAN["s"], "period_to": SPAN["e"]}
PRODUCTS = """query($f: [EnergyProductFilters], $a: EnergyProductAvailability) {
  energyProducts(postcode: "ZZ1 1ZZ", brand: "OCTOPUS_ENERGY", availability: $a, filterBy: $f, first: 99) {
    totalCount edges { node { code isPrepay isVariable tariffs(postcode: "ZZ1 1ZZ", first: 10) { edges { node {
      __typename ... on TariffType { tariffCode standingCharge } ... on StandardTariff { unitRate }
      ... on GasTariffType { unitRate } } } } } } } }"""
COST = """query($a: String!, $m: String, $f: FuelType, $s: DateTime) {
  costOfUsage(accountNumber: $a, meterId: $m, fuelType: $f, startAt: $s, grouping: DAY) { costEnabled direction
    details(meterId: $m, fuelType: $f, startAt: $s, grouping: DAY, first: 3) {
      cost usageKwh edges { node { startAt endAt cost usageKwh } } } } }"""


def applied(customer: Customer, number: str, field: str = "applicableRates") -> list[dict[str, Any]]:
    query = f"""query($a: String!, $n: String!, $s: DateTime!, $e: DateTime!) {{
      {field}(accountNumber: $a, mpxn: $n, startAt: $s, endAt: $e, first: 99) {{
        edges {{ node {{ value validFrom validTo }} }} }} }}"""
    found = customer.ask(query, a=customer.account, n=number, **SPAN)[field]
    return [edge["node"] for edge in found["edges"]]


@pytest.mark.parametrize(
    ("home", "number", "tariff"),
    [
        ("agile", "1200099999990", "AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C"),
        ("flexible-dual-fuel", "9999999907", "VAR-22-11-01/gas-tariffs/G-1R-VAR-22-11-01-C"),
    ],
)
def test_applied_rates_are_the_public_ones_without_tax_clipped_to_the_window(
    living: Living, home: str, number: str, tariff: str
) -> None:
    customer = living(home)

    rows = applied(customer, number)

    public = [
        row
        for row in customer.rows(f"products/{tariff}/standard-unit-rates/", page_size=1500, **PERIOD)
        if row["payment_method"] in (None, "DIRECT_DEBIT")
    ]
    assert [Decimal(row["value"]) for row in rows] == [Decimal(str(row["value_exc_vat"])) for row in public[::-1]]
    assert (rows[0]["validFrom"], rows[-1]["validTo"]) == ("2026-10-04T22:00:00+00:00", "2026-10-05T22:00:00+00:00")


@pytest.mark.parametrize("home", ["intelligent", "economy7", "flexible"])
def test_bands_follow_one_another_over_the_whole_window(living: Living, home: str) -> None:
    customer = living(home)

    rows = applied(customer, customer.meter_points()[0]["mpan"])

    assert rows[0]["validFrom"] == "2026-10-04T22:00:00+00:00"
    assert all(row["validTo"] == following["validFrom"] for row, following in pairwise(rows))
    assert rows[-1]["validTo"] == "2026-10-05T22:00:00+00:00"


def test_four_rates_are_listed_whole_beside_one_another(living: Living) -> None:
    customer = living("intelligent-four-rate")

    rows = applied(customer, customer.meter_points()[0]["mpan"])

    assert len({row["value"] for row in rows}) >= 3
    assert {row["validFrom"] for row in rows} == {"2026-10-04T22:00:00+00:00"}


def test_a_standing_charge_applies_and_a_strangers_meter_point_is_refused(living: Living) -> None:
    customer = living("flexible")
    public = customer.rows("products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C/standing-charges/", **PERIOD)
    query = """query($a: String!) { applicableRates(accountNumber: $a, mpxn: "1200000000000",
      startAt: "2026-10-01T00:00:00Z", endAt: "2026-10-02T00:00:00Z", first: 9) { edges { node { value } } } }"""

    rows = applied(customer, customer.meter_points()[0]["mpan"], "applicableStandingCharges")

    assert Decimal(rows[0]["value"]) in {Decimal(str(row["value_exc_vat"])) for row in public}
    assert customer.refused(query, a=customer.account) == ["KT-CT-1111"]


def test_what_is_on_sale_is_what_rest_lists(living: Living) -> None:
    customer = living()
    listed = {row["code"] for row in customer.rows("products/", is_business="false")}

    found = customer.ask(PRODUCTS, a="AVAILABLE", f=["DOMESTIC"])["energyProducts"]
    fixed = customer.ask(PRODUCTS, a="AVAILABLE", f=["FIXED"])["energyProducts"]

    assert {edge["node"]["code"] for edge in found["edges"]} == listed
    assert all(not edge["node"]["isVariable"] for edge in fixed["edges"])
    flexible = next(edge["node"] for edge in found["edges"] if edge["node"]["code"] == "VAR-22-11-01")
    assert {edge["node"]["__typename"] for edge in flexible["tariffs"]["edges"]} >= {"StandardTariff", "GasTariffType"}


@pytest.mark.parametrize(
    ("meter", "fuel", "number"), [(None, "ELECTRICITY", "1200099999996"), (None, "GAS", "9999999907")]
)
def test_use_costs_what_the_ledger_says(living: Living, meter: str | None, fuel: str, number: str) -> None:
    customer = living("flexible-dual-fuel")

    told = customer.ask(COST, a=customer.account, m=meter, f=fuel, s="2026-09-27T23:00:00Z")["costOfUsage"]

    days = [edge["node"] for edge in told["details"]["edges"]]
    for day in days:
        asked = {"from": day["startAt"], "to": day["endAt"], "supply": number}
        slots = customer.client.get("/simulator/ledger", params=asked).json()["supplies"][0]["slots"]
        assert Decimal(day["usageKwh"]) == round(sum(Decimal(slot["kwh"]) for slot in slots), 3)
    assert told["details"]["cost"] == sum(day["cost"] for day in days) > 0
    assert customer.ask(COST, a=customer.account, m="1", f=fuel)["costOfUsage"]["costEnabled"] is False


def test_the_comparison_prices_the_same_weeks_on_every_smart_tariff(living: Living) -> None:
    customer = living("agile")
    query = """query($m: String) { smartTariffComparison(mpan: $m) { currentCost currentCostWithTax
      costComparisons { tariff cost costWithTax } } }"""

    told = customer.ask(query, m="1200099999990")["smartTariffComparison"]

    same = next(row for row in told["costComparisons"] if row["tariff"] == "Agile Octopus")
    assert same["cost"] == pytest.approx(told["currentCost"], rel=0.02)
    assert all(row["costWithTax"] >= row["cost"] > 0 for row in told["costComparisons"])
    assert customer.refused(query, m="1200099999982") == ["KT-CT-1111"]
