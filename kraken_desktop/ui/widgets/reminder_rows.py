"""The reminders that wait, each with a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import BODY, SPACE

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.reminders import ReminderLine


class ReminderRows(QFrame):
    """Hidden while none waits. ``drop`` is given the key of what is taken back."""

    def __init__(self, theme: Theme, drop: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Reminders that wait")
        self._theme, self._drop = theme, drop
        self._lines: tuple[ReminderLine, ...] = ()
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        self._column.addWidget(self._rows)
        self.hide()

    def show_lines(self, lines: Sequence[ReminderLine]) -> None:
        self.setVisible(bool(lines))
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        self._column.removeWidget(self._rows)
        self._rows.deleteLater()
        self._rows = QWidget()
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        for line in lines:
            rows.addLayout(self._row(line))
        self._column.addWidget(self._rows)

    def _row(self, line: ReminderLine) -> QHBoxLayout:
        icon, words, when = QLabel(), QLabel(line.title), QLabel(line.when)
        icon.setPixmap(self._theme.icon("clock", "text_muted").pixmap(20, 20))
        words.setFont(self._theme.font(BODY, figures=True))
        words.setWordWrap(True)
        when.setFont(self._theme.font(BODY, figures=True))
        when.setProperty("role", "muted")
        button = QPushButton("Take back")
        button.setAccessibleName(f"Take back: {line.title}, {line.when}")
        button.clicked.connect(lambda: self._drop(line.key))
        row = QHBoxLayout()
        row.setSpacing(3 * SPACE)
        row.addWidget(icon)
        row.addWidget(words, 1)
        row.addWidget(when)
        row.addWidget(button)
        return row
