"""The main window: a sidebar of pages, one at a time, and the status line; a page can get a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kraken_desktop.ui.page_registry import PAGES, PageEntry, build_dialog
from kraken_desktop.ui.screen_room import fit_screen
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.tray import Tray
from kraken_desktop.ui.widgets.many_views import ManyViews
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent
from kraken_desktop.ui.windows.detached import DetachedPage
from kraken_desktop.ui.windows.notice_banner import NoticeBanner
from kraken_desktop.ui.windows.sidebar import Sidebar
from kraken_desktop.ui.windows.status_line import StatusLine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

LEAST = QSize(900, 600)
NARROW_BELOW = 1000


class MainWindow(QWidget):
    """``show_page`` opens a page or a dialog by its name. Closing hides; without a tray it quits.

    Pages are built when first looked at and kept. ``has_tray`` is asked at closing.
    """

    closed = Signal()

    def __init__(
        self,
        bridge: StateBridge,
        commands: Commands,
        theme: Theme,
        has_tray: Callable[[], bool] = Tray.is_available,
    ) -> None:
        super().__init__()
        self._bridge, self._commands, self._theme = bridge, commands, theme
        self._has_tray = has_tray
        self._pages: dict[str, QWidget] = {}
        self._places: dict[str, ScrolledContent] = {}
        self._detached: dict[str, DetachedPage] = {}
        self._dialogs: dict[str, QDialog] = {}
        self._entries = {entry.name: entry for entry in PAGES}
        self.setWindowTitle("Kraken Desktop")
        self.resize(1080, 720)
        self._sidebar = Sidebar(PAGES, theme)
        self._sidebar.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
        self._status = StatusLine(bridge, commands, theme)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(NoticeBanner(bridge, commands, theme))
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._sidebar)
        whole.addLayout(right, 1)
        theme.changed.connect(self._sidebar.recolour)
        self._add_shortcuts()
        self._restore(self, "main")
        fit_screen(self, LEAST)

    @property
    def page(self) -> str:
        """The name of the page that is shown, empty before the first."""
        return next((name for name, place in self._places.items() if place is self._stack.currentWidget()), "")

    def page_widget(self, name: str) -> QWidget | None:
        """A page that has been opened, wherever it is."""
        return self._pages.get(name)

    def show_page(self, name: str) -> None:
        """Open the window at a page, or a dialog over it; an unknown name opens the first page.

        A page of several views is turned to one of them: ``prices/best``.
        """
        if self._open_dialog(name):
            return
        page, _, view = name.partition("/")
        entry = self._entries.get(page, PAGES[0])
        if entry.name in self._detached:
            _raise(self._detached[entry.name])
        else:
            self._turn_to(entry)
            _raise(self)
        if view and isinstance(shown := self._pages[entry.name], ManyViews):
            shown.open_view(view)

    def detach(self, name: str) -> None:
        """Give a page a window of its own; its place here says where it went."""
        entry = self._entries[name]
        if name in self._detached:
            return
        self._turn_to(entry)
        self._places[name].takeWidget()
        window = DetachedPage(entry, self._pages[name], self._theme, is_on_top=self._commands.settings.detached_on_top)
        window.returned.connect(self._take_back)
        window.on_top_chosen.connect(lambda on: self._commands.change_setting("detached_on_top", on))
        self._detached[name] = window
        self._offer_detaching(name, False)
        self._show_absence(entry)
        self._restore(window, f"page:{name}")
        window.show()

    def showEvent(self, event: QShowEvent) -> None:
        # Not only once: another screen may be there by now.
        fit_screen(self, LEAST)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember({"main": self})
        super().closeEvent(event)
        self.closed.emit()
        if not self._has_tray() and not self._detached:
            self._commands.quit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sidebar.set_narrow(self.width() < self._theme.scaled(NARROW_BELOW))

    def remember(self) -> None:
        """Keep the sizes and positions of every open window; for the end of the run."""
        windows: dict[str, QWidget] = {f"page:{name}": window for name, window in self._detached.items()}
        self._remember({"main": self, **windows} if self.isVisible() else windows)

    def _turn_to(self, entry: PageEntry) -> None:
        if entry.name not in self._pages:
            page = entry.build(self._bridge, self._commands, self._theme)
            page.setAccessibleName(entry.title)
            frame = page.findChild(PageFrame)
            if frame is not None:
                frame.detach_asked.connect(partial(self.detach, entry.name))
            place = ScrolledContent(page)
            place.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._pages[entry.name], self._places[entry.name] = page, place
            self._stack.addWidget(place)
            self._offer_detaching(entry.name, True)
        self._stack.setCurrentWidget(self._places[entry.name])
        self._sidebar.show_chosen(entry.name)
        self._places[entry.name].setFocus()

    def _offer_detaching(self, name: str, is_offered: bool) -> None:
        frame = self._pages[name].findChild(PageFrame)
        if frame is not None:
            frame.offer_detaching(is_offered)

    def _show_absence(self, entry: PageEntry) -> None:
        words = QLabel(f"{entry.title} is in a window of its own.")
        words.setFont(self._theme.font(BODY))
        words.setProperty("role", "muted")
        back = QPushButton("Bring it back")
        back.clicked.connect(lambda: self._detached[entry.name].close())
        absence = QWidget()
        column = QVBoxLayout(absence)
        column.setSpacing(3 * SPACE)
        column.addStretch(1)
        for widget in (words, back):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._places[entry.name].show_content(absence)

    def _take_back(self, name: str) -> None:
        window = self._detached.pop(name, None)
        if window is None:
            return
        self._remember({f"page:{name}": window})
        page = window.take_page()
        if page is not None:
            self._places[name].show_content(page)
            page.show()
            self._offer_detaching(name, True)
        window.deleteLater()
        if not self.isVisible() and not self._has_tray() and not self._detached:
            self._commands.quit()

    def _open_dialog(self, name: str) -> bool:
        if name not in self._dialogs:
            dialog = build_dialog(name, self._bridge, self._commands, self._theme)
            if dialog is None:
                return False
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _result: self._dialogs.pop(name, None))
            self._dialogs[name] = dialog
            dialog.open()
        _raise(self._dialogs[name])
        return True

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("F5", self._commands.refresh),
            ("Ctrl+,", lambda: self.show_page("settings")),
            ("Ctrl+Q", self._commands.quit),
            ("Ctrl+W", self.close),
            ("Esc", self.close),
            ("Ctrl+D", lambda: self.detach(self.page) if self.page else None),
        ]
        keys += [(f"Ctrl+{number}", partial(self.show_page, entry.name)) for number, entry in enumerate(PAGES, start=1)]
        for key, pressed in keys:
            QShortcut(QKeySequence(key), self, pressed)

    def _restore(self, window: QWidget, name: str) -> None:
        stored = self._commands.settings.windows.get(name)
        if stored:
            window.restoreGeometry(QByteArray.fromBase64(stored.encode()))

    def _remember(self, windows: dict[str, QWidget]) -> None:
        kept = dict(self._commands.settings.windows)
        for name, window in windows.items():
            kept[name] = bytes(window.saveGeometry().toBase64().data()).decode()
        if kept != self._commands.settings.windows:
            self._commands.change_setting("windows", kept)


def _raise(window: QWidget) -> None:
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
