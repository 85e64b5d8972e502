"""Opens folders and links with whatever the person uses for them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(path: Path) -> bool:
    """Whether something could be started for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_link(url: str) -> bool:
    """Web pages only: anything but https is refused with a ValueError."""
    if not url.startswith("https://"):
        raise ValueError("only https links are opened")
    return QDesktopServices.openUrl(QUrl(url))
