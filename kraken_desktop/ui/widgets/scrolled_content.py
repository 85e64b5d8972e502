"""Content that is scrolled only where the screen has no room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrolledContent(QScrollArea):
    """Asks for its content's width, and makes do with less. The background is the one behind it.

    ``asks_height``: also for as much height as its content needs. Not inside of another one, which would give it, be
    scrolled itself, and leave two bars beside each other.
    """

    def __init__(self, content: QWidget, *, asks_height: bool = False) -> None:
        super().__init__()
        self._asks_height = asks_height
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.show_content(content)

    def show_content(self, content: QWidget) -> None:
        """In place of the content there was, which is deleted unless it was taken."""
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        content = self.widget()
        hint = content.sizeHint() if content is not None else super().sizeHint()
        return hint if self._asks_height else QSize(hint.width(), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        content = self.widget()
        return self._asks_height and content is not None and content.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        content = self.widget()
        return content.heightForWidth(width) if self._asks_height and content is not None else -1
