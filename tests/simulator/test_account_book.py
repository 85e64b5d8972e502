"""The account's own books: every entry carries the balance on, every statement is the sum of its entries."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

ENTRIES = """query($a: String!, $after: String) { account(accountNumber: $a) { balance
  transactions(first: 7, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node {
    __typename id postedDate balanceCarriedForward amounts { net tax gross } } } } } }"""
BILLS = """query($a: String!) { account(accountNumber: $a) { bills(first: 20) { totalCount edges { node {
  id fromDate toDate issuedDate ... on StatementType { openingBalance closingBalance
    totalCharges { grossTotal } totalCredits { grossTotal }
    transactions(first: 9) { edges { node { __typename amounts { gross } } } } } } } } } }"""
SOME = """query($a: String!, $from: Date, $order: TransactionsOrderBy) { account(accountNumber: $a) {
  transactions(first: 50, fromDate: $from, orderBy: $order) { edges { node { postedDate } } } } }"""
UNSIZED = "query($a: String!) { account(accountNumber: $a) { bills { totalCount } } }"


def entries(customer: Customer) -> tuple[int, list[dict[str, Any]]]:
    """(balance, every entry newest first), page by page."""
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        account = customer.ask(ENTRIES, a=customer.account, after=after)["account"]
        page = account["transactions"]
        rows += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(rows)
            return account["balance"], rows


def effect(entry: dict[str, Any]) -> int:
    amounts: dict[str, int] = entry["amounts"]
    if entry["__typename"] == "Payment":
        return amounts["net"]
    return amounts["gross"] if entry["__typename"] == "Credit" else -amounts["gross"]


@pytest.mark.parametrize("home", ["agile", "intelligent", "flexible"])
def test_every_entry_carries_the_balance_on(living: Living, home: str) -> None:
    balance, rows = entries(living(home))

    assert rows[0]["balanceCarriedForward"] == balance
    assert all(
        newer["balanceCarriedForward"] == older["balanceCarriedForward"] + effect(newer)
        for newer, older in pairwise(rows)
    )
    assert len({row["id"] for row in rows}) == len(rows)
    assert [row["postedDate"] for row in rows] == sorted((row["postedDate"] for row in rows), reverse=True)
    assert all(row["amounts"]["gross"] == 0 for row in rows if row["__typename"] == "Payment")


def test_a_statement_opens_where_the_last_one_closed_and_is_the_sum_of_its_charges(living: Living) -> None:
    customer = living()
    bills = [edge["node"] for edge in customer.ask(BILLS, a=customer.account)["account"]["bills"]["edges"]]

    assert len(bills) >= 12
    for bill in bills:
        charges = [edge["node"] for edge in bill["transactions"]["edges"] if edge["node"]["__typename"] == "Charge"]
        assert sum(charge["amounts"]["gross"] for charge in charges) == bill["totalCharges"]["grossTotal"]
    for newer, older in pairwise(bills):
        assert newer["fromDate"] > older["toDate"]
        assert newer["openingBalance"] == older["closingBalance"]
        # What was credited for free hours lowers the direct debit.
        paid = older["totalCharges"]["grossTotal"] - older["totalCredits"]["grossTotal"]
        change = newer["totalCredits"]["grossTotal"] - newer["totalCharges"]["grossTotal"]
        assert newer["closingBalance"] == newer["openingBalance"] + paid + change


def test_entries_can_be_had_since_a_day_and_in_either_order(living: Living) -> None:
    customer = living()

    def days(order: str) -> list[str]:
        answer = customer.ask(SOME, a=customer.account, order=order, **{"from": "2026-07-01"})
        return [edge["node"]["postedDate"] for edge in answer["account"]["transactions"]["edges"]]

    newest_first = days("POSTED_DATE_DESC")
    assert newest_first
    assert min(newest_first) >= "2026-07-01"
    assert days("POSTED_DATE_ASC") == newest_first[::-1]


def test_a_page_without_a_size_is_refused(living: Living) -> None:
    customer = living()

    assert customer.refused(UNSIZED, a=customer.account) == ["KT-CT-1201"]


FREE = """query($a: String!) { freeElectricityAccountEvents(accountNumber: $a, first: 50) {
  edges { node { eventDate payment isOptedIn } } } }"""
CREDITS = """query($a: String!) { account(accountNumber: $a) { transactions(first: 90) { edges { node {
  __typename title postedDate amounts { net tax gross } } } } } }"""


def test_free_hours_are_credited_in_the_pounds_that_their_results_name(living: Living) -> None:
    customer = living("rewards")

    results = customer.ask(FREE, "backend", a=customer.account)["freeElectricityAccountEvents"]["edges"]
    rows = customer.ask(CREDITS, a=customer.account)["account"]["transactions"]["edges"]

    credits = [edge["node"] for edge in rows if edge["node"]["title"] == "Powerups Reward"]
    oldest = min(row["postedDate"] for row in credits)
    paid = [edge["node"] for edge in results if edge["node"]["payment"] and edge["node"]["eventDate"] >= oldest]
    assert len(credits) > 5
    assert {row["__typename"] for row in credits} == {"Credit"}
    assert all(row["amounts"]["net"] + row["amounts"]["tax"] == row["amounts"]["gross"] for row in credits)
    pence = [row["amounts"]["gross"] for row in credits]
    assert pence[: len(paid)] == [round(row["payment"] * 100) for row in paid]


def test_who_is_no_member_is_credited_nothing(living: Living) -> None:
    customer = living("flexible")
    rows = customer.ask(CREDITS, a=customer.account)["account"]["transactions"]["edges"]

    assert not [edge for edge in rows if edge["node"]["title"] == "Powerups Reward"]
