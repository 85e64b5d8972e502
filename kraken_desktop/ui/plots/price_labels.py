"""Where the words of the price chart stand: beside the prices that they name, over no edge and no other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from kraken_desktop.ui.plots.price_view import PriceStep, lowest_and_highest

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from kraken_desktop.ui.plots.price_painter import PricePainter

_CLEAR = 8
"""Pixels beside the mark of now."""
_HALO = tuple(QPointF(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0))

Label = tuple[QRectF, str]


def price_labels(chart: PricePainter, font: QFont) -> list[Label]:
    """The highest and the lowest price of each day; a lowest that finds no room is left out."""
    found: list[Label] = []
    marked = [lowest_and_highest(day.steps) for day in chart.view.days if len({x.pence for x in day.steps}) > 1]
    for step in [*(highest for _, highest in marked), *(lowest for lowest, _ in marked)]:
        room = _price_room(chart, step, QFontMetricsF(font))
        if not any(room.intersects(other) for other, _ in found):
            found.append((room, step.label))
    return found


def _price_room(chart: PricePainter, step: PriceStep, metrics: QFontMetricsF) -> QRectF:
    """Over the step; where that would cover the edge of a higher neighbour, at its foot. Below zero, under it."""
    rect, line = chart.step_rect(step), metrics.height()
    width = metrics.horizontalAdvance(step.label) + 8
    left = max(chart.area.left(), min(chart.area.right() - width, rect.center().x() - width / 2))
    over = QRectF(left, rect.top() - line - 2, width, line)
    if step.pence < 0:
        return over.translated(0, rect.bottom() + 2 - over.top())
    has_foot = rect.height() > line + 6
    if not has_foot or not any(_covers_edge(over, chart.step_rect(other)) for other in chart.view.steps):
        return over
    return _beside_now(chart, over.translated(0, rect.bottom() - line - 4 - over.top()))


def _covers_edge(room: QRectF, step: QRectF) -> bool:
    return step.left() < room.right() and step.right() > room.left() and room.top() < step.top() + 2 < room.bottom() + 2


def mark_tags(chart: PricePainter, font: QFont) -> list[Label]:
    """Over the first time of each mark its label; one that would cover an earlier one is left out."""
    found: list[Label] = []
    metrics = QFontMetricsF(font)
    for mark in chart.view.marks:
        spans = chart.seen(mark)
        if not spans:
            continue
        width, line = metrics.horizontalAdvance(mark.label) + 12, metrics.height()
        left = min(chart.column(spans[0]).left(), chart.area.right() - width)
        room = _beside_now(chart, QRectF(left, chart.area.top() - line - 2, width, line + 2))
        if not any(room.intersects(other) for other, _ in found):
            found.append((room, mark.label))
    return found


def _beside_now(chart: PricePainter, room: QRectF) -> QRectF:
    """Moved off the line of now, to where there is room."""
    x = chart.now_x
    if x is None or not room.left() - _CLEAR < x < room.right() + _CLEAR:
        return room
    is_right = x + _CLEAR + room.width() <= chart.area.right()
    return room.translated((x + _CLEAR if is_right else x - _CLEAR - room.width()) - room.left(), 0)


def paint_price(painter: QPainter, label: Label, ink: QColor, ground: QColor) -> None:
    """With a thin seam in the ground's colour, so that it reads over every band and line without hiding them."""
    room, words = label
    painter.setPen(ground)
    for shift in _HALO:
        painter.drawText(room.translated(shift), Qt.AlignmentFlag.AlignCenter, words)
    painter.setPen(ink)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
