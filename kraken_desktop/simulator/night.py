"""A night of a car's life, from noon to noon of London, and what it charges in it.

Times are Unix seconds on whole tens.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from kraken_desktop.simulator.london import at_local, unix

SMART, BOOST = "SMART", "BOOST"
FIRST_NIGHT = date(2022, 1, 1)
NIGHTS = 3300
"""Nine years of them."""
PLANNING_SECONDS = 150


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of charging [start, end)."""

    start: int
    end: int
    kind: str = SMART

    def seconds_until(self, moment: int) -> int:
        return max(0, min(self.end, moment) - self.start)


@dataclass(frozen=True, slots=True)
class Night:
    """Noon to noon: plugged in on [plugged_from, plugged_until), charging in `runs`.

    `ghost` is planned and withdrawn before it begins; `phantom` is listed from `phantom_from` on although the car is
    away; `missed` was planned and does not happen, since nobody reaches the car on [lost_from, lost_until);
    `elsewhere` is charged away from home: listed as completed, drawing nothing here. `known_from` is when Kraken has
    made its first plan. `replans` False keeps the plan as it is. `state` is reported in place of the true one.
    """

    plugged_from: int
    plugged_until: int
    runs: tuple[Run, ...]
    soc_at_plug: int = 50
    ghost: Run | None = None
    ghost_gone: int = 0
    phantom: Run | None = None
    phantom_from: int = 0
    replans: bool = True
    known_from: int = 0
    suspended_from: int | None = None
    state: str | None = None
    missed: Run | None = None
    lost_from: int = 0
    lost_until: int = 0
    elsewhere: tuple[Run, ...] = ()

    def is_plugged(self, moment: int) -> bool:
        return self.plugged_from <= moment < self.plugged_until

    def is_lost(self, moment: int) -> bool:
        return self.lost_from <= moment < self.lost_until

    def is_suspended(self, moment: int) -> bool:
        return self.suspended_from is not None and moment >= self.suspended_from

    def charged_seconds(self, moment: int) -> int:
        return sum(run.seconds_until(moment) for run in self.runs)

    def running(self, moment: int) -> Run | None:
        return next((run for run in self.runs if run.start <= moment < run.end), None)


def taken_in_hand(night: Night) -> Night:
    """The night as it stands, with no surprises left in it."""
    return replace(night, ghost=None, phantom=None, missed=None, lost_from=0, lost_until=0, replans=False, state=None)


@cache
def _noons() -> list[int]:
    return [unix(at_local(FIRST_NIGHT + timedelta(days=number), 12)) for number in range(NIGHTS)]


def noon(number: int) -> int:
    """The Unix time at which the night of a number begins."""
    return _noons()[number]


def night_number(moment: int) -> int:
    """The night that holds a Unix time, counted from the first."""
    return bisect_right(_noons(), moment) - 1


def morning_of(number: int) -> date:
    """The London day in which a night ends."""
    return FIRST_NIGHT + timedelta(days=number + 1)
