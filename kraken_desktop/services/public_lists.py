"""The public price lists of a tariff over a span: read to the first group that tells a price, and kept."""

from __future__ import annotations

from functools import partial

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import PaymentMethod, Rate, RateSchedule, for_payment
from kraken_desktop.domain.tariffs import Register, parse_tariff_code, register_groups, tells_prices
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.services.connection import Archive
from kraken_desktop.storage.database import Database


async def read_lists(
    client: KrakenClient, archive: Archive, code: str, span: Span, method: PaymentMethod | None
) -> dict[Register, RateSchedule]:
    """As they serve the way of paying; a list that the tariff does not have is left out. Raises KrakenError."""
    parsed, found = parse_tariff_code(code), dict[Register, RateSchedule]()
    for group in register_groups(parsed) if parsed is not None else ():
        for register in group:
            try:
                rows = await client.rates(code, register, span)
            except Refused:
                continue
            await archive.keep(partial(_keep, code, register, rows))
            found[register] = RateSchedule.of(for_payment(rows, method))
        if tells_prices(found, group):
            break
    return found


async def _keep(code: str, register: Register, rows: tuple[Rate, ...], store: Database) -> None:
    await store.add_rates(code, register, rows)
