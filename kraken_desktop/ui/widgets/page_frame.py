"""What every page has: a heading, a bar for trouble, and its four designed states."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import SPACE, TITLE, Theme
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.widgets.stages import Stages


class PageFrame(QWidget):
    """Loading (a still skeleton), empty, full; trouble is a bar above any of them.

    ``asked`` carries what a button of the bar or of the empty state asks for: ``refresh`` or a page's name.
    """

    asked = Signal(str)
    detach_asked = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heading = QLabel(title)
        self._heading.setFont(theme.font(TITLE, bold=True))
        self._stages = Stages(theme)
        self._stages.asked.connect(self.asked)
        self.header = QHBoxLayout()
        self.header.setSpacing(2 * SPACE)
        self.header.addWidget(self._heading)
        self.header.addStretch(1)
        self._detach = QToolButton()
        self._detach.setProperty("role", "quiet")
        self._detach.setToolTip("Open in a window of its own (Ctrl+D)")
        self._detach.setAccessibleName("Open in a window of its own")
        self._detach.clicked.connect(self.detach_asked)
        self.offer_detaching(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        whole.setSpacing(4 * SPACE)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addLayout(self.header, 1)
        head.addWidget(self._detach)
        whole.addLayout(head)
        whole.addWidget(self._stages, 1)

    @property
    def is_full(self) -> bool:
        return self._stages.is_full

    def set_content(self, content: QWidget) -> None:
        """What the page shows when it is full; widgets beside the heading go into ``header``."""
        self._stages.set_content(content)

    def offer_when_full(self, *widgets: QWidget) -> None:
        """Have these enabled as long as there is something that they could be used with."""

        def offer() -> None:
            for widget in widgets:
                widget.setEnabled(self.is_full)

        self._stages.turned.connect(offer)
        offer()

    def show_loading(self) -> None:
        self._stages.show_loading()

    def show_empty(self, emptiness: Emptiness) -> None:
        self._stages.show_empty(emptiness)

    def show_unread(self, emptiness: Emptiness | None) -> None:
        """Before anything was read: why, or that the first answer is awaited."""
        if emptiness is None:
            self.show_loading()
        else:
            self.show_empty(emptiness)

    def show_full(self) -> None:
        self._stages.show_full()

    def offer_detaching(self, is_offered: bool) -> None:
        """Show the button that asks for a window of its own."""
        self._detach.setVisible(is_offered)
        self._detach.setIcon(self._theme.icon("detach", "text_muted"))

    def set_trouble(self, trouble: Trouble | None) -> None:
        self._stages.set_trouble(trouble)
