"""How the app begins and ends on a desktop: launched from the menu, asked twice, told to end."""

import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from kraken_desktop.app.logging import LOG_NAME
from kraken_desktop.system.paths import Paths
from kraken_desktop.ui.kept_faces import kept_face
from tests.desktop.signed_in import APP, clock_of, credentials_of, start_app
from tests.desktop.tray import TrayItem
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

EVENING = "2026-10-05T17:30:00Z"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=EVENING, own_process=True) as running:
        yield running


def test_menu_entry_starts_it_and_removal_leaves_nothing(desktop: VirtualDesktop) -> None:
    launchers = (sys.executable, "-m", "kraken_desktop.system.launchers")
    assert desktop.run(*launchers, "install").returncode == 0
    entry = f"{desktop.env['XDG_DATA_HOME']}/applications/io.github.kraken_desktop.KrakenDesktop.desktop"
    assert desktop.run("desktop-file-validate", entry).stdout == ""
    desktop.start("gio", "launch", entry)
    item = desktop.tray_item()
    app = psutil.Process(item.process_id)
    assert "kraken-desktop-tray" in " ".join(app.cmdline())
    app.terminate()
    app.wait(PATIENCE_SECONDS)
    assert desktop.run(*launchers, "remove").returncode == 0
    assert not os.path.exists(entry)


def test_sigterm_ends_it_cleanly_with_no_child_left(desktop: VirtualDesktop, octopus: Simulated) -> None:
    app = start_app(desktop, octopus)
    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip, "a price")
    children = psutil.Process(app.pid).children(recursive=True)
    app.send_signal(signal.SIGTERM)
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    wait_until(lambda: not any(child.is_running() for child in children), "the end of every child")
    wait_until(lambda: not desktop.tray_items(), "an empty tray")


@pytest.mark.usefixtures("qapp")
def test_the_next_start_begins_with_the_icon_that_was_kept(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    folder = ("--data-dir", str(tmp_path))
    app = start_app(desktop, octopus, *folder)
    item = desktop.tray_item(app)
    wait_until(lambda: _shows_a_price(item), "a price")
    price, fill = item.tooltip.splitlines()[0], item.fill
    app.terminate()
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    face = kept_face(Paths(tmp_path).faces, f"{octopus.base_url} {octopus.account}", octopus.now().timestamp())
    assert face is not None
    assert face.tooltip.splitlines()[0] == price
    assert face.icon.pixmap(64).toImage().pixelColor(32, 3).name() == fill
    again = desktop.tray_item(start_app(desktop, octopus, *folder))
    assert (again.tooltip.splitlines()[0], again.fill) == (price, fill)


def _shows_a_price(item: TrayItem) -> bool:
    return "p until" in item.tooltip


@pytest.mark.parametrize("pages", [("prices", "live", "dispatches"), ("glance",), ("prices", "settings")])
def test_sigterm_ends_it_cleanly_with_windows_open(
    desktop: VirtualDesktop, octopus: Simulated, pages: tuple[str, ...]
) -> None:
    """Three times each: what is torn down after Python has ended breaks only sometimes."""
    for _ in range(3):
        app = start_app(desktop, octopus)
        wait_until(partial(_shows_a_price, desktop.tray_item(app)), "a price")
        for page in pages:
            asked = desktop.run(APP, "--page", page, *clock_of(octopus, 1), env=credentials_of(octopus))
            assert asked.returncode == 0, asked.stderr
            wait_until(desktop.windows, f"a window for {page}")
        app.send_signal(signal.SIGTERM)
        assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)


def test_quit_in_the_tray_menu_ends_it(desktop: VirtualDesktop, octopus: Simulated) -> None:
    app = start_app(desktop, octopus)
    desktop.tray_item(app).choose("Quit")
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)


def test_a_desktop_without_portals_is_nothing_to_log(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    app = start_app(desktop, octopus, "--data-dir", str(tmp_path))
    wait_until(partial(_shows_a_price, desktop.tray_item(app)), "a price")
    app.terminate()
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    assert (Paths(tmp_path, None).logs / LOG_NAME).read_text("utf-8") == ""


def test_second_start_opens_a_window_of_the_first(desktop: VirtualDesktop, octopus: Simulated) -> None:
    app = start_app(desktop, octopus)
    desktop.tray_item(app)
    assert not desktop.windows()
    again = desktop.run(APP, "--page", "prices", *clock_of(octopus, 1), env=credentials_of(octopus))
    assert again.returncode == 0, again.stderr
    window = desktop.window("Kraken Desktop")
    owner = desktop.run("xdotool", "getwindowpid", str(window.key)).stdout.strip()
    assert owner == str(app.pid)
    assert len(desktop.tray_items()) == 1
