"""Insight > Efficiency: what was bought at which price, part by part, and how much of the possible saving was had."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services.insights.efficiency import EfficiencyReport
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.text.insights import habit_words
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import BODY, LARGE, SPACE, TITLE
from kraken_desktop.ui.view_models.efficiency import COLUMNS, EfficiencyView, efficiency_view
from kraken_desktop.ui.view_models.insight_window import InsightWindow
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.chart_card import ChartCard
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.flow_row import FlowRow
from kraken_desktop.ui.widgets.step_arrows import StepArrows
from kraken_desktop.ui.windows.definitions_card import DefinitionsCard
from kraken_desktop.ui.windows.insight_panel import InsightPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs, sheet_of

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.insights.spending import WhereItGoes
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_KINDS = (
    (Pace.MONTH, "Months"),
    (Pace.WEEK, "Weeks"),
    (Pace.DAY, "Days"),
    (Pace.YEAR, "Years"),
    (Pace.MOVING_YEAR, "12 months"),
)


class EfficiencyPanel(InsightPanel):
    """A click or Return on a bar puts that part into words."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._window: InsightWindow | None = None
        self._answer: tuple[InsightWindow, EfficiencyReport] | None = None
        self._view: EfficiencyView | None = None
        self._chosen = -1
        self._habit_of: DateSpan | None = None
        self._kinds = ChoiceBar("Each bar is one of", [(kind.value, label) for kind, label in _KINDS])
        self._kinds.chosen.connect(lambda _name: self._turn())
        moving = self._kinds.button(Pace.MOVING_YEAR.value)
        moving.setToolTip("A moving year: each bar is a month with the eleven before it")
        self._arrows = StepArrows()
        self._arrows.stepped.connect(self._step)
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._units = ChoiceBar("Shown in", [("share", "Share"), ("kwh", "kWh"), ("money", "£")])
        self._bands = ChoiceBar("Coloured by", [("quadrant", "Quarters"), ("tariff", "Tariff bands")])
        self._shown = ChoiceBar("Shown as", [("chart", "Chart"), ("table", "Table")])
        for bar in (self._units, self._bands, self._shown):
            bar.chosen.connect(lambda _name: self._show())
        self._told = QLabel()
        self._told.setFont(theme.font(BODY))
        self._outputs = SheetOutputs(theme, self._sheet, self._told.setText, of="the efficiency")
        self._define = QPushButton("What do these mean?")
        self._define.setCheckable(True)
        self._definitions = DefinitionsCard(theme)
        self._define.toggled.connect(self._definitions.setVisible)
        self.stages.set_content(self._content())
        for row in self._rows():
            self.column.addLayout(row)
        self.column.addWidget(self.stages, 1)

    def _rows(self) -> tuple[FlowRow, FlowRow]:
        above, below = FlowRow(), FlowRow()
        above.add(self._kinds, self._arrows, self._title)
        below.add(self._shown, self._units, self._bands)
        below.add_end(self._told, self._outputs)
        return above, below

    def _content(self) -> QWidget:
        theme = self.theme
        self._sentence = QLabel()
        self._sentence.setFont(theme.font(TITLE, bold=True, figures=True))
        self._sentence.setWordWrap(True)
        self._habit = words(theme, size=LARGE)
        self._habit.hide()
        self._working, self._note = words(theme, muted=True), words(theme)
        self._read_out = QLabel()
        self._read_out.setFont(theme.font(BODY, figures=True))
        self._read_out.setWordWrap(True)
        self._read_out.setMinimumHeight(theme.scaled(2 * BODY))
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._chart = UsageChart(theme)
        self._chart.setAccessibleName("Efficiency as a chart")
        self._chart.pointed.connect(self._point)
        self._chart.chosen.connect(self._choose)
        self._table = FactTable(theme, "Efficiency as a table", COLUMNS)
        self._table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self._views = CurrentStack()
        self._views.addWidget(self._chart)
        self._views.addWidget(self._table)
        self._legend = BandLegend(theme)
        card = ChartCard(self._views, self._legend)
        plain = QHBoxLayout()
        plain.setSpacing(4 * SPACE)
        plain.addWidget(self._working, 1)
        plain.addWidget(self._define, 0, Qt.AlignmentFlag.AlignTop)
        self._definitions.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._sentence)
        column.addWidget(self._habit)
        column.addLayout(plain)
        column.addWidget(self._note)
        column.addWidget(self._definitions)
        column.addWidget(card, 1)
        column.addWidget(self._read_out)
        return content

    # asking

    def ask(self) -> None:
        assert self.subject is not None
        today, pace = self.subject.today, Pace(self._kinds.current)
        is_kept = self._window is not None and self._window.pace is pace and self._window.today == today
        window = self._window if self._window is not None and is_kept else InsightWindow(pace, today, today)
        self._window = window
        self._habit_of = None
        self.commands.insight.load_efficiency(window.span, pace, partial(self._loaded, window))

    def _loaded(self, window: InsightWindow, report: EfficiencyReport | None) -> None:
        if window == self._window and report is not None:
            self._answer = window, report
            self._show()

    # showing

    def _show(self) -> None:
        if self._answer is None or self.subject is None:
            return
        (window, report), known = self._answer, self.subject.known
        is_quarters = self._bands.current == "quadrant"
        view = self._view = efficiency_view(report, window, known, self._units.current, is_quarters, self._chosen)
        self._title.setText(view.title)
        for label, said in ((self._sentence, view.sentence), (self._working, view.working), (self._note, view.note)):
            label.setText(said)
            label.setVisible(bool(said))
        self._ask_habit(view.chosen_span)
        self._chart.set_view(view.chart)
        self._table.set_rows(view.rows)
        self._legend.show_entries(view.legend)
        is_chart = self._shown.current == "chart"
        self._views.setCurrentWidget(self._chart if is_chart else self._table)
        self._units.setVisible(is_chart)
        self._bands.setVisible(is_chart)
        span = window.span
        self._arrows.offer(earlier=span.first > known.first, later=span.last < window.today)
        self.stages.show_full()

    def _ask_habit(self, span: DateSpan | None) -> None:
        """What costs most of the part that is put into words."""
        if span != self._habit_of:
            self._habit_of = span
            self._habit.hide()
            if span is not None:
                self.commands.insight.load_where(span, partial(self._tell_habit, span))

    def _tell_habit(self, span: DateSpan, where: WhereItGoes | None) -> None:
        habit = where.found.habit if where is not None else None
        if span == self._habit_of and habit is not None:
            self._habit.setText(f"Your dearest habit: {habit_words(habit)}.")
            self._habit.show()

    def recolour(self) -> None:
        self._show()

    # what the person does

    def _turn(self) -> None:
        self._chosen = -1
        self.stages.show_loading()
        self.ask()

    def _step(self, step: int) -> None:
        if self._window is not None:
            self._window = self._window.earlier if step < 0 else self._window.later
            self._turn()

    def _point(self, index: int) -> None:
        bars = self._view.chart.bars if self._view is not None else ()
        self._read_out.setText(bars[index].read_out if 0 <= index < len(bars) else "")

    def _choose(self, index: int) -> None:
        if index >= 0:
            self._chosen = index
            self._show()

    def _sheet(self) -> Sheet:
        assert self._view is not None
        view, title = self._view, f"Tariff efficiency, {self._view.title}"
        told = self.whose, view.sentence, view.working, view.note
        return sheet_of("efficiency", title, COLUMNS, view.rows, self._chart, self.theme, told, view.legend)
