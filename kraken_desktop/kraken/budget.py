"""What we spend of the allowances that are shared with every other app (docs/domain.md, The request budget)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TELEMETRY_AN_HOUR = 65
DISPATCH_QUERIES_A_MINUTE = 5


class RequestBudget:
    """Counts our telemetry calls in the rolling hour and dispatch queries in the rolling minute.

    What lies in the future belongs to a clock that was set back: it counts no more.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._telemetry: deque[datetime] = deque()
        self._dispatch: deque[datetime] = deque()
        self._closed: tuple[datetime, datetime] | None = None

    @property
    def used(self) -> int:
        """Our telemetry calls in the last hour."""
        return len(self._within(self._telemetry, HOUR))

    @property
    def limit(self) -> int:
        return TELEMETRY_AN_HOUR

    def may_poll(self, *, telemetry: bool = True, dispatch_queries: int = 0) -> datetime | None:
        """None where the call may go out now, else the earliest instant at which it may.

        More dispatch queries at once than a minute allows go out when the minute before was free of them.
        """
        now = self._now()
        waits = [now]
        if self._closed is not None and self._closed[0] <= now:
            waits.append(self._closed[1])
        calls = self._within(self._telemetry, HOUR)
        if telemetry and len(calls) >= TELEMETRY_AN_HOUR:
            waits.append(calls[-TELEMETRY_AN_HOUR] + HOUR)
        queries = self._within(self._dispatch, MINUTE)
        room = max(0, DISPATCH_QUERIES_A_MINUTE - dispatch_queries)
        if dispatch_queries and len(queries) > room:
            waits.append(queries[-room - 1] + MINUTE)
        latest = max(waits)
        return latest if latest > now else None

    def spent(self, *, telemetry: int = 0, dispatch_queries: int = 0) -> None:
        now = self._now()
        self._telemetry.extend([now] * telemetry)
        self._dispatch.extend([now] * dispatch_queries)

    def limited(self, until: datetime) -> None:
        """The service refused: nothing goes out before ``until``."""
        self._closed = (self._now(), until)

    def _within(self, spent: deque[datetime], window: timedelta) -> deque[datetime]:
        now = self._now()
        while spent and spent[0] <= now - window:
            spent.popleft()
        while spent and spent[-1] > now:
            spent.pop()
        return spent
