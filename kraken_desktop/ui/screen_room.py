"""How much of the screen a window may take."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStyle, QWidget

NOTHING = QSize(0, 0)


def room_for(window: QWidget) -> QSize:
    """What the window's screen leaves for its inside, under a title bar and beside the desktop's panels."""
    available = window.screen().availableGeometry().size()
    if window.windowFlags() & Qt.WindowType.FramelessWindowHint:
        return available
    edge = window.style().pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    return available - QSize(2 * edge, title + edge)


def fit_screen(window: QWidget, least: QSize = NOTHING) -> None:
    """At least ``least``, but never larger than the screen: where it is small, the content is scrolled."""
    room = room_for(window)
    window.setMinimumSize(least.boundedTo(room))
    window.resize(window.size().boundedTo(room))
