"""Public price lists: REST rows become rates (docs/api.md, Unit rates)."""

from __future__ import annotations

from urllib.parse import quote

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import PaymentMethod, Rate
from kraken_desktop.domain.tariffs import Register, TariffCode, parse_tariff_code
from kraken_desktop.kraken.decoding import Rows, instant, instant_or_none, meanings, number, number_or_none, zulu
from kraken_desktop.kraken.errors import OddAnswer, Refused
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.rest import Page, RateRow

MOST_PAGES = 40
RATES_A_PAGE = 1500


def period(span: Span) -> dict[str, str]:
    return {"period_from": zulu(span.start), "period_to": zulu(span.end)}


async def pages(transport: Transport, path: str, params: dict[str, str], key: str | None = None) -> list[Page]:
    """Every page of a list, the service's own ``next`` links followed. Raises KrakenError."""
    found: list[Page] = []
    url: str | None = path
    query: dict[str, str] | None = params
    while url is not None:
        if len(found) == MOST_PAGES:
            raise OddAnswer()
        page: Page = loads(await transport.rest(url, query, key), Page)
        found.append(page)
        url, query = page.next, None
    return found


def rate(row: RateRow) -> Rate | None:
    """A row of an unknown payment method serves nobody and is left out."""
    method = None
    if row.payment_method is not None:
        method = next((known for known in PaymentMethod if known.value == row.payment_method), None)
        if method is None:
            return None
    return Rate(
        instant(row.valid_from),
        instant_or_none(row.valid_to),
        number(row.value_inc_vat),
        number_or_none(row.value_exc_vat),
        payment_method=method,
    )


async def rates(transport: Transport, tariff_code: str, register: Register, span: Span) -> Rows[Rate]:
    """Every rate that touches the span, both payment methods marked. Raises Refused for a tariff nobody knows."""
    code = parse_tariff_code(tariff_code)
    if code is None:
        raise Refused(code="tariff code")
    product, tariff = quote(code.product, safe=""), quote(tariff_code, safe="")
    path = f"products/{product}/{_kind(code)}-tariffs/{tariff}/{register.value}/"
    found = await pages(transport, path, {**period(span), "page_size": str(RATES_A_PAGE)})
    return meanings((row for page in found for row in page.results), RateRow, rate)


def _kind(code: TariffCode) -> str:
    return "gas" if code.fuel == "G" else "electricity"
