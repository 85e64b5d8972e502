"""``now`` moves at each minute and exactly at what changes; few wake-ups."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.dispatch import DevicePlan, DispatchBook, PlannedDispatch
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.slot_ticker import SlotTicker, next_tick
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.supervisor import Supervisor
from tests.fake_clock import FakeClock
from tests.services.given import utc
from tests.services.homes import NOW, rates, state

EDGE = utc("2026-10-05 14:20:25")


def with_dispatch(start: str, end: str) -> Snapshot[DispatchBook]:
    span = Span(utc(f"2026-10-05 {start}"), utc(f"2026-10-05 {end}"))
    return Snapshot(DispatchBook(plans=(DevicePlan("e1", NOW, (PlannedDispatch("e1", span),)),)), NOW)


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@given(st.integers(0, 86_400_000))
def test_never_more_than_a_minute_away(milliseconds: int) -> None:
    now = utc("2026-10-05 00:00") + timedelta(milliseconds=milliseconds)
    due = next_tick(state(rates(utc("2026-10-05 00:00"), range(48))), now)
    assert now < due <= now + timedelta(minutes=1)
    assert (due.second, due.microsecond) == (0, 0)


def test_price_and_dispatch_edges_inside_a_minute() -> None:
    odd = rates(utc("2026-10-05 14:06:30"), [1, 2], minutes=1)
    assert next_tick(state(odd), NOW) == utc("2026-10-05 14:07:30")
    dispatching = replace(state(), dispatches=with_dispatch("14:07:12", "14:07:40"))
    assert next_tick(dispatching, NOW) == utc("2026-10-05 14:07:12")
    assert next_tick(dispatching, utc("2026-10-05 14:07:12")) == utc("2026-10-05 14:07:40")


async def test_ticks_each_minute_with_one_sleeper() -> None:
    clock, supervisor, seen = FakeClock(utc("2026-10-05 14:07:20")), Supervisor(), []
    holder = StateHolder(state())
    holder.subscribe(lambda changed: seen.append(changed.now))
    supervisor.start("ticker", SlotTicker(holder, clock, supervisor).run())
    await turns()
    for _ in range(180):
        clock.advance(1)
        await turns()
    assert seen == [utc(f"2026-10-05 {clock}") for clock in ("14:07:20", "14:08:00", "14:09:00", "14:10:00")]
    assert supervisor.names == {"ticker", "ticker sleeps"}
    await supervisor.stop()


async def test_an_edge_learnt_meanwhile_is_kept_exactly() -> None:
    clock, supervisor = FakeClock(utc("2026-10-05 14:20:05")), Supervisor()
    holder = StateHolder(state())
    supervisor.start("ticker", SlotTicker(holder, clock, supervisor).run())
    await turns()
    holder.update(dispatches=with_dispatch("14:20:25", "14:50"))
    await turns()
    clock.set(EDGE)
    await turns()
    assert holder.state.now == EDGE
    await supervisor.stop()


async def test_clock_set_back_is_followed() -> None:
    clock, supervisor = FakeClock(utc("2026-10-05 14:20")), Supervisor()
    holder = StateHolder(state())
    ticker = SlotTicker(holder, clock, supervisor)
    supervisor.start("ticker", ticker.run())
    await turns()
    clock.set(utc("2026-10-05 12:00"))
    ticker.wake()
    await turns()
    assert holder.state.now == utc("2026-10-05 12:00")
    await supervisor.stop()
