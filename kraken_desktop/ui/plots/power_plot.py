"""Live power over time: import above the axis, export below, price bands behind, a crosshair that reads it out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.plots.axes import LondonAxis, PowerAxis
from kraken_desktop.ui.plots.layers import BandShades, PowerArea, Shade
from kraken_desktop.ui.plots.power_trace import PowerTrace
from kraken_desktop.ui.theme import SMALL, Theme, blended

_SHORTEST_VIEW = timedelta(minutes=2)
_ROOM_AHEAD = 0.02
_LEAST_TOP = 500.0


class PowerPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Pans and zooms by pointer, wheel and keys. While it follows, the newest sample stays at the right edge.

    ``pointed(instant, watts)`` follows the crosshair, ``(None, None)`` without it; ``looked(start, end)`` the view.
    """

    pointed = Signal(object, object)
    looked = Signal(object, object)
    followed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._times, self._powers = LondonAxis("bottom"), PowerAxis("left")
        super().__init__(parent, axisItems={"bottom": self._times, "left": self._powers}, enableMenu=False)
        self._theme = theme
        self._trace = PowerTrace.of((), ())
        self._now = 0.0
        self._length = timedelta(hours=1).total_seconds()
        self._is_following = True
        self._is_moving = False
        self._pointed: int | None = None
        self.hideButtons()
        self.getPlotItem().layout.setContentsMargins(0.0, 10.0, 0.0, 0.0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Live power")
        self._view: pg.ViewBox = self.getViewBox()
        self._view.setMouseEnabled(x=True, y=False)
        self._view.setDefaultPadding(0.0)
        self._shades, self._area = BandShades(), PowerArea()
        self.addItem(self._shades)
        self._peaks = self._added_peaks()
        self.addItem(self._area)
        self._zero, self._now_line, self._cross = (pg.InfiniteLine(angle=angle) for angle in (0, 90, 90))
        for line in (self._zero, self._now_line, self._cross):
            self.addItem(line, ignoreBounds=True)
        self._dot = pg.ScatterPlotItem(size=9, pxMode=True)
        self.addItem(self._dot, ignoreBounds=True)
        self._cross.hide()
        self._view.sigXRangeChanged.connect(self._range_changed)
        self._view.sigRangeChangedManually.connect(self._moved_by_hand)
        self.scene().sigMouseMoved.connect(self._mouse_moved)
        self.recolour()

    def _added_peaks(self) -> pg.PlotDataItem:
        """A light line behind the means that shows how far the power went. The order of these calls matters:

        a curve that is not yet in a plot has no view to clip to and would be drawn whole.
        """
        peaks = pg.PlotDataItem(connect="finite", autoDownsampleFactor=1.0)
        peaks.setZValue(-10)
        self.addItem(peaks)
        peaks.curve.setSegmentedLineMode("on")
        peaks.setClipToView(True)
        peaks.setDownsampling(auto=True, method="peak")
        return peaks

    @property
    def trace(self) -> PowerTrace:
        return self._trace

    @property
    def is_following(self) -> bool:
        return self._is_following

    @property
    def visible_span(self) -> tuple[datetime, datetime]:
        low, high = self._view.viewRange()[0]
        return datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)

    @property
    def chart_frame(self) -> QRectF:
        """The part inside the axes, on this widget."""
        return QRectF(self.mapFromScene(self._view.sceneBoundingRect()).boundingRect())

    @property
    def shows_export(self) -> bool:
        """Whether the axis goes below zero."""
        return bool(self._view.viewRange()[1][0] < 0)

    def recolour(self) -> None:
        """Put the theme's colours on; call it after the theme changed."""
        theme = self._theme
        surface, text, accent = theme.colour("surface"), theme.colour("text"), theme.colour("accent")
        exported = theme.colour("export")
        self.setBackground(surface)
        for axis in (self._times, self._powers):
            axis.dress(theme.font(SMALL, figures=True), theme.colour("text_muted"), theme.colour("grid"))
        self._times.setHeight(theme.scaled(28))
        self._powers.setWidth(theme.scaled(44))
        self._peaks.setPen(_thin(blended(accent, surface, 0.35)))
        self._area.set_colours(blended(accent, surface, 0.55), blended(exported, surface, 0.55), exported, accent)
        self._zero.setPen(_thin(theme.colour("text_muted")))
        self._now_line.setPen(_thin(text, Qt.PenStyle.DotLine))
        self._cross.setPen(_thin(text))
        self._dot.setPen(_thin(surface))
        self._dot.setBrush(text)

    def set_samples(self, times: Sequence[float], watts: Sequence[float]) -> None:
        """Epoch seconds and watts; in any order."""
        self._trace = PowerTrace.of(times, watts)
        self._area.set_trace(self._trace)
        self._peaks.setData(self._trace.times, self._trace.watts, connect="finite")
        self._point(None)
        self._fit_height()

    def set_shades(self, shades: Sequence[Shade]) -> None:
        self._shades.set_shades(shades)

    def set_now(self, now: datetime, earliest: datetime) -> None:
        """The right end of the world; the view moves along while it follows."""
        self._now = now.timestamp()
        self._now_line.setPos(self._now)
        room = (now - earliest).total_seconds()
        self._view.setLimits(
            xMin=earliest.timestamp(),
            xMax=self._now + _ROOM_AHEAD * room,
            minXRange=_SHORTEST_VIEW.total_seconds(),
            maxXRange=room * (1 + _ROOM_AHEAD),
        )
        if self._is_following:
            self.show_last(timedelta(seconds=self._length))

    def show_last(self, length: timedelta) -> None:
        """The stretch up to now, and follow from here on."""
        self._length = length.total_seconds()
        end = self._now + _ROOM_AHEAD * self._length
        self._set_following(True)
        self._is_moving = True
        self._view.setXRange(end - self._length, end, padding=0)
        self._is_moving = False
        self._fit_height()

    def pan(self, share: float) -> None:
        """By a share of the visible stretch; positive is later."""
        low, high = self._view.viewRange()[0]
        self._view.setXRange(low + share * (high - low), high + share * (high - low), padding=0)

    def zoom(self, factor: float) -> None:
        """Below 1 shows less, around the crosshair or the middle."""
        low, high = self._view.viewRange()[0]
        at = float(self._trace.times[self._pointed]) if self._pointed is not None else (low + high) / 2
        self._view.setXRange(at - (at - low) * factor, at + (high - at) * factor, padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            later = 1 if key == Qt.Key.Key_Right else -1
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.pan(0.2 * later)
            else:
                self._step(later)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1.5 if key == Qt.Key.Key_Minus else 1 / 1.5)
        elif key == Qt.Key.Key_End:
            self.show_last(timedelta(seconds=self._length))
        elif key == Qt.Key.Key_Escape and self._pointed is not None:
            self._point(None)
        else:
            QWidget.keyPressEvent(self, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _step(self, later: int) -> None:
        if self._pointed is None:
            self._point(self._trace.nearest(min(self._now, self._view.viewRange()[0][1])))
        else:
            self._point(self._trace.next_sample(self._pointed, later))

    def _mouse_moved(self, position: QPointF) -> None:
        if not self._view.sceneBoundingRect().contains(position):
            self._point(None)
            return
        at = self._view.mapSceneToView(position).x()
        low, high = self._view.viewRange()[0]
        index = self._trace.nearest(at)
        # A sample further away than a finger's width is not what is pointed at: there is a gap.
        is_near = index is not None and abs(float(self._trace.times[index]) - at) < max(60.0, (high - low) * 0.02)
        self._point(index if is_near else None)

    def _point(self, index: int | None) -> None:
        if index is None and self._pointed is None:
            return
        self._pointed = index
        self._cross.setVisible(index is not None)
        if index is None:
            self._dot.setData([], [])
            self.pointed.emit(None, None)
            return
        at, watts = float(self._trace.times[index]), float(self._trace.watts[index])
        self._cross.setPos(at)
        self._dot.setData([at], [watts])
        self.pointed.emit(datetime.fromtimestamp(at, UTC), watts)

    def place_of(self, at: datetime, watts: float) -> QPointF:
        """Where a sample stands on this widget."""
        scene = self._view.mapViewToScene(QPointF(at.timestamp(), watts))
        return QPointF(self.mapFromScene(scene))

    def _moved_by_hand(self, _axes: object) -> None:
        self._set_following(False)

    def _range_changed(self, _view: object, _span: object) -> None:
        if not self._is_moving:
            self._set_following(False)
            self._fit_height()
        self.looked.emit(*self.visible_span)

    def _set_following(self, is_following: bool) -> None:
        if is_following != self._is_following:
            self._is_following = is_following
            self.followed.emit(is_following)

    def _fit_height(self) -> None:
        """Round figures that change seldom, so that the curve does not breathe while it is panned."""
        low, high = self._trace.extremes(*self._view.viewRange()[0]) or (0.0, _LEAST_TOP)
        top, bottom = _rounded_up(max(high, _LEAST_TOP)), -_rounded_up(-low) if low < -1 else 0.0
        self._view.setYRange(bottom, top, padding=0)


def _rounded_up(watts: float) -> float:
    """To the next of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten, with a little air above."""
    wanted = watts * 1.08
    unit = 10.0 ** math.floor(math.log10(wanted))
    return next((n * unit for n in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0) if n * unit >= wanted), 10 * unit)


def _thin(colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, 1.0, style)
    pen.setCosmetic(True)
    return pen
