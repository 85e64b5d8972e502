"""The polling of one signed-in customer: client, feeds and poller, begun and ended together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName
from kraken_desktop.services.heavy_feed import HeavyFeed
from kraken_desktop.services.history import TodayFeed
from kraken_desktop.services.light_feed import LightFeed
from kraken_desktop.services.poller import Poller
from kraken_desktop.services.start import polling_interval, wanted
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.services.tomorrow_feed import TomorrowFeed
from kraken_desktop.storage.settings import Settings


class Line:
    """Begins to poll when ``start`` is called; ``stop`` ends it and closes the connection."""

    def __init__(
        self, connection: Connection, settings: Settings, supervisor: Supervisor, signed_out: Callable[[Problem], None]
    ) -> None:
        seconds = settings.heavy_offset_seconds
        offset = timedelta(seconds=seconds) if seconds >= 0 else None
        self._connection = connection
        self._supervisor = supervisor
        self._light = LightFeed(connection, polling_interval(settings), self._met_stranger)
        self._heavy = HeavyFeed(connection, self._light, wanted(settings), offset, self._found_mini)
        feeds = (self._heavy, self._light, TodayFeed(connection), TomorrowFeed(connection, offset))
        self.poller = Poller(connection, feeds, supervisor, signed_out)
        self._feeds = feeds
        self._task: asyncio.Task[None] | None = None

    @property
    def client(self) -> KrakenClient:
        """For questions that no feed asks."""
        return self._connection.client

    def start(self) -> None:
        self._task = self._supervisor.start("poller", self.poller.run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._connection.client.close()

    async def once(self) -> None:
        """Every feed once, in order, without a task: for a command that wants one answer."""
        await self.poller.once()

    def apply(self, settings: Settings) -> None:
        """A new interval counts at once; another meter or way of paying is a reason for a heavy poll."""
        self._light.set_interval(polling_interval(settings))
        before, now = self._heavy.wanted, wanted(settings)
        if replace(before, account_number=None) == replace(now, account_number=None):
            return
        self._heavy.wanted = now
        if before.payment_method is not now.payment_method:
            self._connection.book.payment = now.payment_method
            self._connection.book.forget()
        self.poller.due_now(FeedName.HEAVY, FeedName.LIGHT, FeedName.TODAY)

    def _met_stranger(self) -> None:
        self.poller.due_now(FeedName.HEAVY)

    def _found_mini(self) -> None:
        self.poller.due_now(FeedName.TODAY)
