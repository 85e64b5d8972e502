"""Two arrows: earlier and later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from kraken_desktop.ui.theme import SPACE


def step_arrow(sign: str, name: str, keys: str = "") -> QToolButton:
    """One of them alone; ``keys`` do the same."""
    button = QToolButton()
    button.setText(sign)
    button.setProperty("role", "action")
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({keys})" if keys else name)
    return button


class StepArrows(QWidget):
    """``stepped`` carries −1 or +1."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self._earlier, self._later = step_arrow("‹", "Earlier"), step_arrow("›", "Later")
        for button, step in ((self._earlier, -1), (self._later, 1)):
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
            row.addWidget(button)

    def offer(self, *, earlier: bool, later: bool) -> None:
        self._earlier.setEnabled(earlier)
        self._later.setEnabled(later)
