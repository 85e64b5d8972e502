"""A remote fact with its age and its trouble."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from kraken_desktop.domain.problem import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[T]):
    """A value, when it was fetched, what is wrong now, and when it is tried next.

    A failure keeps the value: the old value stands beside the problem. ``value`` None means never known.
    """

    value: T | None = None
    fetched_at: datetime | None = None
    problem: Problem | None = None
    next_try: datetime | None = None

    def succeeded(self, value: T, at: datetime, next_try: datetime | None = None) -> Snapshot[T]:
        return Snapshot(value, at, None, next_try)

    def failed(self, problem: Problem, next_try: datetime | None = None) -> Snapshot[T]:
        """The same value in trouble; a problem of the same kind keeps the time at which it began."""
        if self.problem is not None and self.problem.kind is problem.kind:
            problem = replace(problem, since=self.problem.since)
        return Snapshot(self.value, self.fetched_at, problem, next_try)

    def age(self, now: datetime) -> timedelta | None:
        return None if self.fetched_at is None else now - self.fetched_at

    def is_older_than(self, limit: timedelta, now: datetime) -> bool:
        """True also where there is no value."""
        age = self.age(now)
        return age is None or age > limit
