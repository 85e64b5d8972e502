"""Insight > Tariffs: what the home's own half hours would have cost under each of the region's tariffs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services.insights.battery import Strategy
from kraken_desktop.services.insights.comparison import ComparisonQuestion, TariffComparison
from kraken_desktop.ui.dialogs.parts import small_print, words
from kraken_desktop.ui.plots.curve_chart import CurveChart
from kraken_desktop.ui.theme import BODY, SPACE, TITLE
from kraken_desktop.ui.view_models.compare import (
    CHART_MEANS,
    COLUMNS,
    OF_ONE_ALONE,
    CompareView,
    compare_view,
    octopus_words,
)
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.widgets.check_switch import CheckSwitch
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.grown_bar import GrownBar
from kraken_desktop.ui.widgets.reckoning_bar import ReckoningBar
from kraken_desktop.ui.widgets.span_choice import SpanChoice
from kraken_desktop.ui.windows.battery_form import BatteryForm
from kraken_desktop.ui.windows.insight_panel import InsightPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs, sheet_of

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_UNASKED = Emptiness(
    "Would another tariff have been cheaper?",
    "Each of your region's tariffs is reckoned on your own half hours, with the prices of their time, standing charges "
    "included. The first time their price lists of the past are read from Octopus, which takes a little; then they are "
    "kept. Nothing is switched.",
    "insight",
    "Compare tariffs",
    "refresh",
)
_NO_DAY = Emptiness(
    "No complete day to compare", "Tariffs are compared over days whose every half hour and price is known.", "insight"
)
_FAILED = Emptiness("The comparison could not be reckoned", "Try it again.", "insight", "Try again", "refresh")
_USUAL_KWH = 10.0
_ROWS_HIGH, _CHART_HIGH = 7, 220


class ComparePanel(InsightPanel):
    """Asked for by a press the first time, for it reads price lists; then anew after each change of a choice."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._question: ComparisonQuestion | None = None
        self._found: TariffComparison | None = None
        self._view: CompareView | None = None
        self._chosen = -1
        self._cancel: Callable[[], None] | None = None
        self._is_behind = False
        self._grown = GrownBar(theme)
        self._grown.asked.connect(self._begin)
        self._spans = SpanChoice(theme)
        self._smart = CheckSwitch("With my smart charges", theme)
        self._smart.setChecked(True)
        self._smart.setToolTip("Half hours that smart charging made cheap stay cheap on a tariff that has it")
        self._has_battery = CheckSwitch("With a battery of", theme)
        self._kwh = QDoubleSpinBox()
        self._kwh.setRange(1, 120)
        self._kwh.setDecimals(1)
        self._kwh.setValue(_USUAL_KWH)
        self._kwh.setSuffix(" kWh")
        self._kwh.setKeyboardTracking(False)
        self._kwh.setEnabled(False)
        self._kwh.setFont(theme.font(BODY, figures=True))
        self._kwh.setAccessibleName("Capacity of the battery")
        self._kwh.setToolTip("Its power, losses and hours are the battery planner's")
        for changed in (self._spans.changed, self._smart.toggled, self._has_battery.toggled, self._kwh.valueChanged):
            changed.connect(self._edited)
        self._reckoning = ReckoningBar(theme, "Reading past prices and comparing", "Compare tariffs")
        self._reckoning.cancelled.connect(self._give_up)
        self._reckoning.asked.connect(self._begin)
        self.stages.set_content(self._content())
        self.stages.asked.connect(lambda _does: self._begin())
        options = QHBoxLayout()
        options.setSpacing(3 * SPACE)
        for widget in (self._smart, self._has_battery, self._kwh):
            options.addWidget(widget)
        options.addStretch(1)
        self.column.addWidget(self._spans)
        self.column.addLayout(options)
        self.column.addWidget(self._reckoning)
        self.column.addWidget(self._grown)
        self.column.addWidget(self.stages, 1)

    def _content(self) -> QWidget:
        theme = self.theme
        self._sentence = words(theme, size=TITLE, bold=True)
        self._note, self._words, self._told = words(theme, muted=True), words(theme), words(theme)
        self._outputs = SheetOutputs(theme, self._sheet, self._told.setText, of="the comparison")
        self._table = FactTable(theme, "Tariffs ranked as a table", COLUMNS)
        for hidden in OF_ONE_ALONE:
            self._table.hideColumn(hidden)
        self._table.setMinimumHeight(_ROWS_HIGH * self._table.verticalHeader().defaultSectionSize())
        self._table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self._chart = CurveChart(theme, "Two tariffs month by month as a chart")
        self._chart.setMinimumHeight(theme.scaled(_CHART_HIGH))
        self._chart.pointed.connect(self._point)
        self._unknown = small_print(theme, "")
        self._octopus = words(theme)
        self._ask_octopus = QPushButton("What does Octopus say?")
        self._ask_octopus.clicked.connect(self._ask_for_octopus)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.addWidget(self._table, 1)
        chart_card = QFrame()
        chart_card.setProperty("role", "card")
        below = QVBoxLayout(chart_card)
        below.setContentsMargins(3 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        below.addWidget(self._words)
        below.addWidget(small_print(theme, CHART_MEANS))
        below.addWidget(self._chart, 1)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._note, 1)
        head.addWidget(self._told)
        head.addWidget(self._outputs)
        foot.addWidget(self._octopus, 1)
        foot.addWidget(self._ask_octopus)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._sentence)
        column.addLayout(head)
        column.addWidget(card, 3)
        column.addWidget(chart_card, 2)
        column.addLayout(foot)
        column.addWidget(self._unknown)
        return content

    # asking

    def hear_more(self) -> None:
        """History comes in for hours: what is compared, or is being compared, stays."""
        if self._found is None and self._cancel is None:
            self.ask()
        else:
            self._is_behind = True
            self._grown.setVisible(self._found is not None)

    def ask(self) -> None:
        """Another day or meter: what is compared already is compared anew."""
        if self._question is None:
            self.stages.show_empty(_UNASKED)
        else:
            self._begin()

    def _begin(self) -> None:
        if self.subject is None:
            return
        self._give_up()
        self._is_behind = False
        self._grown.hide()
        span: DateSpan = self._spans.span(self.subject.known, self.subject.today)
        planned = BatteryForm(self.theme, self)
        planned.hide()
        planned.fill(self.commands.settings.battery)
        wish = planned.wish(Strategy.TIMER)
        planned.deleteLater()
        battery = wish.battery(self._kwh.value()) if self._has_battery.isChecked() else None
        windows = wish.windows if battery is not None else ()
        question = self._question = ComparisonQuestion(span, self._smart.isChecked(), battery, windows)
        self._reckoning.begin()
        if self._found is None:
            self.stages.show_loading()
        self._cancel = self.commands.insight.compare_tariffs(
            question, self._reckoning.show_share, partial(self._compared, question)
        )

    def _compared(self, question: ComparisonQuestion, found: TariffComparison | None) -> None:
        if question != self._question:
            return
        self._cancel = None
        self._reckoning.hide()
        self._found = found
        self._show()

    def _give_up(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
            self._reckoning.offer()
            if self._found is None:
                self._question = None
                self.stages.show_empty(_UNASKED)
                self._reckoning.hide()

    def _edited(self) -> None:
        self._kwh.setEnabled(self._has_battery.isChecked())
        self._chosen = -1
        if self._question is not None:
            self._begin()

    def _ask_for_octopus(self) -> None:
        self._octopus.setText("Asking Octopus …")
        self.commands.insight.load_octopus_comparison(lambda found: self._octopus.setText(octopus_words(found)))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for it any more."""
        super().hideEvent(event)
        self._give_up()

    # showing

    def _show(self) -> None:
        found, state = self._found, self.state
        if found is None or not found.days or state is None:
            self._grown.hide()
            self.stages.show_empty(_FAILED if found is None else _NO_DAY)
            return
        self._grown.setVisible(self._is_behind)
        view = self._view = compare_view(found, state.now, self._chosen)
        self.stages.set_trouble(view.trouble)
        for label, said in (
            (self._sentence, view.sentence),
            (self._note, view.note),
            (self._words, view.words),
            (self._unknown, view.unknown),
        ):
            label.setText(said)
        self._table.set_rows(view.rows)
        self._chart.set_view(view.months)
        self.stages.show_full()

    def recolour(self) -> None:
        if self._found is not None:
            self._show()

    def _choose(self, place: int) -> None:
        if place >= 0 and place != self._chosen:
            self._chosen = place
            self._show()

    def _point(self, place: int) -> None:
        if self._view is not None:
            told = self._view.months.read_outs
            self._words.setText(told[place] if 0 <= place < len(told) else self._view.words)

    def _sheet(self) -> Sheet:
        assert self._view is not None
        view, title = self._view, "What your half hours would have cost"
        told = self.whose, view.sentence, view.note, view.words, view.unknown
        return sheet_of("tariffs-compared", title, COLUMNS, view.rows, self._chart, self.theme, told)
