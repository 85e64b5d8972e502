"""The second rung: a balloon of the tray icon, where the desktop has no notification service."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSystemTrayIcon

from kraken_desktop.services.ports import NoticeText


class TrayNotices:
    """Shows the newest notice only; a click on it is the action ``open``. It has no buttons."""

    def __init__(self, icon: QSystemTrayIcon) -> None:
        self._icon = icon
        self._group = ""
        self._pressed: Callable[[str, str], None] = lambda _group, _action: None
        icon.messageClicked.connect(self._clicked)

    def on_action(self, pressed: Callable[[str, str], None]) -> None:
        self._pressed = pressed

    async def show(self, notice: NoticeText) -> bool:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        self._group = notice.group
        self._icon.showMessage(notice.title, notice.body, self._icon.icon())
        return True

    async def close(self) -> None:
        """The balloon goes with the icon."""

    def _clicked(self) -> None:
        self._pressed(self._group, "open")
