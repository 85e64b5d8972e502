"""Two arrows: earlier and later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from kraken_desktop.ui.theme import SPACE


class StepArrows(QWidget):
    """``stepped`` carries −1 or +1."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self._earlier, self._later = QToolButton(), QToolButton()
        for button, sign, name, step in ((self._earlier, "‹", "Earlier", -1), (self._later, "›", "Later", 1)):
            button.setText(sign)
            button.setProperty("role", "action")
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
            row.addWidget(button)

    def offer(self, *, earlier: bool, later: bool) -> None:
        self._earlier.setEnabled(earlier)
        self._later.setEnabled(later)
