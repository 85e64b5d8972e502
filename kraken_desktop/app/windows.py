"""Every window of the app, made when it is first asked for and never before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from kraken_desktop.system.memory import give_back

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.windows.glance import GlancePanel
    from kraken_desktop.ui.windows.main_window import MainWindow


class Windows:
    """``home`` is the sample home of a demo: each title says so."""

    def __init__(self, bridge: StateBridge, commands: Commands, home: str | None) -> None:
        self._bridge = bridge
        self._commands = commands
        self._home = home
        self._theme: Theme | None = None
        self._main: MainWindow | None = None
        self._glance: GlancePanel | None = None

    def show_page(self, page: str) -> None:
        """A page of the main window, a dialog, or ``glance``."""
        if page == "glance":
            self.show_glance()
            return
        self._main_window().show_page(page)

    def show_glance(self) -> None:
        if self._glance is None:
            from kraken_desktop.ui.windows.glance import GlancePanel

            self._glance = GlancePanel(self._bridge, self._commands, self._worn_theme())
            self._name(self._glance)
        self._glance.toggle()

    def show_crash(self, details: str) -> None:
        from kraken_desktop.ui.dialogs.crash_dialog import CrashDialog

        CrashDialog(self._commands, self._worn_theme(), details).open()

    def hide(self) -> None:
        """Keep sizes and positions, and take everything off the screen; for the end of the run.

        A window still open when the interpreter ends hides there, where its Python part can no longer run: a crash.
        """
        if self._main is not None:
            self._main.remember()
        for widget in QApplication.topLevelWidgets():
            widget.hide()

    def _main_window(self) -> MainWindow:
        if self._main is None:
            from kraken_desktop.ui.windows.main_window import MainWindow

            self._main = MainWindow(self._bridge, self._commands, self._worn_theme())
            self._main.closed.connect(give_back)
            self._name(self._main)
        return self._main

    def _worn_theme(self) -> Theme:
        if self._theme is None:
            from kraken_desktop.ui.theme import Theme

            settings = self._commands.settings
            self._theme = Theme(settings.theme, settings.palette)
            self._commands.watch_settings(self._theme.follow)
            self._theme.wear()
        return self._theme

    def _name(self, window: QWidget) -> None:
        if self._home is not None:
            window.setWindowTitle(f"{window.windowTitle()} – sample home {self._home}")
