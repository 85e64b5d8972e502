"""The money of an account as its statements tell it, in whole pence.

docs/api.md, Balance, bills, transactions, payments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """In pence; ``net`` without VAT, ``gross`` with it."""

    net: int | None = None
    tax: int | None = None
    gross: int | None = None


@dataclass(frozen=True, slots=True)
class BillingDates:
    """The period of the coming bill; its last day is None on flexible billing."""

    start_day: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    next_billing: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    kind: str
    number: str | None
    balance_pence: int


@dataclass(frozen=True, slots=True)
class PaymentSchedule:
    """``day`` of the month; ``frequency`` as the service says it (Monthly …)."""

    pence: int
    day: int | None
    frequency: str | None
    reason: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands now. A positive balance is credit; None where the service does not say."""

    balance_pence: int | None
    overdue_pence: int | None = None
    billing: BillingDates = BillingDates()
    ledgers: tuple[Ledger, ...] = ()
    schedules: tuple[PaymentSchedule, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """``kind`` is STATEMENT, INVOICE, CREDIT_NOTE …; ``last_day`` counts. Balances only on statements."""

    id: str
    kind: str
    first_day: date
    last_day: date
    issued: date | None = None
    opening_pence: int | None = None
    closing_pence: int | None = None
    due: date | None = None
    status: str | None = None
    charges: Amount = Amount()
    credits: Amount = Amount()


class TransactionKind:
    """The service's own names; others may come."""

    CHARGE = "Charge"
    CREDIT = "Credit"
    PAYMENT = "Payment"
    REFUND = "Refund"


@dataclass(frozen=True, slots=True)
class Transaction:
    """``energy`` in ``energy_unit`` over the days from ``first_day`` to ``last_day``, on charges for energy alone."""

    id: str
    kind: str
    title: str
    posted: date
    amount: Amount
    balance_after_pence: int | None = None
    is_reversed: bool = False
    is_export: bool = False
    energy: Decimal | None = None
    energy_unit: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def change_pence(self) -> int | None:
        """What it did to the balance: a charge lowers it, export is a charge below zero, a payment fills only net."""
        if self.kind == TransactionKind.CHARGE:
            return None if self.amount.gross is None else -self.amount.gross
        if self.kind == TransactionKind.CREDIT:
            return self.amount.gross
        if self.kind == TransactionKind.PAYMENT:
            return self.amount.net
        if self.kind == TransactionKind.REFUND:
            paid = self.amount.gross or self.amount.net
            return None if paid is None else -paid
        return None


@dataclass(frozen=True, slots=True)
class Payment:
    """``status`` is CLEARED, SCHEDULED, FAILED … and may be one never heard of."""

    id: str
    pence: int
    day: date
    status: str | None = None
