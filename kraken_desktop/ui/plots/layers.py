"""What the power chart is painted of, from the back: price bands, the area under the power."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
import pyqtgraph as pg
import shiboken6
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from kraken_desktop.ui.plots.power_trace import Floats, PowerTrace, columns

_T = TypeVar("_T", QLineF, QRectF)
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
            bars = _bars(x, y, float(round(world.dy())), is_export)
            if len(bars):
                painter.setBrush(brush)
                painter.drawRects(_first(bars, QRectF), len(bars))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._line)
        # In separate pieces: Qt strokes one long smooth outline fifty times slower.
        pieces = _pieces(x + 0.5, y)
        if len(pieces):
            painter.drawLines(_first(pieces, QLineF), len(pieces))
        painter.setWorldTransform(world)


def _bars(x: Floats, y: Floats, zero: float, is_export: bool) -> Floats:
    """Columns from the zero line to the power of one direction, as (left, top, width, height) in whole pixels."""
    chosen = np.flatnonzero(y > zero if is_export else y < zero)
    ends = np.rint(y[chosen])
    return np.stack((x[chosen], np.minimum(ends, zero), np.ones(len(ends)), np.abs(ends - zero)), axis=1)


def _pieces(x: Floats, y: Floats) -> Floats:
    """The line from each column to the next, as (x1, y1, x2, y2); none over a gap."""
    lines = np.stack((x[:-1], y[:-1], x[1:], y[1:]), axis=1)
    return np.ascontiguousarray(lines[np.isfinite(lines).all(axis=1)])


def _first(rows: Floats, kind: type[_T]) -> _T:
    """The first of an array of Qt values of four numbers, which lie in memory as numpy's rows do: no copy, no list."""
    return cast(_T, shiboken6.Shiboken.wrapInstance(rows.ctypes.data, kind))


def _hatched(ground: QColor, ink: QColor) -> QBrush:
    """A tile of slanting lines."""
    tile = QPixmap(_HATCH, _HATCH)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setPen(ink)
    painter.drawLine(0, _HATCH - 1, _HATCH - 1, 0)
    painter.end()
    return QBrush(tile)
