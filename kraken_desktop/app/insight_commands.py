"""Carries out what the Insight page asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from kraken_desktop.domain.market import Comparison
    from kraken_desktop.domain.problem import Problem
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.insights.battery import BatteryCurve, BatteryDays, BatteryWish
    from kraken_desktop.services.insights.carbon import CarbonUse, GreenOutlook
    from kraken_desktop.services.insights.comparison import ComparisonQuestion, TariffComparison
    from kraken_desktop.services.insights.daily import DailyBreakdown
    from kraken_desktop.services.insights.efficiency import EfficiencyReport
    from kraken_desktop.services.insights.energy_wave import EnergyWave, WaveQuestion
    from kraken_desktop.services.insights.month_report import MonthReport
    from kraken_desktop.services.insights.questions import Insights
    from kraken_desktop.services.insights.spans import Pace
    from kraken_desktop.services.insights.spending import WhereItGoes
    from kraken_desktop.services.kept_reports import KeptReports
    from kraken_desktop.services.wave_file import FileHead

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Answer(Protocol):
    """Starts work under a name, and hands on what comes of it. What is returned ends the work."""

    def __call__(self, name: str, work: Coroutine[Any, Any, T], then: Callable[[T], None]) -> Callable[[], None]: ...


class AppInsightCommands:
    """Implements `kraken_desktop.ui.insight_commands.InsightCommands`; without ``insights`` nothing is answered."""

    def __init__(
        self, insights: Insights | None, answer: Answer, palette: str, kept_reports: KeptReports | None = None
    ) -> None:
        self._insights = insights
        self._kept_reports = kept_reports
        self._palette = palette
        self._answer = answer

    def load_extent(self, then: Callable[[DateSpan | None], None]) -> None:
        if self._insights is not None:
            self._answer("load the extent", self._insights.extent(), then)

    def load_efficiency(self, span: DateSpan, pace: Pace, then: Callable[[EfficiencyReport | None], None]) -> None:
        if self._insights is not None:
            self._answer("load efficiency", self._insights.efficiency(span, pace), then)

    def load_daily(self, span: DateSpan, then: Callable[[DailyBreakdown | None], None]) -> None:
        if self._insights is not None:
            self._answer("load the days", self._insights.daily(span), then)

    def load_where(self, span: DateSpan, then: Callable[[WhereItGoes | None], None]) -> None:
        if self._insights is not None:
            self._answer("load where it goes", self._insights.where(span), then)

    def plan_battery(
        self,
        span: DateSpan,
        wish: BatteryWish,
        told: Callable[[float], None],
        then: Callable[[BatteryCurve | None], None],
    ) -> Callable[[], None]:
        if self._insights is None:
            return lambda: None
        work = _or_none(self._insights.battery(span, wish, told))
        return self._answer("plan a battery", work, then)

    def load_battery_days(
        self, span: DateSpan, wish: BatteryWish, capacity_kwh: float, then: Callable[[BatteryDays | None], None]
    ) -> None:
        if self._insights is not None:
            self._answer("a battery's days", _or_none(self._insights.battery_days(span, wish, capacity_kwh)), then)

    def compare_tariffs(
        self,
        question: ComparisonQuestion,
        told: Callable[[float], None],
        then: Callable[[TariffComparison | None], None],
    ) -> Callable[[], None]:
        if self._insights is None:
            return lambda: None
        return self._answer("compare tariffs", _or_none(self._insights.compare(question, told)), then)

    def load_octopus_comparison(self, then: Callable[[Comparison | Problem | None], None]) -> None:
        if self._insights is not None:
            self._answer("Octopus's comparison", self._insights.octopus_comparison(), then)

    def load_carbon(self, span: DateSpan, then: Callable[[CarbonUse | None], None]) -> None:
        if self._insights is not None:
            self._answer("load carbon", self._insights.carbon(span), then)

    def load_outlook(self, then: Callable[[GreenOutlook | None], None]) -> None:
        if self._insights is not None:
            self._answer("load the outlook", self._insights.outlook(), then)

    def load_report(self, month: DateSpan, then: Callable[[MonthReport | None], None]) -> None:
        if self._insights is not None:
            self._answer("the monthly report", self._insights.report(month, self._palette), then)

    def kept_report(self, month: DateSpan) -> Path | None:
        path = self._kept_reports.path(month) if self._kept_reports is not None else None
        return path if path is not None and path.exists() else None

    def open_reports(self) -> None:
        from kraken_desktop.system.opener import open_folder

        folder = self._kept_reports.folder if self._kept_reports is not None else None
        if folder is not None:
            open_folder(folder)

    def load_file_head(self, path: Path, then: Callable[[FileHead | str], None]) -> None:
        from kraken_desktop.services.insights.arithmetic import reckoned
        from kraken_desktop.services.wave_file import told_head

        def told(found: FileHead | str | None) -> None:
            then("It could not be read." if found is None else found)

        work: Coroutine[Any, Any, FileHead | str | None] = _or_none(reckoned(told_head, path))
        self._answer("look at a file", work, told)

    def load_wave(self, question: WaveQuestion, then: Callable[[EnergyWave | None], None]) -> None:
        if self._insights is not None:
            self._answer("the energy wave", _or_none(self._insights.energy_wave(question)), then)


async def _or_none(work: Coroutine[Any, Any, T | None]) -> T | None:
    """None where the other process ended without an answer."""
    from kraken_desktop.services.insights.arithmetic import NoAnswerError

    try:
        return await work
    except NoAnswerError as error:
        _log.warning("long arithmetic: %s", error)
        return None
