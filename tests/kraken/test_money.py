from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.money import Amount, Transaction, TransactionKind
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, SignedOut
from kraken_desktop.kraken.paging import MOST_PAGES
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing
from tests.kraken.odd import anything, rows_like, strewn

ACCOUNT = "A-1234ABCD"
BILL = {"id": "90000001", "billType": "STATEMENT", "fromDate": "2026-08-22", "toDate": "2026-09-21"}
CHARGE = {"__typename": "Charge", "id": "-7", "postedDate": "2026-09-20", "amounts": {"gross": 6500}}
PAYMENT = {"id": "70000002", "amount": 12500, "paymentDate": "2026-10-18", "status": "SCHEDULED"}


async def test_standing_of_the_contract() -> None:
    found = await client_hearing("Money").money.standing(ACCOUNT)
    assert (found.balance_pence, found.overdue_pence) == (4215, 0)
    assert (found.billing.start_day, found.billing.period_start, found.billing.period_end) == (
        22,
        date(2026, 9, 22),
        date(2026, 10, 21),
    )
    assert found.billing.next_billing == date(2026, 10, 22)
    assert [(ledger.kind, ledger.number, ledger.balance_pence) for ledger in found.ledgers] == [
        ("MAIN", "L-12345678", 4215)
    ]
    [schedule] = found.schedules
    assert (schedule.pence, schedule.day, schedule.frequency) == (12500, 18, "Monthly")
    assert (schedule.reason, schedule.valid_from, schedule.valid_to) == (
        "GENERAL_ACCOUNT_PAYMENT",
        date(2026, 4, 1),
        None,
    )


async def test_bill_of_the_contract() -> None:
    bill = (await client_hearing("Money").money.bills(ACCOUNT)).rows[0]
    assert (bill.id, bill.kind, bill.status) == ("90000001", "STATEMENT", "CLOSED")
    assert (bill.first_day, bill.last_day, bill.issued) == (date(2026, 8, 22), date(2026, 9, 21), date(2026, 9, 22))
    assert (bill.opening_pence, bill.closing_pence, bill.due) == (1800, 4215, date(2026, 10, 6))
    assert (bill.charges, bill.credits) == (Amount(9570, 615, 10185), Amount(gross=100))


async def test_a_list_that_never_ends_is_odd() -> None:
    def endless(asked: dict[str, Any]) -> dict[str, Any]:
        after = int(asked["variables"]["after"] or 0) + 1
        page = {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": str(after)}}
        return {"data": {"account": {"bills": page}}}

    app = Monotone(endless)
    with pytest.raises(OddAnswer):
        await client_of(app).money.bills(ACCOUNT)
    assert app.questions == MOST_PAGES


async def test_transactions_of_the_contract_run_along_the_balance() -> None:
    found = await client_hearing("Money").money.transactions(ACCOUNT)
    assert found.skipped == 0
    assert [row.kind for row in found.rows] == ["Charge", "Charge", "Payment", "Credit"]
    charge, export, *_ = found.rows
    assert (charge.title, charge.posted, charge.is_reversed) == ("Electricity", date(2026, 9, 20), False)
    assert (charge.energy, charge.energy_unit) == (Decimal("361.4"), "kWh")
    assert (charge.first_day, charge.last_day) == (date(2026, 8, 21), date(2026, 9, 20))
    assert (charge.is_export, export.is_export) == (False, True)
    for newer, older in pairwise(found.rows):
        assert newer.balance_after_pence is not None
        assert newer.change_pence is not None
        assert newer.balance_after_pence - newer.change_pence == older.balance_after_pence


@pytest.mark.parametrize(
    ("kind", "amount", "change"),
    [
        (TransactionKind.CHARGE, Amount(gross=6500), -6500),
        (TransactionKind.CHARGE, Amount(gross=-2716), 2716),
        (TransactionKind.CHARGE, Amount(), None),
        (TransactionKind.CREDIT, Amount(95, 5, 100), 100),
        (TransactionKind.PAYMENT, Amount(12500, 0, 0), 12500),
        (TransactionKind.REFUND, Amount(5000, 0, 0), -5000),
        (TransactionKind.REFUND, Amount(), None),
        ("NeverHeardOf", Amount(1, 1, 1), None),
    ],
)
def test_what_a_transaction_does_to_the_balance(kind: str, amount: Amount, change: int | None) -> None:
    assert Transaction("1", kind, "", date(2026, 1, 1), amount).change_pence == change


async def test_payments_of_the_contract() -> None:
    found = await client_hearing("Money").money.payments(ACCOUNT)
    assert [(row.pence, row.day, row.status) for row in found.rows] == [
        (12500, date(2026, 10, 18), "SCHEDULED"),
        (12500, date(2026, 9, 18), "CLEARED"),
    ]
    assert len({row.id for row in found.rows}) == 2


@pytest.mark.parametrize("since", [None, date(2026, 3, 1)])
async def test_lists_go_on_over_their_pages(online: Online, since: date | None) -> None:
    """Over TCP, the whole of the account's own history."""
    line = online("agile")
    bills = await line.client.money.bills(line.octopus.account, since)
    assert bills.skipped == 0
    assert all(bill.last_day >= bill.first_day for bill in bills.rows)


@given(odd=st.lists(anything, max_size=4))
async def test_good_rows_survive_odd_ones(odd: list[Any]) -> None:
    async def heard(name: str, good: dict[str, Any]) -> Any:
        edges = [{"node": node} for node in strewn([good], odd)] + [None]
        client = client_of(Monotone({"data": {"account": {name: {"edges": edges}}}}))
        return await getattr(client.money, name)(ACCOUNT)

    for name, good in (("bills", BILL), ("transactions", CHARGE), ("payments", PAYMENT)):
        found = await heard(name, good)
        assert [row.id for row in found.rows] == [good["id"]]
        assert found.skipped == len(odd) + 1


@given(
    answer=anything
    | st.dictionaries(
        st.sampled_from(["balance", "overdueBalance", "ledgers", "billingOptions", "paymentSchedules", "bills"]),
        anything | rows_like("balance", "ledgerType", "node"),
    )
)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    money = client_of(Monotone({"data": {"account": answer}})).money
    for question in (money.standing, money.bills, money.payments, money.transactions):
        with suppress(KrakenError):
            await question(ACCOUNT)


async def test_somebody_elses_account() -> None:
    with pytest.raises(SignedOut):
        await client_of(refusing("KT-CT-4177", "account")).money.standing(ACCOUNT)
