"""Insight > Carbon: what the home's use gave off, how clean the grid will be, and the nights of the week."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.carbon import CarbonUse, GreenOutlook
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.plots.usage_view import UsageChartView
from kraken_desktop.ui.theme import BODY, LARGE, SMALL, SPACE, TITLE
from kraken_desktop.ui.view_models.carbon import NIGHT_COLUMNS, CarbonView, carbon_view
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.chart_card import ChartCard
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.span_choice import SpanChoice
from kraken_desktop.ui.windows.insight_panel import InsightPanel

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_CHART_HIGH = 180
_NIGHTS = 7
_NOTHING = Emptiness(
    "Nothing is known of the grid's carbon yet",
    "Here stands what your use gave off, how clean the grid will be in the day ahead, and which nights of the week are "
    "greener. Octopus tells it a day ahead; it comes by itself, after your history.",
    "insight",
)


class CarbonPanel(InsightPanel):
    """Two charts that can be pointed at, and a table of nights."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._span: DateSpan | None = None
        self._used: CarbonUse | None = None
        self._outlook: GreenOutlook | None = None
        self._spans = SpanChoice(theme)
        self._spans.changed.connect(self._turn)
        self.stages.set_content(self._content())
        self.column.addWidget(self._spans)
        self.column.addWidget(self.stages, 1)

    def _content(self) -> QWidget:
        theme = self.theme
        self._sentence = words(theme, size=TITLE, bold=True)
        self._facts, self._note = words(theme), words(theme, muted=True)
        self._days, self._day_read_out = self._chart("CO₂ of each day as a chart")
        self._days_card = ChartCard(self._titled("CO₂ a day, kg", self._days), self._day_read_out)
        self._coming = words(theme, size=LARGE, bold=True)
        self._ahead, self._read_out = self._chart("Carbon intensity of the half hours ahead as a chart")
        self._legend = BandLegend(theme)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._read_out, 1)
        row.addWidget(self._legend, 0, Qt.AlignmentFlag.AlignRight)
        self._ahead_card = ChartCard(self._titled("Carbon intensity, g per kWh", self._ahead), foot)
        self._nights = FactTable(theme, "Greener nights", NIGHT_COLUMNS)
        self._nights.hold_rows(_NIGHTS)
        self._nights_card = ChartCard(self._nights)
        self._told = words(theme, muted=True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (self._sentence, self._facts, self._note, self._days_card, self._coming, self._ahead_card):
            column.addWidget(widget)
        column.addWidget(self._nights_card)
        column.addWidget(self._told)
        column.addStretch(1)
        return content

    def _titled(self, title: str, chart: UsageChart) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words(self.theme, title, muted=True, size=SMALL))
        column.addWidget(chart)
        return whole

    def _chart(self, name: str) -> tuple[UsageChart, QLabel]:
        """With what is pointed at in it."""
        chart, read_out = UsageChart(self.theme), words(self.theme)
        chart.setAccessibleName(name)
        chart.setFixedHeight(self.theme.scaled(_CHART_HIGH))
        read_out.setMinimumHeight(self.theme.scaled(BODY) + SPACE)
        chart.pointed.connect(lambda place: read_out.setText(chart.read_out(place)))
        return chart, read_out

    # asking

    def ask(self) -> None:
        assert self.subject is not None
        self._span = self._spans.span(self.subject.known, self.subject.today)
        if self._spans.is_to_now:
            self._span = replace(self._span, last=self.subject.today)
        self.commands.insight.load_carbon(self._span, partial(self._use_loaded, self._span))
        self.commands.insight.load_outlook(self._outlook_loaded)

    def _use_loaded(self, span: DateSpan, found: CarbonUse | None) -> None:
        if span == self._span:
            self._used = found
            self._show()

    def _outlook_loaded(self, found: GreenOutlook | None) -> None:
        self._outlook = found
        self._show()

    def _turn(self) -> None:
        if self.subject is not None:
            self.ask()

    # showing

    def _show(self) -> None:
        if self._used is None or self._outlook is None or self.state is None:
            return
        if not (self._used.rows or self._outlook.ahead or self._outlook.nights):
            self.stages.show_empty(_NOTHING)
            return
        view = carbon_view(self._used, self._outlook, self.state.now)
        self._show_words(view)
        _show_chart(self._days_card, self._days, view.days)
        _show_chart(self._ahead_card, self._ahead, view.ahead)
        self._legend.show_entries(view.legend)
        self._nights.set_rows(view.nights)
        self._nights_card.setVisible(bool(view.nights))
        self.stages.show_full()

    def _show_words(self, view: CarbonView) -> None:
        for label, said in (
            (self._sentence, view.sentence),
            (self._facts, view.facts),
            (self._note, view.note),
            (self._coming, view.outlook),
            (self._told, view.told),
        ):
            label.setText(said)
            label.setVisible(bool(said))

    def recolour(self) -> None:
        self._show()


def _show_chart(card: QWidget, chart: UsageChart, view: UsageChartView) -> None:
    chart.set_view(view)
    card.setVisible(bool(view.bars))
