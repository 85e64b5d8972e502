"""A clock that the test owns: time passes only by ``advance``."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta


class FakeClock:
    """Implements services.ports.Clock."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, due: datetime) -> None:
        if due <= self._now:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((due, sleeper))
        await sleeper

    @property
    def next_due(self) -> datetime | None:
        """When the earliest sleeper wakes."""
        return min((due for due, sleeper in self._sleepers if not sleeper.done()), default=None)

    def set(self, moment: datetime) -> None:
        """Jump, forwards or back, and wake whoever is due."""
        self._now = moment
        for due, sleeper in self._sleepers:
            if due <= moment and not sleeper.done():
                sleeper.set_result(None)
        self._sleepers = [(due, sleeper) for due, sleeper in self._sleepers if not sleeper.done()]

    def advance(self, seconds: float) -> None:
        self.set(self._now + timedelta(seconds=seconds))
