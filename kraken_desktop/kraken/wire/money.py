"""An account's money. Whole pence, but read as decimals: one that comes as a text is no reason to lose a row."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING, typename_or_camel


class Lists(msgspec.Struct):
    """One of them at a time."""

    bills: msgspec.Raw = NOTHING
    transactions: msgspec.Raw = NOTHING
    payments: msgspec.Raw = NOTHING


class Billing(msgspec.Struct, rename="camel"):
    period_start_day: int | None = None
    current_billing_period_start_date: str | None = None
    current_billing_period_end_date: str | None = None
    next_billing_date: str | None = None


class Ledger(msgspec.Struct, rename="camel"):
    balance: Decimal
    ledger_type: str | None = None
    number: str | None = None


class Schedule(msgspec.Struct, rename="camel"):
    payment_amount: Decimal
    payment_day: int | None = None
    payment_frequency: str | None = None
    reason: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class Standing(msgspec.Struct, rename="camel"):
    balance: msgspec.Raw = NOTHING
    overdue_balance: msgspec.Raw = NOTHING
    billing_options: msgspec.Raw = NOTHING
    ledgers: msgspec.Raw = NOTHING
    payment_schedules: msgspec.Raw = NOTHING


class Total(msgspec.Struct, rename="camel"):
    net_total: Decimal | None = None
    tax_total: Decimal | None = None
    gross_total: Decimal | None = None


class Bill(msgspec.Struct, rename="camel"):
    id: str
    from_date: str
    to_date: str
    bill_type: str | None = None
    issued_date: str | None = None
    opening_balance: Decimal | None = None
    closing_balance: Decimal | None = None
    payment_due_date: str | None = None
    status: str | None = None
    total_charges: msgspec.Raw = NOTHING
    total_credits: msgspec.Raw = NOTHING


class Amounts(msgspec.Struct):
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None


class Energy(msgspec.Struct, rename="camel"):
    start_date: str | None = None
    end_date: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None


class Transaction(msgspec.Struct, rename=typename_or_camel):
    id: str
    posted_date: str
    typename: str | None = None
    title: str | None = None
    amounts: msgspec.Raw = NOTHING
    balance_carried_forward: Decimal | None = None
    is_reversed: bool | None = None
    is_export: bool | None = None
    consumption: msgspec.Raw = NOTHING


class Payment(msgspec.Struct, rename="camel"):
    id: str
    amount: Decimal
    payment_date: str
    status: str | None = None
