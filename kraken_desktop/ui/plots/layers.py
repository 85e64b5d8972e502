"""What the power chart is painted of, from the back: price bands, the area under the power."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from kraken_desktop.ui.plots.power_trace import Floats, PowerTrace, columns, runs

_STRIP = 6.0
_HATCH = 7


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
        self._line = QPen(Qt.GlobalColor.black)

    def set_colours(self, imported: QColor, exported: QColor, hatch: QColor, line: QColor) -> None:
        self._import, self._export = QBrush(imported), _hatched(exported, hatch)
        self._line = QPen(line, 1.0)
        self._line.setCosmetic(True)
        self.update()

    def set_trace(self, trace: PowerTrace) -> None:
        self._trace = trace
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        view = QRectF(self.viewRect())
        width = max(1, round(self.getViewBox().width()))
        # In pixels, and as one thin rectangle a column: a third of what Qt needs for the same area as an outline.
        world = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        found = columns(self._trace, view.left(), view.right(), width)
        x = np.rint(found.times * world.m11() + world.dx() - 0.5)
        y = found.watts * world.m22() + world.dy()
        for is_export, brush in ((False, self._import), (True, self._export)):
            painter.setBrush(brush)
            painter.drawRects(_bars(x, y, round(world.dy()), is_export))
        self._draw_lines(painter, x + 0.5, y)
        painter.setWorldTransform(world)

    def _draw_lines(self, painter: QPainter, x: Floats, y: Floats) -> None:
        """In separate pieces: Qt strokes one long smooth outline fifty times slower."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._line)
        for run_x, run_y in runs(x, y):
            points = list(zip(run_x.tolist(), run_y.tolist(), strict=True))
            painter.drawLines([QLineF(*a, *b) for a, b in pairwise(points)])


def _bars(x: Floats, y: Floats, zero: int, is_export: bool) -> list[QRect]:
    """The columns from the zero line to the power, of one direction; below the line on the screen is export."""
    chosen = np.flatnonzero(y > zero if is_export else y < zero)
    ends = np.rint(y[chosen]).astype(int).tolist()
    places = x[chosen].astype(int).tolist()
    return [QRect(at, min(end, zero), 1, abs(end - zero)) for at, end in zip(places, ends, strict=True)]


def _hatched(ground: QColor, ink: QColor) -> QBrush:
    """A tile of slanting lines."""
    tile = QPixmap(_HATCH, _HATCH)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setPen(ink)
    painter.drawLine(0, _HATCH - 1, _HATCH - 1, 0)
    painter.end()
    return QBrush(tile)
