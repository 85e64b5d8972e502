"""Looks for tomorrow's prices from 16:00 London until they are there, and then not again."""

from __future__ import annotations

from datetime import datetime, timedelta

from kraken_desktop.domain.moments import Span, london_date, today_span, tomorrow_span
from kraken_desktop.domain.tariffs import Register, parse_tariff_code, register_groups
from kraken_desktop.services.cadence import install_offset, next_look
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.derive import is_published
from kraken_desktop.services.feeds import FeedName, with_look, with_prices
from kraken_desktop.services.state import AppState, Tariff


class TomorrowFeed:
    """One small request for each tariff whose prices change daily. No request where all are known."""

    name = FeedName.TOMORROW

    def __init__(self, connection: Connection, offset: timedelta | None = None) -> None:
        self._connection = connection
        self._offset = install_offset(connection.account_number) if offset is None else offset

    async def poll(self) -> None:
        """Raises KrakenError."""
        connection, now = self._connection, self._connection.clock.now()
        if connection.state.account.value is None:  # nobody knows yet whose prices
            return
        waiting = _waiting(connection.state, now)
        span = Span(today_span(now).start, tomorrow_span(now).end)
        for tariff in waiting:
            await self._look(tariff.code, span)
        if waiting:
            connection.publish(lambda state: with_prices(state, connection.book.lists, connection.clock.now()))
        connection.publish(lambda state: with_look(state, now))

    async def _look(self, code: str, span: Span) -> None:
        for register in self._lists(code):
            await self._read(code, register, span)

    async def _read(self, code: str, register: Register, span: Span) -> None:
        connection = self._connection
        rows = await connection.client.rates(code, register, span)
        connection.book.add(code, register, rows, london_date(span.start))
        await connection.archive.keep(lambda store: store.add_rates(code, register, rows, is_newest=True))

    def _lists(self, code: str) -> tuple[Register, ...]:
        """Those that told prices so far, else the likely ones."""
        known = self._connection.book.lists.get(code, {})
        told = tuple(register for register, rates in known.items() if rates.rates and register is not Register.STANDING)
        parsed = parse_tariff_code(code)
        return told or (register_groups(parsed)[0] if parsed is not None else ())

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        is_found = state.account.value is not None and not _waiting(state, now)
        return next_look(now, is_found, self._offset)

    def closed_until(self, state: AppState) -> datetime | None:
        """Price lists are public: no allowance is spent."""
        return None


def _waiting(state: AppState, now: datetime) -> list[Tariff]:
    tariffs = (state.import_tariff.value, state.export_tariff.value, state.gas_tariff.value)
    return [t for t in tariffs if t is not None and t.has_changing_list and not is_published(t.schedule, now)]
