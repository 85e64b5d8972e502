"""Use with money agrees with the readings and with what is owed; points become money once (docs/api.md, 7.16, 7.18)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer
from tests.simulator.test_contract import contract

START, END = "2026-09-28T23:00:00Z", "2026-09-29T23:00:00Z"
POINTS = "{ loyaltyPointLedgers { value balanceCarriedForward } }"
REDEEM = """mutation($a: String!, $p: Int!) {
  redeemLoyaltyPointsForAccountCredit(input: {accountNumber: $a, points: $p}) { pointsRedeemed } }"""
BALANCE = "query($a: String!) { account(accountNumber: $a) { balance } }"


def measured(customer: Customer, frequency: str, **more: Any) -> list[dict[str, Any]]:
    _, query, _, _ = contract("Measurements")
    filters = [{"electricityFilters": {"readingFrequencyType": frequency} | more}]
    variables = {"property": customer.property(), "from": START, "to": END, "filters": filters, "first": 50}
    edges = customer.ask(query, **variables)["property"]["measurements"]["edges"]
    return [edge["node"] for edge in edges]


@pytest.mark.parametrize("home", ["agile", "intelligent", "intelligent-four-rate", "economy7"])
def test_half_hours_are_those_of_the_meter_and_add_up_to_the_day(living: Living, home: str) -> None:
    customer = living(home)
    rows = measured(customer, "THIRTY_MIN_INTERVAL")
    (day,) = measured(customer, "DAY_INTERVAL")
    read = customer.consumption(period_from=START, period_to=END, order_by="period")

    assert [Decimal(row["value"]) for row in rows] == [Decimal(str(row["consumption"])) for row in read]
    assert Decimal(day["value"]) == sum(Decimal(row["value"]) for row in rows)

    def cost(row: dict[str, Any]) -> Decimal:
        return sum(Decimal(one["costInclTax"]["estimatedAmount"]) for one in row["metaData"]["statistics"])

    assert abs(cost(day) - sum(cost(row) for row in rows)) < Decimal("0.02")
    for row in rows:
        buckets = [one["value"] for one in row["metaData"]["statistics"] if one["value"] is not None]
        assert abs(sum(map(Decimal, buckets)) - Decimal(row["value"])) <= Decimal("0.002")


def test_export_is_worth_something_and_bears_no_tax(living: Living) -> None:
    row = measured(living("agile"), "DAY_INTERVAL", readingDirection="GENERATION")[0]

    value = next(one for one in row["metaData"]["statistics"] if one["type"] == "GENERATION_VALUE")
    assert value["costExclTax"]["estimatedAmount"] == value["costInclTax"]["estimatedAmount"] != "0.0000"


@pytest.mark.parametrize("frequency", ["DAILY", "INTERVALIZED"])
def test_what_great_britain_has_not_is_refused(living: Living, frequency: str) -> None:
    customer = living()
    _, query, _, _ = contract("Measurements")
    filters = [{"electricityFilters": {"readingFrequencyType": frequency}}]
    variables = {"property": customer.property(), "from": START, "to": END, "filters": filters, "first": 50}

    assert customer.refused(query, **variables) == ["KT-CT-1605"]


def test_points_become_money_once(living: Living) -> None:
    customer = living()
    held = int(customer.ask(POINTS)["loyaltyPointLedgers"][0]["balanceCarriedForward"])
    before = customer.ask(BALANCE, a=customer.account)["account"]["balance"]

    customer.ask(REDEEM, a=customer.account, p=held)

    assert customer.ask(POINTS)["loyaltyPointLedgers"][0] == {"value": str(held), "balanceCarriedForward": "0"}
    assert customer.ask(BALANCE, a=customer.account)["account"]["balance"] == before + held // 8
    assert customer.refused(REDEEM, a=customer.account, p=8) == ["KT-CT-9205"]


@pytest.mark.parametrize(("points", "code"), [(0, "KT-CT-9204"), (-8, "KT-CT-9204"), (9, "KT-CT-9206")])
def test_points_that_make_no_sense_are_refused(living: Living, points: int, code: str) -> None:
    customer = living()

    assert customer.refused(REDEEM, a=customer.account, p=points) == [code]


def test_a_customer_without_points_has_no_ledger(living: Living) -> None:
    customer = living("flexible")

    assert customer.ask(POINTS) == {"loyaltyPointLedgers": []}
    assert customer.refused(REDEEM, a=customer.account, p=8) == ["KT-CT-9201"]


def test_the_points_alone_are_refused_on_request(living: Living) -> None:
    customer = living(faults=["points-refused"])

    assert customer.refused(POINTS) == ["KT-CT-1111"]
    customer.ask(
        "query($a: String!) { octoplusAccountInfo(accountNumber: $a) { isOctoplusEnrolled } }", a=customer.account
    )
