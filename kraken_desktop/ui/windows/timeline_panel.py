"""The timeline of dispatches: two days of lanes, the same as a table, and why a half hour is cheap or not."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import floor_slot, london_date
from kraken_desktop.services import text
from kraken_desktop.ui.theme import BODY, SMALL, SPACE
from kraken_desktop.ui.view_models.table import Column
from kraken_desktop.ui.view_models.timeline import TimelineView, timeline_view
from kraken_desktop.ui.widgets.day_steps import DaySteps
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.timeline_chart import TimelineChart

if TYPE_CHECKING:
    from kraken_desktop.services.dispatch_past import DispatchPast
    from kraken_desktop.services.state import AppState
    from kraken_desktop.services.why import WhyAnswer
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_COLUMNS = (
    Column("Time"),
    Column("House", is_number=True),
    Column("Car", is_number=True),
    Column("What charges, or was to", stretches=True),
)
_TABLE_HEIGHT = 132
_HINT = "Click a half hour, or press Enter on it, to learn why it is cheap or not."


class TimelinePanel(QWidget):
    """What is past is asked of the store when the panel is shown, when a day is chosen, and with each new slot."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._state: AppState | None = None
        self._view: TimelineView | None = None
        self._since: date | None = None
        self._past: DispatchPast | None = None
        self._loaded: tuple[date, datetime] | None = None
        self._wanted: datetime | None = None
        self._steps = DaySteps(theme)
        self._steps.chosen.connect(self._choose_day)
        self._read_out = QLabel(_HINT)
        self._read_out.setFont(theme.font(BODY, figures=True))
        self._read_out.setWordWrap(True)
        self._chart = TimelineChart(theme)
        self._chart.pointed.connect(self._tell_slot)
        self._chart.asked.connect(self._ask_why)
        self._answer = QLabel()
        self._answer.setFont(theme.font(BODY, figures=True))
        self._known = QLabel()
        self._known.setFont(theme.font(SMALL, figures=True))
        self._known.setProperty("role", "muted")
        for label in (self._answer, self._known):
            label.setWordWrap(True)
            label.hide()
        self._table = FactTable(theme, "Timeline as a table", _COLUMNS, band_column=0)
        self._table.setMinimumHeight(theme.scaled(_TABLE_HEIGHT))
        self._table.activated.connect(lambda index: self._ask_row(index.row()))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._read_out, 1)
        head.addWidget(self._steps)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(3 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.addWidget(self._chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(head)
        column.addWidget(card)
        column.addWidget(self._answer)
        column.addWidget(self._known)
        column.addWidget(self._table, 1)

    def show_state(self, state: AppState) -> None:
        self._state = state
        self._steps.show_day(self._since, london_date(state.now))
        wanted = (self._since or london_date(state.now), floor_slot(state.now))
        if wanted != self._loaded:
            self._loaded = wanted
            self._commands.load_dispatches(wanted[0], partial(self._take_past, wanted[0]))
        view = timeline_view(state, self._since, self._past)
        is_moved = self._view is None or self._view.span != view.span
        self._view = view
        self._chart.set_view(view)
        self._table.setColumnHidden(2, len(view.prices) < 2)
        self._table.set_rows(view.rows)
        if is_moved:
            self._scroll_to_now(view)

    def _scroll_to_now(self, view: TimelineView) -> None:
        """A day that was chosen is told from its beginning."""
        row = view.row_of(view.now) if self._since is None else None
        if row is None:
            self._table.scrollToTop()
        else:
            self._table.scrollTo(self._table.model().index(row, 0), FactTable.ScrollHint.PositionAtTop)

    def _choose_day(self, day: date | None) -> None:
        self._since, self._past, self._wanted = day, None, None
        for label in (self._answer, self._known):
            label.hide()
        self._read_out.setText(_HINT)
        if self._state is not None:
            self.show_state(self._state)

    def _take_past(self, since: date, past: DispatchPast) -> None:
        """Unless another day was chosen meanwhile."""
        if self._state is not None and since == (self._since or london_date(self._state.now)):
            is_first, self._past = self._past is None, past
            self.show_state(self._state)
            if is_first and self._view is not None:
                self._scroll_to_now(self._view)

    def _tell_slot(self, at: datetime | None) -> None:
        row = None if at is None or self._view is None else self._view.row_of(at)
        if row is None or self._view is None or self._state is None or at is None:
            self._read_out.setText(_HINT)
            return
        when, house, car, words = self._view.rows[row].cells
        day = text.day_word(london_date(at), self._state.now)
        prices = f"house {house}, car {car}" if car else f"house {house}"
        self._read_out.setText(f"{day} {when}: " + ", ".join(part for part in (prices, words) if part))

    def _ask_row(self, row: int) -> None:
        start = self._view.starts[row] if self._view is not None and 0 <= row < len(self._view.starts) else None
        if start is not None:
            self._chart.point_at(start)
            self._ask_why(start)

    def _ask_why(self, at: datetime) -> None:
        self._wanted = at
        self._commands.load_why(at, partial(self._take_answer, at))

    def _take_answer(self, at: datetime, found: WhyAnswer) -> None:
        if at != self._wanted or self._state is None:
            return
        self._answer.setText(f"{text.span_with_day(found.slot, self._state.now)}  {found.sentence}.")
        self._known.setText("\n".join(("What we knew, and when", *found.known)))
        self._answer.show()
        self._known.setVisible(bool(found.known))
