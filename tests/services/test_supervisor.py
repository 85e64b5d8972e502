"""Tasks: named, awaited, never lost; sleeps that can be woken; clocks."""

import asyncio
import logging
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from kraken_desktop.services.clock import OffsetClock, SystemClock
from kraken_desktop.services.latest import latest
from kraken_desktop.services.supervisor import Alarm, Supervisor
from tests.fake_clock import FakeClock
from tests.services.given import utc

NOW = utc("2026-10-05 14:00")


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_stop_waits_until_everything_has_ended() -> None:
    supervisor, ended = Supervisor(), []

    async def tidy() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await turns(3)
            ended.append(True)

    supervisor.start("one", tidy())
    supervisor.start("two", tidy())
    await turns()
    assert supervisor.names == {"one", "two"}
    await supervisor.stop()
    assert ended == [True, True]
    assert supervisor.names == frozenset()


async def test_nothing_starts_while_stopping() -> None:
    supervisor = Supervisor()
    await supervisor.stop()
    with pytest.raises(RuntimeError, match="late cannot start"):
        supervisor.start("late", asyncio.sleep(0))


async def test_error_of_a_task_is_reported_not_swallowed(caplog: pytest.LogCaptureFixture) -> None:
    supervisor, reported = Supervisor(), list[dict[str, Any]]()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: reported.append(context))

    async def fail() -> None:
        raise ValueError("unforeseen")

    with caplog.at_level(logging.ERROR):
        supervisor.start("odd", fail())
        await turns()
    assert [record.message for record in caplog.records] == ["odd ended in an error"]
    assert isinstance(reported[0]["exception"], ValueError)
    await supervisor.stop()


async def test_alarm_goes_off_at_its_time() -> None:
    clock, supervisor = FakeClock(NOW), Supervisor()
    alarm = Alarm("test", clock, supervisor)
    waiting = supervisor.start("waiting", alarm.wait(NOW + timedelta(seconds=30)))
    await turns()
    assert alarm.due == NOW + timedelta(seconds=30)
    clock.advance(29)
    await turns()
    assert not waiting.done()
    clock.advance(1)
    await turns()
    assert waiting.done()
    assert alarm.due is None


async def test_alarm_can_be_rung_before_and_while_waiting() -> None:
    clock, supervisor = FakeClock(NOW), Supervisor()
    alarm = Alarm("test", clock, supervisor)
    waiting = supervisor.start("waiting", alarm.wait(NOW + timedelta(hours=1)))
    await turns()
    alarm.ring()
    await turns()
    assert waiting.done()
    alarm.ring()
    await alarm.wait(NOW + timedelta(hours=1))
    again = supervisor.start("again", alarm.wait(NOW + timedelta(hours=1)))
    await turns()
    assert not again.done(), "one ring wakes once"
    await supervisor.stop()


class Sleeps:
    """Stands in for asyncio.sleep: time passes at once, and may be moved meanwhile."""

    def __init__(self, moves: dict[int, float] | None = None) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self._moves = moves or {}

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds + self._moves.get(len(self.slept), 0.0)


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> Sleeps:
    found = Sleeps()
    monkeypatch.setattr(asyncio, "sleep", found.sleep)
    monkeypatch.setattr(time, "monotonic", lambda: found.now)
    return found


async def test_clock_never_sleeps_longer_than_a_minute(sleeps: Sleeps) -> None:
    clock = OffsetClock(NOW)
    await clock.sleep_until(NOW + timedelta(seconds=150))
    assert sleeps.slept == [60, 60, 30]
    assert clock.now() == NOW + timedelta(seconds=150)


async def test_fast_clock_sleeps_less(sleeps: Sleeps) -> None:
    clock = OffsetClock(NOW, speed=60)
    await clock.sleep_until(NOW + timedelta(hours=1))
    assert sleeps.slept == [60]
    assert clock.now() == NOW + timedelta(hours=1)


async def test_suspend_ends_the_sleep(sleeps: Sleeps) -> None:
    sleeps._moves[1] = 8 * 3600
    clock = OffsetClock(NOW)
    await clock.sleep_until(NOW + timedelta(minutes=5))
    assert len(sleeps.slept) == 1


async def test_clock_set_back_ends_the_sleep(sleeps: Sleeps) -> None:
    sleeps._moves[1] = -3600
    await OffsetClock(NOW).sleep_until(NOW + timedelta(minutes=5))
    assert len(sleeps.slept) == 1


async def test_time_already_reached_needs_no_sleep(sleeps: Sleeps) -> None:
    await OffsetClock(NOW).sleep_until(NOW)
    assert sleeps.slept == []


def test_system_clock_is_aware_and_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_latest_computes_once_for_the_same_arguments() -> None:
    asked: list[tuple[object, datetime]] = []

    @latest
    def answer(value: list[int], at: datetime) -> int:
        asked.append((value, at))
        return sum(value)

    ours = [1, 2]
    assert answer(ours, NOW) == answer(ours, NOW + timedelta()) == 3
    assert len(asked) == 1
    assert answer([1, 2], NOW) == 3
    assert len(asked) == 2, "an equal value is not the same one"
    assert answer(ours, NOW + timedelta(seconds=1)) == 3
    assert len(asked) == 3
