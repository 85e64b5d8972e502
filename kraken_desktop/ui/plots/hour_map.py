"""A week by hours: a row a weekday, a column an hour, the darker the more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.plots.pointed_chart import PointedChart
from kraken_desktop.ui.theme import SMALL, Theme, blended

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = 24
_HOURS_A_MARK = 3


@dataclass(frozen=True, slots=True)
class HourCell:
    """``value`` is not below zero where it is drawn; ``read_out`` is said and shown for it."""

    value: float
    read_out: str


class HourMap(PointedChart):
    """Each cell can be pointed at; Monday's first hour is the first."""

    def __init__(self, theme: Theme, name: str, ink: str = "accent", parent: QWidget | None = None) -> None:
        """``ink`` is the token that the most is drawn in."""
        super().__init__(theme, name, parent)
        self._ink = ink
        self._cells: tuple[HourCell, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(680, round(len(WEEKDAYS) * 1.7 * self._line + 2 * self._line))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(HOURS * self._line * 0.9), self.sizeHint().height())

    def set_cells(self, cells: Sequence[HourCell]) -> None:
        """All 7 × 24, Monday 00:00 first."""
        self._cells, self.place = tuple(cells), -1
        self.setAccessibleDescription("\n".join(cell.read_out for cell in cells))
        self.update()

    def cell_rect(self, index: int) -> QRectF:
        """Where a cell is drawn."""
        left, width, height = self._grid()
        weekday, hour = divmod(index, HOURS)
        x, right = round(left + hour * width), round(left + (hour + 1) * width)
        return QRectF(x, round(weekday * height) + 1, right - x - 1, round(height) - 1)

    @property
    def _line(self) -> float:
        return QFontMetricsF(self.theme.font(SMALL)).height()

    def _grid(self) -> tuple[float, float, float]:
        """The left edge, and the width and height of a cell."""
        left = QFontMetricsF(self.theme.font(SMALL)).horizontalAdvance("Wed") + 12
        return left, (self.width() - left - 12) / HOURS, (self.height() - 1.5 * self._line) / len(WEEKDAYS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.theme.font(SMALL, figures=True))
        left, width, height = self._grid()
        painter.setPen(self.theme.colour("text_muted"))
        for weekday, word in enumerate(WEEKDAYS):
            room = QRectF(0, weekday * height, left - 8, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        for hour in range(0, HOURS + 1, _HOURS_A_MARK):
            room = QRectF(left + hour * width - 20, len(WEEKDAYS) * height + 2, 40, self._line)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, f"{hour:02}")
        most = max((cell.value for cell in self._cells), default=0.0)
        for index, cell in enumerate(self._cells):
            painter.fillRect(self.cell_rect(index), self._shade(cell.value / most if most > 0 else 0.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if 0 <= self.place < len(self._cells):
            painter.setPen(self.theme.colour("text"))
            painter.drawRect(self.cell_rect(self.place).adjusted(-0.5, -0.5, 0.5, 0.5))
        self.paint_focus(painter)

    def _shade(self, share: float) -> QColor:
        return blended(self.theme.colour(self._ink), self.theme.colour("surface"), 0.06 + 0.94 * max(0.0, share))

    @property
    def places(self) -> int:
        return len(self._cells)

    def place_at(self, at: QPointF) -> int:
        left, width, height = self._grid()
        column, row = (at.x() - left) // width, at.y() // height
        is_inside = bool(self._cells) and 0 <= column < HOURS and 0 <= row < len(WEEKDAYS)
        return int(row * HOURS + column) if is_inside else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the same hour of another weekday."""
        step = {Qt.Key.Key_Up: -HOURS, Qt.Key.Key_Down: HOURS}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self.place >= 0 and 0 <= self.place + step < len(self._cells):
            self.point_at(self.place + step)
