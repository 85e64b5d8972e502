"""The history of dispatches: planned against completed by day and month, and what the cheap slots saved."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import floor_slot, london_date
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.ui.theme import BODY, LARGE, SPACE
from kraken_desktop.ui.view_models.charge_history import COLUMNS, charge_history_view
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.step_arrows import StepArrows

if TYPE_CHECKING:
    from datetime import datetime

    from kraken_desktop.services.charge_history import ChargeHistory
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

MONTH, YEAR = SpanKind.MONTH.value, SpanKind.YEAR.value
_TABLE_HEIGHT = 200
_LEAST_COLUMN = 64


class ChargeHistoryPanel(QWidget):
    """Asked of the store when another span is chosen, and with each new slot while it is shown."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._day: date | None = None
        self._state: AppState | None = None
        self._loaded: tuple[DateSpan, datetime] | None = None
        self._kind = ChoiceBar("History of a", ((MONTH, "Month"), (YEAR, "Year")))
        self._kind.chosen.connect(lambda _name: self._reload())
        self._arrows = StepArrows()
        self._arrows.stepped.connect(lambda step: self._step(is_back=step < 0))
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._words = QLabel()
        self._words.setFont(theme.font(BODY, figures=True))
        self._words.setWordWrap(True)
        self._table = FactTable(theme, "Planned against completed as a table", COLUMNS)
        self._table.setMinimumHeight(theme.scaled(_TABLE_HEIGHT))
        self._table.horizontalHeader().setMinimumSectionSize(theme.scaled(_LEAST_COLUMN))
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self._title, 1)
        for widget in (self._kind, self._arrows):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self._table, 1)

    def show_state(self, state: AppState) -> None:
        self._state = state
        today = london_date(state.now)
        span = self._span(today)
        self._arrows.offer(earlier=True, later=span.last < today)
        self._title.setText(f"{span.first:%B %Y}" if self._kind.current == MONTH else f"{span.first:%Y}")
        wanted = (span, floor_slot(state.now))
        if wanted != self._loaded:
            if self._loaded is None or self._loaded[0] != span:
                self._words.setText("Reading what is stored …")
                self._table.set_rows(())
            self._loaded = wanted
            by_month = self._kind.current == YEAR
            self._commands.load_charge_history(span, by_month, partial(self._take, by_month))

    def _span(self, today: date) -> DateSpan:
        return span_holding(self._day or today, SpanKind(self._kind.current))

    def _step(self, *, is_back: bool) -> None:
        if self._state is not None:
            today = london_date(self._state.now)
            span = self._span(today)
            self._day = span.first - timedelta(days=1) if is_back else min(today, span.last + timedelta(days=1))
            self._reload()

    def _reload(self) -> None:
        if self._state is not None:
            self.show_state(self._state)

    def _take(self, by_month: bool, history: ChargeHistory) -> None:
        """Unless another span was chosen meanwhile."""
        if self._loaded is not None and history.span == self._loaded[0]:
            view = charge_history_view(history, by_month=by_month)
            self._words.setText(" ".join(view.sentences))
            self._table.set_rows(view.rows)
