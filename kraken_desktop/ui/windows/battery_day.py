"""One battery's day: what was bought and what the battery gave, half hour by half hour, with what is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryDays, BatteryWish, Strategy
from kraken_desktop.services.insights.spans import A_DAY
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.view_models.battery import BatteryDayView, battery_day_view
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.step_arrows import StepArrows

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


class BatteryDay(QWidget):
    """Asked for once for each battery: every day of it is then there."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._asked: tuple[DateSpan, BatteryWish, float] | None = None
        self._days: BatteryDays | None = None
        self._view = BatteryDayView("", "")
        self._wished: tuple[DateSpan, BatteryWish, float] | None = None
        self._calendar = QDateEdit()
        self._calendar.setCalendarPopup(True)
        self._calendar.setDisplayFormat("ddd d MMM yyyy")
        self._calendar.setAccessibleName("Day")
        self._calendar.setFont(theme.font(BODY, figures=True))
        self._calendar.dateChanged.connect(lambda _day: self._show())
        self._arrows = StepArrows()
        self._arrows.stepped.connect(self._step)
        self._by = ChoiceBar("Controlled", [(Strategy.TIMER.value, "By a timer"), (Strategy.BEST.value, "At best")])
        self._by.chosen.connect(lambda _name: self._ask())
        self._facts, self._read_out = words(theme), words(theme)
        self._chart = UsageChart(theme)
        self._chart.setAccessibleName("A day with the battery as a chart")
        self._chart.pointed.connect(self._point)
        self._legend = BandLegend(theme)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        for widget in (self._arrows, self._calendar, self._by):
            head.addWidget(widget)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 0, SPACE, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._chart, 1)
        column.addWidget(self._legend)
        column.addWidget(self._read_out)

    def show_battery(self, span: DateSpan, wish: BatteryWish, capacity_kwh: float) -> None:
        """The newest day of the span, unless a day of it is shown already."""
        self._wished = span, wish, capacity_kwh
        at = self._day
        with QSignalBlocker(self._calendar):
            self._calendar.setDateRange(_qdate(span.first), _qdate(span.last))
            if self._asked is None or not span.holds(at):
                self._calendar.setDate(_qdate(span.last))
        self._ask()

    def _ask(self) -> None:
        if self._wished is None:
            return
        span, wish, capacity_kwh = self._wished
        asked = span, replace(wish, strategy=Strategy(self._by.current)), capacity_kwh
        if asked == self._asked:
            return
        self._asked, self._days = asked, None
        self._facts.setText("Reckoning …")
        self._commands.insight.load_battery_days(*asked, partial(self._loaded, asked))

    def _loaded(self, asked: tuple[DateSpan, BatteryWish, float], days: BatteryDays | None) -> None:
        if asked == self._asked:
            self._days = days
            self._show()

    def _show(self) -> None:
        span = self._asked[0] if self._asked is not None else None
        if span is not None:
            self._arrows.offer(earlier=self._day > span.first, later=self._day < span.last)
        if self._days is None:
            return
        self._view = battery_day_view(self._day, self._days.day(self._day), self._days.battery.usable_kwh)
        self._facts.setText(self._view.facts)
        self._chart.set_view(self._view.chart)
        self._legend.show_entries(self._view.legend)
        self._read_out.clear()

    @property
    def _day(self) -> date:
        at = self._calendar.date()
        return date(at.year(), at.month(), at.day())

    def _step(self, step: int) -> None:
        self._calendar.setDate(_qdate(self._day + step * A_DAY))

    def _point(self, place: int) -> None:
        bars = self._view.chart.bars
        self._read_out.setText(bars[place].read_out if 0 <= place < len(bars) else "")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
