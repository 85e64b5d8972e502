"""What a person can ask of the past on the Insight page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

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
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.services.wave_file import FileHead


class InsightCommands(Protocol):
    """Of the import meter that is shown. Every call returns at once; ``then`` is called later on the same thread, with
    None where there is no store or no such meter.
    """

    def load_extent(self, then: Callable[[DateSpan | None], None]) -> None:
        """The days that can be asked about."""

    def load_efficiency(self, span: DateSpan, pace: Pace, then: Callable[[EfficiencyReport | None], None]) -> None:
        """How well it bought, part by part."""

    def load_daily(self, span: DateSpan, then: Callable[[DailyBreakdown | None], None]) -> None:
        """Each day off-peak, standard and peak."""

    def load_where(self, span: DateSpan, then: Callable[[WhereItGoes | None], None]) -> None:
        """Where its money goes, by weekday and hour."""

    def plan_battery(
        self,
        span: DateSpan,
        wish: BatteryWish,
        told: Callable[[float], None],
        then: Callable[[BatteryCurve | None], None],
    ) -> Callable[[], None]:
        """Each capacity; ``told`` hears the share done. What is returned ends it: then ``then`` is not called. None
        also where it could not be reckoned.
        """

    def load_battery_days(
        self, span: DateSpan, wish: BatteryWish, capacity_kwh: float, then: Callable[[BatteryDays | None], None]
    ) -> None:
        """What one battery does in each half hour."""

    def compare_tariffs(
        self,
        question: ComparisonQuestion,
        told: Callable[[float], None],
        then: Callable[[TariffComparison | None], None],
    ) -> Callable[[], None]:
        """Under every tariff of the region; like ``plan_battery``. Past prices that lack are read from Octopus."""

    def load_octopus_comparison(self, then: Callable[[Comparison | Problem | None], None]) -> None:
        """Octopus's own, or why there is none."""

    def load_carbon(self, span: DateSpan, then: Callable[[CarbonUse | None], None]) -> None:
        """What its use gave off."""

    def load_outlook(self, then: Callable[[GreenOutlook | None], None]) -> None:
        """How clean the grid will be."""

    def load_report(self, month: DateSpan, then: Callable[[MonthReport | None], None]) -> None:
        """A month on one page; None where nothing is stored of it."""

    def kept_report(self, month: DateSpan) -> Path | None:
        """The month's page on this computer, where it was kept."""

    def open_reports(self) -> None:
        """The folder of the pages that were kept, in the file browser."""

    def load_file_head(self, path: Path, then: Callable[[FileHead | str], None]) -> None:
        """The columns of a person's own file, or why it cannot be used."""

    def load_wave(self, question: WaveQuestion, then: Callable[[EnergyWave | None], None]) -> None:
        """The grid beside that file."""
