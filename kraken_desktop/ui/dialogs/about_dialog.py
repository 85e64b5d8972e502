"""What this is, whose it is not, and what it is made of."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop import __version__
from kraken_desktop.ui.dialogs.parts import UNOFFICIAL, fit_height, heading, small_print, words
from kraken_desktop.ui.theme import SPACE, TITLE

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_ICON = "io.github.kraken_desktop.KrakenDesktop"
_ICON_SIZE = 64
LIBRARIES = (
    ("PySide6-Essentials", "Qt for Python, LGPL 3"),
    ("qasync", "BSD 2"),
    ("httpx", "BSD 3"),
    ("keyring", "MIT"),
    ("pyqtgraph", "MIT"),
    ("numpy", "BSD 3"),
    ("msgspec", "BSD 3"),
    ("platformdirs", "MIT"),
    ("graphql-core", "MIT"),
    ("starlette", "BSD 3"),
    ("uvicorn", "BSD 3"),
)


class AboutDialog(QDialog):
    """Version, licence and libraries; their versions are those that run here."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Kraken Desktop")
        icon = QLabel()
        icon.setPixmap(theme.icon(_ICON).pixmap(_ICON_SIZE, _ICON_SIZE))
        names = QVBoxLayout()
        names.addWidget(words(theme, "Kraken Desktop", TITLE, bold=True))
        names.addWidget(words(theme, f"Version {__version__} · MIT licence", muted=True))
        top = QHBoxLayout()
        top.setSpacing(4 * SPACE)
        top.addWidget(icon)
        top.addLayout(names, 1)
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 4 * SPACE)
        whole.setSpacing(3 * SPACE)
        whole.addLayout(top)
        whole.addWidget(
            words(theme, "For customers of Octopus Energy in Great Britain, by people who are customers too.")
        )
        whole.addWidget(words(theme, UNOFFICIAL))
        whole.addWidget(heading(theme, "Made with"))
        libraries = small_print(theme, " · ".join(library_words(name, licence) for name, licence in LIBRARIES))
        libraries.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        whole.addWidget(libraries)
        whole.addStretch(1)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(theme.scaled(460))
        fit_height(self)


def library_words(name: str, licence: str) -> str:
    """``httpx 0.28.1 (BSD 3)``; a frozen build may not know the version."""
    try:
        return f"{name} {metadata.version(name)} ({licence})"
    except metadata.PackageNotFoundError:
        return f"{name} ({licence})"
