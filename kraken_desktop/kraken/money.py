"""Balance, bills, transactions and payments (docs/api.md, Balance, bills, transactions, payments)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from kraken_desktop.domain.money import (
    Amount,
    Bill,
    BillingDates,
    Ledger,
    Payment,
    PaymentSchedule,
    Standing,
    Transaction,
)
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import Rows, as_it_is, day, if_known, list_of, meaning_of, meanings, number
from kraken_desktop.kraken.paging import all_pages, nodes_of
from kraken_desktop.kraken.wire import money as wire
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.paging import Page

T = TypeVar("T")
W = TypeVar("W")

MONEY_A_PAGE = 50


class Money:
    """Heavy questions: asked when their page is open."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def standing(self, account_number: str) -> Standing:
        """Balance, billing period, ledgers and what is paid regularly: the light one, six-hourly."""
        content = await self._ours.needed("account", "standing", {"account": account_number})
        return standing(loads(content, wire.Standing))

    async def bills(self, account_number: str, since: date | None = None) -> Rows[Bill]:
        """Newest first."""
        return await self._list(account_number, "bills", since, wire.Bill, _bill)

    async def transactions(self, account_number: str, since: date | None = None) -> Rows[Transaction]:
        """Newest first."""
        return await self._list(account_number, "transactions", since, wire.Transaction, _transaction)

    async def payments(self, account_number: str) -> Rows[Payment]:
        """Newest first, coming ones included."""
        return await self._list(account_number, "payments", None, wire.Payment, _payment)

    async def _list(
        self, account_number: str, name: str, since: date | None, shape: type[W], meaning: Callable[[W], T | None]
    ) -> Rows[T]:
        """One of the account's lists, whole."""

        async def page(variables: Mapping[str, Any]) -> Page | None:
            lists: wire.Lists = loads(await self._ours.needed("account", name, variables), wire.Lists)
            found: Page | None = loads(getattr(lists, name), Page | None)
            return found

        asked: dict[str, Any] = {"account": account_number, "first": MONEY_A_PAGE}
        if since is not None:
            asked["from"] = since.isoformat()
        return await all_pages(page, asked, shape, meaning)


def standing(told: wire.Standing) -> Standing:
    billing = meaning_of(told.billing_options, wire.Billing, _billing) or BillingDates()
    schedules = nodes_of(meaning_of(told.payment_schedules, Page, as_it_is) or Page())
    return Standing(
        meaning_of(told.balance, Decimal, _pence),
        meaning_of(told.overdue_balance, Decimal, _pence),
        billing,
        meanings(list_of(told.ledgers), wire.Ledger, _ledger).rows,
        meanings(schedules.rows, wire.Schedule, _schedule).rows,
    )


def _billing(row: wire.Billing) -> BillingDates:
    return BillingDates(
        row.period_start_day if row.period_start_day and 1 <= row.period_start_day <= 31 else None,
        _day(row.current_billing_period_start_date),
        _day(row.current_billing_period_end_date),
        _day(row.next_billing_date),
    )


def _ledger(row: wire.Ledger) -> Ledger:
    return Ledger(row.ledger_type or "UNKNOWN", row.number, int(number(row.balance)))


def _schedule(row: wire.Schedule) -> PaymentSchedule:
    return PaymentSchedule(
        int(number(row.payment_amount)),
        row.payment_day,
        row.payment_frequency,
        row.reason,
        _day(row.valid_from),
        _day(row.valid_to),
    )


def _bill(row: wire.Bill) -> Bill:
    return Bill(
        row.id,
        row.bill_type or "UNKNOWN",
        day(row.from_date),
        day(row.to_date),
        _day(row.issued_date),
        _pence(row.opening_balance),
        _pence(row.closing_balance),
        _day(row.payment_due_date),
        row.status,
        _total(row.total_charges),
        _total(row.total_credits),
    )


def _transaction(row: wire.Transaction) -> Transaction:
    energy = meaning_of(row.consumption, wire.Energy, as_it_is) or wire.Energy()
    return Transaction(
        row.id,
        row.typename or "Unknown",
        row.title or "",
        day(row.posted_date),
        _amount(row.amounts),
        _pence(row.balance_carried_forward),
        bool(row.is_reversed),
        bool(row.is_export),
        if_known(number, energy.quantity),
        energy.unit,
        _day(energy.start_date),
        _day(energy.end_date),
    )


def _payment(row: wire.Payment) -> Payment:
    return Payment(row.id, int(number(row.amount)), day(row.payment_date), row.status)


def _amount(raw: Any) -> Amount:
    told = meaning_of(raw, wire.Amounts, as_it_is) or wire.Amounts()
    return Amount(_pence(told.net), _pence(told.tax), _pence(told.gross))


def _total(raw: Any) -> Amount:
    told = meaning_of(raw, wire.Total, as_it_is) or wire.Total()
    return Amount(_pence(told.net_total), _pence(told.tax_total), _pence(told.gross_total))


def _pence(value: Decimal | None) -> int | None:
    found = if_known(number, value)
    return None if found is None else int(found)


def _day(text: str | None) -> date | None:
    return if_known(day, text)
