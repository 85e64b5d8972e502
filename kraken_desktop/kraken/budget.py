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
    """Counts our telemetry calls in the rolling hour and dispatch queries in the rolling minute."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._telemetry: deque[datetime] = deque()
        self._dispatch: deque[datetime] = deque()
        self._closed_until: datetime | None = None

    @property
    def used(self) -> int:
        """Our telemetry calls in the last hour."""
        self._forget()
        return len(self._telemetry)

    @property
    def limit(self) -> int:
        return TELEMETRY_AN_HOUR

    def may_poll(self, *, telemetry: bool = True, dispatch_queries: int = 0) -> datetime | None:
        """None where the call may go out now, else the earliest instant at which it may."""
        self._forget()
        now = self._now()
        waits = [now]
        if self._closed_until is not None and self._closed_until > now:
            waits.append(self._closed_until)
        if telemetry and len(self._telemetry) >= TELEMETRY_AN_HOUR:
            waits.append(self._telemetry[0] + HOUR)
        fitting = DISPATCH_QUERIES_A_MINUTE - min(dispatch_queries, DISPATCH_QUERIES_A_MINUTE)
        if dispatch_queries and len(self._dispatch) > fitting:
            waits.append(self._dispatch[len(self._dispatch) - fitting - 1] + MINUTE)
        latest = max(waits)
        return latest if latest > now else None

    def spent(self, *, telemetry: int = 0, dispatch_queries: int = 0) -> None:
        now = self._now()
        self._telemetry.extend([now] * telemetry)
        self._dispatch.extend([now] * dispatch_queries)

    def limited(self, until: datetime) -> None:
        """The service refused: nothing goes out before ``until``."""
        self._closed_until = until

    def _forget(self) -> None:
        now = self._now()
        while self._telemetry and not now - HOUR < self._telemetry[0] <= now:
            self._telemetry.popleft()
        while self._dispatch and not now - MINUTE < self._dispatch[0] <= now:
            self._dispatch.popleft()
