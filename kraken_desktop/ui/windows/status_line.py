"""The line at the foot of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import SMALL, SPACE
from kraken_desktop.ui.view_models.status import FeedAge, StatusView, status_view

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


class StatusLine(StatefulView):
    """Feeds on the left, the shared hour and the next poll on the right."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._feeds = self._label()
        self._feeds.setWordWrap(True)  # a second line rather than an age that is cut off
        self._requests = self._label()
        self._next = self._label()
        self._resume = self._button("Resume", lambda: commands.pause_polling(None))
        self._refresh = self._button("", commands.refresh)
        self._refresh.setToolTip("Refresh now (F5)")
        self._refresh.setAccessibleName("Refresh now")
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(4 * SPACE)
        row.addWidget(self._feeds, 1)
        for widget in (self._requests, self._next, self._resume, self._refresh):
            row.addWidget(widget)

    def view_of(self, state: AppState) -> StatusView:
        return status_view(state)

    def show_view(self, view: object) -> None:
        shown = cast(StatusView, view)
        feeds = [self._worded(feed) for feed in shown.feeds]
        self._feeds.setText(" &nbsp;·&nbsp; ".join([f"<b>{shown.home}</b>", *feeds] if shown.home else feeds))
        self._requests.setText(shown.requests)
        self._next.setText(shown.next_poll)
        self._resume.setVisible(shown.is_paused)
        self._refresh.setIcon(self.theme.icon("refresh"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("raised"))
        painter.fillRect(0, 0, self.width(), 1, self.theme.colour("border"))

    def _worded(self, feed: FeedAge) -> str:
        colour = self.theme.colour("warning" if feed.is_troubled else "text_muted").name()
        mark = "⚠ " if feed.is_troubled else ""
        return f'<span style="color:{colour}">{mark}{feed.name} {feed.age}</span>'

    def _label(self) -> QLabel:
        label = QLabel()
        label.setProperty("role", "muted")
        label.setFont(self.theme.font(SMALL, figures=True))
        return label

    def _button(self, title: str, pressed: object) -> QToolButton:
        button = QToolButton()
        button.setText(title)
        button.setProperty("role", "quiet")
        button.clicked.connect(pressed)
        return button
