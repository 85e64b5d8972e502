"""Meter points that the account was supplied by and is no more: a house that was left has its history too."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account, with_former
from kraken_desktop.kraken.errors import KrakenError, Limited, TimedOut, Unreachable
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import with_account

_log = logging.getLogger(__name__)

ASKED_EVERY = timedelta(days=1)


class FormerSupplies:
    """Asked at the start, once a day, and when a meter point is no longer listed among those in use."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._asked_at: datetime | None = None
        self._asked_of: frozenset[str] = frozenset()

    async def read(self, account: Account) -> bool:
        """One question, where one is due; whether there was. Raises what gives up a poll."""
        connection, now = self._connection, self._connection.clock.now()
        listed = frozenset(point.number for point in account.meter_points)
        is_fresh = self._asked_at is not None and now - self._asked_at < ASKED_EVERY
        if is_fresh and self._asked_of <= listed:
            return False
        self._asked_at, self._asked_of = now, listed
        try:
            ever = await connection.client.supply_history(account.number)
        except (Limited, Unreachable, TimedOut):
            self._asked_at = None
            raise
        except KrakenError as error:  # whether the key still holds, the account's own feed tells
            _log.info("what was supplied before cannot be read: %s", error)
            return False
        whole = with_former(account, ever, now)
        if whole != account:
            self._asked_of = frozenset(point.number for point in whole.meter_points)
            await connection.archive.keep(lambda store: store.save_account(whole, now))
            connection.publish(lambda state: with_account(state, whole))
        return True
