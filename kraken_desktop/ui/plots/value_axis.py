"""An axis of values with round marks, for the charts that are painted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from kraken_desktop.ui.theme import Theme

_ROOM_A_MARK = 56
"""Pixels from one mark to the next, at least."""


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """From ``low`` to ``high`` by ``step``; ``unit`` is ``£``, ``%``, ``kWh``, which the topmost mark alone has, or
    anything else, which is not written.
    """

    low: float
    high: float
    step: float
    unit: str = ""

    @property
    def marks(self) -> tuple[float, ...]:
        return tuple(
            number * self.step for number in range(round(self.low / self.step), round(self.high / self.step) + 1)
        )

    def y(self, value: float, area: QRectF) -> float:
        return area.top() + area.height() * (self.high - value) / (self.high - self.low)

    def words(self, value: float) -> str:
        """What stands beside a mark."""
        places = max(0, -floor(log10(self.step))) if self.step < 1 else 0
        sign = "−" if value < -self.step / 2 else ""
        figure = f"{abs(value):,.{places}f}"
        if self.unit == "£":
            return f"{sign}£{abs(value):,.{max(2, places) if places else 0}f}"
        if self.unit == "%":
            return f"{sign}{figure}%"
        has_unit = self.unit == "kWh" and value > self.high - self.step / 2
        return f"{sign}{figure} kWh" if has_unit else f"{sign}{figure}"


def value_axis(low: float, high: float, height: float, unit: str = "") -> ValueAxis:
    """Round marks around the values, as many as fit into so many pixels."""
    if 0 < -low < high / 50:
        low = 0.0  # a hair below the line needs no room of its own
    if high <= low:
        high = low + 1
    rough = (high - low) / max(2, height / _ROOM_A_MARK)
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return ValueAxis(step * floor(low / step), step * -floor(-high / step), step, unit)


def paint_grid(painter: QPainter, theme: Theme, axis: ValueAxis, area: QRectF) -> None:
    """A line for each mark, its words on the left."""
    for mark in axis.marks:
        y = round(axis.y(mark, area))
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), theme.colour("grid"))
        paint_mark(painter, theme, axis.words(mark), QRectF(0, y, area.left() - 6, 0), Qt.AlignmentFlag.AlignRight)


def paint_mark(painter: QPainter, theme: Theme, words: str, at: QRectF, side: Qt.AlignmentFlag) -> None:
    """Words beside a mark, in the middle of its height."""
    line = QFontMetricsF(painter.font()).height()
    painter.setPen(theme.colour("text_muted"))
    painter.drawText(at.adjusted(0, -line / 2, 0, line / 2), side | Qt.AlignmentFlag.AlignVCenter, words)
