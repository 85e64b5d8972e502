"""What is shown was reckoned before more came in, and a button that reckons it anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import SPACE, Theme


class GrownBar(QWidget):
    """Hidden at first. ``asked`` is the button's."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        again = QPushButton("Reckon again")
        again.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * SPACE)
        row.addWidget(words(theme, "More of your history is known by now than when this was reckoned.", muted=True), 1)
        row.addWidget(again)
        self.hide()
