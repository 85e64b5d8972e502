"""The very first: Qt, and in the tray the face that an earlier run kept. Almost nothing else is imported before it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from kraken_desktop.app.ending import Application, Ending
from kraken_desktop.system.identity import APP_ID
from kraken_desktop.ui.kept_faces import kept_face

if TYPE_CHECKING:
    from kraken_desktop.options import Options, Surroundings
    from kraken_desktop.system.paths import Paths

PROGRAM = "kraken-desktop"


class FirstFace:
    """Application, tray icon and its menu, still empty; `kraken_desktop.app.shell.Shell` fills them with life.

    A sample home begins anew each time, so nothing is kept of it.
    """

    def __init__(self, options: Options, surroundings: Surroundings, paths: Paths) -> None:
        self.application = Application([PROGRAM])
        self.application.setApplicationName("Kraken Desktop")
        self.application.setDesktopFileName(APP_ID)
        self.application.setQuitOnLastWindowClosed(False)
        self.application.ending = self.ending = Ending()
        self.menu = QMenu()
        self.icon = QSystemTrayIcon()
        self.icon.setContextMenu(self.menu)
        if options.home is None:
            now = options.clock[0].timestamp() if options.clock is not None else time.time()
            face = kept_face(paths.faces, owner(surroundings), now)
            if face is not None:
                self.icon.setIcon(face.icon)
                self.icon.setToolTip(face.tooltip)
                self.icon.show()


def owner(surroundings: Surroundings) -> str:
    """Whose prices a kept face shows: of which server, and the account that the environment names or that signed in."""
    return f"{surroundings.base_url or 'Octopus'} {surroundings.account_number or 'signed in'}"
