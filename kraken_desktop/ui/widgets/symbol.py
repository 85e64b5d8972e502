"""Symbols of ``resources/icons`` in one colour; QtSvg loads with the first of them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kraken_desktop.ui.resources import resource_path

_SIZES = (16, 20, 24, 32, 40, 48, 64)


def tinted(name: str, ink: str) -> QIcon:
    """The symbol drawn at each size for itself, ``currentColor`` being ``ink`` (``#RRGGBB``)."""
    drawing = resource_path(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", ink)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    icon = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(picture)
    return icon
