"""Steps through days: earlier, a calendar, later, and back to today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QPushButton, QWidget

from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.widgets.step_arrows import step_arrow

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

EARLIEST = date(2018, 1, 1)
"""Before any price list that is asked for here."""
_HEIGHT = 32


class DaySteps(QWidget):
    """``chosen(date | None)``: a past day, or None for today and tomorrow. Alt+Left and Alt+Right step."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = EARLIEST
        self._day: date | None = None
        self._earlier, self._later = (
            step_arrow("‹", "The day before", "Alt+Left"),
            step_arrow("›", "The day after", "Alt+Right"),
        )
        self._calendar = QDateEdit()
        self._calendar.setCalendarPopup(True)
        self._calendar.setDisplayFormat("ddd d MMM yyyy")
        self._calendar.setKeyboardTracking(False)
        self._calendar.setFont(theme.font(BODY, figures=True))
        self._calendar.setAccessibleName("Day")
        self._back = QPushButton("Today")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for widget in (self._earlier, self._calendar, self._later, self._back):
            widget.setFixedHeight(theme.scaled(_HEIGHT))
            row.addWidget(widget)
        self._earlier.clicked.connect(lambda: self._step(-1))
        self._later.clicked.connect(lambda: self._step(1))
        self._back.clicked.connect(lambda: self._choose(None))
        self._calendar.dateChanged.connect(lambda day: self._choose(cast(date, day.toPython())))
        for keys, days in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda days=days: self._step(days))

    def show_day(self, day: date | None, today: date) -> None:
        """Without the signal."""
        self._day, self._today = day, today
        with QSignalBlocker(self._calendar):
            self._calendar.setDateRange(_qdate(EARLIEST), _qdate(today))
            self._calendar.setDate(_qdate(day or today))
        self._later.setEnabled(day is not None)
        self._back.setEnabled(day is not None)

    def _step(self, days: int) -> None:
        self._choose((self._day or self._today) + timedelta(days=days))

    def _choose(self, day: date | None) -> None:
        wanted = None if day is None or day >= self._today else max(day, EARLIEST)
        if wanted != self._day:
            self.show_day(wanted, self._today)
            self.chosen.emit(wanted)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
