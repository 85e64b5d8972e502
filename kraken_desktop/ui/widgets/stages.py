"""The four designed states of a page or a panel: loading, empty, full, and a bar above any of them for trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import BODY, SPACE, TITLE, Theme
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.skeleton import Skeleton
from kraken_desktop.ui.widgets.trouble_bar import TroubleBar

_MEASURE = 480
"""The width of running text, in which a line is easily read."""


class Stages(QWidget):
    """``asked`` carries what a button of the bar or of the empty state asks for: ``refresh`` or a page's name."""

    asked = Signal(str)
    turned = Signal()
    """From one of the four to another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble = TroubleBar(theme)
        self._trouble.pressed.connect(self.asked)
        self._skeleton = Skeleton(theme)
        self._empty = _EmptyState(theme)
        self._empty.asked.connect(self.asked)
        self._content = QWidget()
        self._stack = CurrentStack()
        for widget in (self._skeleton, self._empty, self._content):
            self._stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4 * SPACE)
        whole.addWidget(self._trouble)
        whole.addWidget(self._stack, 1)

    @property
    def is_full(self) -> bool:
        return self._stack.currentWidget() is self._content

    def set_content(self, content: QWidget) -> None:
        """What is shown when it is full."""
        self._stack.removeWidget(self._content)
        self._content.deleteLater()
        self._content = content
        self._stack.addWidget(content)

    def show_loading(self) -> None:
        self._turn_to(self._skeleton)

    def show_empty(self, emptiness: Emptiness) -> None:
        self._empty.show_emptiness(emptiness)
        self._turn_to(self._empty)

    def show_full(self) -> None:
        self._turn_to(self._content)

    def set_trouble(self, trouble: Trouble | None) -> None:
        self._trouble.set_trouble(trouble)

    def _turn_to(self, widget: QWidget) -> None:
        if widget is not self._stack.currentWidget():
            self._stack.setCurrentWidget(widget)
            self.turned.emit()


class _EmptyState(QWidget):
    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._does = ""
        self._icon = QLabel()
        self._title = QLabel()
        self._title.setFont(theme.font(TITLE, bold=True))
        self._text = QLabel()
        self._text.setFont(theme.font(BODY))
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(theme.scaled(_MEASURE))
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self.asked.emit(self._does))
        column = QVBoxLayout(self)
        column.setSpacing(3 * SPACE)
        column.addStretch(2)
        for widget in (self._icon, self._title, self._text, self._button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def show_emptiness(self, emptiness: Emptiness) -> None:
        self._does = emptiness.does
        self._title.setText(emptiness.title)
        self._text.setText(emptiness.text)
        self._text.setFixedHeight(self._text.heightForWidth(self._text.width()))
        self._button.setText(emptiness.action)
        self._button.setVisible(bool(emptiness.action))
        self._icon.setVisible(bool(emptiness.icon))
        if emptiness.icon:
            self._icon.setPixmap(self._theme.icon(emptiness.icon, "text_muted").pixmap(48, 48))
