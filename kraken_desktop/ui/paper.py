"""Pictures for paper: in ink's colours whatever the theme, and finer than on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.theme import Theme

_DOTS = 3
"""Pixels for one of the screen's."""
_WHOLE = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren


def chart_on_paper(chart: QWidget, theme: Theme) -> QPixmap:
    """A chart that paints itself in its theme's colours, without the page that it stands on."""
    with theme.on_paper():
        return _picture(chart, QWidget.RenderFlag.DrawChildren)


def page_on_paper(page: QWidget, theme: Theme) -> QPixmap:
    """All that a page shows."""
    with theme.on_paper(is_dressed=True):
        return _picture(page, _WHOLE)


def _picture(widget: QWidget, parts: QWidget.RenderFlag) -> QPixmap:
    picture = QPixmap(widget.size() * _DOTS)
    picture.setDevicePixelRatio(_DOTS)
    picture.fill(Qt.GlobalColor.white)
    widget.render(picture, QPoint(), QRegion(), parts)
    return picture
