"""Saving Sessions and free electricity as everybody is told of them; all from the seed (docs/api.md, 8.1 and 8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.london import at_local, local_date

DOWN, UP, HAPPY, FREE = "TURN_DOWN", "TURN_UP", "WEEKEND_HAPPY_HOUR", "FREE"
HAPPY_FROM, HAPPY_UNTIL = date(2026, 8, 16), date(2026, 11, 1)
"""The promotion's first and last Sunday."""
FREE_RARE_FROM = date(2026, 8, 1)
_BEGUN = date(2022, 11, 7)


@dataclass(frozen=True, slots=True)
class Session:
    """`regions` are numbers of the service's own, empty = everybody; `code` is None on some free hours."""

    number: int
    code: str | None
    kind: str
    start: datetime
    end: datetime
    announced: datetime
    points_a_kwh: int = 0
    regions: tuple[int, ...] = ()

    def status(self, now: datetime) -> str:
        return "UPCOMING" if now < self.start else "ONGOING" if now < self.end else "DONE"


def calendar(seed: int, first: date, last: date) -> Iterator[Session]:
    """Every session that begins on a London day of [first, last], oldest first."""
    day = max(first, _BEGUN)
    while day <= last:
        yield from _of_day(seed, day)
        day += timedelta(days=1)


def free_hours(seed: int, first: date, last: date) -> Iterator[Session]:
    """Free electricity of [first, last], oldest first: rare since free hours come as sessions."""
    for session in (each for week in _weeks(first, last) for each in _free(seed, week)):
        if first <= local_date(session.start) <= last:
            yield session


@lru_cache(maxsize=4096)
def _of_day(seed: int, day: date) -> tuple[Session, ...]:
    week = (day - _BEGUN).days // 7
    if day.weekday() == int(draw(seed, "session day", week) * 5):
        return (_weekday_session(seed, day, week),)
    if day.weekday() != 6 or not HAPPY_FROM <= day <= HAPPY_UNTIL:
        return ()
    told = at_local(day - timedelta(days=6), 10)
    codes = (None if place == 1 else f"EVENT_{week * 5 + place + 1}_{day:%d%m%y}" for place in range(4))
    return tuple(
        Session(_number(day, place + 1), code, HAPPY, at_local(day, 10 + place), at_local(day, 11 + place), told)
        for place, code in enumerate(codes)
    )


def _weekday_session(seed: int, day: date, week: int) -> Session:
    is_up = draw(seed, "session kind", week) < 0.25
    hour = 12 if is_up else 17 + int(draw(seed, "session hour", week) * 2)
    start = at_local(day, hour)
    elsewhere = draw(seed, "session region", week)
    regions = (5, 7) if elsewhere < 0.15 else (5, 6) if elsewhere < 0.3 else ()
    points = 8 * (8 + int(draw(seed, "session points", week) * 8))
    return Session(
        _number(day, 0),
        f"EVENT_{week * 5}_{day:%d%m%y}",
        UP if is_up else DOWN,
        start,
        start + timedelta(hours=1),
        at_local(day - timedelta(days=1), 14),
        points,
        regions,
    )


@lru_cache(maxsize=1024)
def _free(seed: int, week: date) -> tuple[Session, ...]:
    number = (week - _BEGUN).days // 7
    if draw(seed, "free hour", number) >= (0.12 if week >= FREE_RARE_FROM else 0.6):
        return ()
    day = week + timedelta(days=int(draw(seed, "free day", number) * 7))
    start = at_local(day, 12 + int(draw(seed, "free start", number) * 2))
    told = at_local(day - timedelta(days=1), 11)
    return (Session(_number(day, 9), f"FREE_ELECTRICITY_{number}", FREE, start, start + timedelta(hours=1), told),)


def _weeks(first: date, last: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def _number(day: date, place: int) -> int:
    return (day - _BEGUN).days * 10 + place
