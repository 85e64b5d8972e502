"""A section of the settings: controls made from the settings' own declarations, applied as soon as they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTime
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QTimeEdit, QVBoxLayout, QWidget

from kraken_desktop.storage.settings import Settings, declaration
from kraken_desktop.ui.dialogs.parts import heading, small_print
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_FIELD_WIDTH = 220
_CLOCK = "HH:mm"


class Section(QWidget):
    """``show_settings`` and ``show_state`` put what changed elsewhere on the screen without applying it again."""

    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.commands, self.theme = commands, theme
        self._shows: list[Callable[[Settings], None]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        self.column.setSpacing(2 * SPACE)

    def show_settings(self, settings: Settings) -> None:
        for show in self._shows:
            show(settings)

    def show_state(self, state: AppState) -> None:
        """For sections that also show facts."""

    def add_heading(self, text: str) -> None:
        if self.column.count():
            self.column.addSpacing(4 * SPACE)
        self.column.addWidget(heading(self.theme, text))

    def add_note(self, text: str) -> QLabel:
        note = small_print(self.theme, text)
        self.column.addWidget(note)
        return note

    def add_switch(self, key: str, change: Callable[[bool], None] | None = None) -> CheckSwitch:
        """``change`` carries out what more there is to do than remembering the value."""
        words = declaration(key)
        switch = CheckSwitch(words.label, self.theme)
        switch.setAccessibleDescription(words.help)
        switch.toggled.connect(change or (lambda on: self.commands.change_setting(key, on)))
        self.column.addWidget(switch)
        if words.help:
            note = self.add_note(words.help)
            note.setContentsMargins(7 * SPACE, 0, 0, SPACE)

        def show(settings: Settings) -> None:
            with QSignalBlocker(switch):
                switch.setChecked(bool(getattr(settings, key)))

        self._shows.append(show)
        return switch

    def add_choice(self, key: str) -> QComboBox:
        """A list of the declared choices."""
        choices = declaration(key).choices or ()
        box = QComboBox()
        for value, label in choices:
            box.addItem(label, value)
        box.activated.connect(lambda index: self.commands.change_setting(key, choices[index][0]))
        self.add_field(key, box)

        def show(settings: Settings) -> None:
            with QSignalBlocker(box):
                box.setCurrentIndex([value for value, _ in choices].index(getattr(settings, key)))

        self._shows.append(show)
        return box

    def add_clock(self, key: str) -> QTimeEdit:
        clock = QTimeEdit()
        clock.setDisplayFormat(_CLOCK)
        clock.timeChanged.connect(lambda time: self.commands.change_setting(key, time.toString(_CLOCK)))
        self.add_field(key, clock)

        def show(settings: Settings) -> None:
            with QSignalBlocker(clock):
                clock.setTime(QTime.fromString(getattr(settings, key), _CLOCK))

        self._shows.append(show)
        return clock

    def add_field(self, key: str, control: QWidget) -> None:
        """A declared setting's label, its control and its help below."""
        words = declaration(key)
        self.add_row(words.label, control)
        control.setAccessibleDescription(words.help)
        if words.help:
            self.add_note(words.help)

    def add_row(self, label: str, control: QWidget) -> QLabel:
        """A label whose letter reaches the control, which stands beside it."""
        name = QLabel(label)
        name.setFont(self.theme.font(BODY))
        name.setBuddy(control)
        control.setFont(self.theme.font(BODY))
        control.setAccessibleName(label)
        control.setMinimumWidth(self.theme.scaled(_FIELD_WIDTH))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        name.setMinimumWidth(self.theme.scaled(200))
        form.addRow(name, control)
        self.column.addLayout(form)
        return name
