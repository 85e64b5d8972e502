"""Prices of a day or two as steps in their bands' colours, painted by hand: no numpy for a hundred rectangles."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.plots.price_painter import PricePainter
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceStep
from kraken_desktop.ui.theme import Theme


class PriceChart(QWidget):
    """``pointed(PriceStep | None)`` follows the pointer and the arrow keys; the description is the chart as words."""

    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: int = 320) -> None:
        """``height`` is what it asks for, in pixels; it takes more, and a good half where there is less."""
        super().__init__(parent)
        self._height = height
        self._theme = theme
        self._view = PriceChartView()
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Prices as a chart")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(640, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self._height * 9 // 16)

    @property
    def pointed_step(self) -> PriceStep | None:
        return None if self._pointed is None else self._view.steps[self._pointed]

    def set_view(self, view: PriceChartView) -> None:
        was = self.pointed_step
        self._view = view
        self._pointed = view.step_at(was.span.start) if was else None
        self.setAccessibleDescription(view.words)
        self.update()

    def point_at(self, at: datetime | None) -> None:
        """Mark the step of an instant; None marks none."""
        self._point(None if at is None else self._view.step_at(at))

    def step_rect(self, at: datetime) -> QRectF:
        """Where the step of an instant is drawn; empty where there is none."""
        index = self._view.step_at(at)
        return QRectF() if index is None else self._painter().step_rect(self._view.steps[index])

    @property
    def mark_rects(self) -> tuple[QRectF, ...]:
        """Where the times chosen for something are framed."""
        painter = self._painter()
        return tuple(painter.column(span) for mark in self._view.marks for span in painter.seen(mark))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._painter().paint(painter, self._pointed)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("focus"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._painter().instant_at(event.position().x())
        self._point(None if at is None else self._view.step_at(at))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._view.steps)
        now = self._view.step_at(self._view.now) if self._view.now else None
        at = self._pointed if self._pointed is not None else now
        moves = {
            Qt.Key.Key_Left: (at or 0) - (self._pointed is not None),
            Qt.Key.Key_Right: (at or 0) + (self._pointed is not None),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None or not count:
            super().keyPressEvent(event)
        else:
            self._point(max(0, min(count - 1, target)))

    def _painter(self) -> PricePainter:
        return PricePainter(self._theme, self._view, QRectF(self.rect()))

    def _point(self, index: int | None) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(self.pointed_step)
            self.update()
