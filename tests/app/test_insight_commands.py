"""Long arithmetic of the Insight page: in another process, while the window's loop goes on, and ended by a press."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.app.insight_commands import AppInsightCommands
from kraken_desktop.domain.account import Agreement
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.moments import Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryCurve, BatteryWish, Strategy
from kraken_desktop.services.insights.questions import Insights
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.storage.database import Database
from tests.services import homes
from tests.services.given import utc

NUMBER = "1200099999990"
FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)
SPAN = DateSpan(FIRST, LAST)
STANDING = RateSchedule((Rate(utc("2020-01-01 00:00"), None, Decimal(45)),))


def costed(day: date, found: Any) -> DayCost:
    slots = day_slots(day)
    rates = RateSchedule.of(
        Rate(slot.start, slot.end, Decimal(10 if number < 10 else 30)) for number, slot in enumerate(slots)
    )
    return day_cost(day, {reading.start: reading.kwh for reading in found}, rates, rates, STANDING)


class Started:
    """Which processes were started, and whether they have ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.children: list[asyncio.subprocess.Process] = []
        self.first = asyncio.Event()
        start = asyncio.create_subprocess_exec

        async def noted(*command: Any, **more: Any) -> asyncio.subprocess.Process:
            child = await start(*command, **more)
            self.children.append(child)
            self.first.set()
            return child

        monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)


@pytest.fixture
async def commands() -> AsyncIterator[AppInsightCommands]:
    store, supervisor = Database.in_memory(), Supervisor()
    days = [FIRST + timedelta(days=n) for n in range(30)]
    readings = [Reading(slot.start, Decimal("0.25")) for day in days for slot in day_slots(day)]
    await store.history.add_page(NUMBER, "S", readings, Span(day_span(FIRST).start, day_span(LAST).end), is_done=True)
    await store.history.cost(NUMBER, days, costed)
    point = homes.point(NUMBER, agreements=[Agreement("E-1R-GO-VAR-22-10-14-C", "GO-VAR-22-10-14", homes.LONG_AGO)])
    now = utc("2026-05-01 09:00")
    account = Snapshot(homes.account(homes.home("1", point)), now)
    holder = StateHolder(AppState(now=now, phase=Phase.SIGNED_IN, account=account))

    def answer(name: str, work: Coroutine[Any, Any, Any], then: Callable[[Any], None]) -> Callable[[], None]:
        async def answered() -> None:
            then(await work)

        task = supervisor.start(name, answered())

        def end() -> None:
            task.cancel()

        return end

    yield AppInsightCommands(Insights(store, holder), answer, "default")
    await supervisor.stop()
    await store.close()


@pytest.mark.parametrize("strategy", list(Strategy))
async def test_a_battery_is_reckoned_in_another_process_while_the_loop_goes_on(
    commands: AppInsightCommands, monkeypatch: pytest.MonkeyPatch, strategy: Strategy
) -> None:
    started, told, turns = Started(monkeypatch), list[float](), 0
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[BatteryCurve | None] = loop.create_future()

    def turn() -> None:
        nonlocal turns
        turns += 1
        if not answer.done():
            loop.call_later(0.01, turn)

    wish = BatteryWish(capacities=(0.0, 2.0, 4.0), strategy=strategy)
    commands.plan_battery(SPAN, wish, told.append, answer.set_result)
    turn()
    curve = await answer
    assert curve is not None
    assert curve.days == 30
    assert len(started.children) == 1
    assert turns > 1, "the loop had its turns meanwhile"
    assert told == sorted(told)


async def test_what_is_ended_leaves_no_process_and_says_nothing(
    commands: AppInsightCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, said = Started(monkeypatch), list[object]()
    end = commands.plan_battery(SPAN, BatteryWish(strategy=Strategy.BEST), lambda _share: None, said.append)
    await started.first.wait()
    end()
    await started.children[0].wait()
    assert not said
