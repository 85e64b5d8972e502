"""The first start: sign in, or look around with a sample home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import UNOFFICIAL, fit_height, heading, small_print, words
from kraken_desktop.ui.theme import BODY, SPACE, TITLE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_ABOUT = (
    "The price now as a coloured icon, live power, today's and tomorrow's prices, smart charging and notices, from "
    "your own Octopus account."
)
HOMES = (
    ("agile", "Agile: a price each half hour, solar panels and export"),
    ("intelligent", "Intelligent Octopus Go: an electric car that Octopus charges"),
    ("intelligent-four-rate", "Intelligent Octopus Go with four rates and an allowance"),
    ("go", "Octopus Go: cheap from 00:30 to 05:30"),
    ("cosy", "Cosy Octopus: a heat pump and three cheap windows"),
    ("flux", "Octopus Flux: solar panels and a battery"),
    ("tracker", "Tracker: a new price each day, electricity and gas"),
    ("economy7", "Economy 7: day and night, storage heaters"),
    ("flexible", "Flexible Octopus: one price"),
    ("flexible-dual-fuel", "Flexible Octopus: electricity and gas"),
    ("export-only", "Export alone, import from elsewhere"),
    ("no-mini", "Without a Home Mini: no live power"),
    ("moved-house", "Moved house: two homes, one left"),
    ("two-accounts", "Two accounts behind one key"),
    ("tariff-switch", "A tariff that changes at midnight"),
    ("rewards", "Octoplus points and saving sessions"),
)


class WelcomeDialog(QDialog):
    """Either way closes it; a sample home opens as a second, separate run."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Welcome")
        self._commands, self._theme = commands, theme
        self._homes = QComboBox()
        self._homes.setFont(theme.font(BODY))
        self._homes.setAccessibleName("Sample home")
        for name, label in HOMES:
            self._homes.addItem(label, name)
        self._sign_in, self._look = QPushButton("Sign in…"), QPushButton("Look around")
        self._sign_in.setProperty("role", "primary")
        self._sign_in.setDefault(True)
        self._sign_in.clicked.connect(self._to_sign_in)
        self._look.setAutoDefault(False)
        self._look.clicked.connect(self._to_sample)
        self._compare = QPushButton("See what tariffs cost")
        self._compare.setAutoDefault(False)
        self._compare.clicked.connect(self._to_tariffs)
        self._launchers = CheckSwitch("Add Kraken Desktop to this computer's application menu", theme)
        self._launchers.setChecked(not commands.settings.launchers_offered)
        self._launchers.setVisible(not commands.settings.launchers_offered)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        whole.setSpacing(4 * SPACE)
        whole.addWidget(words(theme, "Welcome to Kraken Desktop", TITLE, bold=True))
        whole.addWidget(words(theme, _ABOUT))
        whole.addWidget(self._card("I am a customer", "You need an API key; we show where to find it.", self._sign_in))
        whole.addWidget(
            self._card(
                "I want to see it first", "A sample home, alive and separate from yours.", self._homes, self._look
            )
        )
        whole.addWidget(
            self._card(
                "I am choosing a tariff",
                "Today's and tomorrow's prices where you live.",
                self._compare,
            )
        )
        whole.addWidget(self._launchers)
        whole.addWidget(small_print(theme, UNOFFICIAL))
        self._sign_in.setFocus()
        self.setMinimumWidth(theme.scaled(480))
        fit_height(self)

    def _card(self, title: str, text: str, *controls: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout()
        for control in controls:
            row.addWidget(control, int(isinstance(control, QComboBox)))
        if not any(isinstance(control, QComboBox) for control in controls):
            row.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(heading(self._theme, title))
        column.addWidget(words(self._theme, text, muted=True))
        column.addLayout(row)
        return card

    def _to_sign_in(self) -> None:
        self._finish()
        self._commands.show_page("sign-in")

    def _to_tariffs(self) -> None:
        """The welcome stays for when one has chosen."""
        self._commands.show_page("other-tariffs")

    def _to_sample(self) -> None:
        self._finish()
        self._commands.look_around(self._homes.currentData())

    def _finish(self) -> None:
        if not self._launchers.isHidden():
            if self._launchers.isChecked():
                self._commands.install_launchers(True)
            self._commands.change_setting("launchers_offered", True)
        self._commands.change_setting("welcome_done", True)
        self.accept()
