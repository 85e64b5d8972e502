"""Asks before something is sent to Octopus: what it does, a button that does it, one that does not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import fit_height, words
from kraken_desktop.ui.theme import SPACE, Theme

_WIDTH = 420


class ConfirmDialog(QDialog):
    """``agreed`` is the only way through; the harmless button has the focus. Shown by ``open``, gone when it closes."""

    agreed = Signal()

    def __init__(self, theme: Theme, title: str, question: str, does: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(theme.scaled(_WIDTH), self.sizeHint().height())
        agree, keep = QPushButton(does), QPushButton("Leave it")
        agree.setProperty("role", "primary")
        agree.clicked.connect(self._agree)
        keep.clicked.connect(self.reject)
        keep.setDefault(True)
        keep.setFocus()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(keep)
        buttons.addWidget(agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(4 * SPACE)
        column.addWidget(words(theme, question))
        column.addLayout(buttons)
        self.finished.connect(self.deleteLater)
        fit_height(self)

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
