"""Tomorrow's prices appear: one notice by a real daemon, and its button opens the prices."""

import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.desktop.notice_board import ShownNotice
from tests.desktop.published import clock, day_steps, words
from tests.desktop.signed_in import APP, calls_of, start_app
from tests.desktop.virtual_desktop import VirtualDesktop, Window
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

# Fast enough that the five minutes between two looks pass in ten seconds.
SPEED = 30
EVENING = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
TITLE = "Tomorrow's prices are here"
SLOTS_IN_THREE_HOURS = 6


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=EVENING, speed=SPEED, faults=["tomorrow-late"], own_process=True) as running:
        yield running


def test_notice_comes_with_the_prices_and_only_once(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    before = len(desktop.notices.shown())
    app = start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED)
    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip and "Home Mini" in item.tooltip, "today's prices")
    assert _of_tomorrow(desktop.notices.shown_by_now()[before:]) == []
    octopus.clear("tomorrow-late")
    wait_until(lambda: _of_tomorrow(desktop.notices.shown()[before:]), "the notice")
    (notice,) = _of_tomorrow(desktop.notices.shown()[before:])
    assert notice.body == _summary(octopus, EVENING.date() + timedelta(days=1))

    app.send_signal(signal.SIGTERM)
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    octopus.forget_calls()
    again = desktop.tray_item(start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED))
    wait_until(lambda: len(calls_of(octopus, "smartMeterTelemetry")) > 1, "polls after the restart")
    again.choose("Quit")
    wait_until(lambda: not desktop.tray_items(), "the end")
    assert len(_of_tomorrow(desktop.notices.shown_by_now()[before:])) == 1


def test_button_of_the_notice_opens_the_prices(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    octopus.clear()
    start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED)
    before = len(desktop.notices.shown())
    wait_until(lambda: _of_tomorrow(desktop.notices.shown()[before:]), "the notice")
    desktop.notices.press(TITLE, "Open Prices")
    opened = _sidebar(desktop, tmp_path)
    _open(desktop, tmp_path, "live")
    wait_until(lambda: _sidebar(desktop, tmp_path) != opened, "another page")
    _open(desktop, tmp_path, "prices")
    wait_until(lambda: _sidebar(desktop, tmp_path) == opened, "the page that the button opened")


def _of_tomorrow(notices: list[ShownNotice]) -> list[ShownNotice]:
    return [notice for notice in notices if notice.summary == TITLE]


def _summary(octopus: Simulated, day: date) -> str:
    """Lowest, highest, and the cheapest three hours that are wholly published."""
    steps = day_steps(octopus, day)
    prices = [step.pence for step in steps]
    starts = range(len(prices) - SLOTS_IN_THREE_HOURS + 1)
    cheapest = min(starts, key=lambda first: sum(prices[first : first + SLOTS_IN_THREE_HOURS]))
    begin = steps[cheapest].start
    span = f"{clock(begin)}–{clock(begin + timedelta(hours=3))}"
    mean = words(sum(prices[cheapest : cheapest + SLOTS_IN_THREE_HOURS], Decimal()) / SLOTS_IN_THREE_HOURS)
    return f"{words(min(prices))} to {words(max(prices))}. Cheapest three hours: {span} at {mean}."


def _open(desktop: VirtualDesktop, folder: Path, page: str) -> None:
    assert desktop.run(APP, "--data-dir", str(folder), "--page", page).returncode == 0


def _sidebar(desktop: VirtualDesktop, folder: Path) -> bytes:
    """A picture of the window's sidebar, where the page that is open is marked."""
    window = desktop.window("Kraken Desktop")
    part = Window(window.key, "sidebar", window.x, window.y, 170, 300)
    return desktop.settled_screenshot(folder / "sidebar.png", part).read_bytes()
