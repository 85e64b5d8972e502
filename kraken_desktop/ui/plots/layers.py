"""What the power chart is painted of, from the back: price bands, the area under the power."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from kraken_desktop.ui.plots.power_trace import Floats, PowerTrace, columns

_STRIP = 6.0


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of the background in epoch seconds; solid colours of its wash and of the strip at its foot."""

    start: float
    end: float
    wash: QColor
    strip: QColor


class _Layer(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Fills the view, whatever the view shows, and is painted anew when that changes."""

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()


class BandShades(_Layer):
    """The price bands behind the power: a pale wash, and a strip in full tone below it."""

    def __init__(self) -> None:
        super().__init__()
        self._shades: tuple[Shade, ...] = ()
        self._ends: list[float] = []
        self.setZValue(-20)

    def set_shades(self, shades: Sequence[Shade]) -> None:
        """In order of time, never overlapping."""
        self._shades = tuple(shades)
        self._ends = [shade.end for shade in shades]
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        view = QRectF(self.viewRect())
        strip = view.height() * _STRIP / max(1.0, self.getViewBox().height())
        for shade in self._shades[bisect_left(self._ends, view.left()) :]:
            if shade.start >= view.right():
                break
            left, right = max(shade.start, view.left()), min(shade.end, view.right())
            # The view's top is its lowest value: watts grow upwards, Qt's rectangles downwards.
            painter.fillRect(QRectF(left, view.top(), right - left, view.height()), shade.wash)
            painter.fillRect(QRectF(left, view.top(), right - left, strip), shade.strip)


class PowerArea(_Layer):
    """The area between the axis and the mean power of each column of pixels: import above, export hatched below."""

    def __init__(self) -> None:
        super().__init__()
        self._trace = PowerTrace.of((), ())
        self._import = self._export = QBrush(Qt.GlobalColor.gray)
        self._hatch = QBrush(Qt.GlobalColor.gray)
        self._line = QPen(Qt.GlobalColor.black)

    def set_colours(self, imported: QColor, exported: QColor, hatch: QColor, line: QColor) -> None:
        self._import, self._export = QBrush(imported), QBrush(exported)
        self._hatch = QBrush(hatch, Qt.BrushStyle.BDiagPattern)
        self._line = QPen(line, 1.0)
        self._line.setCosmetic(True)
        self.update()

    def set_trace(self, trace: PowerTrace) -> None:
        self._trace = trace
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        view = QRectF(self.viewRect())
        width = max(1, round(self.getViewBox().width()))
        # Hatching is drawn in pixels of the screen, not in watts and seconds.
        on_screen = painter.worldTransform()
        self._hatch.setTransform(QTransform.fromScale(1 / on_screen.m11(), 1 / on_screen.m22()))
        for times, watts in columns(self._trace, view.left(), view.right(), width).runs():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(Qt.PenStyle.NoPen)
            self._fill(painter, times, np.maximum(watts, 0.0), self._import)
            self._fill(painter, times, np.minimum(watts, 0.0), self._export, self._hatch)
            self._draw_line(painter, times, watts)

    def _fill(self, painter: QPainter, times: Floats, watts: Floats, *brushes: QBrush) -> None:
        if not np.any(watts):
            return
        x = np.concatenate((times[:1], times, times[-1:]))
        y = np.concatenate(((0.0,), watts, (0.0,)))
        outline = pg.functions.arrayToQPolygonF(x, y)
        for brush in brushes:
            painter.setBrush(brush)
            painter.drawPolygon(outline)

    def _draw_line(self, painter: QPainter, times: Floats, watts: Floats) -> None:
        """As separate pieces: Qt strokes a long smooth outline fifty times slower."""
        points = list(zip(times.tolist(), watts.tolist(), strict=True))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._line)
        painter.drawLines([QLineF(*a, *b) for a, b in pairwise(points)])
