"""What a customer wishes of a car: ready by when, charged how far; seven days at a time (docs/api.md, 7.12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
EARLIEST, LATEST = time(4), time(11)
STEP_MINUTES = 30
LEAST_PERCENT, MOST_PERCENT, STEP_PERCENT = 10, 100, 5


@dataclass(frozen=True, slots=True)
class Wish:
    """One day: ready by a time of London, charged to whole percent."""

    day: str
    time: time
    percent: int

    @property
    def is_possible(self) -> bool:
        """Within the times and targets that the app offers."""
        is_on_step = self.time.minute % STEP_MINUTES == 0 and self.time.second == 0
        return is_on_step and EARLIEST <= self.time <= LATEST and LEAST_PERCENT <= self.percent <= MOST_PERCENT


@dataclass(frozen=True, slots=True)
class Preferences:
    """Of one device."""

    mode: str = "CHARGE"
    unit: str = "PERCENTAGE"
    week: tuple[Wish, ...] = tuple(Wish(day, time(9) if day[0] == "S" else time(7), 80) for day in DAYS)

    @property
    def is_a_week(self) -> bool:
        return sorted(wish.day for wish in self.week) == sorted(DAYS)

    def in_order(self) -> Preferences:
        return replace(self, week=tuple(sorted(self.week, key=lambda wish: DAYS.index(wish.day))))

    def of(self, day: str) -> Wish:
        return next(wish for wish in self.week if wish.day == day)
