"""The grey shapes of a page that is still waiting for its first answer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.theme import SPACE, Theme, blended


class Skeleton(QWidget):
    """Stands still (nothing blinks); ``rows`` are (height in px, width as a share of the whole)."""

    def __init__(
        self,
        theme: Theme,
        rows: tuple[tuple[int, float], ...] = ((40, 0.3), (16, 0.5), (180, 1.0), (16, 0.8), (16, 0.6)),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self.setMinimumHeight(sum(height for height, _ in rows) + 3 * SPACE * len(rows))
        self.setAccessibleName("Loading")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blended(self._theme.colour("text"), self._theme.colour("window"), 0.1))
        top = 0.0
        for height, share in self._rows:
            painter.drawRoundedRect(QRectF(0, top, self.width() * share, height), 4, 4)
            top += height + 3 * SPACE
