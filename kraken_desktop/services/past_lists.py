"""Price lists of the past, as far as days wait to be costed by them: a stretch at a time, kept in the store."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Agreement, MeterPoint
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import KrakenError, Refused
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import groups_needed, held_in, span_of_days
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.list_stretches import keep_stretch, list_name, missing_stretch
from kraken_desktop.storage.database import Database

_log = logging.getLogger(__name__)

REFUSED_FOR = timedelta(hours=1)
"""A list or a meter that cannot be read is left alone for so long, and the rest goes on."""
REFUSED_LISTS_FOR = timedelta(days=1)
_ALL_DAYS = 20_000


class PastLists:
    """What is known of each list is one span, so that nothing is asked twice."""

    def __init__(self, connection: Connection, database: Database) -> None:
        self._connection = connection
        self._database = database
        self._store = database.history
        self._avoided: dict[str, datetime] = {}

    async def read(self, point: MeterPoint) -> bool:
        """A stretch of a price list that days waiting to be costed need."""
        now = self._connection.clock.now()
        waiting = await self._store.uncosted(point.number, london_date(now), _ALL_DAYS)
        if not waiting:
            return False
        for agreement, part in held_in(point, span_of_days(waiting)):
            for group in groups_needed(agreement):
                for register in group:
                    if await self._read_stretch(point, agreement, register, part, now):
                        return True
                kept = await self._store.lists_kept(agreement.tariff_code)
                if kept & ({*group} - {Register.STANDING}):
                    break
        return False

    async def _read_stretch(
        self, point: MeterPoint, agreement: Agreement, register: Register, needed: Span, now: datetime
    ) -> bool:
        name = list_name(agreement.tariff_code, register)
        if name in self._avoided and now < self._avoided[name]:
            return False
        wanted = await missing_stretch(self._database, agreement.tariff_code, register, needed)
        if wanted is None:
            return False
        try:
            rows = await self._connection.client.rates(agreement.tariff_code, register, wanted)
        except GIVE_UP:
            raise
        except Refused:
            self._avoided[name] = now + REFUSED_LISTS_FOR  # a list that this tariff does not have, or not now
            return False
        except KrakenError as error:
            _log.info("a price list of the past cannot be read: %s", error)
            self._avoided[name] = now + REFUSED_FOR
            return False
        await keep_stretch(self._database, agreement.tariff_code, register, rows, wanted, now)
        first, last = london_date(wanted.start), london_date(wanted.end)
        await self._store.recost(point.number, first, last, is_unpriced=True)
        return True
