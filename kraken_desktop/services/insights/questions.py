"""The questions of the insight pages, answered from the store for the account that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.market import Comparison
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.settled import estimated_days
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services.costing import smart_spans, supplied
from kraken_desktop.services.date_span import DateSpan, part_within
from kraken_desktop.services.insights.arithmetic import Progress, reckoned
from kraken_desktop.services.insights.battery import BatteryCurve, BatteryDays, BatteryWish, curve_of, days_of
from kraken_desktop.services.insights.carbon import CarbonUse, GreenOutlook, LiveDay, carbon_use, green_outlook
from kraken_desktop.services.insights.compare import Comparer, Public
from kraken_desktop.services.insights.comparison import ComparisonQuestion, TariffComparison
from kraken_desktop.services.insights.daily import DailyBreakdown, daily_breakdown
from kraken_desktop.services.insights.efficiency import EfficiencyReport, efficiency_report
from kraken_desktop.services.insights.energy_wave import EnergyWave, WaveQuestion, energy_wave
from kraken_desktop.services.insights.house import House, house_of
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.insights.spending import WhereItGoes, where_it_goes
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.usage_today import today_slots
from kraken_desktop.storage.database import Database

if TYPE_CHECKING:
    from kraken_desktop.services.insights.month_report import MonthReport

A_DAY = timedelta(days=1)


class Insights:
    """Each question is None where there is no store, no account or no import meter, and raises StorageError.

    Spans may reach into the future: only days that are over count.
    """

    def __init__(
        self,
        database: Database | None,
        holder: StateHolder,
        number: str | None = None,
        public: Public | None = None,
    ) -> None:
        """``number`` is an import meter's, None the one that is shown; ``public`` is needed to compare tariffs."""
        self._database = database
        self._holder = holder
        self._number = number
        self._public = public

    @property
    def yesterday(self) -> date:
        """The last day that is over."""
        return london_date(self._holder.state.now) - A_DAY

    async def extent(self) -> DateSpan | None:
        """From the first day with readings to the last that is over."""
        found = self._asked()
        known = await found[0].history.extent(found[1]) if found is not None else None
        return None if known is None else DateSpan(known[0], min(known[1], self.yesterday))

    async def efficiency(self, span: DateSpan, pace: Pace = Pace.MONTH) -> EfficiencyReport | None:
        point = self._point(Direction.IMPORT)
        if self._database is None or point is None:
            return None
        over = self._over(span)
        report = await efficiency_report(self._database.history, point.number, over, pace)
        return replace(report, estimated=await self.estimated(over))

    async def daily(self, span: DateSpan) -> DailyBreakdown | None:
        found, over = self._asked(), self._over(span)
        if found is None:
            return None
        return replace(await daily_breakdown(found[0].history, found[1], over), estimated=await self.estimated(over))

    async def where(self, span: DateSpan) -> WhereItGoes | None:
        found, over = self._asked(), self._over(span)
        if found is None:
            return None
        return replace(await where_it_goes(found[0].history, found[1], over), estimated=await self.estimated(over))

    async def battery(self, span: DateSpan, wish: BatteryWish, progress: Progress | None = None) -> BatteryCurve | None:
        """Reckoned in another process; cancelling the task ends it. Raises ValueError for an impossible battery."""
        house = await self._house(span)
        if house is None:
            return None
        wish.battery(0)
        over = self._over(span)
        curve, estimated = await reckoned(curve_of, house, over, wish, progress=progress), await self.estimated(over)
        timer = None if curve.timer is None else replace(curve.timer, estimated=estimated)
        return replace(curve, estimated=estimated, timer=timer)

    async def battery_days(self, span: DateSpan, wish: BatteryWish, capacity_kwh: float) -> BatteryDays | None:
        """What one battery does in each half hour; raises like ``battery``."""
        house = await self._house(span)
        wish.battery(capacity_kwh)
        return None if house is None else await reckoned(days_of, house, wish, capacity_kwh)

    async def compare(self, question: ComparisonQuestion, progress: Progress | None = None) -> TariffComparison | None:
        """Past prices of other tariffs are read where the store lacks them; the reckoning is in another process."""
        point, export = self._point(Direction.IMPORT), self._point(Direction.EXPORT)
        if self._database is None or point is None or self._public is None:
            return None
        asked = replace(question, span=self._over(question.span))
        comparer = Comparer(self._database, self._holder, self._public)
        return await comparer.compared(point, export, asked, progress or (lambda _share: None))

    async def octopus_comparison(self) -> Comparison | Problem | None:
        """Octopus's own, over its own span, or why there is none. Only a customer can ask."""
        point = self._point(Direction.IMPORT)
        if self._public is None or point is None:
            return None
        async with self._public.client() as client:
            try:
                return await client.market.comparison(point.number)
            except KrakenError as error:
                return problem_of(error, self._holder.state.now)

    async def energy_wave(self, question: WaveQuestion) -> EnergyWave | None:
        """The grid beside a person's own file; a file that cannot be used is told in the answer."""
        point, export = self._point(Direction.IMPORT), self._point(Direction.EXPORT)
        if self._database is None or point is None:
            return None
        asked = replace(question, span=self._over(question.span))
        return await energy_wave(self._database.history, point.number, export.number if export else None, asked)

    async def carbon(self, span: DateSpan) -> CarbonUse | None:
        """What the use of the span gave off, as far as the grid's intensity of the time is stored; of the day that runs
        as far as the Home Mini told it.
        """
        found, home = self._asked(), self._home()
        if found is None or home is None:
            return None
        state, today = self._holder.state, self.yesterday + A_DAY
        if not span.holds(today):
            return await carbon_use(found[0].history, found[1], home, self._over(span))
        readings = tuple(Reading(slot.start, slot.kwh) for slot in today_slots(state, found[1]))
        return await carbon_use(found[0].history, found[1], home, replace(span, last=today), LiveDay(today, readings))

    async def outlook(self) -> GreenOutlook | None:
        """How clean the grid will be, as far as it is stored: it is asked for beside the history."""
        home = self._home()
        if self._database is None or home is None:
            return None
        return await green_outlook(self._database.history, home, self._holder.state.now)

    async def estimated(self, span: DateSpan) -> tuple[date, ...]:
        """Days of the span whose smart charges Octopus has not settled."""
        point, over = self._point(Direction.IMPORT), self._over(span)
        smart = smart_spans(point) if point is not None else ()
        if self._database is None or point is None or not smart or over.last < over.first:
            return ()
        store = self._database.history
        days = await store.totals(point.number, over.first, over.last)
        return estimated_days(days, await store.settled(point.number, over.first, over.last), smart)

    async def report(self, month: DateSpan, palette: str = "default") -> MonthReport | None:
        """Every meter of the account; None also where nothing is stored of the month."""
        from kraken_desktop.services.insights.month_report import month_report  # which asks these questions

        account = self._holder.state.account.value
        if self._database is None or account is None:
            return None
        return await month_report(self._database, self._holder, account, month, palette)

    async def _house(self, span: DateSpan) -> House | None:
        point, export = self._point(Direction.IMPORT), self._point(Direction.EXPORT)
        if self._database is None or point is None:
            return None
        numbers = point.number, export.number if export is not None else None
        return await house_of(self._database.history, *numbers, self._over(span))

    def _home(self) -> Property | None:
        account, point = self._holder.state.account.value, self._point(Direction.IMPORT)
        homes = account.properties if account is not None and point is not None else ()
        return next((home for home in homes if point in home.meter_points), None)

    def _over(self, span: DateSpan) -> DateSpan:
        """The days of the span that are over, and on which the meter was supplied."""
        point = self._point(Direction.IMPORT)
        held = part_within(span, supplied(point) if point is not None else None)
        return replace(held, last=min(held.last, self.yesterday))

    def _asked(self) -> tuple[Database, str] | None:
        point = self._point(Direction.IMPORT)
        return None if self._database is None or point is None else (self._database, point.number)

    def _point(self, direction: Direction) -> MeterPoint | None:
        """The chosen electricity meter, else the account's first."""
        state = self._holder.state
        account = state.account.value
        if account is None:
            return None
        chosen = state.selection.export_number
        if direction is Direction.IMPORT:
            chosen = self._number or state.selection.import_number
        return account.meter_point(chosen) if chosen is not None else next(_points(account, direction), None)


def import_points(account: Account) -> tuple[MeterPoint, ...]:
    """The electricity meters that can be asked about."""
    return tuple(_points(account, Direction.IMPORT))


def _points(account: Account, direction: Direction) -> Iterator[MeterPoint]:
    return (point for point in account.meter_points if point.fuel is Fuel.ELECTRICITY and point.direction is direction)
