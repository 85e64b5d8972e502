"""Energy with the cost that Octopus counts, and plain metered energy (docs/api.md, Measurements with cost)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.measurement import (
    Bucket,
    Frequency,
    Grain,
    LiveRow,
    Measurement,
    MeteredSpan,
    RegisterReading,
    UsageCost,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import (
    Rows,
    as_it_is,
    if_known,
    instant,
    meaning_of,
    meanings,
    number,
    rows_of,
    zulu,
)
from kraken_desktop.kraken.paging import all_pages
from kraken_desktop.kraken.wire import measurements as wire
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.paging import Page
from kraken_desktop.kraken.wire.telemetry import TelemetryRow

T = TypeVar("T")

MEASUREMENTS_A_PAGE = 99
LONDON = "Europe/London"
_NO_ENERGY = frozenset({"STANDING_CHARGE_COST", "CARBON_COST"})


class Measurements:
    """Late by about two days; costs are corrected for a week or so."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def measured(
        self, property_id: str, point: MeterPoint, span: Span, frequency: Frequency = Frequency.HALF_HOUR
    ) -> Rows[Measurement]:
        """In order of time, those that start inside the span, once each. One question a hundred rows."""
        found = await self._list(property_id, point, span, frequency.value, measurement)
        inside = {row.span.start: row for row in found.rows if span.contains(row.span.start)}
        return Rows(tuple(inside[start] for start in sorted(inside)), found.skipped)

    async def registers(self, property_id: str, point: MeterPoint, span: Span) -> Rows[RegisterReading]:
        """What the meter itself showed, in order of time."""
        found = await self._list(property_id, point, span, "POINT_IN_TIME", register_reading)
        return Rows(tuple(sorted(found.rows, key=lambda row: row.at)), found.skipped)

    async def metered_days(self, account_number: str, span: Span) -> Mapping[str, Rows[MeteredSpan]]:
        """Energy a day by MPAN, of the meters in use: an account's electricity in one question."""
        content = await self._ours.needed(
            "account", "metered_days", {"account": account_number, "from": zulu(span.start)}
        )
        account: wire.MeteredAccount = loads(content, wire.MeteredAccount)
        return {
            point.mpan: _metered(point, span)
            for point in meanings(
                account.electricity_agreements, wire.MeteredAgreement, lambda row: row.meter_point
            ).rows
        }

    async def cost_of_usage(self, account_number: str, meter_id: str, fuel: Fuel, span: Span) -> Rows[UsageCost] | None:
        """Cost a day as the dashboard tells it; None where the account is told none, which is common."""
        variables = {
            "account": account_number,
            "meter": meter_id,
            "fuel": fuel.value.upper(),
            "from": zulu(span.start),
        }
        told: wire.CostOfUsage = loads(
            await self._ours.needed("costOfUsage", "cost_of_usage", variables), wire.CostOfUsage
        )
        if not told.cost_enabled or told.details is None:
            return None
        found = meanings(told.details.edges, wire.CostEdge, _usage_cost)
        return Rows(tuple(row for row in found.rows if span.contains(row.span.start)), found.skipped)

    async def live_rows(self, device_id: str, span: Span, grain: Grain) -> Rows[LiveRow]:
        """The Mini's rows with their cost, of electricity or gas, in order, one an instant. Spends the shared budget.

        Days are kept, not months: short spans alone.
        """
        variables = {"deviceId": device_id, "start": zulu(span.start), "end": zulu(span.end), "grain": grain.value}
        with self._ours.spending(telemetry=1):
            content = await self._ours.root("smartMeterTelemetry", "live_rows", variables)
        found = rows_of(content, TelemetryRow, _live_row)
        rows = {row.start: row for row in sorted(found.rows, key=_worth)}
        return Rows(tuple(rows.values()), found.skipped)

    async def _list(
        self,
        property_id: str,
        point: MeterPoint,
        span: Span,
        frequency: str,
        meaning: Callable[[wire.Node], T | None],
    ) -> Rows[T]:
        async def page(variables: Mapping[str, Any]) -> Page | None:
            home: wire.Home = loads(await self._ours.needed("property", "measurements", variables), wire.Home)
            return home.measurements

        asked = {
            "property": property_id,
            "from": zulu(span.start),
            "to": zulu(span.end),
            "filters": [_filter(point, frequency)],
            "first": MEASUREMENTS_A_PAGE,
        }
        return await all_pages(page, asked, wire.Node, meaning)


def measurement(node: wire.Node) -> Measurement | None:
    """None for what has no span; a statistic that cannot be read is left out."""
    if node.start_at is None or node.end_at is None:
        return None
    start, end = instant(node.start_at), instant(node.end_at)
    if start >= end:
        return None
    told = meaning_of(node.meta_data, wire.MetaData, as_it_is) or wire.MetaData()
    statistics = meanings(told.statistics, wire.Statistic, as_it_is).rows
    standing = next((row for row in statistics if _is_standing(row)), None)
    return Measurement(
        Span(start, end),
        number(node.value),
        node.unit or "kwh",
        tuple(_bucket(row) for row in statistics if not _is_standing(row) and row.type not in _NO_ENERGY),
        _pence(standing.cost_excl_tax) if standing else None,
        _pence(standing.cost_incl_tax) if standing else None,
    )


def register_reading(node: wire.Node) -> RegisterReading | None:
    return None if node.read_at is None else RegisterReading(instant(node.read_at), number(node.value), node.unit or "")


def _live_row(row: TelemetryRow) -> LiveRow:
    told = (row.demand, row.consumption, row.export, row.consumption_delta, row.cost_delta, row.cost_delta_with_tax)
    return LiveRow(instant(row.read_at), *(if_known(number, one) for one in told))


def _worth(row: LiveRow) -> tuple[datetime, int]:
    """Of doubled rows the one that tells more comes last."""
    return row.start, sum(one is not None for one in (row.watts, row.import_wh, row.used_wh, row.pence_inc_vat))


def _is_standing(row: wire.Statistic) -> bool:
    return row.type == "STANDING_CHARGE_COST" or "STANDING" in (row.label or "").upper()


def _bucket(row: wire.Statistic) -> Bucket:
    cost = meaning_of(row.cost_excl_tax, wire.Money, as_it_is)
    price = meaning_of(cost.price_per_unit, wire.Price, lambda told: number(told.amount)) if cost else None
    return Bucket(row.label, if_known(number, row.value), _pence(row.cost_excl_tax), _pence(row.cost_incl_tax), price)


def _pence(raw: Any) -> Any:
    """Amounts are pence, whatever currency stands beside them."""
    return meaning_of(raw, wire.Money, lambda money: number(money.estimated_amount))


def _filter(point: MeterPoint, frequency: str) -> dict[str, Any]:
    asked = {"readingFrequencyType": frequency, "marketSupplyPointId": point.number}
    if point.fuel is Fuel.GAS:
        return {"gasFilters": asked}
    direction = "GENERATION" if point.direction is Direction.EXPORT else "CONSUMPTION"
    return {"electricityFilters": asked | {"readingDirection": direction}}


def _metered(point: wire.MeteredPoint, span: Span) -> Rows[MeteredSpan]:
    edges = [
        edge
        for meter in meanings(point.meters, wire.MeteredMeter, as_it_is).rows
        for edge in (meter.consumption.edges if meter.consumption else None) or ()
    ]
    found = meanings(edges, wire.MeteredEdge, _metered_span)
    return Rows(tuple(row for row in found.rows if span.contains(row.span.start)), found.skipped)


def _metered_span(edge: wire.MeteredEdge) -> MeteredSpan:
    return MeteredSpan(Span(instant(edge.node.start_at), instant(edge.node.end_at)), number(edge.node.value))


def _usage_cost(edge: wire.CostEdge) -> UsageCost:
    row = edge.node
    span = Span(instant(row.start_at), instant(row.end_at))
    return UsageCost(span, if_known(number, row.usage_kwh), if_known(number, row.cost))
