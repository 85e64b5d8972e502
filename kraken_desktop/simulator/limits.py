"""What the service lets one customer spend (docs/api.md, 4): windows that slide with the simulator's clock."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime


class Allowance:
    """At most `limit` spendings in any `seconds`."""

    def __init__(self, field: str, limit: int, seconds: int, unit: str) -> None:
        self.field = field
        self.limit = limit
        self.rate = f"{limit}/{unit}"
        self._seconds = seconds
        self._spent: deque[tuple[float, int]] = deque()

    def spend(self, now: datetime, amount: int = 1) -> bool:
        """Whether it was allowed; what is refused is not counted."""
        if self.used(now) + amount > self.limit:
            return False
        self._spent.append((now.timestamp(), amount))
        return True

    def take(self, now: datetime, amount: int) -> None:
        """Spend all the same, as far as the limit: another app got there first."""
        self.spend(now, min(amount, self.limit - self.used(now)))

    def used(self, now: datetime) -> int:
        moment = now.timestamp()
        # A clock that was set back leaves entries in the future: they no longer count either.
        while self._spent and not moment - self._seconds < self._spent[0][0] <= moment:
            self._spent.popleft()
        return sum(amount for at, amount in self._spent if at <= moment)

    def seconds_until_free(self, now: datetime) -> int:
        """0 while something is left."""
        if self.used(now) < self.limit:
            return 0
        return math.ceil(self._spent[0][0] + self._seconds - now.timestamp())


class Limits:
    """Every limit of one account, shared by all that asks for it."""

    def __init__(self) -> None:
        self.login = Allowance("obtainKrakenToken", 10, 60, "m")
        self.telemetry = Allowance("smartMeterTelemetry", 100, 3600, "h")
        self.dispatches = Allowance("flexPlannedDispatches", 5, 60, "m")
        self.points = Allowance("points", 50_000, 3600, "h")
        self.rest = Allowance("rest", 20, 10, "10s")
        self.backend = Allowance("backend", 20, 10, "10s")

    @property
    def by_field(self) -> dict[str, Allowance]:
        """Those that belong to one field each."""
        return {each.field: each for each in (self.telemetry, self.login, self.dispatches)}

    def exhaust(self, name: str | None, now: datetime) -> None:
        """Another app uses up the limit of that name; all of them where no limit is called so."""
        named = self.by_name
        for limit in [named[name]] if name in named else named.values():
            limit.take(now, limit.limit)

    @property
    def by_name(self) -> dict[str, Allowance]:
        """Those that another app can eat of: the fields' and the points."""
        return self.by_field | {self.points.field: self.points}
