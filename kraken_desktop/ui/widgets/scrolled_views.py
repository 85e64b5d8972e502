"""Views of one page, each of which scrolls by itself: the choice above them stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent

_LEAST = QSize(320, 240)
"""In less the page scrolls, too."""


class ScrolledViews(QStackedWidget):
    """Asks for little, however much its views ask for: else the page would scroll what scrolls already."""

    def add_view(self, view: QWidget) -> int:
        """Its place."""
        return self.addWidget(ScrolledContent(view))

    def sizeHint(self) -> QSize:
        return _LEAST

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def hasHeightForWidth(self) -> bool:
        return False
