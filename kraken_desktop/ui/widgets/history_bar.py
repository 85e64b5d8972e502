"""How far fetching history is: a bar, and words below it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import SMALL, SPACE, Theme
from kraken_desktop.ui.view_models.history import Progress


class HistoryBar(QWidget):
    """Hidden where nothing is being fetched."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar, self._words = QProgressBar(), QLabel()
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName("Fetching history")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2 * SPACE)
        self._words.setFont(theme.font(SMALL, figures=True))
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.hide()

    def show_progress(self, progress: Progress | None) -> None:
        self.setVisible(progress is not None)
        if progress is not None:
            self._bar.setValue(int(100 * progress.share))
            self._words.setText(progress.words)
