"""What the tray shows when a price changes, read as a tray host reads it, against the simulator's published rates."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.desktop.published import FILLS, Step, clock, day_steps, quadrant
from tests.desktop.signed_in import start_app, start_before
from tests.desktop.tray import TrayItem
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import wait_until

SPEED = 10
NOON = datetime(2026, 10, 5, 11, tzinfo=UTC)


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=NOON, speed=SPEED, own_process=True) as running:
        yield running


def test_colour_tooltip_and_menu_follow_the_price(desktop: VirtualDesktop, octopus: Simulated) -> None:
    day = day_steps(octopus, NOON.date())
    before, after = _first_change_of_colour(day)

    def start() -> TrayItem:
        item = desktop.tray_item(start_app(desktop, octopus, speed=SPEED))
        wait_until(lambda: "p until" in item.tooltip, "a price")
        return item

    item = start_before(after.start, octopus, timedelta(minutes=2), start)
    assert item.tooltip.startswith(f"{before.words} until {clock(after.start)}, then {after.words}")
    wait_until(lambda: item.fill == FILLS[quadrant(day, before)], "the colour before")
    assert any(before.words in line.label for line in item.menu())

    wait_until(lambda: item.tooltip.startswith(f"{after.words} until "), "the price after")
    wait_until(lambda: item.fill == FILLS[quadrant(day, after)], "the colour after")
    assert any(after.words in line.label for line in item.menu())


def _first_change_of_colour(day: list[Step]) -> tuple[Step, Step]:
    """The first neighbours after noon whose prices are in different quarters of the day's range."""
    steps = [step for step in day if step.start >= NOON]
    return next(
        (before, after)
        for before, after in pairwise(steps)
        if quadrant(day, before) != quadrant(day, after) and min(before.pence, after.pence) >= 0
    )
