"""What the measures mean, a term a line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kraken_desktop.services.text.efficiency import DEFINITIONS
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import SPACE, Theme


class DefinitionsCard(QFrame):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        grid.setHorizontalSpacing(4 * SPACE)
        grid.setVerticalSpacing(2 * SPACE)
        grid.setColumnStretch(1, 1)
        for row, (term, meaning) in enumerate(DEFINITIONS):
            name = words(theme, term, bold=True)
            name.setWordWrap(False)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(theme, meaning, muted=True), row, 1)
