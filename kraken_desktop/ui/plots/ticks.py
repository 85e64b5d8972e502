"""Where a time axis is marked: round London times, right also on days of 46 and 50 slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraken_desktop.domain.moments import day_span, london, london_date

_STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720))
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """``is_day`` marks a London midnight."""

    at: datetime
    is_day: bool


def time_ticks(start: datetime, end: datetime, most: int) -> tuple[Tick, ...]:
    """At most about ``most`` ticks (at least one step of a day) in ``[start, end]``, in order, by London's clock.

    In autumn 01:00 is marked twice, in spring the missing hour not at all.
    """
    length = end - start
    step = next((step for step in _STEPS if length <= max(1, most) * step), None)
    if step is None:
        days = -(-length // (max(1, most) * _DAY))
        return tuple(Tick(at, True) for at in _midnights(start, end) if london_date(at).toordinal() % days == 0)
    return tuple(Tick(at, _minute_of_day(at) == 0) for at in _marks(start, end, step))


def _marks(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Instants at which London's clock shows a multiple of the step. London is whole hours from UTC."""
    walk = min(step, _HOUR)
    at = start - timedelta(seconds=start.timestamp() % walk.total_seconds())
    while at <= end:
        if at >= start and _minute_of_day(at) % (step // timedelta(minutes=1)) == 0:
            yield at
        at += walk


def _midnights(start: datetime, end: datetime) -> Iterator[datetime]:
    at = day_span(london_date(start)).start
    while at <= end:
        if at >= start:
            yield at
        at = day_span(london_date(at)).end


def _minute_of_day(at: datetime) -> int:
    local = london(at)
    return local.hour * 60 + local.minute
