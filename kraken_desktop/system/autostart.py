"""Start at login: an XDG autostart entry, a Run value of the registry, or a launch agent. Never asks for rights."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kraken_desktop.services.ports import Autostart
from kraken_desktop.system.identity import APP_ID, APP_NAME
from kraken_desktop.system.program import desktop_quoted, own_command


def autostart(arguments: Sequence[str] = ("--hidden",)) -> Autostart:
    """The platform's way to start this installation at login with these arguments."""
    command = (*own_command(), *arguments)
    if sys.platform == "win32":
        return RegistryAutostart(command)
    if sys.platform == "darwin":
        return LaunchAgent(command)
    return XdgAutostart(command)


class XdgAutostart:
    """``turn`` raises OSError where the folder cannot be written."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        self.path = Path(config, "autostart", f"{APP_ID}.desktop")

    def is_on(self) -> bool:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        # A person may have switched it off in the desktop's own settings.
        return "Hidden=true" not in lines and "X-GNOME-Autostart-enabled=false" not in lines

    def turn(self, on: bool) -> None:
        if not on:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(
            "[Desktop Entry]\n"
            "Type=Application\n"
            f"Name={APP_NAME}\n"
            "Comment=Electricity prices and live power in the tray\n"
            f"Exec={desktop_quoted(self._command)}\n"
            f"Icon={APP_ID}\n"
            "Terminal=false\n"
            "X-GNOME-Autostart-enabled=true\n",
            encoding="utf-8",
        )


class RegistryAutostart:
    """The user's own Run key on Windows."""

    _KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command

    def is_on(self) -> bool:
        if sys.platform != "win32":
            return False
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._KEY) as key:
                return bool(winreg.QueryValueEx(key, APP_NAME)[0])
        except OSError:
            return False

    def turn(self, on: bool) -> None:
        if sys.platform != "win32":
            return
        import subprocess
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._KEY) as key:
            if on:
                winreg.SetValueEx(key, APP_NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(self._command))
            elif self.is_on():
                winreg.DeleteValue(key, APP_NAME)


class LaunchAgent:
    """macOS: a property list that launchd reads at login."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self.path = Path.home() / "Library" / "LaunchAgents" / f"{APP_ID}.plist"

    def is_on(self) -> bool:
        return self.path.exists()

    def turn(self, on: bool) -> None:
        if not on:
            self.path.unlink(missing_ok=True)
            return
        import plistlib

        self.path.parent.mkdir(parents=True, exist_ok=True)
        entry = {"Label": APP_ID, "ProgramArguments": list(self._command), "RunAtLoad": True}
        self.path.write_bytes(plistlib.dumps(entry))
