"""Balance, bills, transactions, payments: whole pence, positive is the customer's credit (docs/api.md, 7.17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from kraken_desktop.simulator.account_book import AccountBook, DirectDebit, Entry, Statement
from kraken_desktop.simulator.answers.paging import Stream, connection
from kraken_desktop.simulator.london import at_local, local, local_date
from kraken_desktop.simulator.money import ISSUED_AFTER_DAYS, PAID_AFTER, Bills
from kraken_desktop.simulator.world import Exchange

FIRST_ID = 2_000_000_000
_KINDS = ("Charge", "Payment", "Credit")


@dataclass(frozen=True)
class Money:
    """The money of the account of one exchange; the methods resolve fields of the same name."""

    exchange: Exchange
    account: str

    @property
    def book(self) -> AccountBook:
        return self.exchange.world.books[self.account]

    @property
    def _bills(self) -> Bills:
        return self.exchange.world.bills[self.account]

    def fields(self) -> dict[str, Any]:
        settled = self._bills.settled_pence
        return {
            "balance": lambda _, **__: self._balance(),
            "overdueBalance": 0,
            "projectedBalance": settled,
            "recommendedBalanceAdjustment": 0,
            "shouldReviewPayments": False,
            "canRequestRefund": settled > 0,
            "canRenewTariff": False,
            "canChangePayments": True,
            "ledgers": self.ledgers,
            "billingOptions": lambda _: self.billing_options(),
            "bills": self.bills,
            "transactions": self.transactions,
            "payments": self.payments,
            "paymentSchedules": self.payment_schedules,
            "repayments": lambda _, statuses=None, **page: connection([], **page),
        }

    def ledgers(self, _: Any, ledgerId: str | None = None, ledgerNumber: str | None = None) -> list[dict[str, Any]]:
        home = self.exchange.world.home
        place = home.accounts.index(self.account)
        number, identity = f"L-{home.user_id}{place}", f"8{home.user_id}{place}"
        if ledgerId not in (None, identity) or ledgerNumber not in (None, number):
            return []
        balance = self._balance()
        return [
            {
                "id": identity,
                "name": "Energy",
                "number": number,
                "ledgerType": "MAIN",
                "balance": balance,
                "amountOwedByCustomer": -balance,
                "affectsAccountBalance": True,
                "transactions": self.transactions,
            }
        ]

    def billing_options(self) -> dict[str, Any]:
        home, today = self.exchange.world.home, local_date(self.exchange.now)
        begins = self._bills.period_start(today)
        ends = (begins.replace(day=1) + timedelta(days=32)).replace(day=begins.day) - timedelta(days=1)
        return {
            "periodStartDay": home.billing_day,
            "periodLength": "MONTHLY",
            "periodLengthMultiplier": 1,
            "isFixed": True,
            "currentBillingPeriodStartDate": begins,
            "currentBillingPeriodEndDate": ends,
            "nextBillingDate": ends + timedelta(days=1),
        }

    def bills(
        self,
        _: Any,
        *,
        fromDate: date | None = None,
        toDate: date | None = None,
        issuedFromDate: date | None = None,
        issuedToDate: date | None = None,
        offset: int | None = None,
        first: int | None = None,
        last: int | None = None,
        before: str | None = None,
        after: str | None = None,
        **__: Any,
    ) -> dict[str, Any]:
        book, now = self.book, self.exchange.now

        def wanted() -> Iterator[dict[str, Any]]:
            for statement in book.statements(now):
                bill = statement.bill
                if _is_within(bill.first, fromDate, toDate) and _is_within(
                    statement.bill.issued, issuedFromDate, issuedToDate
                ):
                    yield self._statement(statement)

        return connection(
            Stream(islice(wanted(), offset or 0, None)), first=first, last=last, before=before, after=after
        )

    def transactions(
        self,
        _: Any,
        *,
        transactionTypes: list[str] | None = None,
        transactionTypesExcluded: list[str] | None = None,
        fromDate: date | None = None,
        toDate: date | None = None,
        orderBy: str = "POSTED_DATE_DESC",
        offset: int | None = None,
        ledgerId: int | None = None,
        includeAllLedgers: bool | None = None,
        **page: Any,
    ) -> dict[str, Any]:
        wanted = (
            _transaction(entry, balance)
            for entry, balance in self._entries(fromDate)
            if _is_within(entry.posted, fromDate, toDate)
            and (not transactionTypes or _is_among(entry, transactionTypes))
            and not _is_among(entry, transactionTypesExcluded or [])
        )
        if orderBy == "POSTED_DATE_ASC":
            wanted = (row for row in reversed(list(wanted)))
        return connection(Stream(islice(wanted, offset or 0, None)), **page)

    def payments(self, _: Any, *, status: str | None = None, **page: Any) -> dict[str, Any]:
        debits = self.book.payments(self.exchange.now)
        rows = (_payment(debit) for debit in debits)
        return connection(Stream(row for row in rows if status in (None, row["status"])), **page)

    def payment_schedules(self, _: Any, *, active: bool | None = None, **page: Any) -> dict[str, Any]:
        home = self.exchange.world.home
        latest = next(self.book.bills(self.exchange.now), None)
        moved_in = home.properties[0].moved_in
        day = (
            self._bills.period_start(local_date(self.exchange.now)) + timedelta(days=ISSUED_AFTER_DAYS) + PAID_AFTER
        ).day
        schedule = {
            "id": f"6{home.user_id}",
            "paymentAmount": 0 if latest is None else latest.gross_pence,
            "paymentDay": min(day, 28),
            "paymentFrequency": "Monthly",
            "paymentFrequencyMultiplier": 1,
            "isVariablePaymentAmount": True,
            "isPaymentHoliday": False,
            "reason": "GENERAL_ACCOUNT_PAYMENT",
            "scheduleType": "DIRECT_DEBIT",
            "validFrom": moved_in,
            "validTo": None,
        }
        return connection([] if active is False else [schedule], **page)

    def _balance(self) -> int:
        return self.book.balance(self.exchange.now)

    def _entries(self, since: date | None) -> Iterator[tuple[Entry, int]]:
        entries = self.book.entries(self.exchange.now)
        return takewhile(lambda each: since is None or since <= each[0].posted, entries)

    def _statement(self, statement: Statement) -> dict[str, Any]:
        bill = statement.bill
        net = sum(charge.net_pence for charge in bill.charges)
        tax = sum(charge.tax_pence for charge in bill.charges)
        given = sum(entry.effect for entry in statement.credits)

        def own(_: Any, **page: Any) -> dict[str, Any]:
            entries = self._entries(statement.bill.issued)
            return connection(Stream(_transaction(*each) for each in entries if each[0].bill is bill), **page)

        return {
            "__typename": "StatementType",
            "id": f"9{bill.first:%y%m%d}",
            "billType": "STATEMENT",
            "fromDate": bill.first,
            "toDate": bill.last,
            "issuedDate": statement.bill.issued,
            "temporaryUrl": None,
            "openingBalance": statement.opening,
            "closingBalance": statement.closing,
            "isExternalBill": False,
            "paymentDueDate": bill.paid,
            "consumptionStartDate": bill.first,
            "consumptionEndDate": bill.last,
            "status": "CLOSED",
            "reversalsAfterClose": "NONE",
            "heldStatus": {"isHeld": False, "reason": None},
            "totalCharges": {"netTotal": net, "taxTotal": tax, "grossTotal": net + tax},
            "totalCredits": {"netTotal": given, "taxTotal": 0, "grossTotal": given},
            "transactions": own,
        }


def _transaction(entry: Entry, balance: int) -> dict[str, Any]:
    gross = 0 if entry.kind == "Payment" else entry.net + entry.tax
    row: dict[str, Any] = {
        "__typename": entry.kind,
        "id": str(-FIRST_ID + entry.posted.toordinal() * 1000 + entry.place * 3 + _KINDS.index(entry.kind)),
        "title": entry.title,
        "postedDate": entry.posted,
        "createdAt": _noon(entry.posted),
        "amounts": {"net": entry.net, "tax": entry.tax, "gross": gross},
        "amount": entry.net + entry.tax,
        "balanceCarriedForward": balance,
        "isHeld": False,
        "isIssued": entry.bill is not None,
        "isReversed": False,
        "hasStatement": entry.bill is not None,
        "note": "",
    }
    if entry.charge is not None and entry.bill is not None:
        row["isExport"] = entry.charge.is_export
        row["consumption"] = {
            "startDate": entry.charge.first,
            "endDate": entry.charge.last,
            "quantity": f"{entry.charge.kwh:.4f}",
            "unit": "kWh",
            "usageCost": 0,
            "supplyCharge": 0,
        }
    return row


def _payment(debit: DirectDebit) -> dict[str, Any]:
    return {
        "id": f"7{debit.day:%y%m%d}",
        "amount": debit.amount,
        "paymentDate": debit.day,
        "reference": "",
        "status": "CLEARED" if debit.is_cleared else "SCHEDULED",
    }


def _is_among(entry: Entry, kinds: list[str]) -> bool:
    return ("ENERGY_CHARGES" in kinds and entry.kind == "Charge") or (
        "ISSUED_TRANSACTIONS" in kinds and entry.bill is not None
    )


def _is_within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _noon(day: date) -> datetime:
    return local(at_local(day, 12))
