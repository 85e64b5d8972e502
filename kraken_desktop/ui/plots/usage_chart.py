"""Energy or money as stacked bars, painted by hand; a bar can be pointed at, chosen by keys, and clicked."""

from __future__ import annotations

from math import floor, log10

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.plots.usage_view import ChartBar, UsageChartView
from kraken_desktop.ui.theme import SMALL, Theme, blended

_SHARE, _LIVE_SHARE = 0.75, 0.4
_RIGHT_ROOM = 12


class UsageChart(QWidget):
    """``pointed(int)`` follows the pointer and the arrow keys (−1 = none); ``chosen(int)`` is a click or Return."""

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = UsageChartView()
        self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Usage as a chart")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(640, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 160)

    def set_view(self, view: UsageChartView) -> None:
        if view == self._view:
            return
        self._view = view
        self._pointed = -1
        self.setAccessibleDescription("\n".join(bar.read_out for bar in view.bars))
        self.update()

    def point_at(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)
            self.update()

    def bar_rect(self, index: int) -> QRectF:
        """The room of a bar, as high as the chart."""
        area = self._area()
        width = area.width() / max(1, len(self._view.bars))
        left, right = round(area.left() + index * width), round(area.left() + (index + 1) * width)
        return QRectF(left, area.top(), right - left, area.height())

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(SMALL, figures=True))
        low, high, step = self._scale()
        self._paint_grid(painter, low, high, step)
        for index, bar in enumerate(self._view.bars):
            self._paint_bar(painter, index, bar, low, high)
        self._paint_labels(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("focus"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_grid(self, painter: QPainter, low: float, high: float, step: float) -> None:
        area = self._area()
        line = QFontMetricsF(painter.font()).height()
        for number in range(round(low / step), round(high / step) + 1):
            y = round(self._y(number * step, low, high))
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), self._theme.colour("grid"))
            painter.setPen(self._theme.colour("text_muted"))
            room = QRectF(0, y - line / 2, area.left() - 6, line)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words(number * step, step)
            )

    def _words(self, value: float, step: float) -> str:
        places = max(0, -floor(log10(step))) if step < 1 else 0
        sign = "−" if value < -step / 2 else ""
        figure = f"{abs(value):,.{places}f}"
        return f"{sign}£{figure}" if self._view.unit == "£" else f"{sign}{figure}"

    def _paint_bar(self, painter: QPainter, index: int, bar: ChartBar, low: float, high: float) -> None:
        room = self.bar_rect(index)
        gap = 1.0 if room.width() < 12 else min(8.0, room.width() * 0.2)
        column = room.adjusted(gap / 2, 0, -gap / 2, 0)
        if index == self._pointed:
            painter.fillRect(room, blended(self._theme.colour("accent"), self._theme.colour("surface"), 0.12))
        above = below = 0.0
        for part in bar.parts:
            begin = above if part.value >= 0 else below
            end = begin + part.value
            top, bottom = sorted((self._y(begin, low, high), self._y(end, low, high)))
            painter.fillRect(
                QRectF(column.left(), round(top), column.width(), round(bottom) - round(top)), self._fill(part, bar)
            )
            above, below = (end, below) if part.value >= 0 else (above, end)
        zero = self._y(0, low, high)
        if bar.is_lacking:
            # Hatched: whatever stands there is not all.
            hatch = QBrush(self._theme.colour("text_muted"), Qt.BrushStyle.BDiagPattern)
            top = self._y(above, low, high)
            painter.fillRect(QRectF(column.left(), max(room.top(), top - 10), column.width(), 10), hatch)
        if bar.is_dispatch:
            painter.fillRect(QRectF(column.left(), round(zero) + 1, column.width(), 2), self._theme.colour("text"))

    def _fill(self, part: object, bar: ChartBar) -> QColor:
        band = getattr(part, "band", None)
        if band is None:
            return blended(self._theme.colour("text_muted"), self._theme.colour("surface"), 0.45)
        return self._theme.shade(band, _LIVE_SHARE if bar.is_live else _SHARE)

    def _paint_labels(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._view.bars), default=0.0) + 10
        count, area = len(self._view.bars), self._area()
        if not count:
            return
        every = max(1, -int(-widest // (area.width() / count)))
        if self._view.bars[0].label.endswith(":00") and every > 1:
            every = next((step for step in (2, 4, 6, 8, 12, 24) if step >= every), every)
        painter.setPen(self._theme.colour("text_muted"))
        for index in range(0, count, every):
            rect = self.bar_rect(index)
            room = QRectF(rect.center().x() - widest, area.bottom() + 4, 2 * widest, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, self._view.bars[index].label)

    # where things are

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self._theme.font(SMALL, figures=True))
        left = metrics.horizontalAdvance("−£1,000") + 8
        return QRectF(self.rect()).adjusted(left, metrics.height() / 2 + 4, -_RIGHT_ROOM, -1.6 * metrics.height())

    def _scale(self) -> tuple[float, float, float]:
        high = max((bar.above for bar in self._view.bars), default=0.0)
        low = min((bar.below for bar in self._view.bars), default=0.0)
        if 0 < -low < high / 50:
            low = 0.0  # a hair below the line needs no room of its own
        if high <= low:
            high = low + 1
        rough = (high - low) / max(2, self._area().height() / 56)
        power = 10.0 ** floor(log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
        return step * floor(low / step), step * -floor(-high / step), step

    def _y(self, value: float, low: float, high: float) -> float:
        area = self._area()
        return area.top() + area.height() * (high - value) / (high - low)

    def _index_at(self, x: float) -> int:
        area = self._area()
        if not self._view.bars or not area.left() <= x < area.right():
            return -1
        return int((x - area.left()) / area.width() * len(self._view.bars))

    # pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
        self.point_at(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count, at = len(self._view.bars), self._pointed
        moves = {
            Qt.Key.Key_Left: max(0, at - 1),
            Qt.Key.Key_Right: min(count - 1, at + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and at >= 0:
            self.chosen.emit(at)
        elif key in moves and count:
            self.point_at(moves[key])
        else:
            super().keyPressEvent(event)
