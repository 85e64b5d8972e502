"""Measuring an appliance: the power before, the switch, one or two polls, and what it adds and costs."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.domain.difference import Difference, Verdict, measured
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.theme import BODY, HERO, LARGE, SPACE, Theme
from kraken_desktop.ui.view_models.difference import DifferenceView, difference_view
from kraken_desktop.ui.widgets.number_label import NumberLabel


class DifferencePanel(QFrame):
    """Hidden until ``begin``. ``closed`` when the person is done; ``reading_asked`` wants a poll now."""

    closed = Signal()
    reading_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._state: AppState | None = None
        self._pressed_at: datetime | None = None
        self._result: Difference | None = None
        self._since_state = QElapsedTimer()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._show)
        self._title, self._text = QLabel(), QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._text.setFont(theme.font(BODY, figures=True))
        self._text.setWordWrap(True)
        self._number = NumberLabel(theme, HERO, bold=True)
        self._read, self._again, self._done = (
            QPushButton("Read now"),
            QPushButton("Measure again"),
            QPushButton("Cancel"),
        )
        self._read.clicked.connect(self.reading_asked)
        self._again.clicked.connect(self._begin_again)
        self._done.clicked.connect(self.finish)
        words = QVBoxLayout()
        words.setSpacing(SPACE)
        for widget in (self._title, self._number, self._text):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        row.setSpacing(2 * SPACE)
        row.addLayout(words, 1)
        for button in (self._read, self._again, self._done):
            row.addWidget(button)
        self.hide()

    @property
    def view(self) -> DifferenceView | None:
        """What stands on the panel, None while nothing is measured."""
        if self._state is None or self._pressed_at is None or self._result is None:
            return None
        passed = timedelta(milliseconds=self._since_state.elapsed())
        return difference_view(self._result, self._state, self._state.now + passed)

    def begin(self, state: AppState) -> None:
        """Take what the home uses by itself, from the samples up to now."""
        self._pressed_at, self._result = state.now, None
        self.set_state(state)
        self._second.start()
        self.show()
        self._done.setFocus()

    def set_state(self, state: AppState) -> None:
        """Look for the step in the newest samples; once it is read it stands until measured again."""
        self._state = state
        self._since_state.start()
        if self._pressed_at is None:
            return
        if self._result is None or self._result.verdict in (Verdict.GATHERING, Verdict.WAITING):
            trace = state.live.value
            self._result = measured(trace.samples if trace else (), self._pressed_at)
        self._show()

    def finish(self) -> None:
        self._pressed_at = self._result = None
        self._second.stop()
        self.hide()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _begin_again(self) -> None:
        if self._state is not None:
            self.begin(self._state)

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        self._title.setText(view.title)
        self._text.setText(view.text)
        self._text.setVisible(bool(view.text))
        self._number.set_number(view.number, view.unit)
        self._number.setVisible(bool(view.number))
        self._read.setVisible(view.can_read_now)
        self._again.setVisible(view.is_final)
        self._done.setText("Done" if view.is_final else "Cancel")
        self.setAccessibleName(" ".join(part for part in (view.title, view.number + view.unit, view.text) if part))
        if view.is_final:
            self._second.stop()
