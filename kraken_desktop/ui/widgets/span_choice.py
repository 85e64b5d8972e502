"""How far back to look: some usual stretches, and any dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.spans import twelve_months
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

YEAR, MONTH, ALL, DATES = "year", "days", "all", "dates"
_CHOICES = ((YEAR, "12 months"), (MONTH, "30 days"), (ALL, "Everything"), (DATES, "Dates"))
_THIRTY_DAYS = timedelta(days=30)


class SpanChoice(QWidget):
    """``changed`` when another stretch is chosen; ``span`` is clipped to what is known."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = ChoiceBar("Of the last", _CHOICES)
        self._choice.chosen.connect(lambda _name: self._choose())
        self._first, self._last = QDateEdit(), QDateEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        row.addWidget(self._choice)
        for edit, name in ((self._first, "From"), (self._last, "To")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setKeyboardTracking(False)
            edit.setFont(theme.font(BODY, figures=True))
            edit.setAccessibleName(name)
            edit.dateChanged.connect(lambda _day: self.changed.emit())
            edit.hide()
            row.addWidget(edit)
        row.addStretch(1)

    def span(self, known: DateSpan, today: date) -> DateSpan:
        """What is chosen of the days that are known."""
        if self._choice.current == DATES:
            days = sorted(date(at.year(), at.month(), at.day()) for at in (self._first.date(), self._last.date()))
            first = min(max(days[0], known.first), known.last)
            return DateSpan(first, max(first, min(days[1], known.last)))
        firsts = {YEAR: twelve_months(today).first, MONTH: today - _THIRTY_DAYS}
        span = DateSpan(max(firsts.get(self._choice.current, known.first), known.first), known.last)
        self._show_dates(span, known)
        return span

    @property
    def is_to_now(self) -> bool:
        """No last day was chosen."""
        return self._choice.current != DATES

    def _choose(self) -> None:
        for edit in (self._first, self._last):
            edit.setVisible(self._choice.current == DATES)
        self.changed.emit()

    def _show_dates(self, span: DateSpan, known: DateSpan) -> None:
        """Choosing dates begins at what was shown."""
        for edit, day in ((self._first, span.first), (self._last, span.last)):
            with QSignalBlocker(edit):
                edit.setDateRange(_qdate(known.first), _qdate(known.last))
                edit.setDate(_qdate(day))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
