"""History from the meters' first half hour: a step at a time, newest first, and what is new of them every half hour.

Each poll is one step (a page of readings, a stretch of a price list, a month of costs), written whole or not at all.
So a run that is killed at any point goes on where it was, and live power never waits.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

from kraken_desktop.domain.account import Account, Direction, Fuel, Meter, MeterPoint
from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.domain.moments import DailyWindow, Span, day_span, floor_slot, london_date
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import KrakenError, Refused
from kraken_desktop.services.cadence import next_half_hours
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import (
    A_DAY,
    GasChoice,
    PricingBasis,
    basis_of,
    changed_spans,
    codes_in,
    costing_of,
    span_of_days,
    supplied,
)
from kraken_desktop.services.feeds import FeedName, with_history, with_standing
from kraken_desktop.services.former_supplies import FormerSupplies
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.past_lists import REFUSED_FOR, PastLists
from kraken_desktop.services.settled import SettledDays
from kraken_desktop.services.state import AppState, HistoryProgress
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.history_store import HistoryStore
from kraken_desktop.storage.settings import Settings

_log = logging.getLogger(__name__)

READINGS_A_STEP = 7_000
DAYS_A_STEP = 31
LIVE_FIRST = timedelta(seconds=5)
"""After the start, in which the first picture is fetched and drawn."""
STANDING_EVERY = timedelta(hours=6)
LATE_DAYS = 14
LATE_AGAIN = timedelta(days=30)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def gas_choice(settings: Settings) -> GasChoice:
    unit = {"m3": GasUnit.CUBIC_METRES, "kwh": GasUnit.KWH}.get(settings.gas_unit)
    return GasChoice(unit, settings.calorific_value)


class HistoryFeed:
    """Fills the store. ``gas`` is what the person decided."""

    name = FeedName.HISTORY

    def __init__(self, connection: Connection, database: Database, gas: GasChoice) -> None:
        self._connection = connection
        self._database = database
        self._store: HistoryStore = database.history
        self._lists = PastLists(connection, database)
        self._former = FormerSupplies(connection)
        self._settled = SettledDays(connection, self._store)
        self.gas = gas
        self._is_begun = False
        self._settles = True
        self._has_more = self._is_settling = False
        self._standing_at: datetime | None = None
        self._looked: dict[str, datetime] = {}
        self._avoided: dict[str, datetime] = {}
        self._bases: dict[str, PricingBasis] = {}
        self._revision = 0

    async def poll(self) -> None:
        """Raises KrakenError. What the store refuses is told in the state."""
        self._has_more = self._is_settling = False
        if self._is_begun and self._connection.state.polling.paused_until is None:
            await self._connection.archive.keep(self._advance)

    async def catch_up(self) -> None:
        """Every reading and cost that waits, without what Octopus settled of them. Raises KrakenError."""
        self._is_begun, self._settles = True, False
        await self.poll()
        while self._has_more:
            await self.poll()

    async def _advance(self, _: Database) -> None:
        account = self._connection.state.account.value
        if account is None:
            return
        self._has_more = await self._step(account)
        if not self._has_more and self._settles:
            self._is_settling = await self._settle(account)
        progress = await self._progress(account)
        now = self._connection.clock.now()
        self._connection.publish(lambda state: with_history(state, progress, now))

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        if not self._is_begun or state.account.value is None:
            self._is_begun = True
            return now + LIVE_FIRST
        if state.polling.paused_until is not None:
            return min(state.polling.paused_until, next_half_hours(now))
        return now if self._has_more or self._is_settling else next_half_hours(now)

    def closed_until(self, state: AppState) -> datetime | None:
        """Readings and price lists cost nothing of what is shared with other apps."""
        return None

    async def _step(self, account: Account) -> bool:
        """One step, and whether another waits. What is newest comes first."""
        points = account.meter_points
        for point in points:
            await self._heed_changes(point)
        if await self._ask_standing(account) or await self._former.read(account):
            return True
        for step in (self._look_for_new, self._lists.read, self._cost_days, self._read_page):
            for point in points:
                if await step(point):
                    return True
        return False

    async def _settle(self, account: Account) -> bool:
        """One question for what Octopus settled, after everything else; whether another waits."""
        for point in account.meter_points:
            if await self._settled.read(account, point):
                self._revision += 1
                return True
        return False

    async def _ask_standing(self, account: Account) -> bool:
        """Balance and billing period, every six hours. Where they cannot be read the rest goes on."""
        now = self._connection.clock.now()
        if self._standing_at is not None and now - self._standing_at < STANDING_EVERY:
            return False
        self._standing_at = now
        try:
            standing = await self._connection.client.money.standing(account.number)
        except GIVE_UP:
            self._standing_at = None
            raise
        except KrakenError as error:
            _log.info("the balance cannot be read: %s", error)
            return False
        self._connection.publish(lambda state: with_standing(state, standing, now))
        return True

    # what changed

    async def _heed_changes(self, point: MeterPoint) -> None:
        """Days whose agreement, unit or way of paying is another now are costed again."""
        basis = basis_of(point, self._connection.book.payment, self.gas, self._own_hours(point))
        if self._bases.get(point.number) == basis:
            return
        name = f"pricing:{point.number}"
        known = await self._store.load(name, PricingBasis)
        for span in changed_spans(known[0], basis) if known is not None else ():
            first, last = max(span.start, _EARLIEST), min(span.end, self._connection.clock.now())
            if first < last:
                await self._store.recost(point.number, london_date(first), london_date(last))
        await self._store.save(name, basis, self._connection.clock.now())
        self._bases[point.number] = basis

    def _own_hours(self, point: MeterPoint) -> tuple[DailyWindow, ...]:
        """The nights that the person set, which are the import meter's."""
        is_import = point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
        return self._connection.state.own.windows if is_import else ()

    # readings

    async def _look_for_new(self, point: MeterPoint) -> bool:
        """Once a half hour: from the first of the last days that lacks something. Older gaps once a month."""
        now = self._connection.clock.now()
        meter = _active(point)
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

    async def _read_page(self, point: MeterPoint) -> bool:
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

    # costs

    async def _cost_days(self, point: MeterPoint) -> bool:
        now = self._connection.clock.now()
        days = await self._store.uncosted(point.number, london_date(now), DAYS_A_STEP)
        if not days:
            return False
        span = span_of_days([day for day in days if days[0] - day < DAYS_A_STEP * A_DAY])
        around = Span(span.start - A_DAY, span.end + A_DAY)
        lists: dict[str, dict[Register, RateSchedule]] = {
            code: await self._store.rates(code, self._connection.book.payment, around)
            for code in codes_in(point, around)
        }
        charges = await self._database.charges(around)
        costing = costing_of(point, around, lists, charges, self.gas, self._own_hours(point))
        chosen = [day for day in days if span.contains(day_span(day).start)]
        await self._store.cost(point.number, chosen, costing)
        self._revision += 1
        return True

    # how far

    async def _progress(self, account: Account) -> HistoryProgress:
        """Of what is to be fetched the part that is there, and whether that is all."""
        now = self._connection.clock.now()
        done = total = timedelta()
        reached: datetime | None = None
        for point in account.meter_points:
            held, meter = supplied(point), _active(point)
            if held is None or meter is None:
                continue
            reach = await self._store.reach(point.number, meter.serial)
            whole = now - held.start
            total += whole
            if reach is not None:
                done += whole if reach.is_done else min(whole, now - reach.reached)
                reached = max(reached, reach.reached) if reached is not None else reach.reached
        return HistoryProgress(
            share=1.0 if not total else done / total,
            reached=reached,
            is_whole=not self._has_more,
            revision=self._revision,
        )


def _active(point: MeterPoint) -> Meter | None:
    return next(iter(sorted(point.meters, key=lambda meter: not meter.is_active)), None)
