"""Who answers the battery page in a test, with the sums of a house that is plain to reckon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryCurve, BatteryWish, curve_of
from kraken_desktop.services.insights.house import EPOCH_ORDINAL, House
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_page import KNOWN

FEW = (0.0, 2.0, 4.0, 6.0, 8.0)
DAYS = 14


def house(days: int = DAYS, *, is_flat: bool = False) -> House:
    """0.2 kWh a half hour; 10p at night, 30p by day; from 17:00 to 19:00 1 kWh at 40p."""
    found = House()
    first = KNOWN.last.toordinal() - EPOCH_ORDINAL - days + 1
    for day in range(first, first + days):
        for slot in range(48):
            is_night, is_evening = slot < 10, 34 <= slot < 38
            found.start.append(day * 86_400 + slot * 1800)
            found.day.append(day)
            found.minute.append(slot * 30)
            found.kwh.append(1.0 if is_evening else 0.2)
            found.car_kwh.append(0.0)
            found.pence.append(20.0 if is_flat else 10.0 if is_night else 40.0 if is_evening else 30.0)
            found.is_cheap.append(is_flat or is_night)
            found.is_smart.append(0)
            found.exported.append(0.0)
            found.export_pence.append(0.0)
    return found


def curve(wish: BatteryWish, **more: Any) -> BatteryCurve:
    return curve_of(house(**more), DateSpan(KNOWN.last - timedelta(days=DAYS), KNOWN.last), wish, lambda _share: None)


class Planner:
    """The newest question, and which were ended."""

    def __init__(self, commands: FakeCommands) -> None:
        self.asked: list[tuple[DateSpan, BatteryWish, Callable[[float], None], Any]] = []
        self.ended: list[int] = []
        commands.plan_battery = self._plan  # type: ignore[attr-defined]

    def _plan(self, *question: Any) -> Callable[[], None]:
        self.asked.append(question)
        number = len(self.asked) - 1
        return lambda: self.ended.append(number)

    @property
    def wish(self) -> BatteryWish:
        return self.asked[-1][1]

    def answer(self, **more: Any) -> None:
        self.asked[-1][3](curve(replace(self.wish, capacities=FEW), **more))
