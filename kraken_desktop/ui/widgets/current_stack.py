"""Pages of which the one that is shown decides the size."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedLayout, QWidget


class CurrentStack(QWidget):
    """Qt's own stack is as large as its largest page, so that a short page stands in a tall one's room, scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _CurrentLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, page: QWidget) -> int:
        """Its number. The first page is shown."""
        return self._pages.addWidget(page)

    def removeWidget(self, page: QWidget) -> None:
        self._pages.removeWidget(page)

    def currentWidget(self) -> QWidget | None:
        return self._pages.currentWidget()

    def setCurrentIndex(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._pages.invalidate()

    def setCurrentWidget(self, page: QWidget) -> None:
        self.setCurrentIndex(self._pages.indexOf(page))


class _CurrentLayout(QStackedLayout):
    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize()

    def minimumSize(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else QSize()

    def hasHeightForWidth(self) -> bool:
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        page = self.currentWidget()
        return page.heightForWidth(width) if page is not None else -1
