"""Tomorrow's prices appear: one notice by a real daemon, and its button opens the prices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.signed_in import APP, start_app
from tests.desktop.virtual_desktop import VirtualDesktop, Window
from tests.desktop.waiting import wait_until
from tests.simulated import Simulated

# Fast enough that the five minutes between two looks pass in ten seconds.
SPEED = 30
TITLE = "Tomorrow's prices are here"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    evening = "2026-10-05T17:30:00Z"
    with Simulated("agile", start=evening, speed=SPEED, faults=["tomorrow-late"], own_process=True) as running:
        yield running


def test_notice_comes_with_the_prices_and_opens_them(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    before = len(desktop.notices.shown())
    app = start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED)
    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip, "today's prices", 30)
    assert not _new(desktop, before)
    octopus.clear("tomorrow-late")
    wait_until(lambda: _new(desktop, before), "the notice", 60)
    desktop.notices.press(TITLE, "Open Prices")
    opened = _sidebar(desktop, tmp_path)
    assert desktop.run(APP, "--data-dir", str(tmp_path), "--page", "live").returncode == 0
    wait_until(lambda: _sidebar(desktop, tmp_path) != opened, "another page")
    assert desktop.run(APP, "--data-dir", str(tmp_path), "--page", "prices").returncode == 0
    wait_until(lambda: _sidebar(desktop, tmp_path) == opened, "the page that the button opened")
    assert len(_new(desktop, before)) == 1


def _sidebar(desktop: VirtualDesktop, folder: Path) -> bytes:
    """A picture of the window's sidebar, where the page that is open is marked."""
    window = desktop.window("Kraken Desktop")
    part = Window(window.key, "sidebar", window.x, window.y, 170, 300)
    return desktop.settled_screenshot(folder / "sidebar.png", part).read_bytes()


def _new(desktop: VirtualDesktop, before: int) -> list[str]:
    return [notice.summary for notice in desktop.notices.shown()[before:] if notice.summary == TITLE]
