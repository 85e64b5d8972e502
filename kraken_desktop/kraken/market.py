"""Meter points, rates that apply, products and the service's own comparison (docs/api.md, 7.14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote

from kraken_desktop.domain.market import (
    Alternative,
    AppliedRate,
    Comparison,
    ProductOnSale,
    SupplyPoint,
    TariffPrice,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.offers import REGIONS
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import Rows, if_known, instant, meanings, number, zulu
from kraken_desktop.kraken.errors import OddAnswer, Refused
from kraken_desktop.kraken.paging import all_pages, nodes_of
from kraken_desktop.kraken.wire import market as wire
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.paging import Page

T = TypeVar("T")
W = TypeVar("W")

_RATES = {
    "unitRate": "unit_rate",
    "dayRate": "day_rate",
    "nightRate": "night_rate",
    "offPeakRate": "off_peak_rate",
    "evDevicePeakRate": "ev_device_peak_rate",
    "evDeviceOffPeakRate": "ev_device_off_peak_rate",
}


class Market:
    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def supply_point(self, mpan: str) -> SupplyPoint:
        """Where an electricity meter point hangs; needs no key. Raises Refused for one that is not known."""
        with self._ours.heeding_limits():
            content = await self._ours.transport.rest(f"electricity-meter-points/{quote(mpan, safe='')}/")
            told: wire.SupplyPoint = loads(content, wire.SupplyPoint)
        letter = (told.gsp or "").removeprefix("_")
        return SupplyPoint(told.mpan, letter if letter in REGIONS else None, told.profile_class)

    async def applied_rates(self, account_number: str, number: str, span: Span) -> Rows[AppliedRate]:
        """Unit rates of an MPAN or MPRN, in order of time: a fallback where the product's own lists are shut."""
        return await self._applied("applicableRates", "applied_rates", account_number, number, span)

    async def applied_charges(self, account_number: str, number: str, span: Span) -> Rows[AppliedRate]:
        """Standing charges, pence a day."""
        return await self._applied("applicableStandingCharges", "applied_charges", account_number, number, span)

    async def on_sale(self, postcode: str) -> Rows[ProductOnSale]:
        """What a household may buy at a postcode."""
        return await self._pages("energyProducts", "on_sale", {"postcode": postcode}, wire.Product, _product)

    async def prices(self, product_code: str, postcode: str) -> Rows[TariffPrice]:
        """A product's prices at a postcode; none for half-hourly ones. Raises Refused for one that is not known."""
        variables = {"code": product_code, "postcode": postcode}
        content = await self._ours.root("energyProduct", "product_prices", variables)
        if content is None:
            raise Refused(code="product")
        product: wire.PricedProduct = loads(content, wire.PricedProduct)
        listed = nodes_of(product.tariffs or Page())
        found = meanings(listed.rows, wire.Tariff, _price)
        return Rows(found.rows, found.skipped + listed.skipped)

    async def comparison(self, mpan: str) -> Comparison:
        """What the recent consumption would have cost elsewhere, as Octopus reckons."""
        told: wire.Comparison = loads(
            await self._ours.needed("smartTariffComparison", "comparison", {"mpan": mpan}), wire.Comparison
        )
        start = if_known(instant, told.consumption_readings_start_at)
        end = if_known(instant, told.consumption_readings_end_at)
        cost = if_known(number, told.current_cost_with_tax)
        if start is None or end is None or cost is None or start >= end:
            raise OddAnswer()
        return Comparison(Span(start, end), cost, meanings(told.cost_comparisons, wire.Alternative, _alternative).rows)

    async def _applied(
        self, name: str, document_name: str, account_number: str, number: str, span: Span
    ) -> Rows[AppliedRate]:
        variables = {
            "account": account_number,
            "number": number,
            "from": zulu(span.start),
            "to": zulu(span.end),
        }
        found = await self._pages(name, document_name, variables, wire.Applied, _applied_rate)
        return Rows(tuple(sorted(found.rows, key=lambda rate: rate.span)), found.skipped)

    async def _pages(
        self,
        name: str,
        document_name: str,
        asked: Mapping[str, Any],
        shape: type[W],
        meaning: Callable[[W], T | None],
    ) -> Rows[T]:
        """A list at the root, whole."""

        async def page(variables: Mapping[str, Any]) -> Page | None:
            content = await self._ours.root(name, document_name, variables)
            return loads(content, Page) if content else None

        return await all_pages(page, asked, shape, meaning)


def _applied_rate(row: wire.Applied) -> AppliedRate | None:
    span = Span(instant(row.valid_from), instant(row.valid_to))
    return AppliedRate(span, number(row.value)) if span.start < span.end else None


def _product(row: wire.Product) -> ProductOnSale:
    return ProductOnSale(
        row.code,
        row.display_name or row.code,
        row.direction == "EXPORT",
        bool(row.is_charged_half_hourly),
        bool(row.is_variable),
        row.term,
        row.exit_fees,
        row.exit_fees_type,
        if_known(instant, row.available_from),
        if_known(instant, row.available_to),
    )


def _price(row: wire.Tariff) -> TariffPrice | None:
    """None for a price of nobody knows what."""
    if row.tariff_code is None:
        return None
    told = ((name, if_known(number, getattr(row, field))) for name, field in _RATES.items())
    rates: tuple[tuple[str, Decimal], ...] = tuple((name, pence) for name, pence in told if pence is not None)
    return TariffPrice(row.tariff_code, row.typename or "Unknown", rates, if_known(number, row.standing_charge))


def _alternative(row: wire.Alternative) -> Alternative:
    return Alternative(row.tariff, number(row.cost_with_tax))
