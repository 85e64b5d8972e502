"""Octopus's own cost of each day, beside ours: late by about two days, and corrected for a week or so."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.measurement import Frequency
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.settled import settled_day
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
CORRECTED_DAYS = 10
DAYS_A_STEP = 99
"""As many as one page holds."""
AVOIDED_FOR = timedelta(days=1)
"""Many accounts are not told their costs."""


class SettledDays:
    """What is known is one span a meter point; its newest days are asked again once a day."""

    def __init__(self, connection: Connection, store: HistoryStore) -> None:
        self._connection = connection
        self._store = store
        self._asked: dict[str, date] = {}
        self._avoided: dict[str, datetime] = {}

    async def read(self, account: Account, point: MeterPoint) -> bool:
        """One question, where one is due; whether there was. Raises what gives up a poll."""
        now, number = self._connection.clock.now(), point.number
        home = next((home for home in account.properties if point in home.meter_points), None)
        extent = await self._store.extent(number)
        if home is None or extent is None or self._is_avoided(number, now):
            return False
        span = await self._due(number, extent, london_date(now))
        if span is None:
            return False
        try:
            found = await self._connection.client.measurements.measured(home.id, point, span, Frequency.DAY)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.info("what Octopus settled cannot be read: %s", error)
            self._avoided[number] = now
            return False
        days = [day for row in found.rows if (day := settled_day(row)) is not None]
        await self._store.add_settled(number, days, span)
        return True

    async def _due(self, number: str, extent: tuple[date, date], today: date) -> Span | None:
        """What is new and what may be corrected, once a day and a stretch at a time; then what is before the known.

        Whole London days: a day that is cut is not told.
        """
        known, (oldest, newest) = await self._store.settled_reach(number), extent
        if self._asked.get(number) != today:
            since = newest + A_DAY if known is None else min(london_date(known.end), newest + A_DAY)
            first = max(oldest, since - CORRECTED_DAYS * A_DAY)
            last = min(newest, first + (DAYS_A_STEP - 1) * A_DAY)
            if last == newest:
                self._asked[number] = today
            return Span(day_span(first).start, day_span(last).end)
        if known is None or known.start <= day_span(oldest).start:
            return None
        first = max(oldest, london_date(known.start) - DAYS_A_STEP * A_DAY)
        return Span(day_span(first).start, known.start)

    def _is_avoided(self, number: str, now: datetime) -> bool:
        return number in self._avoided and now - self._avoided[number] < AVOIDED_FOR
