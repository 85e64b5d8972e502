"""Smart charging of days gone by, by Octopus's own half hours: what nobody but Octopus knows of the time before us.

A day is asked for where its settled cost is not ours, or where a car was charged for: two days a question at most.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import Span, day_slots, day_span, london_date
from kraken_desktop.domain.settled import SettledSlot, settled_slot
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
AVOIDED_FOR = A_DAY
ROWS_A_PAGE = 99
AT_ONCE = 30
"""So many questions follow each other, which serve the newest month or two."""
PACE = timedelta(seconds=20)
"""Between those after: all apps of a customer share one allowance of points (docs/api.md, 4)."""


class SmartSlots:
    """A question at a time, newest first, after everything else is there."""

    def __init__(self, connection: Connection, store: HistoryStore) -> None:
        self._connection = connection
        self._store = store
        self._avoided: dict[str, datetime] = {}
        self._asked = 0

    @property
    def pause(self) -> timedelta:
        """How long to wait before the next question."""
        return timedelta() if self._asked < AT_ONCE else PACE

    async def read(self, account: Account, point: MeterPoint) -> bool:
        """One question, where one is due; whether there was. Raises what gives up a poll."""
        now, number = self._connection.clock.now(), point.number
        home = next((home for home in account.properties if point in home.meter_points), None)
        if home is None or (number in self._avoided and now - self._avoided[number] < AVOIDED_FOR):
            return False
        days = await self._due(point)
        if not days:
            return False
        self._asked += 1
        span = Span(day_span(days[-1]).start, day_span(days[0]).end)
        try:
            found = await self._connection.client.measurements.measured(home.id, point, span)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.info("what half hours were charged to cannot be read: %s", error)
            self._avoided[number] = now
            return False
        slots = [slot for row in found.rows if (slot := settled_slot(row)) is not None]
        for day in days:
            own = [slot for slot in slots if london_date(slot.start) == day]
            await self._store.add_settled_slots(number, day, own, is_whole=_is_whole(day, own))
        return True

    async def _due(self, point: MeterPoint) -> tuple[date, ...]:
        """The newest day that waits, and the one before it where both fit one page."""
        for span in smart_spans(point):
            days = await self._store.unexplained(point.number, span, 2)
            if not days:
                continue
            is_pair = len(days) > 1 and days[0] - days[1] == A_DAY
            fits = sum(len(day_slots(day)) for day in days) <= ROWS_A_PAGE
            return days if is_pair and fits else days[:1]
        return ()


def _is_whole(day: date, slots: list[SettledSlot]) -> bool:
    return {slot.start for slot in slots} == {slot.start for slot in day_slots(day)}
