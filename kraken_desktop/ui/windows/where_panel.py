"""Insight > Where it goes: the week by hours, what is always on, the dearest hours, and what shifting would save."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.hour_map import HourMap
from kraken_desktop.ui.theme import BODY, LARGE, SPACE
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.view_models.where import COLUMNS, WhereView, where_view
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.span_choice import SpanChoice
from kraken_desktop.ui.windows.insight_panel import InsightPanel

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_SHIFTED_FIRST = 2
_ROWS_HIGH = 10
_NOTHING = Emptiness(
    "No half hour has a price yet", "Prices of this time are still fetched; they come by themselves.", "insight"
)


class WherePanel(InsightPanel):
    """Two maps that can be pointed at, and what stands out of them."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._span: DateSpan | None = None
        self._found: WhereItGoes | None = None
        self._view: WhereView | None = None
        self._spans = SpanChoice(theme)
        self._spans.changed.connect(self._turn)
        self._dates = QLabel()
        self._dates.setFont(theme.font(BODY))
        self._dates.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(self._spans, 1)
        head.addWidget(self._dates)
        self.stages.set_content(self._content())
        self.column.addLayout(head)
        self.column.addWidget(self.stages, 1)

    def _content(self) -> QWidget:
        theme = self.theme
        self._habit = words(theme, size=LARGE, bold=True)
        self._note = words(theme)
        self._money = HourMap(theme, "Cost by weekday and hour")
        self._dear = HourMap(theme, "Dear energy by weekday and hour", "danger")
        self._read_out = words(theme)
        self._read_out.setMinimumHeight(theme.scaled(2 * BODY))
        maps = QFrame()
        maps.setProperty("role", "card")
        inside = QVBoxLayout(maps)
        inside.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        inside.setSpacing(2 * SPACE)
        for title, hours in (("What it costs", self._money), ("Dear energy, kWh", self._dear)):
            inside.addWidget(words(theme, title, bold=True))
            inside.addWidget(hours)
            hours.pointed.connect(self._point)
        inside.addWidget(self._read_out)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._habit)
        column.addWidget(self._note)
        column.addWidget(maps)
        column.addWidget(self._facts())
        column.addWidget(self._table_card(), 1)
        return content

    def _facts(self) -> QWidget:
        theme = self.theme
        self._always = words(theme)
        self._kwh = QSpinBox()
        self._kwh.setSuffix(" kWh a day")
        self._kwh.setRange(1, 1)
        self._kwh.setAccessibleName("Energy to shift a day")
        self._kwh.setFont(theme.font(BODY, figures=True))
        self._kwh.valueChanged.connect(lambda _kwh: self._show_shift())
        self._saves = words(theme)
        self._shift = QWidget()
        row = QHBoxLayout(self._shift)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        name = QLabel("Moving")
        name.setFont(theme.font(BODY))
        for widget in (name, self._kwh):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._saves, 1)
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(self._always)
        column.addWidget(self._shift)
        return card

    def _table_card(self) -> QWidget:
        self._table = FactTable(self.theme, "The ten dearest hours", COLUMNS)
        self._table.hold_rows(_ROWS_HIGH)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.addWidget(self._table)
        return card

    # asking

    def ask(self) -> None:
        assert self.subject is not None
        self._span = self._spans.span(self.subject.known, self.subject.today)
        self.commands.insight.load_where(self._span, partial(self._loaded, self._span))

    def _loaded(self, span: DateSpan, found: WhereItGoes | None) -> None:
        if span == self._span and found is not None:
            self._found = found
            self._show()

    def _turn(self) -> None:
        self.stages.show_loading()
        if self.subject is not None:
            self.ask()

    # showing

    def _show(self) -> None:
        if self._found is None:
            return
        spending, span = self._found.found, self._found.span
        self._dates.setText(f"{_short(span)}, {spending.days} {'day' if spending.days == 1 else 'days'}")
        if not spending.days:
            self.stages.show_empty(_NOTHING)
            return
        view = self._view = where_view(spending, self._found.estimated)
        for label, said in ((self._habit, view.habit), (self._note, view.note), (self._always, view.always_on)):
            label.setText(said)
            label.setVisible(bool(said))
        self._money.set_cells(view.money)
        self._dear.set_cells(view.dear)
        self._table.set_rows(view.rows)
        self._shift.setVisible(bool(view.shifts))
        if view.shifts and self._kwh.maximum() != len(view.shifts):
            self._kwh.setRange(1, len(view.shifts))
            self._kwh.setValue(_SHIFTED_FIRST)
        self._show_shift()
        self.stages.show_full()

    def _show_shift(self) -> None:
        shifts = self._view.shifts if self._view is not None else ()
        if shifts:
            self._saves.setText(shifts[min(self._kwh.value(), len(shifts)) - 1])

    def recolour(self) -> None:
        self._show()

    def _point(self, index: int) -> None:
        self._read_out.setText(self._view.money[index].read_out if self._view is not None and index >= 0 else "")


def _short(span: DateSpan) -> str:
    return f"{span.first.day} {span.first:%b %Y} to {span.last.day} {span.last:%b %Y}"
