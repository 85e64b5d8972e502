"""Smart charging as the tray tells it: a car that charges, a plan that means nothing, and a price edge offline."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from kraken_desktop.ui.theme import tokens_of
from tests.desktop.published import FILLS, clock, day_steps, words
from tests.desktop.signed_in import APP, calls_of, credentials_of, start_app, start_before
from tests.desktop.tray import TrayItem
from tests.desktop.virtual_desktop import VirtualDesktop, Window
from tests.simulated import Simulated
from tests.waiting import wait_until

# Three seconds from one light poll to the next.
SPEED = 20
AFTERNOON = datetime(2026, 10, 5, 13, 2, tzinfo=UTC)
THE_NIGHT = datetime(2026, 10, 5, 22, 30, tzinfo=UTC)
CHEAP, DEAR = FILLS[0], FILLS[3]
# A second from poll to poll: five minutes are five seconds.
QUICK = 60
LONGEST_SIGN = 60


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("intelligent", start=AFTERNOON, speed=SPEED, own_process=True) as running:
        yield running


@pytest.fixture
def prices(octopus: Simulated) -> tuple[str, str]:
    """Of the day and of the night, as the app words them."""
    pence = {step.pence for step in day_steps(octopus, AFTERNOON.date())}
    return words(max(pence)), words(min(pence))


def test_charge_that_begins_changes_price_colour_and_notices(
    desktop: VirtualDesktop, octopus: Simulated, prices: tuple[str, str], tmp_path: Path
) -> None:
    day, night = prices
    octopus.car("unplug")
    before = len(desktop.notices.shown())
    item = _ready(desktop, octopus, tmp_path)
    assert item.tooltip.startswith(f"{day} until 23:30, then {night}")
    assert item.fill == DEAR

    octopus.car("plug")
    end = octopus.now() + timedelta(minutes=40)
    octopus.car("plan", start=octopus.now().isoformat(), end=end.isoformat())
    octopus.forget_calls()
    slot_end = datetime.fromtimestamp(-(-end.timestamp() // 1800) * 1800, UTC)
    wait_until(lambda: item.tooltip.startswith(f"{night} until {clock(slot_end)}, then {day}"), "the night price")
    wait_until(lambda: f"Family car charging until {clock(end)}" in item.tooltip, "the charge that runs")
    wait_until(lambda: item.fill == CHEAP, "the night's colour")
    assert [notice.summary for notice in desktop.notices.shown_by_now()[before:]] == ["Family car is charging"]

    # The plan may begin between two polls: seen charging is what a poll met running.
    octopus.forget_calls()
    wait_until(lambda: bool(calls_of(octopus, "smartMeterTelemetry")), "a poll that meets it running")
    octopus.car("withdraw")
    wait_until(lambda: "Family car: plugged in, nothing planned" in item.tooltip, "the plan's end")
    assert item.tooltip.startswith(f"{night} until "), "a slot that was seen charging stays cheap to its end"


def test_plan_of_an_unplugged_car_changes_nothing(
    desktop: VirtualDesktop, octopus: Simulated, prices: tuple[str, str], tmp_path: Path
) -> None:
    day, night = prices
    octopus.car("unplug")
    before = len(desktop.notices.shown())
    item = _ready(desktop, octopus, tmp_path)
    start = octopus.now()
    octopus.car("plan", start=start.isoformat(), end=(start + timedelta(minutes=40)).isoformat())
    ask = (APP, "dispatches", "--data-dir", str(tmp_path))
    said = "your car is unplugged, so we ignore it"
    wait_until(lambda: said in desktop.run(*ask, env=credentials_of(octopus)).stdout, "the plan being seen")
    assert item.tooltip.startswith(f"{day} until 23:30, then {night}")
    assert "Family car: unplugged or away from home" in item.tooltip
    assert item.fill == DEAR
    assert desktop.notices.shown_by_now()[before:] == []


def test_a_plan_that_has_settled_and_the_car_that_leaves_it_are_told(desktop: VirtualDesktop, tmp_path: Path) -> None:
    with Simulated("intelligent", start=AFTERNOON, speed=QUICK, own_process=True) as octopus:
        octopus.car("plug")
        before = len(desktop.notices.shown())

        def told() -> list[str]:
            return [notice.summary for notice in desktop.notices.shown()[before:] if "ready by" not in notice.summary]

        _ready(desktop, octopus, tmp_path, QUICK)
        night = THE_NIGHT + timedelta(hours=1)
        octopus.car("plan", start=night.isoformat(), end=(night + timedelta(hours=3)).isoformat())
        wait_until(lambda: told() == ["Family car: a charge is planned"], "the plan's notice")
        octopus.car("unplug")
        wait_until(lambda: told()[1:] == ["Family car will not charge as planned"], "the unplugged car's notice")


def test_the_timeline_marks_now_and_scrolls_back(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    _ready(desktop, octopus, tmp_path)
    _open(desktop, tmp_path, "dispatches/timeline")
    window = desktop.window("Kraken Desktop")
    wait_until(lambda: _has_now_line(desktop, window, tmp_path), "the line of now")
    desktop.focus(window)
    desktop.key("alt+Left", "alt+Left")
    wait_until(lambda: not _has_now_line(desktop, window, tmp_path), "two days without now")
    desktop.key("alt+Right", "alt+Right")
    wait_until(lambda: _has_now_line(desktop, window, tmp_path), "today again")
    _open(desktop, tmp_path, "dispatches/history")
    wait_until(lambda: not _has_now_line(desktop, window, tmp_path), "the history")


def test_price_changes_at_its_time_without_a_network(
    desktop: VirtualDesktop, octopus: Simulated, prices: tuple[str, str], tmp_path: Path
) -> None:
    day, night = prices

    def start() -> TrayItem:
        octopus.car("unplug")
        return _ready(desktop, octopus, tmp_path)

    item = start_before(THE_NIGHT, octopus, timedelta(minutes=5), start)
    assert item.tooltip.startswith(f"{day} until 23:30, then {night}")
    octopus.inject("no-network")
    wait_until(lambda: "No connection to Octopus, since 2" in item.tooltip, "a lost network")
    assert item.tooltip.startswith(day)
    octopus.forget_calls()
    wait_until(lambda: item.tooltip.startswith(f"{night} until 05:30, then {day}"), "the night price")
    wait_until(lambda: _is_green(item.fill), "the night's colour, or its faded one")
    assert not [call for call in octopus.calls() if call["status"] == 200], "no answer told of the new price"

    octopus.clear()
    item.choose("Refresh now")
    wait_until(lambda: "Home Mini" in item.tooltip, "the network again")
    wait_until(lambda: item.fill == CHEAP, "the night's full colour")


def _ready(desktop: VirtualDesktop, octopus: Simulated, folder: Path, speed: int = SPEED) -> TrayItem:
    """The tray of a started app that has read prices, power and the car."""
    item = desktop.tray_item(start_app(desktop, octopus, "--data-dir", str(folder), speed=speed))
    wait_until(lambda: "Home Mini" in item.tooltip and "Family car: " in item.tooltip, "a first poll")
    return item


def _open(desktop: VirtualDesktop, folder: Path, page: str) -> None:
    assert desktop.run(APP, "--data-dir", str(folder), "--page", page).returncode == 0


def _has_now_line(desktop: VirtualDesktop, window: Window, folder: Path) -> bool:
    """An upright line of the chart in the light theme's red, longer than any sign."""
    picture = QImage(str(desktop.screenshot(folder / "timeline.png", window)))
    red = QColor(tokens_of("light").danger).rgb()
    return any(
        sum(picture.pixel(x, y) == red for y in range(picture.height())) > LONGEST_SIGN for x in range(picture.width())
    )


def _is_green(colour: str) -> bool:
    red, green, blue = bytes.fromhex(colour[1:])
    return green > red and green > blue
