"""What else the key opens: the accounts that are not shown, read once a day."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account, AccountSummary
from kraken_desktop.kraken.errors import KrakenError, Limited, TimedOut, Unreachable
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName, with_other_accounts
from kraken_desktop.services.state import AppState

_log = logging.getLogger(__name__)

ASKED_EVERY = timedelta(days=1)
FRESH = timedelta(hours=1)
"""Not asked again within, whoever wants a refresh."""
_CLOSED = frozenset({"WITHDRAWN", "VOID", "CLOSED"})


def is_closed(status: str) -> bool:
    """Whether an account is over, by Octopus's word for it."""
    return status.upper() in _CLOSED


class AccountsFeed:
    """One request, and one more for each other account that is in use."""

    name = FeedName.ACCOUNTS

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def poll(self) -> None:
        """Raises KrakenError where the list of accounts cannot be read; a single account costs itself alone."""
        connection, now = self._connection, self._connection.clock.now()
        read_at = connection.state.other_accounts.fetched_at
        if read_at is not None and now - read_at < FRESH:
            return
        rows = (await connection.client.viewer()).accounts
        found = tuple([await self._account(row) for row in rows if row.number != connection.account_number])
        await connection.archive.keep(lambda store: store.save_other_accounts(found, now))
        connection.publish(lambda state: with_other_accounts(state, found, now))

    async def _account(self, row: AccountSummary) -> Account:
        """What was known of it, or its number alone, where it does not answer; a closed one is not asked for."""
        before = next(
            (one for one in self._connection.state.other_accounts.value or () if one.number == row.number), None
        )
        bare = before or Account(row.number, row.status, None, ())
        if is_closed(row.status):
            return bare
        try:
            return await self._connection.client.account(row.number)
        except (Limited, Unreachable, TimedOut):
            raise
        except KrakenError as error:  # whether the key still holds, the account's own feed tells
            _log.info("another account cannot be read: %s", error)
            return bare

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        return (state.other_accounts.fetched_at or now) + ASKED_EVERY

    def closed_until(self, state: AppState) -> datetime | None:
        """Spends nothing of the telemetry allowance."""
        return None
