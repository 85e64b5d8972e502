"""REST pages and their rows."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING


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
    is_business: bool | None = None
    is_prepay: bool | None = None
    available_from: str | None = None


class Link(msgspec.Struct):
    rel: str | None = None


class TariffEntry(msgspec.Struct):
    code: str
    links: msgspec.Raw = NOTHING
    standing_charge_inc_vat: msgspec.Raw = NOTHING


ByKey = dict[str, msgspec.Raw]
"""Tariffs for each way of paying; these for each region (``_A`` … ``_P``)."""


class ProductPage(msgspec.Struct):
    single_register_electricity_tariffs: msgspec.Raw = NOTHING
    dual_register_electricity_tariffs: msgspec.Raw = NOTHING
    three_rate_electricity_tariffs: msgspec.Raw = NOTHING
    four_rate_ev_electricity_tariffs: msgspec.Raw = NOTHING


class GridSupplyPoint(msgspec.Struct):
    group_id: str
