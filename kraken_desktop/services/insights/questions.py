"""The questions of the insight pages, answered from the store for the account that is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.insights.daily import DailyBreakdown, daily_breakdown
from kraken_desktop.services.insights.efficiency import EfficiencyReport, efficiency_report
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.insights.spending import WhereItGoes, where_it_goes
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.usage import DateSpan
from kraken_desktop.storage.database import Database

A_DAY = timedelta(days=1)


class Insights:
    """Each question is None where there is no store, no account or no import meter, and raises StorageError.

    Spans may reach into the future: only days that are over count.
    """

    def __init__(self, database: Database | None, holder: StateHolder) -> None:
        self._database = database
        self._holder = holder

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
        found = self._asked()
        return None if found is None else await efficiency_report(found[0].history, found[1], self._over(span), pace)

    async def daily(self, span: DateSpan) -> DailyBreakdown | None:
        found = self._asked()
        return None if found is None else await daily_breakdown(found[0].history, found[1], self._over(span))

    async def where(self, span: DateSpan) -> WhereItGoes | None:
        found = self._asked()
        return None if found is None else await where_it_goes(found[0].history, found[1], self._over(span))

    def _over(self, span: DateSpan) -> DateSpan:
        return replace(span, last=min(span.last, self.yesterday))

    def _asked(self) -> tuple[Database, str] | None:
        point = self._import_point()
        return None if self._database is None or point is None else (self._database, point.number)

    def _import_point(self) -> MeterPoint | None:
        state = self._holder.state
        account = state.account.value
        if account is None:
            return None
        chosen = account.meter_point(state.selection.import_number) if state.selection.import_number else None
        imports = (
            point
            for point in account.meter_points
            if point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
        )
        return chosen or next(imports, None)
