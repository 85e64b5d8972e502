"""The resident part: icon, tooltip and menu. Painted from the state as soon as it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from kraken_desktop.domain.moments import tomorrow_span
from kraken_desktop.services.state import Phase
from kraken_desktop.ui.page_registry import PAGES
from kraken_desktop.ui.tray_icon import tray_icon
from kraken_desktop.ui.view_models.tray import REFRESH, TrayView, tray_view

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.storage.settings import Settings
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands

MOST_FACTS = 6


class Tray(QObject):
    """Follows the state all the time. Where the desktop has no tray yet, the icon appears when one arrives."""

    def __init__(self, bridge: StateBridge, commands: Commands, icon: QSystemTrayIcon, menu: QMenu) -> None:
        """``icon`` may be on the screen already, with the empty ``menu`` on it."""
        super().__init__()
        self._bridge = bridge
        self._commands = commands
        self._view: TrayView | None = None
        self._icon = icon
        self._menu = menu
        self._build_menu()
        self._icon.activated.connect(self._activated)
        bridge.changed.connect(self.set_state)
        self._unwatch = commands.watch_settings(self._settings_changed)
        self.set_state(bridge.state)

    @staticmethod
    def is_available() -> bool:
        """A tray is really there; without one, closing the last window must not hide the app."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def menu(self) -> QMenu:
        return self._menu

    @property
    def icon(self) -> QSystemTrayIcon:
        """For ``showMessage``, the second rung of the notices."""
        return self._icon

    def show(self) -> None:
        self._icon.show()

    def hide(self) -> None:
        """At the end of the run."""
        self._unwatch()
        self._icon.hide()

    def set_state(self, state: AppState) -> None:
        view, before = tray_view(state, self._commands.settings), self._view
        if view == before:
            return
        self._view = view
        if before is None or view.icon != before.icon:
            self._icon.setIcon(tray_icon(view.icon))
        if before is None or view.tooltip != before.tooltip:
            self._icon.setToolTip(view.tooltip)
        self._word_menu(view)

    def _settings_changed(self, _settings: Settings) -> None:
        self.set_state(self._bridge.state)

    def _build_menu(self) -> None:
        menu, commands = self._menu, self._commands
        self._facts = [menu.addAction("") for _ in range(MOST_FACTS)]
        for fact in self._facts:
            fact.setEnabled(False)
        menu.addSeparator()
        self._sign_in = self._add(menu, "Sign in…", lambda: commands.show_page("sign-in"))
        self._add(menu, "At a glance", commands.show_glance)
        for number, page in enumerate(PAGES, start=1):
            self._add(menu, page.title, partial(commands.show_page, page.name), f"Ctrl+{number}")
        menu.addSeparator()
        self._copy = self._add(menu, "Copy price", commands.copy_price, "Ctrl+C")
        self._refresh = self._add(menu, REFRESH, commands.refresh, "F5")
        self._pause = menu.addMenu("Pause polling")
        self._add(self._pause, "For an hour", self._pause_an_hour)
        self._add(self._pause, "Until tomorrow", self._pause_until_tomorrow)
        self._resume = self._add(menu, "Resume polling", lambda: commands.pause_polling(None))
        menu.addSeparator()
        self._add(menu, "Settings…", lambda: commands.show_page("settings"), "Ctrl+,")
        self._add(menu, "About", lambda: commands.show_page("about"))
        self._add(menu, "Quit", commands.quit, "Ctrl+Q")

    @staticmethod
    def _add(menu: QMenu, title: str, chosen: Callable[[], object], shortcut: str = "") -> QAction:
        action = menu.addAction(title)
        action.triggered.connect(lambda _checked=False: chosen())
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        return action

    def _word_menu(self, view: TrayView) -> None:
        lines = [*view.facts[: MOST_FACTS - 1], *([view.paused] if view.paused else [])]
        for index, fact in enumerate(self._facts):
            fact.setVisible(index < len(lines))
            fact.setText(lines[index].replace("&", "&&") if index < len(lines) else "")
        is_signed_in = view.phase is Phase.SIGNED_IN
        self._sign_in.setVisible(view.phase in (Phase.SIGNED_OUT, Phase.KEY_REFUSED))
        self._copy.setEnabled(view.has_price)
        self._refresh.setText(view.refresh)
        self._refresh.setEnabled(view.can_refresh)
        self._pause.menuAction().setVisible(is_signed_in and not view.paused)
        self._resume.setVisible(bool(view.paused))

    def _pause_an_hour(self) -> None:
        self._commands.pause_polling(self._bridge.state.now + timedelta(hours=1))

    def _pause_until_tomorrow(self) -> None:
        self._commands.pause_polling(tomorrow_span(self._bridge.state.now).start)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._commands.show_glance()
        elif reason is QSystemTrayIcon.ActivationReason.MiddleClick:
            self._commands.show_page("live")
