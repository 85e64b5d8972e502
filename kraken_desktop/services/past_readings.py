"""Readings of the meters: pages of the past, the newest first, and what is new or came late."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import Meter, MeterPoint
from kraken_desktop.domain.moments import SLOT, Span, day_span, floor_slot, london_date
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import A_DAY, supplied
from kraken_desktop.services.past_lists import REFUSED_FOR
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)

READINGS_A_STEP = 7_000
LATE_DAYS = 14
LATE_AGAIN = timedelta(days=30)
LATE_DAYS_A_STEP = READINGS_A_STEP // 48


class PastReadings:
    """A page a step; what is asked for once a half hour is remembered for the run."""

    def __init__(self, connection: Connection, store: HistoryStore) -> None:
        self._connection = connection
        self._store = store
        self._looked: dict[str, datetime] = {}
        self._late: dict[str, date] = {}
        self._avoided: dict[str, datetime] = {}

    async def look_for_new(self, point: MeterPoint) -> bool:
        """Once a half hour: from the first of the last days that lacks something."""
        now, held, active = self._connection.clock.now(), supplied(point), active_meter(point)
        if active is None or held is None or self._looked.get(point.number) == floor_slot(now):
            return False
        today = london_date(now)
        recent, yesterday = day_span(today - LATE_DAYS * A_DAY), today - A_DAY
        has_asked = False
        if held.end >= recent.start and await self._store.reach(point.number, active.serial) is not None:
            extent = await self._store.extent(point.number)
            following = today if extent is None else extent[1] + A_DAY
            first = await self._store.first_incomplete(point.number, london_date(recent.start), yesterday) or following
            lately = {serial for serial, _ in await self._store.meters(point.number, Span(recent.start, now))}
            meters = [meter for meter in point.meters if meter == active or meter.serial in lately]
            has_asked = await self._ask(point, meters, min(first, following), yesterday)
        self._looked[point.number] = floor_slot(now)
        return has_asked

    async def look_for_late(self, point: MeterPoint) -> bool:
        """A stretch of what is older and lacks something, the oldest first; all of them once a month."""
        now, name, held = self._connection.clock.now(), f"late:{point.number}", supplied(point)
        if held is None:
            return False
        asked = await self._store.load(name, date)
        is_due = asked is not None and now - asked[1] >= LATE_AGAIN
        until = min(london_date(now) - (LATE_DAYS + 1) * A_DAY, london_date(held.end - SLOT))
        following = self._late.get(point.number, date.min)
        first = await self._store.first_incomplete(point.number, following, until) if is_due else None
        if first is not None:
            last = min(first + LATE_DAYS_A_STEP * A_DAY, until)
            await self._ask(point, point.meters, first, last)
            self._late[point.number] = last + A_DAY
            return True
        if is_due or asked is None:  # whatever there is was fetched just now
            self._late.pop(point.number, None)
            await self._store.save(name, until, now)
        return False

    async def _ask(self, point: MeterPoint, meters: Sequence[Meter], first: date, last: date) -> bool:
        """The days from first to last of each meter that may be read; whether there was one."""
        now, held = self._connection.clock.now(), supplied(point)
        span = Span(day_span(first).start, min(day_span(last + A_DAY).end, floor_slot(now)))
        began = max(first, london_date(held.start)) if held is not None else first
        has_asked = False
        for meter in meters:
            if span.start >= span.end or self.is_avoided(meter.serial, now):
                continue
            try:
                readings = await self._connection.client.consumption(point, meter.serial, span)
            except Refused as refused:
                self._avoid(meter, refused)
                continue
            await self._store.add_increment(point.number, meter.serial, readings, began, last)
            has_asked = True
        return has_asked

    async def read_page(self, point: MeterPoint) -> bool:
        """The page before what is known, of the meter in use first."""
        held = supplied(point)
        if held is None:
            return False
        now = self._connection.clock.now()
        for meter in sorted(point.meters, key=lambda meter: not meter.is_active):
            reach = await self._store.reach(point.number, meter.serial)
            if (reach is not None and reach.is_done) or self.is_avoided(meter.serial, now):
                continue
            end = floor_slot(now) if reach is None else reach.reached
            span = Span(held.start, min(end, held.end))
            if span.start >= span.end:
                await self._store.add_page(point.number, meter.serial, (), span, is_done=True)
                continue
            try:
                page = await self._connection.client.newest_consumption(point, meter.serial, span, READINGS_A_STEP)
            except Refused as refused:
                self._avoid(meter, refused)
                continue
            start = page.readings[0].start if page.readings else span.start
            reached = Span(start, span.end)
            await self._store.add_page(point.number, meter.serial, page.readings, reached, is_done=page.is_last)
            return True
        return False

    def _avoid(self, meter: Meter, refused: Refused) -> None:
        """One meter that may not be read holds up nobody else."""
        _log.info("a meter's readings are refused: %s", refused)
        self._avoided[meter.serial] = self._connection.clock.now()

    def is_avoided(self, serial: str, now: datetime) -> bool:
        """Whether Octopus refused a meter's readings not long ago, so that the others go on without it."""
        return serial in self._avoided and now - self._avoided[serial] < REFUSED_FOR


def active_meter(point: MeterPoint) -> Meter | None:
    return next(iter(sorted(point.meters, key=lambda meter: not meter.is_active)), None)
