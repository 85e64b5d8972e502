"""Settings: how it looks, how bands are told, how it starts."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from kraken_desktop.domain.bands import BandScheme, SchemeKind
from kraken_desktop.storage.settings import Settings, declaration, with_value
from kraken_desktop.ui.dialogs.band_day import BandDay
from kraken_desktop.ui.dialogs.band_preview import BandPreview
from kraken_desktop.ui.dialogs.section import Section
from kraken_desktop.ui.dialogs.thresholds_editor import ThresholdsEditor

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


class GeneralSection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self.add_heading("Look")
        self.add_choice("theme")
        self.add_choice("palette")
        self.add_choice("icon_style")
        self._preview = BandPreview(theme)
        self.column.addWidget(self._preview)
        self.add_heading("Price bands")
        self.add_choice("scheme")
        self._thresholds = ThresholdsEditor(theme, lambda typed: commands.change_setting("thresholds", typed))
        self._thresholds_name = self.add_row(declaration("thresholds").label, self._thresholds)
        self._thresholds.setAccessibleDescription(declaration("thresholds").help)
        self.column.addWidget(self._thresholds.said)
        self._thresholds.textEdited.connect(lambda _text: self._try_limits())
        self._limits: tuple[Decimal, ...] = ()
        self._day = BandDay(theme)
        self.column.addWidget(self._day)
        self._state: AppState | None = None
        self.add_heading("Start")
        self.add_switch("start_at_login", commands.set_start_at_login)
        self.add_switch("start_hidden")
        self._add_launchers()
        self.add_switch("detached_on_top")
        self.column.addStretch(1)

    def _add_launchers(self) -> None:
        self._launchers = QPushButton()
        self._launchers.setAutoDefault(False)
        self._launchers.clicked.connect(self._turn_launchers)
        row = QHBoxLayout()
        row.addWidget(self._launchers)
        row.addStretch(1)
        self.column.addLayout(row)
        self._launchers_note = self.add_note("The entry and the icon in this computer's application menu.")
        self._name_launchers()

    def _turn_launchers(self) -> None:
        wanted = not self.commands.has_launchers
        self.commands.install_launchers(wanted)
        if self.commands.has_launchers is wanted:
            said = "The menu entry was added." if wanted else "The menu entry was removed."
        else:
            said = "The menu entry could not be changed; the log says why."
        self._launchers_note.setText(said)
        self._name_launchers()

    def _name_launchers(self) -> None:
        self._launchers.setText("Remove from the menu" if self.commands.has_launchers else "Add to the menu")

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._name_launchers()
        self._preview.show_settings(settings)
        self._thresholds.show_thresholds(settings.thresholds)
        if not self._thresholds.isModified():
            self._limits = settings.thresholds
        for widget in (self._thresholds, self._thresholds_name, self._thresholds.said):
            widget.setVisible(settings.scheme == "thresholds")
        self._draw_day()

    def show_state(self, state: AppState) -> None:
        self._state = state
        self._draw_day()

    def _try_limits(self) -> None:
        """As they are typed, as soon as they make sense; until then those that did last."""
        with suppress(ValueError):
            self._limits = with_value(self.commands.settings, "thresholds", self._thresholds.typed).thresholds
            self._thresholds.say_bands(self._limits)
            self._draw_day()

    def _draw_day(self) -> None:
        if self._state is not None:
            self._day.show_day(self._state, BandScheme(SchemeKind(self.commands.settings.scheme), self._limits))
