"""Settings: what is stored where, what leaves this computer, and deleting all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from kraken_desktop.services import text
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.dialogs.parts import Confirmation, words
from kraken_desktop.ui.dialogs.section import Section

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_LEAVES = (
    "This app speaks to Octopus Energy's servers and to nobody else. There are no statistics, no advertising and no "
    "account with us."
)
_STORED = (
    "Kept on this computer: prices, half-hourly readings and what they cost, live power, dispatches as they were seen, "
    "notices, the reports of months if you keep them, your settings and a log in which keys, account numbers and "
    "addresses are blacked out."
)
_DELETE = (
    "This destroys everything the app keeps on this computer: the API key and token in the keyring, all stored "
    "history and kept reports, the settings, the log, and start at login. It cannot be undone. Octopus's own records "
    "are not touched."
)


class PrivacySection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self.add_heading("What leaves this computer")
        self.column.addWidget(words(theme, _LEAVES))
        self.add_heading("What is stored where")
        self.column.addWidget(words(theme, _STORED))
        self._key = words(theme)
        self.column.addWidget(self._key)
        self._places = words(theme, muted=True)
        self.column.addWidget(self._places)
        self._log, self._delete = QPushButton("Open log folder"), QPushButton("Delete everything…")
        row = QHBoxLayout()
        for button in (self._log, self._delete):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._log.clicked.connect(commands.open_log_folder)
        self._confirm = Confirmation(theme, _DELETE, "Delete everything now", "Keep everything")
        self._delete.clicked.connect(self._confirm.ask)
        self._confirm.agreed.connect(commands.delete_everything)
        self._confirm.kept.connect(self._delete.setFocus)
        self.column.addLayout(row)
        self.column.addWidget(self._confirm)
        self.column.addStretch(1)
        self._places.setText("\n".join(f"{folder}  ({size_words(folder)})" for folder in commands.folders))

    def show_state(self, state: AppState) -> None:
        if state.home is not None:
            self._key.setText("A sample home has no key; its token is in memory only.")
        elif state.secrets_problem is not None:
            problem = text.problem_text(state.secrets_problem)
            self._key.setText(f"The API key: {problem.title}. {problem.meaning}")
        else:
            self._key.setText("The API key and the sign-in token are in this computer's keyring, nowhere else.")


def size_words(folder: Path) -> str:
    """``1.4 MB`` of all files below; a folder that cannot be read counts as empty."""
    try:
        total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    except OSError:
        total = 0
    return text.byte_size(total)
