"""How clean the grid will be, kept as its time comes: a few questions a day, whoever looks (docs/domain.md, Carbon)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account, Property
from kraken_desktop.domain.greenness import GreenNight
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)
ASKED_EVERY = timedelta(hours=3)
"""A forecast of half hours reaches one day ahead, one of nights a week."""
NIGHTS = "greener nights"
Nights = tuple[GreenNight, ...]


def place_of(home: Property) -> str:
    """Under which a home's intensities are kept."""
    return f"carbon:{home.id}"


class GreenForecasts:
    """Of every home of the account that is lived in, and of the nights, which are the country's."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store
        self._asked: dict[str, datetime] = {}

    async def read(self, client: KrakenClient, account: Account, now: datetime) -> bool:
        """One question, where one is due; whether there was. Raises what gives up a poll, and StorageError."""
        if await self._is_due(NIGHTS, now):
            await self._read_nights(client, now)
            return True
        for home in account.properties:
            if home.is_occupied(now) and home.postcode and await self._is_due(place_of(home), now):
                await self._read_carbon(client, home, now)
                return True
        return False

    async def _read_nights(self, client: KrakenClient, now: datetime) -> None:
        """Nothing of it gives up a poll: the nights are told by a server that tells nothing else of history."""
        self._asked[NIGHTS] = now
        try:
            found = await client.greenness.nights()
        except KrakenError as error:
            _log.info("greener nights cannot be read: %s", error)
        else:
            await self._store.save(NIGHTS, found.rows, now)

    async def _read_carbon(self, client: KrakenClient, home: Property, now: datetime) -> None:
        place = place_of(home)
        try:
            found = await client.greenness.carbon(home.postcode)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.info("carbon intensity cannot be read: %s", error)
        else:
            await self._store.add_carbon(place, found.rows)
            await self._store.save(place, len(found.rows), now)
        self._asked[place] = now

    async def _is_due(self, name: str, now: datetime) -> bool:
        """Not again soon, also where it failed or another run of ours asked."""
        asked = self._asked.get(name) or await self._store.saved_at(name)
        return asked is None or now - asked >= ASKED_EVERY
