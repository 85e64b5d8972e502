"""Insight > Days: what each day bought off-peak, standard and peak, with totals, to take along."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.insights.daily import DailyBreakdown, daily_sheet
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import BODY, LARGE, SPACE, TITLE
from kraken_desktop.ui.view_models.daily import COLUMNS, DailyView, daily_view
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.view_models.usage_compared import span_title
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.flow_row import FlowRow
from kraken_desktop.ui.widgets.step_arrows import StepArrows
from kraken_desktop.ui.windows.insight_panel import InsightPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs, sheet_of

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_KINDS = ((SpanKind.MONTH.value, "Month"), (SpanKind.WEEK.value, "Week"), (SpanKind.YEAR.value, "Year"))
_NOTHING = Emptiness("Nothing is stored of this time", "Go to a later one; new half hours come a day late.", "insight")


class DailyPanel(InsightPanel):
    """A table and the same as bars; the file has a line a day."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._span: DateSpan | None = None
        self._found: DailyBreakdown | None = None
        self._view: DailyView | None = None
        self._kinds = ChoiceBar("Days of a", _KINDS)
        self._kinds.chosen.connect(lambda _name: self._turn(None))
        self._arrows = StepArrows()
        self._arrows.stepped.connect(self._step)
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._shown = ChoiceBar("Shown as", [("table", "Table"), ("kwh", "kWh"), ("money", "£")])
        self._shown.chosen.connect(lambda _name: self._show())
        self._told = QLabel()
        self._told.setFont(theme.font(BODY))
        self._outputs = SheetOutputs(theme, self._sheet, self._told.setText, of="the days")
        head = FlowRow()
        head.add(self._kinds, self._arrows, self._title)
        head.add_end(self._told, self._shown, self._outputs)
        self.stages.set_content(self._content())
        self.column.addLayout(head)
        self.column.addWidget(self.stages, 1)

    def _content(self) -> QWidget:
        theme = self.theme
        self._total = words(theme, size=TITLE, bold=True)
        self._facts, self._note = words(theme, muted=True), words(theme)
        self._read_out = words(theme)
        self._chart = UsageChart(theme)
        self._chart.setAccessibleName("Days off-peak, standard and peak as a chart")
        self._chart.pointed.connect(self._point)
        self._table = FactTable(theme, "Days off-peak, standard and peak as a table", COLUMNS)
        self._views = CurrentStack()
        self._views.addWidget(self._table)
        self._views.addWidget(self._chart)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.addWidget(self._views)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (self._total, self._facts, self._note):
            column.addWidget(widget)
        column.addWidget(card, 1)
        column.addWidget(self._read_out)
        return content

    # asking

    def ask(self) -> None:
        assert self.subject is not None
        if self._span is None:
            # the last day that is over, so that a month's first day still shows the month before
            self._span = span_holding(self.subject.known.last, SpanKind(self._kinds.current))
        self._title.setText(span_title(self._span, SpanKind(self._kinds.current)))
        known = self.subject.known
        self._arrows.offer(earlier=self._span.first > known.first, later=self._span.last < known.last)
        self.commands.insight.load_daily(self._span, partial(self._loaded, self._span))

    def _loaded(self, span: DateSpan, found: DailyBreakdown | None) -> None:
        if span == self._span and found is not None:
            self._found = found
            self._show()

    def _turn(self, span: DateSpan | None) -> None:
        self._span = span
        self.stages.show_loading()
        if self.subject is not None:
            self.ask()

    def _step(self, step: int) -> None:
        if self._span is not None:
            self._turn(span_beside(self._span, SpanKind(self._kinds.current), step))

    # showing

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        if not found.rows:
            self.stages.show_empty(_NOTHING)
            return
        view = self._view = daily_view(found, self._shown.current == "money")
        for label, said in ((self._total, view.total), (self._facts, view.facts), (self._note, view.note)):
            label.setText(said)
            label.setVisible(bool(said))
        self._table.set_rows(view.rows)
        self._table.hide_blank_columns()
        self._chart.set_view(view.chart)
        self._read_out.setVisible(self._shown.current != "table")
        self._views.setCurrentWidget(self._table if self._shown.current == "table" else self._chart)
        self.stages.show_full()

    def recolour(self) -> None:
        self._show()

    def _point(self, index: int) -> None:
        bars = self._view.chart.bars if self._view is not None else ()
        self._read_out.setText(bars[index].read_out if 0 <= index < len(bars) else "")

    def _sheet(self) -> Sheet:
        assert self._view is not None
        assert self._found is not None
        name = f"days-{self._found.span.first}-{self._found.span.last}"
        view, title = self._view, f"Days of {self._title.text()}"
        told = self.whose, view.total, view.facts, view.note
        sheet = sheet_of(name, title, COLUMNS, view.rows, self._chart, self.theme, told)
        return replace(sheet, with_commas=daily_sheet(self._found.rows))
