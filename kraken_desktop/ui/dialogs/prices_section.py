"""Settings: own night hours, drawn as a day, and own prices in place of Octopus's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit

from kraken_desktop.domain.moments import DailyWindow, london_date
from kraken_desktop.domain.own_terms import read_window
from kraken_desktop.services.pricing import night_hours
from kraken_desktop.services.text.found import hours_words
from kraken_desktop.storage.settings import OWN_PRICES, Settings, declaration, with_value
from kraken_desktop.ui.dialogs.parts import small_print
from kraken_desktop.ui.dialogs.section import Section
from kraken_desktop.ui.widgets.day_strip import DayStrip

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_EXAMPLE = "for example 22:30-00:30 GMT, 02:30-07:30 GMT"
_WINDOWS_WIDTH = 348


_NIGHT_ALONE = "It counts only beside an import price for the rest of the day."


class PricesSection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self._state: AppState | None = None
        self._lines: dict[str, QLineEdit] = {}
        self._said: dict[str, QLabel] = {}
        self.add_heading("Night hours")
        self.add_note(declaration("night_windows").help)
        self._add_line("night_windows", _EXAMPLE, _parts)
        self._lines["night_windows"].setMinimumWidth(theme.scaled(_WINDOWS_WIDTH))
        self._lines["night_windows"].textEdited.connect(lambda _text: self._draw(self.commands.settings))
        self._strip = DayStrip(theme)
        self.column.addWidget(self._strip)
        self._hours = self.add_note("")
        self.add_heading("My own prices")
        self.add_note(declaration("own_import_price").help)
        for key in OWN_PRICES:
            self._add_line(key, "Octopus's", lambda typed: typed.strip().rstrip("p").strip())
        self.column.addStretch(1)

    def _add_line(self, key: str, example: str, read: Callable[[str], object]) -> None:
        line, said = QLineEdit(), small_print(self.theme, "")
        line.setPlaceholderText(example)
        line.editingFinished.connect(lambda: self._apply(key, read))
        self.add_row(declaration(key).label, line)
        line.setAccessibleDescription(declaration(key).help)
        said.setStyleSheet(f"color: {self.theme.colour('danger').name()};")
        said.hide()
        self.column.addWidget(said)
        self._lines[key], self._said[key] = line, said

    def _apply(self, key: str, read: Callable[[str], object]) -> None:
        line, said = self._lines[key], self._said[key]
        if not line.isModified():
            return
        try:
            self.commands.change_setting(key, read(line.text()))
        except ValueError as error:
            said.setText(str(error)[:1].upper() + str(error)[1:] + ".")
            said.show()
        else:
            line.setModified(False)
            said.hide()
            self.show_settings(self.commands.settings)

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        for key, line in self._lines.items():
            if not line.isModified():
                value = getattr(settings, key)
                line.setText(_price_text(value) if key in OWN_PRICES else ", ".join(value))
                line.setCursorPosition(0)
        if not self._lines["own_night_price"].isModified():
            is_alone = settings.own_night_price is not None and settings.own_import_price is None
            self._said["own_night_price"].setText(_NIGHT_ALONE if is_alone else "")
            self._said["own_night_price"].setVisible(is_alone)
        self._draw(settings)

    def show_state(self, state: AppState) -> None:
        self._state = state
        self._draw(self.commands.settings)

    def _windows(self, settings: Settings) -> tuple[DailyWindow, ...]:
        """As they are typed, as soon as they make sense."""
        line = self._lines["night_windows"]
        if line.isModified():
            with suppress(ValueError):
                settings = with_value(settings, "night_windows", _parts(line.text()))
        return tuple(read_window(window) for window in settings.night_windows)

    def _draw(self, settings: Settings) -> None:
        """The import meter's hours today, whoever tells them."""
        state = self._state
        if state is None:
            return
        account = state.account.value
        point = account.meter_point(state.selection.import_number) if account is not None else None
        agreement = point.agreement_at(state.now) if point is not None else None
        windows, do_count = self._windows(settings), True
        if agreement is not None:
            tariff, is_own = state.import_tariff.value, bool(windows)
            do_count = tariff is None or tariff.hangs_on_hours or not is_own
            windows, source = night_hours(agreement, windows)
            self._hours.setText(hours_words(windows, source, do_count=do_count))
        self._strip.show_windows(windows, london_date(state.now), do_count=do_count)


def _parts(typed: str) -> list[str]:
    return [part for part in typed.split(",") if part.strip()]


def _price_text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
