"""Time as the service knows it: half hours of UTC, days and clock times of London (docs/api.md, 5.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

LONDON = ZoneInfo("Europe/London")
SLOT_SECONDS = 1800
BUCKET_SECONDS = 10
TOLD_YEARS = range(2021, 2032)
"""Those whose changes of the clock are known to `local_slots`."""
BUCKETS = SLOT_SECONDS // BUCKET_SECONDS


def unix(moment: datetime) -> int:
    return int(moment.timestamp())


def at_unix(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def slot_of(moment: datetime) -> int:
    """The number of the half hour that holds the instant, counted from 1970."""
    return unix(moment) // SLOT_SECONDS


def slot_start(slot: int) -> datetime:
    return at_unix(slot * SLOT_SECONDS)


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def local_date(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """That time of the London day, in UTC. A time that the clock skips is read as if it had not been moved yet."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def day_slots(day: date) -> range:
    """The half hours of a London day: 46, 48 or 50."""
    return range(slot_of(at_local(day)), slot_of(at_local(day + timedelta(days=1))))


def local_slots(slots: range) -> NDArray[np.int64]:
    """The half hours as the clocks of London count them from 1970: 48 make a day, two an hour."""
    numbers = np.arange(slots.start, slots.stop, dtype=np.int64)
    return numbers + np.searchsorted(_turns(), numbers, side="right") % 2 * 2


def local_slot(slot: int) -> int:
    """The same of one half hour."""
    day, place = divmod(slot, 48)
    return _clock_of(day)[place]


@lru_cache(maxsize=2048)
def _clock_of(day: int) -> list[int]:
    """Those of a UTC day, by its number from 1970."""
    clock: list[int] = local_slots(range(day * 48, (day + 1) * 48)).tolist()
    return clock


@cache
def _turns() -> NDArray[np.int64]:
    """The half hours with which summer time begins and ends, in turn: at 01:00 UTC of a month's last Sunday."""
    lasts = (date(year, month, 31) for year in TOLD_YEARS for month in (3, 10))
    sundays = (last - timedelta(days=(last.weekday() + 1) % 7) for last in lasts)
    return np.array([slot_of(datetime(day.year, day.month, day.day, 1, tzinfo=UTC)) for day in sundays])


def months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def read_moment(text: str, zone: ZoneInfo | None = None) -> datetime:
    """An ISO instant in UTC; one without an offset is read in `zone` (UTC if none). Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or UTC)
    return moment.astimezone(UTC)
