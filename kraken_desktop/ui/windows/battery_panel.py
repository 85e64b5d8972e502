"""Insight > Battery: what each size would have saved, by a timer and at best, and what one of them does in a day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryCurve, BatteryWish, Strategy
from kraken_desktop.ui.dialogs.parts import small_print, words
from kraken_desktop.ui.plots.curve_chart import CurveChart, CurveView
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import BODY, SPACE, TITLE
from kraken_desktop.ui.view_models.battery import COLUMNS, BatteryView, battery_view
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.chart_card import ChartCard
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.flow_row import FlowRow
from kraken_desktop.ui.widgets.grown_bar import GrownBar
from kraken_desktop.ui.widgets.reckoning_bar import ReckoningBar
from kraken_desktop.ui.widgets.span_choice import SpanChoice
from kraken_desktop.ui.windows.battery_day import BatteryDay
from kraken_desktop.ui.windows.battery_form import BatteryForm
from kraken_desktop.ui.windows.insight_panel import InsightPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs, sheet_of

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.windows.insight_panel import Subject

_SAVING, _CHEAP, _DEAR, _LONGEST, _DAY, _TABLE = "saving", "cheap", "dear", "longest", "day", "table"
_SHOWN = (
    (_SAVING, "Saving"),
    (_CHEAP, "Days off-peak"),
    (_DEAR, "Dear kWh"),
    (_LONGEST, "Longest dear time"),
    (_DAY, "A day"),
    (_TABLE, "Table"),
)
_SETTLE_MS = 600
"""After the last edit: each keystroke need not be reckoned."""
_NO_DAY = Emptiness(
    "No complete day yet", "A battery is planned over days whose every half hour and price is known.", "insight"
)
_FLAT = Emptiness(
    "A battery has nothing to save here",
    "Your price never changed within a day, and nothing was exported: electricity bought earlier costs the same. On a "
    "tariff with cheap hours it could save; the comparison of tariffs takes a battery along.",
    "insight",
)
_FAILED = Emptiness(
    "The planner could not reckon this", "Try other figures, or try it again.", "insight", "Try again", "refresh"
)


class BatteryPanel(InsightPanel):
    """The timer is reckoned at once after an edit, the best after it, with its progress; both in another process."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._span: DateSpan | None = None
        self._timer: BatteryCurve | None = None
        self._best: BatteryCurve | None = None
        self._view: BatteryView | None = None
        self._chosen = -1
        self._cancel: Callable[[], None] | None = None
        self._is_behind = False
        self._grown = GrownBar(theme)
        self._grown.asked.connect(self.ask)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._edited)
        self._spans = SpanChoice(theme)
        self._spans.changed.connect(self._turn)
        self._form = BatteryForm(theme)
        self._form.fill(commands.settings.battery)
        self._form.changed.connect(self._settle.start)
        self._reckoning = ReckoningBar(
            theme, "Looking for the best that any control could have done", "Reckon the best, too"
        )
        self._reckoning.cancelled.connect(self._give_up)
        self._reckoning.asked.connect(self._ask_best)
        self.stages.set_content(self._content())
        self.stages.asked.connect(lambda _does: self.ask())
        self._which = QPushButton("Which battery?")
        self._which.setCheckable(True)
        self._which.setToolTip("Its sizes, power, losses, hours and price")
        self._which.toggled.connect(self._form.setVisible)
        self._form.hide()
        head = FlowRow()
        head.add(self._spans)
        head.add_end(self._which)
        self.column.addLayout(head)
        self.column.addWidget(self._form)
        self.column.addWidget(self._reckoning)
        self.column.addWidget(self._grown)
        self.column.addWidget(self.stages, 1)

    def _content(self) -> QWidget:
        theme = self.theme
        self._sentence = words(theme, size=TITLE, bold=True)
        self._facts, self._note, self._estimated = words(theme), words(theme, muted=True), words(theme)
        self._shown = ChoiceBar("Shown", _SHOWN)
        self._shown.chosen.connect(lambda _name: self._show())
        self._told = words(theme)
        self._outputs = SheetOutputs(theme, self._sheet, self._told.setText, of="the battery planner")
        self._curve = CurveChart(theme, "Batteries of each size as a chart")
        self._curve.pointed.connect(self._point)
        self._curve.chosen.connect(self._choose)
        self._bars = UsageChart(theme)
        self._bars.setAccessibleName("On how many days so much was still bought dear")
        self._bars.pointed.connect(self._point_bar)
        self._table = FactTable(theme, "Batteries of each size as a table", COLUMNS)
        self._table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self._day = BatteryDay(self.commands, theme)
        self._views = CurrentStack()
        for view in (self._curve, self._bars, self._table, self._day):
            self._views.addWidget(view)
        self._legend = BandLegend(theme)
        card = ChartCard(self._views, self._legend)
        self._read_out = words(theme)
        self._read_out.setMinimumHeight(theme.scaled(2 * BODY))
        self._assumptions = small_print(theme, "")
        bar = FlowRow()
        bar.add(self._shown)
        bar.add_end(self._told, self._outputs)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (self._sentence, self._facts, self._note, self._estimated):
            column.addWidget(widget)
        column.addLayout(bar)
        column.addWidget(card, 1)
        column.addWidget(self._read_out)
        column.addWidget(self._assumptions)
        return content

    # asking

    def show_subject(self, subject: Subject, state: AppState) -> None:
        self._form.show_export(state.selection.export_number is not None)
        super().show_subject(subject, state)

    def hear_more(self) -> None:
        """History comes in for hours, and the best takes many seconds: what is told or reckoned now stays."""
        if self._timer is None and self._cancel is None:
            self.ask()
        else:
            self._is_behind = True
            self._grown.setVisible(self._timer is not None)

    def ask(self) -> None:
        assert self.subject is not None
        self._give_up()
        self._is_behind = False
        self._grown.hide()
        span = self._span = self._spans.span(self.subject.known, self.subject.today)
        self._best = None
        wish = self._form.wish(Strategy.TIMER)
        if self._timer is None:
            self.stages.show_loading()
        self._cancel = self.commands.insight.plan_battery(
            span, wish, self._hear_nothing, partial(self._timer_reckoned, span, wish)
        )

    def _ask_best(self) -> None:
        if self._span is not None and self._timer is not None:
            wish = self._form.wish(Strategy.BEST)
            self._reckoning.begin()
            self._cancel = self.commands.insight.plan_battery(
                self._span, wish, self._reckoning.show_share, partial(self._best_reckoned, self._span, wish)
            )

    def _timer_reckoned(self, span: DateSpan, wish: BatteryWish, curve: BatteryCurve | None) -> None:
        if (span, wish) != (self._span, self._form.wish(Strategy.TIMER)):
            return
        self._cancel = None
        if curve is None or not curve.days or curve.is_flat:
            self._timer = None
            self._reckoning.hide()
            self._grown.hide()
            self.stages.show_empty(_FAILED if curve is None else _FLAT if curve.days else _NO_DAY)
            return
        self._timer = curve
        self._show()
        self._ask_best()

    def _best_reckoned(self, span: DateSpan, wish: BatteryWish, curve: BatteryCurve | None) -> None:
        if (span, wish) != (self._span, self._form.wish(Strategy.BEST)):
            return
        self._cancel = None
        if curve is None:
            self._reckoning.offer()
            return
        self._reckoning.hide()
        self._timer, self._best = curve.timer, curve
        self._show()

    def _give_up(self) -> None:
        """End what is being reckoned."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        self._reckoning.offer() if self._timer is not None and self._best is None else self._reckoning.hide()

    def _hear_nothing(self, _share: float) -> None:
        """A timer's curve is there before its progress could be read."""

    def _turn(self) -> None:
        self._chosen = -1
        self._timer = None
        if self.subject is not None:
            self.ask()

    def _edited(self) -> None:
        self.commands.change_setting("battery", self._form.kept())
        self._chosen = -1
        if self.subject is not None:
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._timer is not None and self._best is None and self._cancel is None:
            self._ask_best()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for it any more."""
        super().hideEvent(event)
        self._give_up()

    # showing

    def _show(self) -> None:
        if self._timer is None:
            return
        self._grown.setVisible(self._is_behind)
        view = self._view = battery_view(self._timer, self._best, self._chosen)
        for label, said in ((self._sentence, view.sentence), (self._facts, view.facts), (self._note, view.note)):
            label.setText(said)
        self._estimated.setText(view.estimated)
        self._estimated.setVisible(bool(view.estimated))
        self._assumptions.setText(view.assumptions)
        self._table.set_rows(view.rows)
        self._bars.set_view(view.dear_days)
        shown = self._shown.current
        self._legend.show_entries(view.dear_legend if shown == _DEAR else ())
        curves = {_SAVING: view.saving, _CHEAP: view.cheap_days, _LONGEST: view.longest}
        self._curve.set_view(curves.get(shown, CurveView()))
        widgets: dict[str, QWidget] = {_DEAR: self._bars, _DAY: self._day, _TABLE: self._table}
        self._views.setCurrentWidget(widgets.get(shown, self._curve))
        if shown == _DAY and self._span is not None:
            self._day.show_battery(self._span, self._form.wish(Strategy.TIMER), view.chosen_kwh)
        self._read_out.setVisible(shown not in (_TABLE, _DAY))
        self.stages.show_full()

    def recolour(self) -> None:
        self._show()

    def _point(self, place: int) -> None:
        told = self._view.saving.read_outs if self._view is not None else ()
        self._read_out.setText(told[place] if 0 <= place < len(told) else "")

    def _point_bar(self, place: int) -> None:
        bars = self._view.dear_days.bars if self._view is not None else ()
        self._read_out.setText(bars[place].read_out if 0 <= place < len(bars) else "")

    def _choose(self, place: int) -> None:
        if place >= 0 and place != self._chosen:
            self._chosen = place
            self._show()

    def _sheet(self) -> Sheet:
        assert self._view is not None
        view, title = self._view, "What a battery would have saved"
        told = self.whose, view.sentence, view.facts, view.note, view.estimated, view.assumptions
        return sheet_of("battery", title, COLUMNS, view.rows, self._curve, self.theme, told)
