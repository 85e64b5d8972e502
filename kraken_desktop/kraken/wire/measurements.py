"""Measurements with their statistics, metered energy, cost of usage."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING
from kraken_desktop.kraken.wire.paging import Page


class Price(msgspec.Struct):
    amount: Decimal


class Money(msgspec.Struct, rename="camel"):
    """Pence, although the service writes GBP beside them."""

    estimated_amount: Decimal
    price_per_unit: msgspec.Raw = NOTHING


class Statistic(msgspec.Struct, rename="camel"):
    type: str | None = None
    label: str | None = None
    value: Decimal | None = None
    cost_excl_tax: msgspec.Raw = NOTHING
    cost_incl_tax: msgspec.Raw = NOTHING


class MetaData(msgspec.Struct):
    statistics: list[msgspec.Raw] | None = None


class Node(msgspec.Struct, rename="camel"):
    """An interval has a start and an end, a register reading the instant at which it was read."""

    value: Decimal
    unit: str | None = None
    read_at: str | None = None
    start_at: str | None = None
    end_at: str | None = None
    meta_data: msgspec.Raw = NOTHING


class Home(msgspec.Struct):
    measurements: Page | None = None


class MeteredNode(msgspec.Struct, rename="camel"):
    value: Decimal
    start_at: str
    end_at: str


class MeteredEdge(msgspec.Struct):
    node: MeteredNode


class MeteredList(msgspec.Struct):
    edges: list[msgspec.Raw] | None = None


class MeteredMeter(msgspec.Struct):
    consumption: MeteredList | None = None


class MeteredPoint(msgspec.Struct):
    mpan: str
    meters: list[msgspec.Raw] | None = None


class MeteredAgreement(msgspec.Struct, rename="camel"):
    meter_point: MeteredPoint


class MeteredAccount(msgspec.Struct, rename="camel"):
    electricity_agreements: list[msgspec.Raw] | None = None


class CostNode(msgspec.Struct, rename="camel"):
    start_at: str
    end_at: str
    cost: Decimal | None = None
    usage_kwh: Decimal | None = None


class CostEdge(msgspec.Struct):
    node: CostNode


class CostDetails(msgspec.Struct):
    edges: list[msgspec.Raw] | None = None


class CostOfUsage(msgspec.Struct, rename="camel"):
    cost_enabled: bool | None = None
    details: CostDetails | None = None
