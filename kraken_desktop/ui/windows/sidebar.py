"""The pages by icon and word; only icons where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kraken_desktop.ui.page_registry import PageEntry
from kraken_desktop.ui.theme import SPACE, Theme

WIDE, NARROW = 196, 56


class Sidebar(QWidget):
    """``chosen(name)`` of a page, or ``settings`` and ``about`` at the foot."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageEntry], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * SPACE, 4 * SPACE, 2 * SPACE, 3 * SPACE)
        self._column.setSpacing(SPACE)
        for number, page in enumerate(pages, start=1):
            self._add(page.name, page.title, page.icon, f"Ctrl+{number}", is_page=True)
        self._column.addStretch(1)
        self._add("settings", "Settings", "settings", "Ctrl+,", is_page=False)
        self._add("about", "About", "about", "", is_page=False)
        self.set_narrow(False)

    def show_chosen(self, name: str) -> None:
        if name in self._buttons:
            self._buttons[name][0].setChecked(True)
        self.recolour()

    def set_narrow(self, is_narrow: bool) -> None:
        self.setFixedWidth(self._theme.scaled(NARROW if is_narrow else WIDE))
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button, _icon in self._buttons.values():
            button.setToolButtonStyle(style)

    def recolour(self) -> None:
        for button, icon in self._buttons.values():
            button.setIcon(self._theme.icon(icon, "accent" if button.isChecked() else "text"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("raised"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.colour("border"))

    def _add(self, name: str, title: str, icon: str, shortcut: str, *, is_page: bool) -> None:
        button = QToolButton()
        button.setProperty("role", "nav")
        button.setText(f"  {title}")  # the gap to the symbol, which no style sets
        button.setAccessibleName(title)
        button.setToolTip(f"{title} ({shortcut})" if shortcut else title)
        button.setIconSize(QSize(20, 20))
        button.setCheckable(is_page)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(name))
        if is_page:
            self._group.addButton(button)
        self._buttons[name] = (button, icon)
        self._column.addWidget(button)
