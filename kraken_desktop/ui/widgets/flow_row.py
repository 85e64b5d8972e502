"""A row that goes on in the next line where it is too narrow for all of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from kraken_desktop.ui.theme import SPACE


class FlowRow(QLayout):
    """Widgets from the left; those that were added by ``add_end`` stand on the right of their line."""

    def __init__(self, spacing: int = 2 * SPACE) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []
        self._ends: set[int] = set()

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.addChildWidget(widget)
            self.addItem(QWidgetItem(widget))

    def add_end(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._ends.add(len(self._items))
            self.add(widget)

    # as Qt asks

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._placed(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + max(0, len(hints) - 1) * self.spacing()
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest alone."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._placed(rect, moves=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _placed(self, rect: QRect, *, moves: bool) -> int:
        """How high all lines are together."""
        lines, width = list[list[tuple[int, QLayoutItem]]]([[]]), 0
        for index, item in enumerate(self._items):
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if lines[-1] and width + self.spacing() + wide > rect.width():
                lines.append([])
                width = 0
            width += wide + (self.spacing() if lines[-1] else 0)
            lines[-1].append((index, item))
        y = rect.y()
        for line in lines:
            high = max((item.sizeHint().height() for _, item in line), default=0)
            if moves:
                self._place(line, QRect(rect.x(), y, rect.width(), high))
            y += high + self.spacing()
        return y - self.spacing() - rect.y()

    def _place(self, line: list[tuple[int, QLayoutItem]], room: QRect) -> None:
        left, right = room.left(), room.right() + 1
        ends = [item for index, item in line if index in self._ends]
        for index, item in line:
            if index not in self._ends:
                left = self._put(item, left, room)
        start = right - sum(item.sizeHint().width() for item in ends) - max(0, len(ends) - 1) * self.spacing()
        for item in ends:
            start = self._put(item, max(start, left), room)

    def _put(self, item: QLayoutItem, left: int, room: QRect) -> int:
        hint = item.sizeHint()
        size = QSize(min(hint.width(), room.width()), min(hint.height(), room.height()))
        item.setGeometry(QRect(QPoint(left, room.top() + (room.height() - size.height()) // 2), size))
        return left + size.width() + self.spacing()
