"""What the tray shows when a price changes, read as a tray host reads it, against the simulator's published rates."""

import json
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.desktop.signed_in import start_app
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.desktop.waiting import wait_until
from tests.simulated import Simulated

LONDON = ZoneInfo("Europe/London")
SPEED = 10
NOON = datetime(2026, 10, 5, 11, tzinfo=UTC)
# The icon's fill by quarter of the day's price range.
FILLS = {0: "#237a35", 1: "#66a80f", 2: "#f08c00", 3: "#c92a2a"}


@dataclass(frozen=True, slots=True)
class Step:
    """One published half hour."""

    start: datetime
    pence: Decimal

    @property
    def words(self) -> str:
        return f"{self.pence.quantize(Decimal('0.1'), ROUND_HALF_UP)}p"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=NOON, speed=SPEED, own_process=True) as running:
        yield running


def test_colour_tooltip_and_menu_follow_the_price(desktop: VirtualDesktop, octopus: Simulated) -> None:
    before, after = _first_change_of_colour(octopus)
    octopus.set_clock(after.start - timedelta(minutes=2))
    item = desktop.tray_item(start_app(desktop, octopus, speed=SPEED))

    clock = f"{after.start.astimezone(LONDON):%H:%M}"
    wait_until(lambda: item.tooltip.startswith(f"{before.words} until {clock}, then {after.words}"), "the price before")
    wait_until(lambda: _fill(item.pixmaps) == FILLS[_quadrant(octopus, before)], "the colour before")
    assert any(before.words in line.label for line in item.menu())

    wait_until(lambda: item.tooltip.startswith(f"{after.words} until "), "the price after", 30)
    wait_until(lambda: _fill(item.pixmaps) == FILLS[_quadrant(octopus, after)], "the colour after")
    assert any(after.words in line.label for line in item.menu())


def _fill(pixmaps: dict[int, Any]) -> str:
    fills = {pixmap.commonest_colour() for pixmap in pixmaps.values()}
    return fills.pop() if len(fills) == 1 else f"several: {fills}"


def _first_change_of_colour(octopus: Simulated) -> tuple[Step, Step]:
    """The first neighbours after noon whose prices are in different quarters of the day's range."""
    steps = [step for step in _day(octopus) if step.start >= NOON]
    return next(
        (before, after)
        for before, after in pairwise(steps)
        if _quadrant(octopus, before) != _quadrant(octopus, after) and min(before.pence, after.pence) >= 0
    )


def _quadrant(octopus: Simulated, step: Step) -> int:
    prices = [each.pence for each in _day(octopus)]
    lowest, highest = min(prices), max(prices)
    return min(3, int((step.pence - lowest) * 4 / (highest - lowest)))


def _day(octopus: Simulated) -> list[Step]:
    """The half hours of NOON's London day by the public price list, oldest first."""
    account = _get(octopus, f"/v1/accounts/{octopus.account}/")
    tariff = next(
        agreement["tariff_code"]
        for home in account["properties"]
        for point in home["electricity_meter_points"]
        for agreement in point["agreements"]
        if not point["is_export"] and agreement["valid_to"] is None
    )
    product = "-".join(tariff.split("-")[2:-1])
    midnight = NOON.astimezone(LONDON).replace(hour=0).astimezone(UTC)
    rows = _get(
        octopus,
        f"/v1/products/{product}/electricity-tariffs/{tariff}/standard-unit-rates/?page_size=100"
        f"&period_from={midnight:%Y-%m-%dT%H:%M:%SZ}&period_to={midnight + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
    )["results"]
    return sorted(
        (Step(datetime.fromisoformat(row["valid_from"]), Decimal(str(row["value_inc_vat"]))) for row in rows),
        key=lambda step: step.start,
    )


def _get(octopus: Simulated, path: str) -> Any:
    basic = b64encode(f"{octopus.api_key}:".encode()).decode()
    request = urllib.request.Request(octopus.base_url + path, headers={"Authorization": f"Basic {basic}"})
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)
