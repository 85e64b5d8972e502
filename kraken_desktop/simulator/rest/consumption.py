"""Half-hourly consumption as far as it has arrived (docs/api.md, 5.7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator import access
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.homes.declaration import GasMeter, Meter, Supply
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import at_local, local, local_date, months_before, slot_of, slot_start
from kraken_desktop.simulator.rest.replies import RestError, exchange_of, not_found, page, period, reply, unauthorised
from kraken_desktop.simulator.world import Exchange

MOST_ROWS = 25_000
HISTORY_MONTHS = 14
LATEST_ARRIVAL = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Interval:
    """What a meter counted on [start, end): watt-hours, or litres of gas."""

    start: datetime
    end: datetime
    amount: int


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
    if grouping is not None and grouping not in _PERIODS:
        raise RestError(400, {"group_by": [f'"{grouping}" is not a valid choice.']})
    slots = list(_arrived(exchange, point, meter, start, end))
    if order != "period":
        slots.reverse()
    household = exchange.household
    await _metered(household, point, slots)
    if grouping is None:
        return reply(page(request, slots, lambda slot: _row(_half_hour(household, point, slot)), most=MOST_ROWS))
    rows = _grouped(household, point, slots, _PERIODS[grouping])
    return reply(page(request, rows, _row, most=MOST_ROWS))


async def _metered(household: Household, point: Supply, slots: Sequence[int]) -> None:
    """Have the months made one at a time: whoever lives in the same process breathes in between."""
    for slot in slots[:: 31 * 48]:
        household.thousandths(point, slot)
        await asyncio.sleep(0)


def _meter(exchange: Exchange, asked: dict[str, str]) -> tuple[Supply, Meter | GasMeter]:
    home = exchange.world.home
    point: Supply | None = home.point(asked["mpan"]) if "mpan" in asked else home.gas_point(asked["mprn"])
    meter = next((one for one in point.meters if one.serial == asked["serial"]), None) if point else None
    if point is None or meter is None:
        raise not_found()
    return point, meter


def _arrived(
    exchange: Exchange, point: Supply, meter: Meter | GasMeter, start: datetime | None, end: datetime | None
) -> Iterator[int]:
    """Half hours that begin in the period and whose reading is there, oldest first; sometimes one more."""
    now, household = exchange.now, exchange.household
    if not meter.is_smart:
        return iter(())
    begins = max(months_before(local_date(now), HISTORY_MONTHS), meter.active_from, point.agreements[0].since)
    ends = min((day for day in (meter.active_to, point.agreements[-1].until) if day is not None), default=None)
    oldest = at_local(begins)
    first = slot_of(max(start, oldest) + timedelta(seconds=1799) if start is not None else oldest)
    last = slot_of(min(end, now) + timedelta(seconds=1799) if end is not None else now)
    if end is not None and end < now and draw(household.seed, "one more", last) < 0.25:
        last += 1
    if ends is not None:
        last = min(last, slot_of(at_local(ends)))
    certain = slot_of(now - LATEST_ARRIVAL)
    arrived = (slot for slot in range(first, last) if slot < certain or household.arrives(slot) <= now)
    if exchange.fault("readings-missing"):
        return (slot for slot in arrived if not _is_missing(household, slot))
    return arrived


def _is_missing(household: Household, slot: int) -> bool:
    day = local_date(slot_start(slot))
    if draw(household.seed, "missing day", day) < 0.02:
        return True
    return draw(household.seed, "missing of", day) < 0.15 and draw(household.seed, "missing", day, slot // 4) < 0.3


def _half_hour(household: Household, point: Supply, slot: int) -> Interval:
    return Interval(slot_start(slot), slot_start(slot + 1), household.thousandths(point, slot))


def _grouped(
    household: Household, point: Supply, slots: Sequence[int], begins: Callable[[datetime], datetime]
) -> list[Interval]:
    rows = []
    for start, members in groupby(slots, key=lambda slot: begins(slot_start(slot))):
        parts = list(members)
        amount = sum(household.thousandths(point, slot) for slot in parts)
        rows.append(Interval(start, slot_start(max(parts) + 1), amount))
    return rows


def _row(interval: Interval) -> dict[str, Any]:
    return {
        "consumption": interval.amount / 1000,
        "interval_start": local(interval.start).isoformat(),
        "interval_end": local(interval.end).isoformat(),
    }


def _first_of(day: date) -> date:
    return day.replace(day=1)


_PERIODS: dict[str, Callable[[datetime], datetime]] = {
    "hour": lambda moment: moment.replace(minute=0),
    "day": lambda moment: at_local(local_date(moment)),
    "week": lambda moment: at_local(local_date(moment) - timedelta(days=local_date(moment).weekday())),
    "month": lambda moment: at_local(_first_of(local_date(moment))),
    "quarter": lambda moment: at_local(
        local_date(moment).replace(month=(local_date(moment).month - 1) // 3 * 3 + 1, day=1)
    ),
}

ROUTES = [
    Route(f"/v1/{fuel}-meter-points/{{{number}}}/meters/{{serial}}/consumption/", consumption, name="consumption")
    for fuel, number in (("electricity", "mpan"), ("gas", "mprn"))
]
