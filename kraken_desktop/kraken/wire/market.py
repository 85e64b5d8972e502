"""Meter points, rates that apply, products and comparison."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import typename_or_camel
from kraken_desktop.kraken.wire.account import NamedRates
from kraken_desktop.kraken.wire.paging import Page


class SupplyPoint(msgspec.Struct):
    mpan: str
    gsp: str | None = None
    profile_class: int | None = None


class Applied(msgspec.Struct, rename="camel"):
    value: Decimal
    valid_from: str
    valid_to: str


class Product(msgspec.Struct, rename="camel"):
    code: str
    display_name: str | None = None
    direction: str | None = None
    term: int | None = None
    is_variable: bool | None = None
    is_charged_half_hourly: bool | None = None
    available_from: str | None = None
    available_to: str | None = None
    exit_fees: int | None = None
    exit_fees_type: str | None = None


class PricedProduct(msgspec.Struct):
    tariffs: Page | None = None


class Tariff(NamedRates, rename=typename_or_camel):
    tariff_code: str | None = None


class Alternative(msgspec.Struct, rename="camel"):
    tariff: str
    cost_with_tax: Decimal


class Comparison(msgspec.Struct, rename="camel"):
    current_cost_with_tax: Decimal | None = None
    consumption_readings_start_at: str | None = None
    consumption_readings_end_at: str | None = None
    cost_comparisons: list[msgspec.Raw] | None = None
