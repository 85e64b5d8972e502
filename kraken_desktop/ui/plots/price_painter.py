"""How the price chart is laid out and painted; one is made for each painting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from kraken_desktop.domain.moments import SLOT, Span, joined
from kraken_desktop.services import text
from kraken_desktop.ui.plots.price_labels import Label, mark_tags, paint_price, price_labels
from kraken_desktop.ui.plots.price_view import (
    PriceChartView,
    PriceDay,
    PriceMark,
    PriceStep,
    joined_steps,
)
from kraken_desktop.ui.plots.ticks import time_ticks
from kraken_desktop.ui.theme import SMALL, Theme, blended, text_on

_STEPS = tuple(Decimal(step) for step in ("1", "2", "5", "10", "20", "50", "100"))
_CHART_SHARE = 0.6
_PAST_SHARE = 0.35
_PLUG = 16
_MARK_WASH = 0.14
_NOW = "now"
_ROOM_FOR_GAPS = 6
_RIGHT_ROOM = 12


class PricePainter:
    """Pixels for one view in one rectangle."""

    def __init__(self, theme: Theme, view: PriceChartView, frame: QRectF) -> None:
        self._theme, self.view = theme, view
        self._font = theme.font(SMALL, figures=True)
        metrics = QFontMetricsF(self._font)
        self._line = metrics.height()
        self._axis_width = metrics.horizontalAdvance("−100p") + 10
        self.area = frame.adjusted(self._axis_width, 2.6 * self._line, -_RIGHT_ROOM, -1.8 * self._line)
        prices = [*(step.pence for step in view.steps), *view.beside]
        room = max(3, int(self.area.height() / (3 * self._line)))
        highest, lowest = max([*prices, Decimal(1)]), min([*prices, Decimal(0)])
        self._grid = next((step for step in _STEPS if (highest - lowest) / step <= room), _STEPS[-1])
        # A little air over the highest price, for its label.
        air = (highest - lowest) * Decimal(max(1 / 12, min(0.3, (self._line + 4) / max(1.0, self.area.height()))))
        self._top = highest + air
        self._bottom = lowest - (air if lowest < 0 else 0)
        # Between bodies, and alike for all: half hours of less than six pixels would have one here and there.
        span = view.span
        self._gap = 1 if span is not None and self.area.width() * (SLOT / span.duration) >= _ROOM_FOR_GAPS else 0

    def x(self, at: datetime) -> float:
        span = self.view.span
        if span is None:
            return self.area.left()
        return self.area.left() + self.area.width() * ((at - span.start) / span.duration)

    @property
    def now_x(self) -> int | None:
        """None where now lies outside the days shown."""
        now, span = self.view.now, self.view.span
        return None if now is None or span is None or not span.contains(now) else round(self.x(now))

    def y(self, pence: Decimal) -> float:
        return self.area.top() + self.area.height() * float((self._top - pence) / (self._top - self._bottom))

    def instant_at(self, x: float) -> datetime | None:
        span = self.view.span
        if span is None or not self.area.left() <= x < self.area.right():
            return None
        return span.start + span.duration * ((x - self.area.left()) / self.area.width())

    def step_rect(self, step: PriceStep) -> QRectF:
        """From the zero line to the price; on whole pixels, at least two high so that 0p is seen."""
        left, right = round(self.x(step.span.start)), round(self.x(step.span.end))
        zero, end = round(self.y(Decimal(0))), round(self.y(step.pence))
        return QRectF(left, min(zero, end), right - left, max(2, abs(zero - end)))

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        painter.setFont(self._font)
        self._paint_grid(painter)
        self._paint_washes(painter, self.view.steps)
        for day in self.view.days:
            self._paint_day(painter, day)
        self._paint_plugs(painter, self.view.steps)
        self._paint_axis(painter)
        self._paint_now(painter)
        for mark in self.view.marks:
            self._paint_frames(painter, mark)
        for label in self.labels():
            paint_price(painter, label, self._ink("text"), self._ink("surface"))
        for room, words in self.tags():
            self._paint_plate(painter, room, words, self._ink("accent"))
        if pointed is not None:
            self._paint_pointed(painter, self.view.steps[pointed])

    def _paint_grid(self, painter: QPainter) -> None:
        muted = self._theme.colour("text_muted")
        first, last = -int(-self._bottom // self._grid), int(self._top // self._grid)
        for n in range(first, last + 1):
            y = round(self.y(n * self._grid))
            painter.fillRect(QRectF(self.area.left(), y, self.area.width(), 1), self._theme.colour("grid"))
            painter.setPen(muted)
            room = QRectF(0, y - self._line / 2, self._axis_width - 6, self._line)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _pence(n * self._grid))

    def _paint_day(self, painter: QPainter, day: PriceDay) -> None:
        left, right = self.x(day.span.start), self.x(day.span.end)
        painter.setPen(self._theme.colour("text"))
        painter.setFont(self._theme.font(SMALL, bold=True))
        heading = QRectF(left + 4, self.area.top() - 2.5 * self._line, right - left, self._line)
        is_room = QFontMetricsF(painter.font()).horizontalAdvance(day.title) < heading.width() - 8
        painter.drawText(heading, Qt.AlignmentFlag.AlignLeft, day.title if is_room else day.title.partition(",")[0])
        painter.setFont(self._font)
        if day is not self.view.days[0]:
            line = QRectF(round(left), heading.top(), 1, self.area.bottom() - heading.top())
            painter.fillRect(line, self._ink("border"))
        if not day.steps:
            room = QRectF(left + 8, self.area.top(), right - left - 16, self.area.height() - 8)
            self._paint_waiting(painter, room, day.waiting)
        for step in self._bodies(day.steps):
            self._paint_step(painter, step)

    def _bodies(self, steps: Sequence[PriceStep]) -> tuple[PriceStep, ...]:
        """Equal neighbours as one, but for what is past, which is paler."""
        now = self.view.now
        past = [step for step in steps if now is not None and step.span.end <= now]
        return (*joined_steps(past), *joined_steps(steps[len(past) :]))

    def _paint_step(self, painter: QPainter, step: PriceStep) -> None:
        rect = self.step_rect(step)
        now = self.view.now
        is_past = now is not None and step.span.end <= now
        share = _PAST_SHARE if is_past else _CHART_SHARE
        solid = QColor(self._theme.band(step.band).fill)
        shade = self._theme.shade(step.band, share)
        body = rect.adjusted(0, 0, -self._gap, 0)
        if self.view.is_export:
            painter.fillRect(body, self._theme.shade(step.band, share / 3))
            painter.fillRect(
                body, QBrush(blended(solid, self._ink("surface"), share + 0.2), Qt.BrushStyle.BDiagPattern)
            )
        else:
            painter.fillRect(body, shade)
        edge = body.top() if step.pence >= 0 else body.bottom() - 2
        painter.fillRect(QRectF(body.left(), edge, body.width(), 2), blended(solid, shade, 0.5) if is_past else solid)

    def _paint_washes(self, painter: QPainter, steps: Sequence[PriceStep]) -> None:
        """Behind each run of steps that a smart charge makes cheap."""
        for column in self._dispatch_columns(steps):
            painter.fillRect(column, blended(self._ink("text"), self._ink("surface"), 0.07))

    def _paint_plugs(self, painter: QPainter, steps: Sequence[PriceStep]) -> None:
        """A dark foot under each such run, and a plug over its steps."""
        plug = self._theme.icon("plug")
        for column in self._dispatch_columns(steps):
            painter.fillRect(QRectF(column.left(), column.bottom() - 4, column.width(), 4), self._ink("text"))
            place = QRect(round(column.center().x()) - _PLUG // 2, round(column.bottom()) - _PLUG - 6, _PLUG, _PLUG)
            plug.paint(painter, place)

    def _dispatch_columns(self, steps: Sequence[PriceStep]) -> list[QRectF]:
        return [self.column(span) for span in joined(step.span for step in steps if step.is_dispatch)]

    def column(self, span: Span) -> QRectF:
        """The chart's whole height over a time."""
        left, right = round(self.x(span.start)), round(self.x(span.end))
        return QRectF(left, self.area.top(), right - left, self.area.height())

    def seen(self, mark: PriceMark) -> tuple[Span, ...]:
        """What of a mark lies in the days shown."""
        whole = self.view.span
        clipped = [span.clipped(whole) for span in mark.spans] if whole is not None else []
        return tuple(span for span in clipped if span is not None)

    def _paint_frames(self, painter: QPainter, mark: PriceMark) -> None:
        accent = self._ink("accent")
        wash = QColor(accent)
        wash.setAlphaF(_MARK_WASH)
        for span in self.seen(mark):
            column = self.column(span)
            painter.fillRect(column, wash)
            painter.setPen(QPen(accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(column.adjusted(1, 0, -1, 0))

    def tags(self) -> list[Label]:
        return mark_tags(self, self._font)

    def _paint_waiting(self, painter: QPainter, room: QRectF, words: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink("border"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(room, 8, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._ink("text_muted"))
        words_room = room.adjusted(16, 16, -16, -16)
        painter.drawText(words_room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _paint_axis(self, painter: QPainter) -> None:
        span = self.view.span
        if span is None:
            return
        painter.fillRect(
            QRectF(self.area.left(), round(self.y(Decimal(0))), self.area.width(), 1), self._ink("text_muted")
        )
        painter.setPen(self._ink("text_muted"))
        width = QFontMetricsF(self._font).horizontalAdvance("00:00") + 24
        for tick in time_ticks(span.start, span.end, int(self.area.width() / width)):
            x = self.x(tick.at)
            painter.fillRect(QRectF(round(x), self.area.bottom(), 1, 4), self._ink("text_muted"))
            left = min(x - width / 2, self.area.right() + _RIGHT_ROOM - width + 12)
            room = QRectF(left, self.area.bottom() + 5, width, self._line)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, text.clock_time(tick.at))

    def labels(self) -> list[Label]:
        return price_labels(self, self._font)

    def _paint_plate(self, painter: QPainter, room: QRectF, words: str, fill: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(room, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(text_on(fill))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_now(self, painter: QPainter) -> None:
        x = self.now_x
        if x is None:
            return
        painter.fillRect(QRectF(x, self.area.top() - self._line, 1, self.area.height() + self._line), self._ink("text"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink("text"))
        y = self.area.top() - self._line
        painter.drawPolygon([QPointF(x - 4, y), QPointF(x + 5, y), QPointF(x + 0.5, y + 6)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._ink("text"))
        room = QRectF(x + 8, y - 2, QFontMetricsF(self._font).horizontalAdvance(_NOW) + 2, self._line)
        if not any(room.intersects(other) for other, _ in (*self.labels(), *self.tags())):
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, _NOW)

    def _paint_pointed(self, painter: QPainter, step: PriceStep) -> None:
        rect = self.step_rect(step)
        painter.setPen(QPen(self._ink("text"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, 0))
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(step.read_out) + 20
        left = max(4.0, min(self.area.right() - width, rect.center().x() - width / 2))
        box = QRectF(left, max(1.0, rect.top() - 3.2 * self._line), width, self._line + 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._ink("border"))
        painter.setBrush(self._ink("raised"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self._ink("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, step.read_out)

    def _ink(self, token: str) -> QColor:
        return self._theme.colour(token)


def _pence(price: Decimal) -> str:
    return f"{price}p".replace("-", "−")
