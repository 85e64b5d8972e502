"""The prices of a day or two: figures, steps in their bands' colours, and the table beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.ui.paper import chart_on_paper
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.plots.price_view import PriceStep
from kraken_desktop.ui.theme import BODY, LARGE, SMALL, SPACE
from kraken_desktop.ui.view_models.prices import DayFigures, PricesView
from kraken_desktop.ui.view_models.table import Column
from kraken_desktop.ui.widgets.fact_table import FactTable

if TYPE_CHECKING:
    from PySide6.QtGui import QPicture

    from kraken_desktop.ui.theme import Theme

COLUMNS = (
    Column("Time"),
    Column("p/kWh", is_number=True),
    Column("Band"),
    Column("", stretches=True),
)
_BAND_COLUMN = 2
_TABLE_WIDTH, _MARK_WIDTH = 352, 40
"""With room for a short mark, such as that of a smart charge."""


class DayPricesPanel(QWidget):
    """Pointing at a step marks its row, choosing a row marks its step."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = PricesView()
        self._days: list[str] = []
        self._notes = QLabel()
        self._notes.setFont(theme.font(SMALL, figures=True))
        self._notes.setProperty("role", "muted")
        self._notes.setWordWrap(True)
        self._cards = (_DayCard(theme), _DayCard(theme))
        self._chart = PriceChart(theme)
        self._chart.pointed.connect(self._choose_row)
        self._table = FactTable(theme, "Prices as a table", COLUMNS, _BAND_COLUMN)
        self._table.setFixedWidth(theme.scaled(_TABLE_WIDTH))
        self._table.setProperty("role", "card")
        self._table.selectionModel().currentRowChanged.connect(lambda index, _before: self._mark_step(index.row()))
        cards = QHBoxLayout()
        cards.setSpacing(3 * SPACE)
        for card in self._cards:
            cards.addWidget(card, 1)
        chart_card = QFrame()
        chart_card.setProperty("role", "card")
        inside = QVBoxLayout(chart_card)
        inside.setContentsMargins(2 * SPACE, 3 * SPACE, SPACE, 2 * SPACE)
        inside.addWidget(self._chart)
        left = QVBoxLayout()
        left.setSpacing(3 * SPACE)
        left.addWidget(chart_card, 1)
        left.addWidget(self._notes)
        row = QHBoxLayout()
        row.setSpacing(4 * SPACE)
        row.addLayout(left, 1)
        row.addWidget(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(cards)
        column.addLayout(row, 1)

    @property
    def picture(self) -> QPicture:
        """The chart as it stands, for printing."""
        return chart_on_paper(self._chart, self._theme)

    def show_prices(self, view: PricesView) -> None:
        self._shown = view
        self._notes.setText(" · ".join(view.notes))
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(view.days))
            if number < len(view.days):
                card.show_figures(view.days[number])
        self._chart.set_view(view.chart)
        before, days = [row.is_current for row in self._table.rows], [day.title for day in view.chart.days]
        self._table.set_rows(view.rows)
        self._table.setFixedWidth(self._theme.scaled(_TABLE_WIDTH) + self._room_for_marks(view))
        if days != self._days:
            self._days = days
            self._table.scrollToTop()
            self.scroll_to_now()
        elif [row.is_current for row in view.rows] != before:
            self.scroll_to_now()

    def _room_for_marks(self, view: PricesView) -> int:
        """How much wider the table is than usual: a car's own prices stand in it whole."""
        metrics = self._table.fontMetrics()
        marks = (metrics.horizontalAdvance(row.cells[-1]) for row in view.rows if len(row.cells) == len(COLUMNS))
        return max(0, max(marks, default=0) - self._theme.scaled(_MARK_WIDTH))

    def scroll_to_now(self) -> None:
        current = next((number for number, row in enumerate(self._shown.rows) if row.is_current), None)
        if current is not None:
            self._table.scrollTo(self._table.model().index(current, 0), FactTable.ScrollHint.PositionAtCenter)

    def _choose_row(self, step: PriceStep | None) -> None:
        starts = self._shown.row_starts
        if step is None or self._table.hasFocus():
            return
        begun = [number for number, start in enumerate(starts) if start is not None and start <= step.span.start]
        if begun:
            self._table.show_row(begun[-1])

    def _mark_step(self, row: int) -> None:
        if self._table.hasFocus() and 0 <= row < len(self._shown.row_starts):
            self._chart.point_at(self._shown.row_starts[row])


class _DayCard(QFrame):
    """Lowest, mean and highest of a day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._note = QLabel(), QLabel()
        self._title.setFont(theme.font(SMALL, bold=True))
        self._note.setFont(theme.font(BODY))
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._figures = {name: _Figure(theme, name) for name in ("lowest", "mean", "highest")}
        row = QHBoxLayout()
        row.setSpacing(4 * SPACE)
        for figure in self._figures.values():
            row.addWidget(figure)
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 2 * SPACE, 4 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self._title)
        column.addLayout(row, 1)

    def show_figures(self, figures: DayFigures) -> None:
        self._title.setText(figures.title)
        self._figures["lowest"].show_figure(figures.lowest, figures.lowest_when)
        self._figures["mean"].show_figure(figures.mean, "")
        self._figures["highest"].show_figure(figures.highest, figures.highest_when)
        self._note.setText(figures.note)
        self._note.setVisible(bool(figures.note))


class _Figure(QWidget):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._name, self._number, self._when = QLabel(name), QLabel(), QLabel()
        self._number.setFont(theme.font(LARGE, bold=True, figures=True))
        for label in (self._name, self._when):
            label.setFont(theme.font(SMALL, figures=True))
            label.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._name, self._number, self._when):
            column.addWidget(label)

    def show_figure(self, number: str, when: str) -> None:
        self.setVisible(bool(number))
        self._number.setText(number)
        self._when.setText(when or " ")
