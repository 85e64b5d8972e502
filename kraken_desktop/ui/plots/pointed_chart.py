"""What charts that are painted by hand have in common: places that are pointed at, chosen by keys, and clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.theme import Theme


class PointedChart(QWidget):
    """``pointed(int)`` follows the pointer and the arrow keys (−1 = none); ``chosen(int)`` is a click or Return.

    The accessible description is the chart's table.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.place = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    @property
    def places(self) -> int:
        """How many can be pointed at."""
        raise NotImplementedError

    def place_at(self, at: QPointF) -> int:
        """Which one lies there; −1 for none."""
        raise NotImplementedError

    def point_at(self, place: int) -> None:
        if place != self.place:
            self.place = place
            self.pointed.emit(place)
            self.update()

    def paint_focus(self, painter: QPainter) -> None:
        """A frame while the keys go here."""
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.colour("focus"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
        self.point_at(place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.places - 1
        moves = {
            Qt.Key.Key_Left: max(0, self.place - 1),
            Qt.Key.Key_Right: min(last, self.place + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.place >= 0:
            self.chosen.emit(self.place)
        elif key in moves and last >= 0:
            self.point_at(moves[key])
        else:
            super().keyPressEvent(event)
