"""The last rung of the notices: a bar in the window, for a notice that the desktop could not show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from kraken_desktop.services.notifier import IN_WINDOW
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.view_models.parts import Trouble, Weight
from kraken_desktop.ui.widgets.trouble_bar import TroubleBar

if TYPE_CHECKING:
    from kraken_desktop.domain.sent_notice import SentNotice
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

SHOWN_FOR = timedelta(hours=1)


class NoticeBanner(StatefulView):
    """Takes no room while there is nothing to say. The newest notice of the last hour counts, until it is dismissed."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._dismissed: set[str] = set()
        self._bar = TroubleBar(theme)
        self._bar.pressed.connect(self._open)
        self._close = QToolButton()
        self._close.setProperty("role", "quiet")
        self._close.setToolTip("Dismiss")
        self._close.setAccessibleName("Dismiss this notice")
        self._close.clicked.connect(self._dismiss)
        self._bar.add_button(self._close)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._bar)

    def view_of(self, state: AppState) -> SentNotice | None:
        notice = next((notice for notice in state.notices if notice.shown_by == IN_WINDOW), None)
        if notice is None or notice.key in self._dismissed or state.now - notice.sent_at > SHOWN_FOR:
            return None
        return notice

    def show_view(self, view: object) -> None:
        notice = cast("SentNotice | None", view)
        side, top = (0, 0) if notice is None else (6 * SPACE, 3 * SPACE)
        self._column.setContentsMargins(side, top, side, 0)
        self._close.setIcon(self.theme.icon("close"))
        self._bar.set_trouble(
            None if notice is None else Trouble(notice.title, notice.body, "Open", notice.page, Weight.NOTE)
        )

    def _open(self, page: str) -> None:
        self._dismiss()
        self._commands.show_page(page)

    def _dismiss(self) -> None:
        notice = self.view_of(self.bridge.state)
        if notice is not None:
            self._dismissed.add(notice.key)
        self.recolour()
