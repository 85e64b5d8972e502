"""The polling of one signed-in customer: client, feeds and poller, begun and ended together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services.accounts_feed import AccountsFeed
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName, failed
from kraken_desktop.services.gas_choice import gas_choice
from kraken_desktop.services.heavy_feed import HeavyFeed
from kraken_desktop.services.history import TodayFeed
from kraken_desktop.services.light_feed import LightFeed
from kraken_desktop.services.poller import Poller
from kraken_desktop.services.pricing import PriceLists
from kraken_desktop.services.start import polling_interval, wanted
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.services.tomorrow_feed import TomorrowFeed
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings

if TYPE_CHECKING:
    from kraken_desktop.services.backfill import HistoryFeed


class Line:
    """Begins to poll when ``start`` is called; ``stop`` ends it and closes the connection."""

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        supervisor: Supervisor,
        signed_out: Callable[[Problem], None],
        database: Database | None = None,
    ) -> None:
        """``database`` is what history is fetched into; without one there is none."""
        seconds = settings.heavy_offset_seconds
        offset = timedelta(seconds=seconds) if seconds >= 0 else None
        self._connection = connection
        self._supervisor = supervisor
        self._light = LightFeed(connection, polling_interval(settings), self._met_stranger)
        self._heavy = HeavyFeed(connection, self._light, wanted(settings), offset, self._found_mini)
        today = TodayFeed(connection, lambda: gas_choice(self._settings))
        seldom = (today, TomorrowFeed(connection, offset), AccountsFeed(connection))
        feeds = (self._heavy, self._light, *seldom)
        self._signed_out = signed_out
        self.poller = Poller(connection, feeds, supervisor, self._refused)
        self._feeds = feeds
        self._settings = settings
        self._database = database
        self._keep_samples()
        self._history: HistoryFeed | None = None
        self._past: Poller | None = None
        self._is_resting = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def client(self) -> KrakenClient:
        """For questions that no feed asks."""
        return self._connection.client

    @property
    def is_waiting(self) -> bool:
        """Nothing is under way between polls, or polling is over."""
        return all(poller.is_waiting or poller.is_over for poller in (self.poller, self._past) if poller is not None)

    def start(self) -> None:
        self._tasks = [self._supervisor.start("poller", self.poller.run())]
        if self._database is not None:
            self._tasks.append(self._supervisor.start("history", self._fetch_history(self._database)))

    async def stop(self) -> None:
        client = await self.release()
        await client.close()

    async def release(self) -> KrakenClient:
        """End the polling and hand over the connection, which stays open."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        return self._connection.client

    async def _fetch_history(self, database: Database) -> None:
        """Beside the poller, never in its way. A refused key is the poller's to tell, and to history a trouble."""
        from kraken_desktop.services.backfill import HistoryFeed  # nothing of the first picture waits for it

        self._history = HistoryFeed(self._connection, database, gas_choice(self._settings))
        self._past = Poller(self._connection, (self._history,), self._supervisor, None)
        self._past.rest(self._is_resting)
        await self._past.run()

    def rest(self, is_resting: bool) -> None:
        """Ask nothing, of the past neither, while the screen is locked."""
        self._is_resting = is_resting
        self.poller.rest(is_resting)
        if self._past is not None:
            self._past.rest(is_resting)

    @property
    def price_lists(self) -> PriceLists:
        """The public price lists read so far."""
        return self._connection.book.lists

    async def once(self) -> None:
        """Every feed once, in order, without a task: for a command that wants one answer."""
        await self.poller.once()

    async def fetch_history(self) -> None:
        """All of it, now: for a command. What goes wrong stands in the state."""
        if self._database is None:
            return
        from kraken_desktop.services.backfill import HistoryFeed

        try:
            await HistoryFeed(self._connection, self._database, gas_choice(self._settings)).catch_up()
        except KrakenError as error:
            self._connection.publish(failed(FeedName.HISTORY, problem_of(error, self._connection.clock.now())))

    def apply(self, settings: Settings) -> None:
        """A new interval counts at once; another meter or way of paying is a reason for a heavy poll."""
        self._settings = settings
        self._keep_samples()
        if self._history is not None and self._past is not None:
            self._history.gas = gas_choice(settings)
            self._past.due_now(FeedName.HISTORY)
        self._light.set_interval(polling_interval(settings))
        before, now = self._heavy.wanted, wanted(settings)
        if replace(before, account_number=None) == replace(now, account_number=None):
            return
        self._heavy.wanted = now
        if before.payment_method is not now.payment_method:
            self._connection.book.payment = now.payment_method
            self._connection.book.forget()
        self.poller.due_now(FeedName.HEAVY, FeedName.LIGHT, FeedName.TODAY)

    def _refused(self, problem: Problem) -> None:
        if self._past is not None:
            self._past.end()
        self._signed_out(problem)

    def _keep_samples(self) -> None:
        if self._database is not None:
            self._database.samples_whole = timedelta(days=self._settings.samples_days)

    def _met_stranger(self) -> None:
        self.poller.due_now(FeedName.HEAVY)

    def _found_mini(self) -> None:
        self.poller.due_now(FeedName.TODAY)
