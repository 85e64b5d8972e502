"""The tray icon: the band's colour, the price in whole pence, one overlay. Each size is drawn for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap

from kraken_desktop.domain.bands import Band
from kraken_desktop.services.band_colours import band_colours
from kraken_desktop.ui.theme import contrast
from kraken_desktop.ui.tray_figures import (
    Cell,
    arrow_down_path,
    bolt_path,
    clock_path,
    plug_path,
    star_path,
    steps_paths,
    text_path,
    text_width,
)
from kraken_desktop.ui.view_models.icon import IconView, Overlay

LEAST_CONTRAST = 4.5
SIZES = (16, 22, 24, 32, 48, 64)


@lru_cache(maxsize=16)
def tray_icon(view: IconView) -> QIcon:
    """The icon of a view value, drawn once."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(tray_picture(view, size))
    return icon


def icon_colours(view: IconView) -> tuple[QColor, QColor]:
    """Fill and ink. A stale price keeps its hue at half the saturation."""
    band = Band.UNKNOWN if view.overlay is Overlay.NO_PRICE else view.band
    colours = band_colours(view.palette)[band]
    fill, ink = QColor(colours.fill), QColor(colours.text)
    if view.overlay is Overlay.STALE:
        hue, saturation, lightness = max(0.0, fill.hslHueF()), fill.hslSaturationF() / 2, fill.lightnessF()
        fill = QColor.fromHslF(hue, saturation, lightness)
        step = 0.01 if ink.lightnessF() < 0.5 else -0.01
        while contrast(fill, ink) < LEAST_CONTRAST:
            lightness += step
            fill = QColor.fromHslF(hue, saturation, lightness)
    return fill, ink


def tray_picture(view: IconView, size: int) -> QPixmap:
    """One size of ``SIZES``."""
    fill, ink = icon_colours(view)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    radius = size * 0.2
    painter.drawRoundedRect(QRectF(0, 0, size, size), radius, radius)
    layout = _LAYOUTS[size]
    badge = _BADGES.get(view.overlay)
    text = "–" if view.overlay is Overlay.NO_PRICE else view.text
    if text:
        painter.fillPath(_number(text, layout, badge is not None), ink)
    else:
        _paint_symbol(painter, view.band, layout, ink, badge is not None)
    if badge is not None:
        corner = size - layout.badge - layout.edge
        painter.fillPath(badge(QRectF(corner, corner, layout.badge, layout.badge)), ink)
    painter.end()
    return picture


@dataclass(frozen=True, slots=True)
class _Layout:
    """Whole pixels of one size: figures alone, above a badge, three of them; gaps of two and of three; the badge."""

    size: int
    alone: Cell
    above: Cell
    narrow: Cell
    gaps: tuple[int, int]
    badge: int
    edge: int


_LAYOUTS = {
    layout.size: layout
    for layout in (
        _Layout(16, Cell(6, 10, 2), Cell(6, 8, 2), Cell(5, 10, 2), (2, 1), 7, 0),
        _Layout(22, Cell(8, 14, 3), Cell(8, 11, 2), Cell(7, 13, 2), (2, 1), 8, 1),
        _Layout(24, Cell(9, 15, 3), Cell(9, 12, 3), Cell(7, 14, 2), (2, 2), 9, 1),
        _Layout(32, Cell(12, 20, 4), Cell(12, 16, 4), Cell(9, 19, 3), (2, 2), 12, 1),
        _Layout(48, Cell(18, 30, 6), Cell(18, 24, 5), Cell(13, 28, 4), (3, 3), 17, 2),
        _Layout(64, Cell(24, 40, 8), Cell(24, 32, 7), Cell(18, 38, 6), (4, 4), 23, 3),
    )
}

_BADGES: dict[Overlay, Callable[[QRectF], QPainterPath]] = {
    Overlay.STALE: clock_path,
    Overlay.BOOST: bolt_path,
    Overlay.DISPATCH: plug_path,
    Overlay.SESSION: star_path,
}


def _number(text: str, layout: _Layout, has_badge: bool) -> QPainterPath:
    cell = layout.above if has_badge else layout.alone
    gap = layout.gaps[len(text) > 2]
    if len(text) > 2:
        cell = Cell(layout.narrow.width, min(cell.height, layout.narrow.height), layout.narrow.weight)
    left = (layout.size - text_width(text, cell, gap)) // 2
    top = layout.edge if has_badge else (layout.size - cell.height) // 2
    return text_path(text, cell, gap).translated(QPointF(left, top))


def _paint_symbol(painter: QPainter, band: Band, layout: _Layout, ink: QColor, has_badge: bool) -> None:
    """The style without a number: as many of four steps as the quadrant is dear, an arrow down below zero."""
    margin = round(layout.size / 7)
    floor = layout.size - (layout.badge + layout.edge + 1 if has_badge else margin)
    top = layout.edge + 1 if has_badge else margin
    room = QRectF(margin, top, layout.size - 2 * margin, floor - top)
    if band is Band.UNKNOWN:
        painter.fillPath(_number("–", layout, has_badge), ink)
    elif band is Band.NEGATIVE:
        painter.fillPath(arrow_down_path(room), ink)
    else:
        reached, rest = steps_paths(band.value + 1, room)
        painter.fillPath(reached, ink)
        painter.fillPath(rest, QColor(ink.red(), ink.green(), ink.blue(), 80))
