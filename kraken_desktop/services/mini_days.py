"""Days that are over and of which no reading has arrived, by the Mini's half hours: an estimate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.costs import SlotCost
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span, london_date
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services.state import AppState
from kraken_desktop.services.usage_today import slots_of_mini, standing_charge
from kraken_desktop.storage.database import Database

A_DAY = timedelta(days=1)
MOST_DAYS = 5
"""Readings that are later than this are not there to be waited for."""


@dataclass(frozen=True, slots=True)
class MiniDay:
    """A meter point's day. ``unread`` half hours of it wait in the store; None where the store has nothing of the day,
    not even its standing charge.
    """

    number: str
    day: date
    slots: tuple[SlotCost, ...]
    unread: int | None
    owes_standing: bool
    """The store does not count the day's standing charge yet."""


async def mini_days(
    database: Database, state: AppState, number: str, holds: Callable[[date], bool]
) -> tuple[MiniDay, ...]:
    """The newest first; () for gas and without a Mini. Raises StorageError."""
    device_id, today = state.selection.device_id, london_date(state.now)
    if device_id is None or number not in (state.selection.import_number, state.selection.export_number):
        return ()
    stored = {day.day: day for day in await database.history.totals(number, today - MOST_DAYS * A_DAY, today - A_DAY)}
    found = []
    for day in (today - ago * A_DAY for ago in range(1, MOST_DAYS + 1)):
        known = stored.get(day)
        if not holds(day) or (known is not None and known.read):
            continue
        within = day_span(day)
        rows = await database.half_hours(device_id, Span(within.start, within.end + SLOT))
        slots = slots_of_mini(state, number, day, rows)
        if slots:
            unread = known.expected if known is not None else None
            owes = known is None or known.standing_pence is None
            found.append(MiniDay(number, day, slots, unread, owes))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MiniPart:
    """What a meter point adds to the bill so far by the Mini. ``pence`` as a `BillPart` has them, ``standing_pence`` of
    them what the store does not count yet.
    """

    fuel: Fuel
    direction: Direction
    kwh: Decimal
    pence: Decimal
    standing_pence: Decimal
    days: tuple[date, ...]
    expected: int
    """Half hours of these days; ``told`` of them by the Mini, ``priced`` of those."""
    told: int
    priced: int


def mini_part(state: AppState, point: MeterPoint, days: Sequence[MiniDay]) -> MiniPart:
    """Without days where the Mini told nothing."""
    slots = [slot for day in days for slot in day.slots]
    sign = -1 if point.direction is Direction.EXPORT else 1
    standing = standing_charge(state, point.number) * sum(day.owes_standing for day in days)
    energy = sum((slot.pence or ZERO for slot in slots), ZERO)
    kwh = sum((slot.kwh for slot in slots), ZERO)
    return MiniPart(
        *(point.fuel, point.direction, kwh, sign * energy + standing, standing),
        days=tuple(sorted(day.day for day in days)),
        expected=sum(len(day_slots(day.day)) for day in days),
        told=len(slots),
        priced=sum(slot.rate is not None for slot in slots),
    )
