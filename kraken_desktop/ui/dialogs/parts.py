"""Words and frames that several dialogs share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import BODY, LARGE, SMALL, SPACE, Theme

UNOFFICIAL = (
    "Kraken Desktop is unofficial. It is not affiliated with or endorsed by Octopus Energy, Kraken Technologies or the "
    "Kraken exchange."
)


def words(theme: Theme, text: str = "", size: int = BODY, *, bold: bool = False, muted: bool = False) -> QLabel:
    """A label that wraps; the text may be chosen with the keyboard and copied."""
    label = QLabel(text)
    label.setFont(theme.font(size, bold=bold, figures=True))
    label.setWordWrap(True)
    if muted:
        label.setProperty("role", "muted")
    return label


def heading(theme: Theme, text: str) -> QLabel:
    return words(theme, text, LARGE, bold=True)


def small_print(theme: Theme, text: str) -> QLabel:
    return words(theme, text, SMALL, muted=True)


def fit_height(dialog: QWidget) -> None:
    """As high as its wrapped words ask for: Qt's own adjusting stops at two thirds of the screen and cuts them."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        dialog.resize(dialog.width(), max(layout.totalHeightForWidth(dialog.width()), dialog.minimumHeight()))


class Confirmation(QFrame):
    """Asks within the dialog before something is destroyed: what it destroys, a button that does it, one that does not.

    ``agreed`` is the only way through; it starts hidden, with the harmless button in focus.
    """

    agreed = Signal()
    kept = Signal()

    def __init__(self, theme: Theme, question: str, does: str, keeps: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        self._column.setSpacing(3 * SPACE)
        self._column.addWidget(words(theme, question))
        self._agree, self._keep = QPushButton(does), QPushButton(keeps)
        self._agree.setStyleSheet(f"color: {theme.colour('danger').name()};")
        for button in (self._agree, self._keep):
            button.setAutoDefault(False)
        self._agree.clicked.connect(self._agreed)
        self._keep.clicked.connect(self._kept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._agree)
        row.addWidget(self._keep)
        self._column.addLayout(row)
        self.hide()

    def add(self, widget: QWidget) -> None:
        """A choice that belongs to the question, above the buttons."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def ask(self) -> None:
        self.show()
        self._keep.setFocus()

    def _agreed(self) -> None:
        self.hide()
        self.agreed.emit()

    def _kept(self) -> None:
        self.hide()
        self.kept.emit()
