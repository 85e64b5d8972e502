"""When something unexpected happened: what, that nothing is lost, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import small_print, words
from kraken_desktop.ui.theme import SMALL, SPACE, TITLE

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_WHAT = (
    "Kraken Desktop met something that it was not made for. Your stored prices and readings are safe, your key too. "
    "It may go on working; if something looks wrong, quit and start it again."
)
_DETAILS = "Keys, account numbers and addresses are blacked out, so the details can be shown to others."


class CrashDialog(QDialog):
    """Holds on to itself while it is open: nobody else may be left to do so. ``details`` come redacted."""

    _open: ClassVar[set[CrashDialog]] = set()

    def __init__(self, commands: Commands, theme: Theme, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self._text = QPlainTextEdit(details)
        self._text.setReadOnly(True)
        self._text.setFont(theme.font(SMALL))
        self._text.setAccessibleName("Details")
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._copy, self._log = QPushButton("Copy details"), QPushButton("Open log folder")
        self._quit, self._close = QPushButton("Quit"), QPushButton("Go on")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self._log.clicked.connect(commands.open_log_folder)
        self._quit.clicked.connect(commands.quit)
        self._close.clicked.connect(self.accept)
        self._close.setDefault(True)
        row = QHBoxLayout()
        for button in (self._copy, self._log):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._quit.setAutoDefault(False)
        row.addWidget(self._quit)
        row.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        whole.setSpacing(3 * SPACE)
        whole.addWidget(words(theme, "Something went wrong", TITLE, bold=True))
        whole.addWidget(words(theme, _WHAT))
        whole.addWidget(words(theme, last_line(details), muted=True))
        whole.addWidget(self._text, 1)
        whole.addWidget(small_print(theme, _DETAILS))
        whole.addLayout(row)
        self._close.setFocus()
        self.resize(theme.scaled(640), theme.scaled(420))
        self.finished.connect(self._let_go)

    def open(self) -> None:
        CrashDialog._open.add(self)
        super().open()

    def _let_go(self) -> None:
        CrashDialog._open.discard(self)
        self.deleteLater()


def last_line(details: str) -> str:
    """What a traceback ends with: the error itself."""
    lines = [line for line in details.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
