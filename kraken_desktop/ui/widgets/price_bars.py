"""A small chart of prices by day: bars in the bands' colours, now marked, a read-out under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.theme import SMALL, Theme
from kraken_desktop.ui.view_models.parts import BarGroup

_LABEL_ROOM = 18
_GAP_BETWEEN_DAYS = 9
_INSET = 2
_HEADROOM = Decimal("1.5")
"""A day of one price is a low, calm block, not a wall."""


class PriceBars(QWidget):
    """``read_out(str)`` follows the pointer or the arrow keys, empty outside; the widget's description is its table."""

    read_out = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: tuple[BarGroup, ...] = ()
        self._pointed: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Prices of the coming slots")

    def sizeHint(self) -> QSize:
        return QSize(300, 84)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 64)

    def set_groups(self, groups: Sequence[BarGroup]) -> None:
        if tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        self._point(None)
        self.setAccessibleDescription("\n".join(bar.read_out for group in groups for bar in group.bars))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(SMALL))
        for index, (group, area) in enumerate(zip(self._groups, self._areas(), strict=True)):
            painter.setPen(self._theme.colour("text_muted"))
            label = QRectF(area.left(), area.bottom() + 2, area.width(), _LABEL_ROOM - 2)
            painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, group.title)
            if group.bars:
                self._paint_group(painter, index, group, area)
            else:
                painter.drawText(
                    area.adjusted(8, 0, -8, 0),
                    Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                    group.empty_word,
                )
        if self.hasFocus():
            painter.setPen(self._theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        places = [(g, b) for g, group in enumerate(self._groups) for b in range(len(group.bars))]
        if step is None or not places:
            super().keyPressEvent(event)
            return
        at = self._pointed or self._now() or places[0]
        index = places.index(at) + (step if self._pointed else 0)
        self._point(places[max(0, min(len(places) - 1, index))])

    def _paint_group(self, painter: QPainter, index: int, group: BarGroup, area: QRectF) -> None:
        low, high = self._range()
        scale = area.height() / float(high - low)
        zero = area.top() + float(high) * scale
        width = area.width() / len(group.bars)
        gap = 1.0 if width >= 4 else 0.0
        for position, bar in enumerate(group.bars):
            end = zero - float(bar.pence) * scale
            top, height = min(zero, end), max(2.0, abs(zero - end))
            # Bars stand on whole pixels: half a pixel of one beside half of another would shimmer.
            left, right = round(area.left() + position * width), round(area.left() + (position + 1) * width)
            column = QRectF(left, top, max(1.0, right - left - gap), height)
            fill = QColor(self._theme.band(bar.band).fill)
            if bar.is_past:
                fill.setAlphaF(0.35)
            painter.fillRect(column, fill)
            if bar.is_dispatch:
                painter.fillRect(QRectF(column.left(), area.bottom() - 2, column.width() + gap, 2), self._ink())
            if bar.is_now or self._pointed == (index, position):
                self._mark(painter, column, area, bar.is_now)
        painter.fillRect(QRectF(area.left(), round(zero), area.width(), 1), self._theme.colour("grid"))

    def _mark(self, painter: QPainter, column: QRectF, area: QRectF, is_now: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink())
        if is_now:
            centre, under = column.center().x(), area.bottom() + 1
            painter.drawPolygon(
                [QPointF(centre, under), QPointF(centre - 4, under + 5), QPointF(centre + 4, under + 5)]
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(column.left(), column.top() - 2, column.width(), 2), self._ink())

    def _ink(self) -> QColor:
        return self._theme.colour("text")

    def _areas(self) -> list[QRectF]:
        """Where each group's bars stand: as wide as its number of slots asks for, an empty one a third of the rest."""
        if not self._groups:
            return []
        most = max((len(group.bars) for group in self._groups), default=0) or 1
        shares = [len(group.bars) or (most if len(self._groups) == 1 else most * 0.6) for group in self._groups]
        room = self.width() - 2 * _INSET - _GAP_BETWEEN_DAYS * (len(shares) - 1)
        areas: list[QRectF] = []
        left = float(_INSET)
        for share in shares:
            width = room * share / sum(shares)
            areas.append(QRectF(left, 4, width, self.height() - _LABEL_ROOM - 4))
            left += width + _GAP_BETWEEN_DAYS
        return areas

    def _range(self) -> tuple[Decimal, Decimal]:
        prices = [bar.pence for group in self._groups for bar in group.bars]
        low, high = min(Decimal(0), *prices), max(Decimal(0), *prices)
        if len(set(prices)) == 1:
            low, high = low * _HEADROOM, high * _HEADROOM
        return (low, high) if high > low else (low, low + 1)

    def _at(self, position: QPointF) -> tuple[int, int] | None:
        for index, (group, area) in enumerate(zip(self._groups, self._areas(), strict=True)):
            if group.bars and area.left() <= position.x() < area.right():
                return index, int((position.x() - area.left()) / area.width() * len(group.bars))
        return None

    def _now(self) -> tuple[int, int] | None:
        return next(
            ((g, b) for g, group in enumerate(self._groups) for b, bar in enumerate(group.bars) if bar.is_now), None
        )

    def _point(self, place: tuple[int, int] | None) -> None:
        if place == self._pointed:
            return
        self._pointed = place
        self.read_out.emit("" if place is None else self._groups[place[0]].bars[place[1]].read_out)
        self.update()
