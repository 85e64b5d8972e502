"""Price lists of the past, as far as days wait to be costed by them: a stretch at a time, kept in the store."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import KrakenError, Refused
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import groups_needed, held_in, span_of_days
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.list_stretches import keep_stretch, list_name, missing_stretches, stretches_of
from kraken_desktop.storage.database import Database

_log = logging.getLogger(__name__)

REFUSED_FOR = timedelta(hours=1)
"""A list or a meter that cannot be read is left alone for so long, and the rest goes on."""
REFUSED_LISTS_FOR = timedelta(days=1)
AGAIN = timedelta(days=30)
_ALL_DAYS = 20_000


class PastLists:
    """What is known of each list is one span, so that nothing is asked twice, but for days that lack a price."""

    def __init__(self, connection: Connection, database: Database) -> None:
        self._connection = connection
        self._database = database
        self._store = database.history
        self._avoided: dict[str, datetime] = {}

    async def read(self, point: MeterPoint) -> bool:
        """A stretch of a price list that days need which wait to be costed, or were costed without a price."""
        today = london_date(self._connection.clock.now())
        waiting = await self._store.uncosted(point.number, today, _ALL_DAYS)
        days = waiting or await self._store.unpriced(point.number, today)
        if not days:
            return False
        for agreement, part in held_in(point, span_of_days(days)):
            for group in groups_needed(agreement):
                for register in group:
                    if await self._read_stretch(point, agreement.tariff_code, register, part, is_again=not waiting):
                        return True
                kept = await self._store.lists_kept(agreement.tariff_code)
                if kept & ({*group} - {Register.STANDING}):
                    break
        return False

    async def _read_stretch(
        self, point: MeterPoint, code: str, register: Register, needed: Span, *, is_again: bool
    ) -> bool:
        """``is_again``: also what was told before, once a month: it may have been told by half."""
        name = list_name(code, register)
        for wanted in await missing_stretches(self._database, code, register, needed):
            if await self._ask(point, code, register, wanted, f"{name} to {wanted.end}", REFUSED_LISTS_FOR):
                return True
        for wanted in stretches_of(needed) if is_again else ():
            if await self._ask(point, code, register, wanted, f"{name} again to {wanted.end}", AGAIN):
                return True
        return False

    async def _ask(
        self, point: MeterPoint, code: str, register: Register, wanted: Span, name: str, rests: timedelta
    ) -> bool:
        """Whether there was a question, which then rests under its ``name``: an answer without rows is no knowledge."""
        now, whole = self._connection.clock.now(), list_name(code, register)
        if any(key in self._avoided and now < self._avoided[key] for key in (whole, name)):
            return False
        try:
            rows = await self._connection.client.rates(code, register, wanted)
        except GIVE_UP:
            raise
        except Refused:
            self._avoided[whole] = now + REFUSED_LISTS_FOR  # a list that this tariff does not have, or not now
            return False
        except KrakenError as error:
            _log.info("a price list of the past cannot be read: %s", error)
            self._avoided[whole] = now + REFUSED_FOR
            return False
        self._avoided[name] = now + rests
        if rows:
            await keep_stretch(self._database, code, register, rows, wanted, now)
            await self._store.recost(point.number, london_date(wanted.start), london_date(wanted.end), is_unpriced=True)
        return True
