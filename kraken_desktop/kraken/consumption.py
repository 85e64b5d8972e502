"""Half-hourly metered energy (docs/api.md, Consumption)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from kraken_desktop.domain.account import Fuel, MeterPoint
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken.decoding import Rows, instant, meanings, number
from kraken_desktop.kraken.prices import pages, period
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.rest import ConsumptionRow, Page

READINGS_A_PAGE = 25_000
ROWS_AT_A_TIME = 1000
"""Decoded between two breaths: the loop that waits draws windows."""


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """In order of time; ``is_last`` where there are none older in the span asked for."""

    readings: tuple[Reading, ...]
    is_last: bool


async def consumption(transport: Transport, api_key: str, point: MeterPoint, serial: str, span: Span) -> Rows[Reading]:
    """The readings of one meter whose slot starts inside the span, in kWh (gas: in the meter's own unit)."""
    params = {**period(span), "page_size": str(READINGS_A_PAGE), "order_by": "period"}
    found = await pages(transport, _path(point, serial), params, api_key)
    rows = meanings((row for page in found for row in page.results), ConsumptionRow, _reading)
    return Rows(_inside(rows.rows, span), rows.skipped)


async def newest_page(
    transport: Transport, api_key: str, point: MeterPoint, serial: str, span: Span, most: int
) -> ReadingsPage:
    """The newest readings inside the span, ``most`` of them (25,000 at the most), in one request."""
    params = {**period(span), "page_size": str(min(most, READINGS_A_PAGE))}
    page: Page = loads(await transport.rest(_path(point, serial), params, api_key), Page)
    rows: list[Reading] = []
    for first in range(0, len(page.results), ROWS_AT_A_TIME):
        rows += meanings(page.results[first : first + ROWS_AT_A_TIME], ConsumptionRow, _reading).rows
        await asyncio.sleep(0)
    return ReadingsPage(_inside(rows, span), page.next is None)


def _path(point: MeterPoint, serial: str) -> str:
    kind = "gas" if point.fuel is Fuel.GAS else "electricity"
    return f"{kind}-meter-points/{quote(point.number, safe='')}/meters/{quote(serial, safe='')}/consumption/"


def _reading(row: ConsumptionRow) -> Reading:
    return Reading(instant(row.interval_start), number(row.consumption))


def _inside(rows: Iterable[Reading], span: Span) -> tuple[Reading, ...]:
    inside = {row.start: row for row in rows if span.contains(row.start)}
    return tuple(inside[start] for start in sorted(inside))
