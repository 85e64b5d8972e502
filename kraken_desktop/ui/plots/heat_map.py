"""A year as a calendar: a column a week, Monday on top, a square a day, the darker the more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.plots.usage_view import HeatDay
from kraken_desktop.ui.theme import SMALL, Theme, blended

_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_SHADES = 6
"""A person tells no more apart."""
_MOST_HIGH = 2.2


class HeatMap(QWidget):
    """``pointed(int)`` and ``chosen(int)`` name a day by its place; −1 is none. The description is the table."""

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: tuple[HeatDay, ...] = ()
        self._limits: tuple[float, ...] = ()
        self._ends = ("", "")
        self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The year as a calendar")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(720, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 130)

    def set_days(self, days: Sequence[HeatDay], ends: tuple[str, str] = ("", "")) -> None:
        """Each day of a year, in order; ``ends`` are the least and the greatest in words."""
        self._ends = ends
        if tuple(days) == self._days:
            return
        self._days = tuple(days)
        self._pointed = -1
        known = sorted(day.value for day in days if day.value is not None)
        # Shades by rank: one very cold day would leave a year of pale ones.
        self._limits = tuple(known[len(known) * step // _SHADES] for step in range(1, _SHADES)) if known else ()
        self.setAccessibleDescription("\n".join(day.read_out for day in days))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(SMALL))
        self._paint_labels(painter)
        self._paint_scale(painter)
        outline = blended(self._theme.colour("text_muted"), self._theme.colour("surface"), 0.35)
        hatch = QBrush(self._theme.colour("text_muted"), Qt.BrushStyle.BDiagPattern)
        for index, day in enumerate(self._days):
            square = self.day_rect(index)
            if day.value is None:
                painter.setPen(outline)
                painter.drawRect(square.adjusted(0.5, 0.5, -1.5, -1.5))
            else:
                painter.fillRect(square, self._shade(day.value))
            if day.is_lacking:
                painter.fillRect(square, hatch)
            if index == self._pointed:
                painter.setPen(self._theme.colour("text"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(square.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.hasFocus():
            painter.setPen(self._theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def day_rect(self, index: int) -> QRectF:
        """Where a day's square is drawn."""
        left, top, width, height = self._grid()
        week, weekday = self._place(self._days[index].day)
        return QRectF(left + week * width, top + weekday * height, width - 2, height - 2)

    def _shade(self, value: float) -> QColor:
        return self._ranked(sum(value >= limit for limit in self._limits))

    def _ranked(self, rank: int) -> QColor:
        share = 0.2 + 0.8 * rank / (_SHADES - 1)
        return blended(self._theme.colour("accent"), self._theme.colour("surface"), share)

    def _paint_labels(self, painter: QPainter) -> None:
        left, top, _width, height = self._grid()
        painter.setPen(self._theme.colour("text_muted"))
        for weekday, word in enumerate(_WEEKDAYS):
            room = QRectF(0, top + weekday * height, left - 6, height - 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        line = QFontMetricsF(painter.font()).height()
        for index, day in enumerate(self._days):
            if day.day.day == 1:
                x = self.day_rect(index).left()
                painter.drawText(QRectF(x, top - line - 4, 40, line), Qt.AlignmentFlag.AlignLeft, f"{day.day:%b}")

    def _paint_scale(self, painter: QPainter) -> None:
        """From less to more, as the squares are shaded."""
        left, top, _width, height = self._grid()
        line = QFontMetricsF(painter.font()).height()
        y, x = top + 7 * height + 10, left
        painter.setPen(self._theme.colour("text_muted"))
        least, most = (f"{word} {end}".rstrip() for word, end in zip(("less", "more"), self._ends, strict=True))
        room = painter.fontMetrics().horizontalAdvance
        painter.drawText(QRectF(x, y, room(least) + 4, line), Qt.AlignmentFlag.AlignLeft, least)
        x += room(least) + 12
        for rank in range(_SHADES):
            painter.fillRect(QRectF(x + rank * 18, y + 2, 16, line - 4), self._ranked(rank))
        more = QRectF(x + _SHADES * 18 + 6, y, room(most) + 4, line)
        painter.drawText(more, Qt.AlignmentFlag.AlignLeft, most)

    def _grid(self) -> tuple[float, float, float, float]:
        """Left and top edge, width and height of a day: as wide as a year leaves room, and up to twice as high."""
        metrics = QFontMetricsF(self._theme.font(SMALL))
        left, top = metrics.horizontalAdvance("Wed") + 12, metrics.height() + 8
        weeks = self._place(self._days[-1].day)[0] + 1 if self._days else 53
        width = int(max(6.0, (self.width() - left - 8) / weeks))
        height = int(max(6.0, min(_MOST_HIGH * width, (self.height() - top - 2 * metrics.height() - 8) / 7)))
        return round(left), round(top), width, height

    def _place(self, day: date) -> tuple[int, int]:
        first = self._days[0].day
        days = (day - first).days + first.weekday()
        return days // 7, days % 7

    def _index_at(self, x: float, y: float) -> int:
        left, top, width, height = self._grid()
        if not self._days or x < left or y < top or y >= top + 7 * height:
            return -1
        index = int((x - left) // width) * 7 + int((y - top) // height) - self._days[0].day.weekday()
        return index if 0 <= index < len(self._days) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x(), event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
        self._point(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -7, Qt.Key.Key_Right: 7, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps and self._days:
            at = self._pointed + steps[key] if self._pointed >= 0 else len(self._days) - 1
            self._point(max(0, min(len(self._days) - 1, at)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed >= 0:
            self.chosen.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def _point(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)
            self.update()
