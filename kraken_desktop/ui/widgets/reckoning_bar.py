"""Long arithmetic that runs: how far it is, and a button that ends it, or begins it again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from kraken_desktop.ui.theme import BODY, SPACE, Theme


class ReckoningBar(QWidget):
    """Hidden until ``begin``. ``cancelled`` and ``asked`` are the button's."""

    cancelled = Signal()
    asked = Signal()

    def __init__(self, theme: Theme, words: str, offer: str, parent: QWidget | None = None) -> None:
        """``offer`` is the button's word while nothing runs."""
        super().__init__(parent)
        self._is_running = False
        self._offer = offer
        self._words = QLabel(words)
        self._words.setFont(theme.font(BODY))
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName(words)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2 * SPACE)
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self.cancelled.emit() if self._is_running else self.asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * SPACE)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)  # no wider where it stands alone
        self.hide()

    def begin(self) -> None:
        self._is_running = True
        self._bar.setValue(0)
        self._bar.show()
        self._words.show()
        self._button.setText("Cancel")
        self.show()

    def show_share(self, share: float) -> None:
        """0–1."""
        self._bar.setValue(round(100 * share))

    def offer(self) -> None:
        """It does not run, and can be asked for."""
        self._is_running = False
        self._bar.hide()
        self._words.hide()
        self._button.setText(self._offer)
        self.show()
