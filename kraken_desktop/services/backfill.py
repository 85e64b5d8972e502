"""History from the meters' first half hour: a step at a time, newest first, and what is new of them every half hour.

Each poll is one step (a page of readings, a stretch of a price list, a month of costs), written whole or not at all.
So a run that is killed at any point goes on where it was, and live power never waits.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services.cadence import next_half_hours
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.costing import (
    A_DAY,
    PricingBasis,
    basis_of,
    changed_spans,
    codes_in,
    costing_of,
    span_of_days,
    supplied,
)
from kraken_desktop.services.feeds import FeedName, with_history, with_standing, with_standing_failed
from kraken_desktop.services.former_supplies import FormerSupplies
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.gas_units import GasUnits
from kraken_desktop.services.green_forecasts import GreenForecasts
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.own_prices import followed_by, price_set
from kraken_desktop.services.past_lists import PastLists
from kraken_desktop.services.past_readings import PastReadings, active_meter
from kraken_desktop.services.pricing import own_hours
from kraken_desktop.services.settled import SettledDays
from kraken_desktop.services.smart_slots import SmartSlots
from kraken_desktop.services.state import AppState, HistoryProgress
from kraken_desktop.services.text.meters import meter_names
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)

DAYS_A_STEP = 31
LIVE_FIRST = timedelta(seconds=5)
"""After the start, in which the first picture is fetched and drawn."""
STANDING_EVERY = timedelta(hours=6)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class HistoryFeed:
    """Fills the store. ``gas`` is what the person decided."""

    name = FeedName.HISTORY

    def __init__(self, connection: Connection, database: Database, gas: GasChoice) -> None:
        self._connection = connection
        self._database = database
        self._store: HistoryStore = database.history
        self._lists = PastLists(connection, database)
        self._readings = PastReadings(connection, self._store)
        self._former = FormerSupplies(connection)
        self._settled = SettledDays(connection, self._store)
        self._smart = SmartSlots(connection, self._store)
        self._gas_units = GasUnits(self._store)
        self._green = GreenForecasts(self._store)
        self.gas = gas
        own = self._readings
        self._steps = own.look_for_new, self._lists.read, self._cost_days, own.read_page, own.look_for_late
        self._is_begun = False
        self._settles = True
        self._has_more = False
        self._pause: timedelta | None = None
        self._standing_at: datetime | None = None
        self._bases: dict[str, PricingBasis] = {}
        self._revision = 0

    async def poll(self) -> None:
        """Raises KrakenError. What the store refuses is told in the state."""
        self._has_more = False
        self._pause = None
        if self._is_begun and self._connection.state.polling.paused_until is None:
            await self._connection.archive.keep(self._advance)

    async def catch_up(self) -> None:
        """Every reading and cost that waits and how clean the grid will be, without what Octopus settled. Raises
        KrakenError.
        """
        self._is_begun, self._settles = True, False
        await self.poll()
        while self._has_more:
            await self.poll()
        account, now = self._connection.state.account.value, self._connection.clock.now()
        while account is not None and await self._green.read(self._connection.client, account, now):
            pass

    async def _advance(self, _: Database) -> None:
        account = self._connection.state.account.value
        if account is None:
            return
        self._has_more = await self._step(account)
        if not self._has_more and self._settles:
            self._pause = await self._settle(account)
        progress = await self._progress(account)
        now = self._connection.clock.now()
        self._connection.publish(lambda state: with_history(state, progress, now))

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        if not self._is_begun or state.account.value is None:
            self._is_begun = True
            return now + LIVE_FIRST
        if state.polling.paused_until is not None:
            return min(state.polling.paused_until, next_half_hours(now))
        if self._has_more:
            return now
        return next_half_hours(now) if self._pause is None else now + self._pause

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
        for step in self._steps:
            for point in points:
                if await step(point):
                    return True
        return False

    async def _settle(self, account: Account) -> timedelta | None:
        """One question after everything else, how clean the grid will be or what Octopus settled; how long to wait for
        another, if one is due.
        """
        if await self._green.read(self._connection.client, account, self._connection.clock.now()):
            self._revision += 1
            return timedelta()
        for point in account.meter_points:
            if await self._settled.read(account, point):
                self._revision += 1
                return timedelta()
            if await self._gas_units.infer(point, london_date(self._connection.clock.now())):
                return timedelta()
        for point in account.meter_points:
            if await self._smart.read(account, point):
                return self._smart.pause
        return None

    async def _ask_standing(self, account: Account) -> bool:
        """Balance and billing period, every six hours. Where they cannot be read the rest goes on."""
        now = self._connection.clock.now()
        if self._standing_at is not None and now - self._standing_at < STANDING_EVERY:
            return False
        self._standing_at, again = now, now + STANDING_EVERY
        try:
            standing = await self._connection.client.money.standing(account.number)
        except KrakenError as error:
            problem, is_way = problem_of(error, now), isinstance(error, GIVE_UP)
            self._connection.publish(lambda state: with_standing_failed(state, problem, None if is_way else again))
            if is_way:
                self._standing_at = None
                raise
            _log.info("the balance cannot be read: %s", error)
            return False
        self._connection.publish(lambda state: with_standing(state, standing, now, again))
        await self._database.save_standing(account.number, standing, now)
        return True

    # what changed

    async def _heed_changes(self, point: MeterPoint) -> None:
        """Days whose agreement, unit, own price or way of paying is another now are costed again."""
        name, now, known = f"pricing:{point.number}", self._connection.clock.now(), self._bases.get(point.number)
        if known is None:
            stored = await self._store.load(name, PricingBasis)
            known = stored[0] if stored is not None else None
        await self._gas_units.read(point)
        gas = self._gas_units.within(self.gas)
        price = price_set(point, self._connection.state.own, now)
        own = followed_by(known.own if known is not None else (), price)
        basis = basis_of(point, self._connection.book.payment, gas, own_hours(point, self._connection.state.own), own)
        if self._bases.get(point.number) == basis:
            return
        for span in changed_spans(known, basis) if known is not None else ():
            first, last = max(span.start, _EARLIEST), min(span.end, now)
            if first < last:
                await self._store.recost(point.number, london_date(first), london_date(last))
        if known is None or known.own != own:  # what Octopus tells no price for
            await self._store.recost(point.number, london_date(_EARLIEST), london_date(now), is_unpriced=True)
        await self._store.save(name, basis, now)
        self._bases[point.number] = basis

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
        charges = await self._database.charges(self._connection.account_number, around)
        charged = await self._store.settled_slots(point.number, span)
        hours, own = own_hours(point, self._connection.state.own), self._bases[point.number].own
        gas = self._gas_units.within(self.gas)
        costing = costing_of(point, around, lists, charges, gas, hours, charged, own)
        chosen = [day for day in days if span.contains(day_span(day).start)]
        await self._store.cost(point.number, chosen, costing)
        self._revision += 1
        return True

    # how far

    async def _progress(self, account: Account) -> HistoryProgress:
        """Of what is to be fetched the part that is there, what comes next, and whether that is all."""
        now, names = self._connection.clock.now(), meter_names(account.meter_points)
        done = total = timedelta()
        starts, fetching, reached = list[datetime](), "", None
        for point in account.meter_points:
            held, meter = supplied(point), active_meter(point)
            if held is None or meter is None:
                continue
            reach = await self._store.reach(point.number, meter.serial)
            whole = now - held.start
            total += whole
            if reach is not None:
                done += whole if reach.is_done else min(whole, now - reach.reached)
                starts.append(reach.reached)
            is_done = (reach is not None and reach.is_done) or self._readings.is_avoided(meter.serial, now)
            if not fetching and not is_done:
                fetching, reached = names[point.number], reach.reached if reach is not None else None
        return HistoryProgress(
            share=1.0 if not total else done / total,
            reached=reached if fetching else min(starts, default=None),
            is_whole=not self._has_more,
            revision=self._revision,
            fetching=fetching,
        )
