"""Half hours gathered into hours, days, weeks, months and quarters of London (docs/api.md, 5.7 and 7.16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from kraken_desktop.simulator.london import at_local, local_date, slot_of, slot_start

Begins = Callable[[datetime], datetime]


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


BEGINS: dict[str, Begins] = {
    "half hour": lambda moment: moment,
    "hour": lambda moment: moment.replace(minute=0),
    "day": lambda moment: at_local(local_date(moment)),
    "week": lambda moment: at_local(local_date(moment) - timedelta(days=local_date(moment).weekday())),
    "month": lambda moment: at_local(local_date(moment).replace(day=1)),
    "quarter": lambda moment: at_local(_quarter(local_date(moment))),
}


def spans(start: datetime, end: datetime, unit: str) -> Iterator[range]:
    """The half hours of [start, end), oldest first, gathered by the unit they begin in."""
    begins = BEGINS[unit]
    slots = range(slot_of(start + timedelta(seconds=1799)), slot_of(end + timedelta(seconds=1799)))
    if unit == "half hour":
        yield from (range(slot, slot + 1) for slot in slots)
        return
    for _, members in groupby(slots, key=lambda slot: begins(slot_start(slot))):
        parts = list(members)
        yield range(parts[0], parts[-1] + 1)
