"""A page in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kraken_desktop.ui.page_registry import PageEntry
from kraken_desktop.ui.theme import SPACE, Theme


class DetachedPage(QWidget):
    """``returned(name)`` when it is closed, or sent back; the page is then without a parent again."""

    returned = Signal(str)
    on_top_chosen = Signal(bool)

    def __init__(self, entry: PageEntry, page: QWidget, theme: Theme, *, is_on_top: bool) -> None:
        super().__init__()
        self.entry = entry
        self._page: QWidget | None = page
        self.setWindowTitle(f"{entry.title} – Kraken Desktop")
        self.setMinimumSize(480, 360)
        self.resize(800, 520)
        self._pin = QToolButton()
        self._pin.setCheckable(True)
        self._pin.setText("Always on top")
        self._pin.setChecked(is_on_top)
        self._pin.setIcon(theme.icon("pin"))
        self._pin.toggled.connect(self._keep_on_top)
        back = QToolButton()
        back.setText("Back into the main window")
        back.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(5 * SPACE, 2 * SPACE, 5 * SPACE, 0)
        for button in (self._pin, back):
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self._column.addWidget(page, 1)
        page.show()
        page.setFocus()
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        if is_on_top:
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)

    def take_page(self) -> QWidget | None:
        """The page, free to go elsewhere."""
        page, self._page = self._page, None
        if page is not None:
            self._column.removeWidget(page)
            page.setParent(None)
        return page

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.returned.emit(self.entry.name)

    def _keep_on_top(self, on: bool) -> None:
        """Changing the flag hides a window, so it is shown again where it was."""
        place = self.pos()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        self.move(place)
        self.show()
        self.on_top_chosen.emit(on)
