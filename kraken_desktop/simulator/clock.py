"""The simulator's own time: some clock, and how far a test has moved it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

YEARS = range(2024, 2028)
"""Those in which a world may live."""


def real_time() -> datetime:
    return datetime.now(UTC)


def running_from(start: datetime, speed: float) -> Callable[[], datetime]:
    """A clock that shows `start` now and runs `speed` times as fast as the real one; 0 stands still."""
    origin = time.monotonic()

    def now() -> datetime:
        return start + timedelta(seconds=(time.monotonic() - origin) * speed)

    return now


class SimulatedClock:
    """Aware UTC, whole microseconds; may be moved either way."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or real_time
        self._moved = timedelta()

    def now(self) -> datetime:
        return self._source() + self._moved

    def jump_to(self, moment: datetime) -> None:
        """Raises ValueError outside 2024 to 2027, and then nothing has moved."""
        if moment.year not in YEARS:
            raise ValueError(f"the clock shows an instant of {YEARS[0]} to {YEARS[-1]}, not {moment.isoformat()}")
        self._moved += moment - self.now()
