"""Carries out what the Insight page asks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.insights.daily import DailyBreakdown
    from kraken_desktop.services.insights.efficiency import EfficiencyReport
    from kraken_desktop.services.insights.questions import Insights
    from kraken_desktop.services.insights.spans import Pace
    from kraken_desktop.services.insights.spending import WhereItGoes

T = TypeVar("T")


class Answer(Protocol):
    """Starts work under a name, and hands on what comes of it."""

    def __call__(self, name: str, work: Coroutine[Any, Any, T], then: Callable[[T], None]) -> None: ...


class AppInsightCommands:
    """Implements `kraken_desktop.ui.insight_commands.InsightCommands`; without ``insights`` nothing is answered."""

    def __init__(self, insights: Insights | None, answer: Answer) -> None:
        self._insights = insights
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
