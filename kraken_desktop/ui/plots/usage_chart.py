"""Energy or money as stacked bars, painted by hand."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.plots.pointed_chart import PointedChart
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.plots.value_axis import ValueAxis, paint_grid, paint_mark, value_axis
from kraken_desktop.ui.theme import SMALL, Theme, blended

_SHARE, _LIVE_SHARE = 0.75, 0.4
_RIGHT_ROOM = 12


class UsageChart(PointedChart):
    """Each bar can be pointed at and chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Usage as a chart", parent)
        self._view = UsageChartView()

    def sizeHint(self) -> QSize:
        return QSize(640, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 120)

    def set_view(self, view: UsageChartView) -> None:
        if view == self._view:
            return
        self._view = view
        self.place = -1
        self.setAccessibleDescription("\n".join(bar.read_out for bar in view.bars))
        self.update()

    def read_out(self, place: int) -> str:
        """What a bar says in words; empty for none."""
        bars = self._view.bars
        return bars[place].read_out if 0 <= place < len(bars) else ""

    def bar_rect(self, index: int) -> QRectF:
        """The room of a bar, as high as the chart."""
        area = self._area()
        width = area.width() / max(1, len(self._view.bars))
        left, right = round(area.left() + index * width), round(area.left() + (index + 1) * width)
        return QRectF(left, area.top(), right - left, area.height())

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.theme.font(SMALL, figures=True))
        axis = self._axis()
        if self._view.empty_words and not any(bar.parts for bar in self._view.bars):
            painter.setPen(self.theme.colour("text_muted"))
            painter.drawText(self._area(), Qt.AlignmentFlag.AlignCenter, self._view.empty_words)
        else:
            paint_grid(painter, self.theme, axis, self._area())
        for index, bar in enumerate(self._view.bars):
            self._paint_bar(painter, index, bar, axis)
        if self._has_line:
            self._paint_line(painter, axis if self._view.unit == "%" else self._line_axis())
        self._paint_labels(painter)
        self.paint_focus(painter)

    def _paint_bar(self, painter: QPainter, index: int, bar: ChartBar, axis: ValueAxis) -> None:
        room = self.bar_rect(index)
        gap = 1.0 if room.width() < 12 else min(8.0, room.width() * 0.2)
        column = room.adjusted(gap / 2, 0, -gap / 2, 0)
        if index in (self.place, self._view.chosen):
            painter.fillRect(room, blended(self.theme.colour("accent"), self.theme.colour("surface"), 0.12))
        if index == self._view.chosen:
            painter.fillRect(QRectF(column.left(), room.bottom() + 2, column.width(), 3), self.theme.colour("accent"))
        above = below = 0.0
        for part in bar.parts:
            begin = above if part.value >= 0 else below
            end = begin + part.value
            top, bottom = sorted((axis.y(begin, room), axis.y(end, room)))
            painter.fillRect(
                QRectF(column.left(), round(top), column.width(), round(bottom) - round(top)), self._fill(part, bar)
            )
            above, below = (end, below) if part.value >= 0 else (above, end)
        zero = axis.y(0, room)
        if bar.is_lacking:
            # Hatched: whatever stands there is not all.
            hatch = QBrush(self.theme.colour("text_muted"), Qt.BrushStyle.BDiagPattern)
            top = axis.y(above, room)
            painter.fillRect(QRectF(column.left(), max(room.top(), top - 10), column.width(), 10), hatch)
        if bar.is_dispatch:
            painter.fillRect(QRectF(column.left(), round(zero) + 1, column.width(), 2), self.theme.colour("text"))

    def _fill(self, part: ChartPart, bar: ChartBar) -> QColor:
        surface = self.theme.colour("surface")
        if part.ink:
            return blended(self.theme.colour(part.ink), surface, _SHARE)
        if part.band is None:
            return blended(self.theme.colour("text_muted"), surface, 0.45)
        return self.theme.shade(part.band, _LIVE_SHARE if bar.is_live else _SHARE)

    def _paint_line(self, painter: QPainter, axis: ValueAxis) -> None:
        """A figure a bar, joined where neighbours both have one; its axis on the right where it is not the bars'."""
        area, ink = self._area(), self.theme.colour("text")
        if self._view.unit != "%":
            for mark in axis.marks:
                room = QRectF(area.right() + 6, round(axis.y(mark, area)), self.width(), 0)
                paint_mark(painter, self.theme, axis.words(mark), room, Qt.AlignmentFlag.AlignLeft)
        points = [
            None if value is None else QPointF(self.bar_rect(index).center().x(), axis.y(value, area))
            for index, value in enumerate(self._view.line)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = self.theme.colour("surface")
        for pen in (QPen(surface, 4), QPen(ink, 2)):  # set off from the bars behind it
            painter.setPen(pen)
            for one, other in pairwise(points):
                if one is not None and other is not None:
                    painter.drawLine(one, other)
        painter.setPen(QPen(surface, 1))
        painter.setBrush(ink)
        for point in points:
            if point is not None:
                painter.drawEllipse(point, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_labels(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._view.bars), default=0.0) + 10
        labelled, area = [index for index, bar in enumerate(self._view.bars) if bar.label], self._area()
        if not labelled:
            return
        every = max(1, -int(-widest // (area.width() / len(labelled))))
        if self._view.bars[0].label.endswith(":00") and every > 1:
            every = next((step for step in (2, 4, 6, 8, 12, 24) if step >= every), every)
        painter.setPen(self.theme.colour("text_muted"))
        for index in labelled[::every]:
            rect = self.bar_rect(index)
            room = QRectF(rect.center().x() - widest, area.bottom() + 4, 2 * widest, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, self._view.bars[index].label)

    # where things are

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self.theme.font(SMALL, figures=True))
        left = metrics.horizontalAdvance("1,000 kWh" if self._view.unit == "kWh" else "−£1,000") + 8
        right = metrics.horizontalAdvance("−100%") + 8 if self._has_line and self._view.unit != "%" else _RIGHT_ROOM
        return QRectF(self.rect()).adjusted(left, metrics.height() / 2 + 4, -right, -1.6 * metrics.height())

    @property
    def _has_line(self) -> bool:
        return any(value is not None for value in self._view.line)

    def _axis(self) -> ValueAxis:
        bars, unit = self._view.bars, self._view.unit
        beside = [value for value in self._view.line if value is not None] if unit == "%" else []
        high = max((*(bar.above for bar in bars), *beside), default=0.0)
        low = min((0.0, *(bar.below for bar in bars), *beside))
        # Shares that add up to all of it may be a hair above it.
        return value_axis(low, min(high, 100.0) if unit == "%" else high, self._area().height(), unit)

    def _line_axis(self) -> ValueAxis:
        known = [value for value in self._view.line if value is not None]
        return value_axis(min(0.0, *known), max(100.0, *known), self._area().height(), "%")

    @property
    def places(self) -> int:
        return len(self._view.bars)

    def place_at(self, at: QPointF) -> int:
        area = self._area()
        if not self._view.bars or not area.left() <= at.x() < area.right():
            return -1
        return int((at.x() - area.left()) / area.width() * len(self._view.bars))
