"""Half-hourly consumption as far as it has arrived (docs/api.md, 5.7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator import access
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.homes.declaration import GasMeter, Meter, Supply
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import (
    at_local,
    local,
    local_date,
    local_slots,
    months_before,
    slot_of,
    slot_start,
)
from kraken_desktop.simulator.meter import by_month
from kraken_desktop.simulator.rest.replies import RestError, exchange_of, not_found, page, period, unauthorised
from kraken_desktop.simulator.world import Exchange

MOST_ROWS = 25_000
HISTORY_MONTHS = 14
LATEST_ARRIVAL = timedelta(days=6)
Whole = NDArray[np.int64]


async def consumption(request: Request) -> Response:
    exchange = exchange_of(request)
    if not access.has_key(exchange):
        raise unauthorised()
    point, meter = _meter(exchange, request.path_params)
    start, end = period(request)
    if end is not None and start is None:
        raise RestError(400, {"period_from": ["This field is required when `period_to` is given."]})
    order, grouping = request.query_params.get("order_by"), request.query_params.get("group_by")
    if order not in (None, "period", "-period"):
        raise RestError(400, {"order_by": [f'"{order}" is not a valid choice.']})
    if grouping not in _PERIODS:
        raise RestError(400, {"group_by": [f'"{grouping}" is not a valid choice.']})
    slots = _arrived(exchange, point, meter, start, end)
    amounts = await _amounts(exchange.household, point, slots)
    intervals = _intervals(slots, amounts, grouping)
    if order != "period":
        intervals = intervals.newest_first()
    return page(request, len(intervals.firsts), intervals.rows, most=MOST_ROWS)


def _meter(exchange: Exchange, asked: dict[str, str]) -> tuple[Supply, Meter | GasMeter]:
    home = exchange.world.home
    point: Supply | None = home.point(asked["mpan"]) if "mpan" in asked else home.gas_point(asked["mprn"])
    meter = next((one for one in point.meters if one.serial == asked["serial"]), None) if point else None
    if point is None or meter is None:
        raise not_found()
    return point, meter


def _arrived(
    exchange: Exchange, point: Supply, meter: Meter | GasMeter, start: datetime | None, end: datetime | None
) -> Whole:
    """Half hours that begin in the period and whose reading is there, oldest first; sometimes one more."""
    now, household = exchange.now, exchange.household
    if not meter.is_smart:
        return np.zeros(0, np.int64)
    begins = max(months_before(local_date(now), HISTORY_MONTHS), meter.active_from, point.agreements[0].since)
    ends = min((day for day in (meter.active_to, point.agreements[-1].until) if day is not None), default=None)
    oldest = at_local(begins)
    first = slot_of(max(start, oldest) + timedelta(seconds=1799) if start is not None else oldest)
    last = slot_of(min(end, now) + timedelta(seconds=1799) if end is not None else now)
    if end is not None and end < now and draw(household.seed, "one more", last) < 0.25:
        last += 1
    if ends is not None:
        last = min(last, slot_of(at_local(ends)))
    certain = max(first, min(last, slot_of(now - LATEST_ARRIVAL)))
    late = [slot for slot in range(certain, last) if household.arrives(slot) <= now]
    arrived = np.concatenate((np.arange(first, certain), np.array(late, np.int64)))
    if exchange.fault("readings-missing"):
        return np.array([slot for slot in arrived.tolist() if not _is_missing(household, slot)], np.int64)
    return arrived


async def _amounts(household: Household, point: Supply, slots: Whole) -> Whole:
    """What the meter counted in each half hour: watt-hours, or litres of gas.

    Months are metered one at a time: whoever lives in the same process breathes in between.
    """
    if not len(slots):
        return slots
    parts: list[Whole] = []
    for _, piece in by_month(range(int(slots[0]), int(slots[-1]) + 1)):
        parts.append(household.thousandths_of(point, piece))
        await asyncio.sleep(0)
    amounts: Whole = np.concatenate(parts)[slots - slots[0]]
    return amounts


def _is_missing(household: Household, slot: int) -> bool:
    day = local_date(slot_start(slot))
    if draw(household.seed, "missing day", day) < 0.02:
        return True
    return draw(household.seed, "missing of", day) < 0.15 and draw(household.seed, "missing", day, slot // 4) < 0.3


@dataclass(frozen=True, slots=True)
class _Intervals:
    """Half hours, or groups of them by a period of London: the first of each, the one after its last, what was counted.

    `begins` writes when the period of a half hour begins.
    """

    firsts: Whole
    ends: Whole
    amounts: Whole
    begins: Callable[[int], str]

    def newest_first(self) -> _Intervals:
        return _Intervals(self.firsts[::-1], self.ends[::-1], self.amounts[::-1], self.begins)

    def rows(self, part: slice) -> Iterator[str]:
        """JSON of some."""
        begins, counted = self.begins, (self.firsts, self.ends, self.amounts)
        for first, end, amount in zip(*(each[part].tolist() for each in counted), strict=True):
            start = begins(first)
            yield f'{{"consumption":{amount / 1000},"interval_start":"{start}","interval_end":"{_stamp(end)}"}}'


def _intervals(slots: Whole, amounts: Whole, grouping: str | None) -> _Intervals:
    number, begins = _PERIODS[grouping]
    if grouping is None or not len(slots):
        return _Intervals(slots, slots + 1, amounts, begins)
    days = local_slots(range(int(slots[0]), int(slots[-1]) + 1))[slots - slots[0]] // 48
    cuts = np.flatnonzero(np.diff(number(slots, days))) + 1
    starts, lasts = np.concatenate(([0], cuts)), np.concatenate((cuts, [len(slots)])) - 1
    return _Intervals(slots[starts], slots[lasts] + 1, np.add.reduceat(amounts, starts), begins)


def _stamp(slot: int) -> str:
    """When a half hour begins, by the clock of London."""
    day, place = divmod(slot, 48)
    return stamps(day)[place]


@lru_cache(maxsize=1024)
def stamps(day: int) -> list[str]:
    """When the half hours of a UTC day begin, by its number from 1970: a year's rows are made of a few hundred."""
    return [local(slot_start(slot)).isoformat() for slot in range(day * 48, (day + 1) * 48)]


def _midnight(first_day: Callable[[date], date]) -> Callable[[int], str]:
    return lambda slot: local(at_local(first_day(local_date(slot_start(slot))))).isoformat()


def _months(days: Whole) -> Whole:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


_PERIODS: dict[str | None, tuple[Callable[[Whole, Whole], Whole], Callable[[int], str]]] = {
    None: (lambda slots, _: slots, _stamp),
    "hour": (lambda slots, _: slots // 2, lambda slot: _stamp(slot // 2 * 2)),
    "day": (lambda _, days: days, _midnight(lambda day: day)),
    "week": (lambda _, days: (days + 3) // 7, _midnight(lambda day: day - timedelta(days=day.weekday()))),
    "month": (lambda _, days: _months(days), _midnight(lambda day: day.replace(day=1))),
    "quarter": (
        lambda _, days: _months(days) // 3,
        _midnight(lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)),
    ),
}
"""What tells one period from the next, by half hours and London days as numbers from 1970, and when one begins."""

ROUTES = [
    Route(f"/v1/{fuel}-meter-points/{{{number}}}/meters/{{serial}}/consumption/", consumption, name="consumption")
    for fuel, number in (("electricity", "mpan"), ("gas", "mprn"))
]
