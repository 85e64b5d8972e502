"""The menu entry and its icon, for this user only: written and removed again without leaving anything behind.

`python -m kraken_desktop.system.launchers install|remove` is what `make install` calls.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from kraken_desktop.system.identity import APP_ID
from kraken_desktop.system.program import desktop_quoted, own_command

_PLACEHOLDER = "kraken-desktop-tray"


class Launchers:
    """Entry and icon under the user's data folder. Writing raises OSError where that cannot be written."""

    def __init__(self, resources: Path, command: tuple[str, ...] | None = None) -> None:
        self._resources = resources
        self._command = command or own_command()
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        self.entry = home / "applications" / f"{APP_ID}.desktop"
        self.icon = home / "icons" / "hicolor" / "scalable" / "apps" / f"{APP_ID}.svg"

    @property
    def are_installed(self) -> bool:
        return self.entry.exists()

    def install(self) -> None:
        template = (self._resources / "linux" / f"{APP_ID}.desktop.in").read_text(encoding="utf-8")
        entry = template.replace(f"Exec={_PLACEHOLDER}", f"Exec={desktop_quoted(self._command)}")
        for path in (self.entry, self.icon):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.entry.write_text(entry, encoding="utf-8")
        shutil.copyfile(self._resources / "icons" / f"{APP_ID}.svg", self.icon)

    def remove(self) -> None:
        for path in (self.entry, self.icon):
            path.unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> int:
    package = Path(__file__).resolve().parent.parent
    roots = (package / "_resources", package.parent / "resources")
    launchers = Launchers(next(root for root in roots if (root / "linux").is_dir()))
    if list(arguments) == ["install"]:
        launchers.install()
    elif list(arguments) == ["remove"]:
        launchers.remove()
    else:
        print("usage: python -m kraken_desktop.system.launchers install|remove", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
