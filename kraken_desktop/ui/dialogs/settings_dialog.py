"""The settings: sections at the left, everything applies at once, the last change can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kraken_desktop.storage.settings import Settings, declaration
from kraken_desktop.ui.dialogs.account_section import AccountSection
from kraken_desktop.ui.dialogs.general_section import GeneralSection
from kraken_desktop.ui.dialogs.history_section import HistorySection
from kraken_desktop.ui.dialogs.notices_section import NoticesSection
from kraken_desktop.ui.dialogs.parts import small_print
from kraken_desktop.ui.dialogs.polling_section import PollingSection
from kraken_desktop.ui.dialogs.prices_section import PricesSection
from kraken_desktop.ui.dialogs.privacy_section import PrivacySection
from kraken_desktop.ui.dialogs.section import Section
from kraken_desktop.ui.screen_room import fit_screen
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_SECTIONS: tuple[tuple[str, type[Section]], ...] = (
    ("General", GeneralSection),
    ("Prices", PricesSection),
    ("Polling", PollingSection),
    ("Notices", NoticesSection),
    ("History", HistorySection),
    ("Account", AccountSection),
    ("Privacy", PrivacySection),
)
_LIST_STYLE = (
    "QListWidget { background: palette(base); border: none; padding: 12px 0; } QListWidget::item { padding: 8px 16px; }"
)
_BY_ITSELF = frozenset({"start_at_login"})
"""Changes that do more than set a value are undone where they were made."""


class SettingsDialog(QDialog):
    """Follows the settings and the state while it can be seen, so what changes elsewhere shows here too."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._bridge, self._commands, self._theme = bridge, commands, theme
        self._settings = commands.settings
        self._changed: list[tuple[str, object]] = []
        self._is_undoing = False
        self._list = QListWidget()
        self._list.setFont(theme.font(BODY))
        self._list.setAccessibleName("Sections")
        self._list.setFixedWidth(theme.scaled(136))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setStyleSheet(_LIST_STYLE)
        self._stack = QStackedWidget()
        self.sections = {name: build(commands, theme) for name, build in _SECTIONS}
        for name, section in self.sections.items():
            self._list.addItem(name)
            self._stack.addWidget(ScrolledContent(section, asks_height=True))
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._said = small_print(theme, "Every change applies at once.")
        self._undo, close = QPushButton("Undo"), QPushButton("Close")
        self._undo.clicked.connect(self._undo_last)
        self._undo.setEnabled(False)
        self._undo.setAutoDefault(False)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self._lay_out(close)
        self._list.setCurrentRow(0)
        self._unwatch = commands.watch_settings(self._settings_changed)
        self.finished.connect(lambda _result: self._unwatch())
        self.resize(theme.scaled(760), theme.scaled(560))
        fit_screen(self)

    def _lay_out(self, close: QPushButton) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self._list)
        top.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(4 * SPACE, 2 * SPACE, 4 * SPACE, 3 * SPACE)
        foot.setSpacing(2 * SPACE)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._undo)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top, 1)
        whole.addLayout(foot)

    def show_section(self, name: str) -> None:
        self._list.setCurrentRow(list(self.sections).index(name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bridge.changed.connect(self._show_state)
        self._show_state(self._bridge.state)
        for section in self.sections.values():
            section.show_settings(self._settings)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._bridge.changed.disconnect(self._show_state)

    def _show_state(self, state: AppState) -> None:
        for section in self.sections.values():
            section.show_state(state)

    def _settings_changed(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        for section in self.sections.values():
            section.show_settings(settings)
        keys = [key for key in Settings.__dataclass_fields__ if getattr(before, key) != getattr(settings, key)]
        told = [key for key in keys if declaration(key).label and key not in _BY_ITSELF]
        if told and not self._is_undoing:
            self._changed.append((told[0], getattr(before, told[0])))
            self._said.setText(f"Changed: {declaration(told[0]).label}.")
        self._undo.setEnabled(bool(self._changed))

    def _undo_last(self) -> None:
        key, value = self._changed.pop()
        self._is_undoing = True
        self._commands.change_setting(key, value)
        self._is_undoing = False
        self._said.setText(f"As before: {declaration(key).label}.")
        self._undo.setEnabled(bool(self._changed))
