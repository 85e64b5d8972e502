"""Figures and symbols of the tray icon, drawn by ourselves on whole pixels.

At 16 px a font's figures blur, and loading fonts is the dearest part of a hidden start. These are strokes: ``width``,
``height`` and the stroke's ``weight`` are whole pixels, so that every upright and every bar falls on the grid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QTransform

_ROOMY = 9
"""From figures of this width on, signs need not be as short as they can be."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The room of one figure; the lines are those of the stroke's middle."""

    width: int
    height: int
    weight: int

    @property
    def left(self) -> float:
        return self.weight / 2

    @property
    def right(self) -> float:
        return self.width - self.weight / 2

    @property
    def top(self) -> float:
        return self.weight / 2

    @property
    def bottom(self) -> float:
        return self.height - self.weight / 2

    @property
    def middle(self) -> float:
        return (self.height - self.weight) // 2 + self.weight / 2

    @property
    def bend(self) -> float:
        """The radius of a corner's middle line."""
        return min((self.right - self.left) / 2, self.height / 4)


def text_path(text: str, cell: Cell, gap: int) -> QPainterPath:
    """``0–9 − + –`` from the left at (0, 0); a sign takes less room than a figure."""
    whole = QPainterPath()
    left = 0
    for character in text:
        room = Cell(width_of(character, cell), cell.height, _weight_of(character, cell))
        glyph = _stroked(_GLYPHS[character](room), room.weight)
        whole = whole.united(glyph.translated(left, 0))
        left += room.width + gap
    return whole


def text_width(text: str, cell: Cell, gap: int) -> int:
    return sum(width_of(character, cell) for character in text) + gap * (len(text) - 1)


def width_of(character: str, cell: Cell) -> int:
    if character == "1":
        return cell.width - cell.weight // 2
    if character == "−" and cell.width >= _ROOMY:
        return round(cell.width * 0.75)
    if character in "−+":
        return max(3, round(cell.width * 0.6))
    return cell.width


def _weight_of(character: str, cell: Cell) -> int:
    """A plus in little room is thinner, or it would be a blot; as even or odd as its width, to stay on the grid.

    Where there is room, a minus is longer and thinner than a hyphen.
    """
    if character == "−" and cell.width >= _ROOMY:
        return max(2, round(cell.weight * 0.6))
    if character != "+":
        return cell.weight
    room = width_of(character, cell)
    weight = min(cell.weight, round(room * 0.6))
    return weight if (room - weight) % 2 == 0 else max(1, weight - 1)


def _stroked(line: QPainterPath, weight: int) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(weight)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return stroker.createStroke(line).simplified()


def _along(points: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(*point)
    return path


def _zero(c: Cell) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(QPointF(c.left, c.top), QPointF(c.right, c.bottom)), c.bend, c.bend)
    return path


def _one(c: Cell) -> QPainterPath:
    stem = c.right - (c.weight // 2 if c.width > 6 else 0)
    path = _along([(stem, 0), (stem, c.height)])
    path.addPath(_along([(stem - c.weight / 2, c.top + c.weight * 0.4), (0, c.top + c.weight * 1.3)]))
    return path


def _two(c: Cell) -> QPainterPath:
    bend = c.bend
    path = QPainterPath(QPointF(c.left, c.top + bend + c.weight / 2))
    path.lineTo(c.left, c.top + bend)
    path.arcTo(QRectF(c.left, c.top, 2 * bend, 2 * bend), 180, -90)
    path.lineTo(c.right - bend, c.top)
    path.arcTo(QRectF(c.right - 2 * bend, c.top, 2 * bend, 2 * bend), 90, -90)
    path.quadTo(c.right, c.middle, c.right - bend * 0.7, c.middle + bend * 0.6)
    path.lineTo(c.left + c.weight * 0.2, c.bottom)
    path.lineTo(c.width, c.bottom)
    return path


def _three(c: Cell) -> QPainterPath:
    path = _bowl_right(c, c.top, c.middle)
    path.addPath(_bowl_right(c, c.middle, c.bottom))
    return path


def _bowl_right(c: Cell, top: float, bottom: float) -> QPainterPath:
    """From the left along the top, round the right side, back along the bottom."""
    bend = min(c.bend, (bottom - top) / 2)
    path = QPainterPath(QPointF(0 if top == c.top else c.weight, top))
    path.lineTo(c.right - bend, top)
    path.arcTo(QRectF(c.right - 2 * bend, top, 2 * bend, 2 * bend), 90, -90)
    path.lineTo(c.right, bottom - bend)
    path.arcTo(QRectF(c.right - 2 * bend, bottom - 2 * bend, 2 * bend, 2 * bend), 0, -90)
    path.lineTo(0 if bottom == c.bottom else c.weight, bottom)
    return path


def _four(c: Cell) -> QPainterPath:
    bar = c.height - c.weight * 1.5 - (1 if c.height > 11 else 0)
    stem = c.right - (c.weight // 2 if c.width > 6 else 0)
    path = _along([(stem - c.weight * 0.6, 0), (c.left + c.weight * 0.1, bar), (c.width, bar)])
    path.addPath(_along([(stem, c.height * 0.38), (stem, c.height)]))
    return path


def _five(c: Cell) -> QPainterPath:
    upper = c.middle - c.weight / 2 if c.height > 11 else c.middle
    path = _along([(c.width, c.top), (c.left, c.top), (c.left, upper)])
    bend = min(c.bend, (c.bottom - upper) / 2)
    path.lineTo(c.right - bend, upper)
    path.arcTo(QRectF(c.right - 2 * bend, upper, 2 * bend, 2 * bend), 90, -90)
    path.lineTo(c.right, c.bottom - bend)
    path.arcTo(QRectF(c.right - 2 * bend, c.bottom - 2 * bend, 2 * bend, 2 * bend), 0, -90)
    path.lineTo(0, c.bottom)
    return path


def _six(c: Cell) -> QPainterPath:
    upper = c.middle - (c.weight / 2 if c.height > 11 else 0)
    bend = c.bend
    path = QPainterPath()
    low = min(bend, (c.bottom - upper) / 2)
    path.addRoundedRect(QRectF(QPointF(c.left, upper), QPointF(c.right, c.bottom)), low, low)
    stem = QPainterPath(QPointF(c.right, c.top))
    stem.lineTo(c.left + bend, c.top)
    stem.arcTo(QRectF(c.left, c.top, 2 * bend, 2 * bend), 90, 90)
    stem.lineTo(c.left, c.bottom - low)
    path.addPath(stem)
    return path


def _seven(c: Cell) -> QPainterPath:
    return _along([(0, c.top), (c.right, c.top), (c.left + c.weight * 0.5, c.height)])


def _eight(c: Cell) -> QPainterPath:
    path = QPainterPath()
    for top, bottom in ((c.top, c.middle), (c.middle, c.bottom)):
        bend = min(c.bend, (bottom - top) / 2)
        path.addRoundedRect(QRectF(QPointF(c.left, top), QPointF(c.right, bottom)), bend, bend)
    return path


def _nine(c: Cell) -> QPainterPath:
    turned = _six(c)
    return QTransform().translate(c.width, c.height).rotate(180).map(turned)


def _dash(c: Cell) -> QPainterPath:
    return _along([(0, c.middle), (c.width, c.middle)])


def _plus(c: Cell) -> QPainterPath:
    path = _dash(c)
    half = c.width / 2
    path.addPath(_along([(half, c.middle - half), (half, c.middle + half)]))
    return path


_GLYPHS: dict[str, Callable[[Cell], QPainterPath]] = {
    "0": _zero,
    "1": _one,
    "2": _two,
    "3": _three,
    "4": _four,
    "5": _five,
    "6": _six,
    "7": _seven,
    "8": _eight,
    "9": _nine,
    "−": _dash,
    "–": _dash,
    "+": _plus,
}


def clock_path(room: QRectF) -> QPainterPath:
    """A disc from which two hands are cut, so that it holds at six pixels."""
    hand = max(1, round(room.width() / 8))
    reach = round(room.width() * 0.34)
    middle_x, middle_y = round(room.center().x() - hand / 2), round(room.center().y())
    disc, hands = QPainterPath(), QPainterPath()
    disc.addEllipse(room)
    hands.addRect(QRectF(middle_x, middle_y - reach, hand, reach + hand))
    hands.addRect(QRectF(middle_x, middle_y, reach + hand, hand))
    return disc.subtracted(hands)


def bolt_path(room: QRectF) -> QPainterPath:
    return _shape(room, [(0.62, 0), (0.12, 0.58), (0.46, 0.58), (0.36, 1), (0.88, 0.40), (0.54, 0.40)])


def plug_path(room: QRectF) -> QPainterPath:
    """Two pins, the body, the lead."""
    path = _shape(room, [(0.08, 0.3), (0.92, 0.3), (0.92, 0.5), (0.7, 0.78), (0.3, 0.78), (0.08, 0.5)])
    pin, lead = max(1.0, round(room.width() * 0.17)), max(1.0, round(room.width() * 0.16))
    for centre in (0.3, 0.7):
        path.addRect(QRectF(round(room.left() + centre * room.width() - pin / 2), room.top(), pin, room.height() * 0.3))
    path.addRect(QRectF(room.center().x() - lead / 2, room.top() + room.height() * 0.75, lead, room.height() * 0.25))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def star_path(room: QRectF) -> QPainterPath:
    points = []
    for corner in range(10):
        reach = 0.53 if corner % 2 == 0 else 0.22
        angle = -pi / 2 + corner * pi / 5
        points.append((0.5 + reach * cos(angle), 0.54 + reach * sin(angle)))
    return _shape(room, points)


def _shape(room: QRectF, points: list[tuple[float, float]]) -> QPainterPath:
    path = _along([(room.left() + x * room.width(), room.top() + y * room.height()) for x, y in points])
    path.closeSubpath()
    return path


def steps_paths(count: int, room: QRectF) -> tuple[QPainterPath, QPainterPath]:
    """Four rising steps: the first ``count`` of them, and the rest."""
    reached, rest = QPainterPath(), QPainterPath()
    gap = max(1, round(room.width() / 12))
    width = int((room.width() - 3 * gap) / 4)
    left = round(room.left() + (room.width() - 4 * width - 3 * gap) / 2)
    for step in range(4):
        height = round(room.height() * (step + 1) / 4)
        column = QRectF(left + step * (width + gap), room.bottom() - height, width, height)
        (reached if step < count else rest).addRect(column)
    return reached, rest


def arrow_down_path(room: QRectF) -> QPainterPath:
    return _shape(room, [(0.36, 0), (0.64, 0), (0.64, 0.5), (0.95, 0.5), (0.5, 1), (0.05, 0.5), (0.36, 0.5)])
