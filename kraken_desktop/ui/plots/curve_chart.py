"""Lines over an axis of sizes, painted by hand: what each battery would have done."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.plots.pointed_chart import PointedChart
from kraken_desktop.ui.plots.value_axis import ValueAxis, paint_grid, value_axis
from kraken_desktop.ui.theme import SMALL, Theme

_LEAST_MARK = 44


@dataclass(frozen=True, slots=True)
class Curve:
    """``name`` stands at its end; ``ink`` is a token; a value None is a gap."""

    name: str
    values: tuple[float | None, ...]
    ink: str = "accent"
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class CurveView:
    """``sizes`` are rising, and ``labels`` stand in their place where there are some; every curve has a value for each.

    ``mark`` is a size with words of its own, ``chosen`` the place that words beside the chart speak of; ``read_outs``
    are said and shown for each size.
    """

    sizes: tuple[float, ...] = ()
    curves: tuple[Curve, ...] = ()
    unit: str = ""
    size_unit: str = ""
    read_outs: tuple[str, ...] = ()
    mark: float | None = None
    mark_words: str = ""
    chosen: int = -1
    labels: tuple[str, ...] = ()


class CurveChart(PointedChart):
    """Each size can be pointed at and chosen."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._view = CurveView()

    def sizeHint(self) -> QSize:
        return QSize(560, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    def set_view(self, view: CurveView) -> None:
        if view != self._view:
            self._view = view
            self.place = min(self.place, len(view.sizes) - 1)
            self.setAccessibleDescription("\n".join(view.read_outs))
            self.update()

    def size_x(self, size: float) -> float:
        """Where a size is drawn."""
        area, sizes = self._area(), self._view.sizes
        wide = sizes[-1] - sizes[0] if len(sizes) > 1 else 1.0
        return area.left() + area.width() * (size - sizes[0]) / wide if sizes else area.left()

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.theme.font(SMALL, figures=True))
        view, area = self._view, self._area()
        axis = self._axis()
        paint_grid(painter, self.theme, axis, area)
        if view.sizes:
            self._paint_sizes(painter, area)
            self._paint_mark(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in view.curves:
            self._paint_curve(painter, curve, axis)
        self._paint_names(painter, axis)
        self.paint_focus(painter)

    def _paint_sizes(self, painter: QPainter, area: QRectF) -> None:
        line, left = QFontMetricsF(painter.font()).height(), area.left() - _LEAST_MARK
        painter.setPen(self.theme.colour("text_muted"))
        for place, size in enumerate(self._view.sizes):
            x = self.size_x(size)
            if x - left < _LEAST_MARK:
                continue
            left = x
            unit = self._view.size_unit if place == 0 else ""
            label = self._view.labels[place] if self._view.labels else f"{size:g}{unit}"
            room = QRectF(x - 40, area.bottom() + 4, 80, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, label)
        for place, share in ((self._view.chosen, 1.0), (self.place, 0.5)):
            if 0 <= place < len(self._view.sizes):
                ink = self.theme.colour("accent")
                ink.setAlphaF(share)
                painter.fillRect(QRectF(round(self.size_x(self._view.sizes[place])), area.top(), 1, area.height()), ink)

    def _paint_mark(self, painter: QPainter, area: QRectF) -> None:
        if self._view.mark is None:
            return
        x, line = round(self.size_x(self._view.mark)), QFontMetricsF(painter.font()).height()
        painter.setPen(QPen(self.theme.colour("text_muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._view.mark_words)
        left = x + 6 if x + 6 + wide < area.right() else x - 6 - wide
        room = QRectF(left, area.bottom() - line - 6, wide + 1, line)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, self._view.mark_words)

    def _paint_curve(self, painter: QPainter, curve: Curve, axis: ValueAxis) -> None:
        area, ink = self._area(), self.theme.colour(curve.ink)
        points = [
            None if value is None else QPointF(self.size_x(size), axis.y(value, area))
            for size, value in zip(self._view.sizes, curve.values, strict=False)
        ]
        painter.setPen(QPen(ink, 2, Qt.PenStyle.DashLine if curve.is_dashed else Qt.PenStyle.SolidLine))
        for one, other in pairwise(points):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink)
        for place in {self._view.chosen, self.place}:
            if 0 <= place < len(points) and (point := points[place]) is not None:
                painter.drawEllipse(point, 4, 4)

    def _paint_names(self, painter: QPainter, axis: ValueAxis) -> None:
        """Each at its curve's end, moved apart where they would stand on each other."""
        area, line = self._area(), QFontMetricsF(painter.font()).height()
        ends = []
        for curve in self._view.curves:
            known = [value for value in curve.values if value is not None]
            if known:
                ends.append((axis.y(known[-1], area), curve))
        above = -line
        for y, curve in sorted(ends, key=lambda end: end[0]):
            above = max(y - line / 2, above + line)
            painter.setPen(self.theme.colour(curve.ink))
            room = QRectF(area.right() + 6, above, self.width() - area.right() - 6, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, curve.name)

    # where things are

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self.theme.font(SMALL, figures=True))
        left = metrics.horizontalAdvance("−£1,000") + 8
        right = max((metrics.horizontalAdvance(curve.name) for curve in self._view.curves), default=0.0) + 16
        return QRectF(self.rect()).adjusted(left, metrics.height() / 2 + 4, -right, -1.6 * metrics.height())

    def _axis(self) -> ValueAxis:
        known = [value for curve in self._view.curves for value in curve.values if value is not None]
        return value_axis(min(0.0, *known, 0.0), max((0.0, *known)), self._area().height(), self._view.unit)

    @property
    def places(self) -> int:
        return len(self._view.sizes)

    def place_at(self, at: QPointF) -> int:
        area = self._area()
        if not self._view.sizes or not area.left() - 8 <= at.x() <= area.right() + 8:
            return -1
        return min(range(self.places), key=lambda place: abs(self.size_x(self._view.sizes[place]) - at.x()))
