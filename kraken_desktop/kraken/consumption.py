"""Half-hourly metered energy (docs/api.md, Consumption)."""

from __future__ import annotations

from urllib.parse import quote

from kraken_desktop.domain.account import Fuel, MeterPoint
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken.decoding import Rows, instant, meanings, number
from kraken_desktop.kraken.prices import pages, period
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire.rest import ConsumptionRow

READINGS_A_PAGE = 25_000


async def consumption(transport: Transport, api_key: str, point: MeterPoint, serial: str, span: Span) -> Rows[Reading]:
    """The readings of one meter whose slot starts inside the span, in kWh (gas: in the meter's own unit)."""
    kind = "gas" if point.fuel is Fuel.GAS else "electricity"
    path = f"{kind}-meter-points/{quote(point.number, safe='')}/meters/{quote(serial, safe='')}/consumption/"
    params = {**period(span), "page_size": str(READINGS_A_PAGE), "order_by": "period"}
    found = await pages(transport, path, params, api_key)

    def reading(row: ConsumptionRow) -> Reading:
        return Reading(instant(row.interval_start), number(row.consumption))

    rows = meanings((row for page in found for row in page.results), ConsumptionRow, reading)
    inside = {row.start: row for row in rows.rows if span.contains(row.start)}
    return Rows(tuple(inside[start] for start in sorted(inside)), rows.skipped)
