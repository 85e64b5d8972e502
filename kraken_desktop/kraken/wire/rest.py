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


class ProductRow(msgspec.Struct):
    code: str
    display_name: str | None = None
    full_name: str | None = None
    direction: str | None = None
    is_business: bool = False
    is_prepay: bool = False
    available_from: str | None = None


class Link(msgspec.Struct):
    rel: str | None = None


class TariffEntry(msgspec.Struct):
    code: str
    links: list[msgspec.Raw] = []
    standing_charge_inc_vat: Decimal | None = None


Payments = dict[str, msgspec.Raw]
"""A tariff for each way of paying."""


class ProductPage(msgspec.Struct):
    """Each section by region (``_A`` … ``_P``)."""

    single_register_electricity_tariffs: dict[str, Payments] | None = None
    dual_register_electricity_tariffs: dict[str, Payments] | None = None
    three_rate_electricity_tariffs: dict[str, Payments] | None = None
    four_rate_ev_electricity_tariffs: dict[str, Payments] | None = None


class GridSupplyPoint(msgspec.Struct):
    group_id: str
