"""REST pages and their rows."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Page(msgspec.Struct):
    results: list[msgspec.Raw]
    next: str | None = None


class RateRow(msgspec.Struct):
    value_inc_vat: Decimal
    valid_from: str
    valid_to: str | None = None
    value_exc_vat: Decimal | None = None
    payment_method: str | None = None


class ConsumptionRow(msgspec.Struct):
    consumption: Decimal
    interval_start: str
