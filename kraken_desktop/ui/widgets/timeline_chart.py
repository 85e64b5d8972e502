"""Two days of dispatches as lanes above each other: prices, night windows, each device, what completed, and now."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import SLOT, london, slot_of
from kraken_desktop.services import text
from kraken_desktop.ui.theme import SMALL, SPACE, Theme, blended
from kraken_desktop.ui.view_models.dispatch_rows import Life
from kraken_desktop.ui.view_models.timeline import LaneBar, PriceCell, TimelineView, price_runs

_GUTTER, _LANE, _HEAD, _FOOT = 96, 30, 22, 12
_SWATCH, _LEGEND_GAP = 26, 14
_STEPS_HOURS = (3, 6, 12)
_LEGEND: tuple[tuple[Life | None, str], ...] = (
    (Life.PLANNED, "planned"),
    (Life.RUNNING, "running"),
    (Life.STARTED, "seen started"),
    (Life.COMPLETED, "completed"),
    (Life.BOOST, "boost"),
    (Life.AWAY, "away"),
    (Life.PHANTOM, "ignored"),
    (None, "night window"),
)
_TONES = {
    Life.BOOST: "warning",
    Life.PHANTOM: "text_muted",
    Life.AWAY: "text_muted",
    Life.PLANNED: "accent",
    Life.RUNNING: "accent",
}


class TimelineChart(QWidget):
    """``asked(datetime)``: why is this slot cheap or not? By a click, or Enter on the slot that the arrow keys chose.

    ``pointed(datetime | None)`` follows the pointer and the arrow keys.
    """

    asked = Signal(object)
    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: TimelineView | None = None
        self._at: datetime | None = None
        self._laid_foot = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline of dispatches")
        self.setAccessibleDescription("Left and right choose a half hour, Enter asks why. The table says the same.")

    def sizeHint(self) -> QSize:
        lanes = 3 if self._view is None else len(self._view.prices) + len(self._view.lanes)
        return QSize(720, self._theme.scaled(_HEAD + lanes * _LANE) + self._foot())

    def minimumSizeHint(self) -> QSize:
        return QSize(480, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._foot() != self._laid_foot:
            self._laid_foot = self._foot()
            self.updateGeometry()

    def set_view(self, view: TimelineView) -> None:
        if view != self._view:
            is_moved = self._view is not None and self._view.span != view.span
            self._view = view
            if is_moved:
                self._at = None
            self.updateGeometry()
            self.update()

    @property
    def chosen(self) -> datetime | None:
        """The start of the slot pointed at."""
        return self._at

    def point_at(self, at: datetime | None) -> None:
        """Mark the slot of an instant."""
        start = None if at is None else slot_of(at).start
        if start != self._at:
            self._at = start
            self.pointed.emit(start)
            self.update()

    def place_of(self, at: datetime) -> float:
        """Where an instant stands, in pixels from the left."""
        assert self._view is not None
        plot, span = self._plot(), self._view.span
        return plot.left() + plot.width() * ((at - span.start) / span.duration)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._instant(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._instant(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self.point_at(at)
            self.asked.emit(slot_of(at).start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -SLOT, Qt.Key.Key_Right: SLOT}.get(Qt.Key(event.key()))
        if self._view is None:
            super().keyPressEvent(event)
        elif step is not None:
            span = self._view.span
            here = self._view.now if span.contains(self._view.now) else span.start
            wanted = here if self._at is None else self._at + step
            self.point_at(min(max(wanted, span.start), span.end - SLOT))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self.asked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter, view, plot = QPainter(self), self._view, self._plot()
        painter.setFont(self._theme.font(SMALL, figures=True))
        lane_height = self._theme.scaled(_LANE)
        self._paint_nights(painter, view, plot)
        self._paint_axis(painter, view, plot)
        top = plot.top()
        for title, cells in view.prices:
            self._paint_title(painter, title, top, lane_height)
            self._paint_prices(painter, cells, QRectF(plot.left(), top + 3, plot.width(), lane_height - 6))
            top += lane_height
        for lane in view.lanes:
            self._paint_title(painter, lane.title, top, lane_height)
            for bar in lane.bars:
                self._paint_bar(painter, bar.life, self._box(bar, top, lane_height))
            painter.fillRect(QRectF(0, top, self.width(), 1), self._theme.colour("grid"))
            top += lane_height
        self._paint_marks(painter, view, plot)
        self._paint_legend(painter, plot)

    def _plot(self) -> QRectF:
        left, head = (self._theme.scaled(size) for size in (_GUTTER, _HEAD))
        height = self.height() - head - self._foot()
        return QRectF(left, head, max(1, self.width() - left - 2 * SPACE), max(1, height))

    def _foot(self) -> int:
        """The legend's lines: as many as the width asks for."""
        lines = self._legend_places()[-1][2] + 1
        return self._theme.scaled(_FOOT) + lines * self._line_height()

    def _line_height(self) -> int:
        return QFontMetrics(self._theme.font(SMALL)).height() + SPACE

    def _legend_places(self) -> list[tuple[int, int, int]]:
        """Of each entry where it begins, how wide its words are, and its line."""
        metrics, x, line = QFontMetrics(self._theme.font(SMALL, figures=True)), 0, 0
        swatch, gap = self._theme.scaled(_SWATCH), self._theme.scaled(_LEGEND_GAP)
        places = []
        for _life, words in _LEGEND:
            width = metrics.horizontalAdvance(words)
            if x and x + swatch + width > self.width():
                x, line = 0, line + 1
            places.append((x, width, line))
            x += swatch + width + gap
        return places

    def _instant(self, x: float) -> datetime | None:
        plot = self._plot()
        if self._view is None or not plot.left() <= x < plot.right():
            return None
        return self._view.span.start + self._view.span.duration * ((x - plot.left()) / plot.width())

    def _box(self, bar: LaneBar, top: float, height: float) -> QRectF:
        left, right = self.place_of(bar.span.start), self.place_of(bar.span.end)
        is_slim = bar.life is Life.STARTED
        inset = self._theme.scaled(10 if is_slim else 6)
        return QRectF(left, top + inset, max(2.0, right - left), height - 2 * inset)

    def _paint_nights(self, painter: QPainter, view: TimelineView, plot: QRectF) -> None:
        tint = blended(QColor(self._theme.band(Band.QUADRANT_0).fill), self._theme.colour("surface"), 0.16)
        for night in view.nights:
            part = night.clipped(view.span)
            if part is not None:
                left = self.place_of(part.start)
                painter.fillRect(QRectF(left, plot.top(), self.place_of(part.end) - left, plot.height()), tint)

    def _paint_axis(self, painter: QPainter, view: TimelineView, plot: QRectF) -> None:
        metrics, hours = painter.fontMetrics(), view.span.duration / timedelta(hours=1)
        room = metrics.horizontalAdvance("Mon 28 ") + metrics.horizontalAdvance("00:00") / 2
        step = next((h for h in _STEPS_HOURS if plot.width() / hours * h > room), 24)
        at = view.span.start
        while at <= view.span.end:
            local = london(at)
            if local.minute == 0 and local.hour % step == 0:
                x = round(self.place_of(at))
                is_midnight = local.hour == 0
                painter.fillRect(
                    QRectF(x, plot.top(), 1, plot.height()), self._theme.colour("border" if is_midnight else "grid")
                )
                painter.setPen(self._theme.colour("text" if is_midnight else "text_muted"))
                words = text.axis_time(at)
                width = metrics.horizontalAdvance(words)
                left = min(x - (0 if is_midnight else width / 2), self.width() - width)
                if at < view.span.end:
                    painter.drawText(QRectF(left, 0, width + 2, plot.top() - 4), Qt.AlignmentFlag.AlignBottom, words)
            at += SLOT

    def _paint_title(self, painter: QPainter, title: str, top: float, height: float) -> None:
        width = self._theme.scaled(_GUTTER) - 2 * SPACE
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, width)
        painter.setPen(self._theme.colour("text_muted"))
        painter.drawText(QRectF(0, top, width, height), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_prices(self, painter: QPainter, cells: tuple[PriceCell, ...], area: QRectF) -> None:
        for span, label, band in price_runs(cells):
            left, right = round(self.place_of(span.start)), round(self.place_of(span.end))
            box = QRectF(left, area.top(), right - left - 1, area.height())
            if label:
                painter.fillRect(box, self._theme.shade(band, 0.5))
            else:
                painter.fillRect(box, QBrush(self._theme.colour("grid"), Qt.BrushStyle.BDiagPattern))
            if painter.fontMetrics().horizontalAdvance(label) + 4 < box.width():
                painter.setPen(self._theme.colour("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)

    def _paint_bar(self, painter: QPainter, life: Life, box: QRectF) -> None:
        """By form as well as by colour: planned outlined, started slim, completed full, away empty, ignored hatched."""
        colour = self._theme.colour(_TONES.get(life, "success"))
        line = QPen(colour, 1.5)
        if life is Life.PHANTOM:
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            line.setStyle(Qt.PenStyle.DashLine)
        elif life is Life.AWAY:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif life is Life.PLANNED:
            painter.setBrush(blended(colour, self._theme.colour("surface"), 0.18))
        else:
            painter.setBrush(colour)
        if life is Life.STARTED:
            line = QPen(self._theme.colour("surface"), 1)  # apart from the bar on which it lies
        painter.setPen(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_marks(self, painter: QPainter, view: TimelineView, plot: QRectF) -> None:
        if view.span.contains(view.now):
            x = round(self.place_of(view.now))
            painter.fillRect(QRectF(x, plot.top() - 4, 2, plot.height() + 4), self._theme.colour("danger"))
        if self._at is not None and view.span.contains(self._at):
            left, right = self.place_of(self._at), self.place_of(self._at + SLOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus" if self.hasFocus() else "text"), 2))
            painter.drawRect(QRectF(left, plot.top(), right - left, plot.height()))
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("focus"))
            painter.drawRect(plot.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_legend(self, painter: QPainter, plot: QRectF) -> None:
        top, height, swatch = plot.bottom() + 2 * SPACE, self._line_height(), self._theme.scaled(_SWATCH)
        night = blended(QColor(self._theme.band(Band.QUADRANT_0).fill), self._theme.colour("surface"), 0.3)
        for (life, words), (x, width, line) in zip(_LEGEND, self._legend_places(), strict=True):
            y = top + line * height
            box = QRectF(x, y + SPACE, swatch - 2 * SPACE, height - 2 * SPACE)
            if life is None:
                painter.fillRect(box, night)
            else:
                self._paint_bar(painter, life, box.adjusted(0, 3, 0, -3) if life is Life.STARTED else box)
            painter.setPen(self._theme.colour("text_muted"))
            painter.drawText(QRectF(x + swatch, y, width + 2, height), Qt.AlignmentFlag.AlignVCenter, words)
