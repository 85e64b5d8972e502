"""Menu entry, icon and start at login, in a home of the test's own."""

import subprocess
import sys
from pathlib import Path

import pytest

from kraken_desktop.system.autostart import XdgAutostart, autostart
from kraken_desktop.system.launchers import Launchers
from kraken_desktop.system.program import desktop_quoted, own_command

RESOURCES = Path(__file__).parents[2] / "resources"
AWKWARD = ("/opt/with space/$100%/kraken-desktop-tray", "--data-dir", 'a "quoted" \\ folder')


def complaints(entry: Path) -> str:
    checked = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True)
    return checked.stdout + checked.stderr


@pytest.mark.parametrize("command", [own_command(), AWKWARD], ids=["own", "awkward"])
def test_menu_entry_and_icon(command: tuple[str, ...], private_folders: Path) -> None:
    launchers = Launchers(RESOURCES, command)
    assert not launchers.are_installed
    launchers.install()
    assert launchers.are_installed
    assert launchers.entry.is_relative_to(private_folders)
    assert complaints(launchers.entry) == ""
    assert launchers.icon.read_text("utf-8").startswith("<svg")
    launchers.remove()
    assert not launchers.are_installed
    assert not [path for path in private_folders.rglob("*") if path.is_file()]


def test_removing_what_is_not_there_is_fine() -> None:
    Launchers(RESOURCES).remove()


@pytest.mark.parametrize("command", [own_command(), AWKWARD], ids=["own", "awkward"])
def test_start_at_login(command: tuple[str, ...], private_folders: Path) -> None:
    entry = XdgAutostart(command)
    assert not entry.is_on()
    entry.turn(True)
    assert entry.is_on()
    assert entry.path.is_relative_to(private_folders)
    assert complaints(entry.path) == ""
    entry.turn(False)
    assert not entry.is_on()
    entry.turn(False)


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_in_the_desktops_own_settings(line: str) -> None:
    entry = XdgAutostart(("kraken-desktop-tray",))
    entry.turn(True)
    text = entry.path.read_text("utf-8").replace("X-GNOME-Autostart-enabled=true", line)
    entry.path.write_text(text, encoding="utf-8")
    assert not entry.is_on()


def test_login_starts_this_installation_hidden() -> None:
    entry = autostart()
    assert isinstance(entry, XdgAutostart)
    entry.turn(True)
    (command,) = [line for line in entry.path.read_text("utf-8").splitlines() if line.startswith("Exec=")]
    assert command.startswith(f"Exec={Path(sys.executable).parent}")
    assert command.endswith(" --hidden")


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (("/usr/bin/app", "--hidden"), "/usr/bin/app --hidden"),
        (("/a b/app",), '"/a b/app"'),
        (("100%",), "100%%"),
        (("$HOME",), r'"\\$HOME"'),
        (("a\\b",), r'"a\\\\b"'),
        (("",), '""'),
    ],
)
def test_quoting_of_the_desktop_entry_specification(words: tuple[str, ...], quoted: str) -> None:
    assert desktop_quoted(words) == quoted
