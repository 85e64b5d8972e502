"""Prices by the clock: which name holds at what time of day (docs/api.md, 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from kraken_desktop.simulator.london import LONDON, local_slot, local_slots


@dataclass(frozen=True)
class Timetable:
    """Names by the time of day: each holds until the next begins, round midnight, on the clock of `zone`."""

    windows: tuple[tuple[time, str], ...]
    zone: tzinfo = LONDON

    def name_at(self, moment: datetime) -> str:
        clock = moment.astimezone(self.zone).time()
        return next((name for since, name in reversed(self.windows) if since <= clock), self.windows[-1][1])

    def name_of(self, slot: int) -> str:
        """The name of a half hour; windows begin on half hours."""
        clock = local_slot(slot) if self.zone is LONDON else slot
        return _half_hours_of(self)[clock % 48]

    def names(self, slots: range) -> list[str]:
        """The same of several."""
        clock = local_slots(slots) if self.zone is LONDON else np.arange(slots.start, slots.stop)
        named = _half_hours_of(self)
        return [named[place] for place in (clock % len(named)).tolist()]

    def spans(self) -> list[tuple[str, time, time]]:
        """(name, from, to) in order of the day."""
        ends = [since for since, _ in self.windows[1:]] + [self.windows[0][0]]
        return [(name, since, end) for (since, name), end in zip(self.windows, ends, strict=True)]


@lru_cache(maxsize=32)
def _half_hours_of(timetable: Timetable) -> list[str]:
    """The names of a day's 48, by the timetable's own clock."""
    midnight = datetime(2026, 1, 1, tzinfo=timetable.zone)
    return [timetable.name_at(midnight + place * timedelta(minutes=30)) for place in range(48)]
