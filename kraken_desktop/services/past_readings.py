"""Readings of the meters: pages of the past, the newest first, and what is new or came late."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import Meter, MeterPoint
from kraken_desktop.domain.moments import Span, day_span, floor_slot, london_date
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import A_DAY, supplied
from kraken_desktop.services.past_lists import REFUSED_FOR
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)

READINGS_A_STEP = 7_000
LATE_DAYS = 14
LATE_AGAIN = timedelta(days=30)


class PastReadings:
    """A page a step; what is asked for once a half hour is remembered for the run."""

    def __init__(self, connection: Connection, store: HistoryStore) -> None:
        self._connection = connection
        self._store = store
        self._looked: dict[str, datetime] = {}
        self._avoided: dict[str, datetime] = {}

    async def look_for_new(self, point: MeterPoint) -> bool:
        """Once a half hour: from the first of the last days that lacks something. Older gaps once a month."""
        now = self._connection.clock.now()
        meter = active_meter(point)
        if meter is None or self._looked.get(point.number) == floor_slot(now) or self._is_avoided(meter.serial, now):
            return False
        reach = await self._store.reach(point.number, meter.serial)
        held, today = supplied(point), london_date(now)
        recent, yesterday = today - LATE_DAYS * A_DAY, today - A_DAY
        if reach is None or held is None or held.end < day_span(recent).start:
            self._looked[point.number] = floor_slot(now)
            return False
        extent = await self._store.extent(point.number)
        following = today if extent is None else extent[1] + A_DAY
        first = await self._store.first_incomplete(point.number, recent, yesterday) or following
        try:
            await self._increment(point, meter, min(first, following), yesterday)
            await self._look_for_late(point, meter, recent - A_DAY)
        except Refused as refused:
            self._avoid(meter, refused)
            return False
        self._looked[point.number] = floor_slot(now)
        return True

    async def _look_for_late(self, point: MeterPoint, meter: Meter, until: date) -> None:
        now, name = self._connection.clock.now(), f"late:{point.number}"
        asked = await self._store.load(name, date)
        if asked is not None and now - asked[1] < LATE_AGAIN:
            return
        first = await self._store.first_incomplete(point.number, date(2000, 1, 1), until)
        if first is not None:
            await self._increment(point, meter, max(first, until - 365 * A_DAY), until)
        await self._store.save(name, until, now)

    async def _increment(self, point: MeterPoint, meter: Meter, first: date, last: date) -> None:
        span = Span(day_span(first).start, min(day_span(last + A_DAY).end, floor_slot(self._connection.clock.now())))
        if span.start >= span.end:
            return
        readings = await self._connection.client.consumption(point, meter.serial, span)
        held = supplied(point)
        began = london_date(held.start) if held is not None else first
        await self._store.add_increment(point.number, meter.serial, readings, max(first, began), last)

    async def read_page(self, point: MeterPoint) -> bool:
        """The page before what is known, of the meter in use first."""
        held = supplied(point)
        if held is None:
            return False
        now = self._connection.clock.now()
        for meter in sorted(point.meters, key=lambda meter: not meter.is_active):
            reach = await self._store.reach(point.number, meter.serial)
            if (reach is not None and reach.is_done) or self._is_avoided(meter.serial, now):
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

    def _is_avoided(self, serial: str, now: datetime) -> bool:
        return serial in self._avoided and now - self._avoided[serial] < REFUSED_FOR


def active_meter(point: MeterPoint) -> Meter | None:
    return next(iter(sorted(point.meters, key=lambda meter: not meter.is_active)), None)
