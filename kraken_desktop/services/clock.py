"""Where time comes from: the computer, or a demo's own."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

LONGEST_SLEEP = timedelta(minutes=1)
SET_BACK = timedelta(minutes=1)
"""A clock that falls behind the time really slept by more than this was set back."""


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, due: datetime) -> None:
        await _sleep_until(self, due, 1.0)


class OffsetClock:
    """Shows ``start`` when it is made and runs ``speed`` times as fast as real time; 0 stands still."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._start = start.astimezone(UTC)
        self._speed = speed
        self._origin = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._origin) * self._speed)

    async def sleep_until(self, due: datetime) -> None:
        await _sleep_until(self, due, self._speed)


async def _sleep_until(clock: SystemClock | OffsetClock, due: datetime, speed: float) -> None:
    """Sleep in steps, so that a suspend or a moved clock is noticed within a minute.

    It also returns when the clock was set back: who sleeps must look at the time anew.
    """
    import asyncio  # 30 ms, which the tray icon need not wait for

    slept, began, now = 0.0, clock.now(), clock.now()
    while now < due:
        left = (due - now).total_seconds() / speed if speed > 0 else LONGEST_SLEEP.total_seconds()
        step = min(left, LONGEST_SLEEP.total_seconds())
        await asyncio.sleep(step)
        slept += step * speed
        now = clock.now()
        if began + timedelta(seconds=slept) - now > SET_BACK * max(1.0, speed):
            return
