"""The services as they run: real client, simulated Octopus, and time that the test owns."""

from collections import Counter
from datetime import timedelta

import pytest

from kraken_desktop.services import derive
from kraken_desktop.services.derive import Publication
from kraken_desktop.services.state import Phase
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import operations, running, utc

MINUTE = timedelta(minutes=1)


async def test_start_fills_the_whole_state() -> None:
    async with running("agile") as run:
        state = run.state
        assert state.phase is Phase.SIGNED_IN
        assert state.has_mini is True
        assert state.selection.import_number == "1200099999990"
        assert state.selection.export_number == "1200099999982"
        assert state.import_tariff.value is not None
        assert state.import_tariff.value.has_changing_list
        assert state.import_tariff.value.terms is None
        assert derive.price_now(state).pence is not None
        assert derive.price_now(state, export=True).pence is not None
        assert derive.power_now(state).watts is not None
        today = derive.today(state)
        assert today is not None
        assert today.is_complete
        problems = (state.account, state.import_tariff, state.export_tariff, state.live, state.half_hours)
        assert [snapshot.problem for snapshot in problems] == [None] * 5


async def test_an_hour_of_polling_keeps_to_the_budget() -> None:
    """60 light polls of one request each and 2 for today: under the 65 of the hour, with nothing asked twice."""
    async with running("agile") as run:
        run.forget_calls()
        await run.advance(hours=1)
        asked = operations(run)
        assert asked["Light"] == 60
        assert asked["HalfHours"] == 2
        assert asked["AccountDiscovery"] == 2
        assert asked["standard-unit-rates"] == 0
        assert sum(asked.values()) == 60 + 2 + 2 + asked["RateLimits"] + asked["ObtainToken"]
        assert run.state.budget.used <= 65
        assert run.state.polling.slowed_by is None


async def test_a_light_poll_is_small_and_asks_only_since_the_last_sample() -> None:
    async with running("agile") as run:
        run.forget_calls()
        await run.advance(minutes=5)
        light = [call for call in run.calls() if call["operation"] == "Light"]
        assert len(light) == 5
        assert all(call["fields"] == ["smartMeterTelemetry"] for call in light)
        assert all(call["bytes"] < 3000 for call in light)


@pytest.mark.parametrize(("minutes", "polls"), [(1, 30), (2, 15), (3, 10), (5, 6)])
async def test_chosen_interval_counts(minutes: int, polls: int) -> None:
    settings = with_value(Settings(), "polling_minutes", minutes)
    async with running("flexible", settings=settings) as run:
        run.forget_calls()
        await run.advance(minutes=30)
        assert operations(run)["Light"] == polls


async def test_changed_interval_counts_without_restart() -> None:
    async with running("flexible") as run:
        run.services.apply_settings(with_value(run.settings, "polling_minutes", 5))
        await run.advance(minutes=5)
        run.forget_calls()
        await run.advance(minutes=30)
        assert operations(run)["Light"] == 6
        assert run.state.polling.current == 5 * MINUTE


async def test_heavy_polls_come_just_after_the_half_hour() -> None:
    async with running("flexible", "2026-10-14 17:20") as run:
        run.forget_calls()
        await run.advance(hours=1)
        at = [call["at"][11:19] for call in run.calls() if call["operation"] == "AccountDiscovery"]
        assert at == ["17:30:10", "18:00:10"]


async def test_price_changes_at_the_slot_edge_without_a_request() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        run.services.pause(utc("2026-10-14 19:00"))
        await run.settle()
        before = derive.price_now(run.state)
        assert before.until == utc("2026-10-14 17:30")
        run.forget_calls()
        await run.advance(minutes=9, seconds=59)
        assert derive.price_now(run.state).pence == before.pence
        await run.advance(seconds=1)
        after = derive.price_now(run.state)
        assert run.state.now == utc("2026-10-14 17:30")
        assert after.pence == before.next_pence != before.pence
        assert run.calls() == []


async def test_tomorrow_is_looked_for_from_four_until_found_and_then_not_again() -> None:
    async with running("agile", "2026-10-14 14:40", faults=("tomorrow-late",)) as run:
        assert derive.tomorrow(run.state).publication is Publication.WAITING
        assert derive.tomorrow(run.state).next_look == utc("2026-10-14 15:00:10")
        run.forget_calls()
        await run.advance(minutes=60)
        looks = [call["at"][11:19] for call in run.calls() if call["path"].endswith("standard-unit-rates/")]
        # Two price lists, import and export, at each look.
        assert sorted(set(looks)) == [f"15:{minute:02}:10" for minute in range(0, 40, 5)]
        assert derive.tomorrow(run.state).publication is Publication.WAITING
        assert run.board.shown == []
        run.octopus.clear_faults()
        await run.advance(minutes=5)
        found = derive.tomorrow(run.state)
        assert found.publication is Publication.PUBLISHED
        assert found.next_look is None
        run.forget_calls()
        await run.advance(hours=3)
        assert operations(run)["standard-unit-rates"] == 0
        assert [notice.group for notice in run.board.shown] == ["tomorrow"]


async def test_half_of_tomorrow_is_not_tomorrow() -> None:
    async with running("agile", "2026-10-14 16:10", faults=("tomorrow-partly",)) as run:
        assert derive.tomorrow(run.state).publication is Publication.WAITING
        assert run.board.shown == []


async def test_day_rolls_over() -> None:
    """23:50 to 00:10 London: today's count starts anew, and prices go on."""
    async with running("agile", "2026-10-14 22:50") as run:
        old = derive.today(run.state)
        assert old is not None
        assert old.imported.kwh > 1
        await run.advance(minutes=25)
        new = derive.today(run.state)
        assert new is not None
        assert new.span.start == utc("2026-10-14 23:00")
        assert new.imported.kwh < old.imported.kwh
        assert derive.price_now(run.state).pence is not None
        assert derive.tomorrow(run.state).publication is Publication.WAITING


async def test_eight_hours_of_sleep_are_caught_up_at_once() -> None:
    async with running("agile", "2026-10-14 20:00") as run:
        run.forget_calls()
        await run.suspend(8)
        state = run.state
        asked = operations(run)
        assert asked["Light"] == asked["HalfHours"] == asked["AccountDiscovery"] == 1
        assert state.now == utc("2026-10-15 04:00")
        power = derive.power_now(state)
        assert not power.is_stale
        assert state.account.fetched_at == state.live.fetched_at == state.half_hours.fetched_at == state.now
        today = derive.today(state)
        assert today is not None
        assert today.is_complete
        assert run.board.shown[-1].group == "tomorrow", "no notice of stale facts for having slept"


async def test_clock_set_back_polls_at_once() -> None:
    async with running("agile", "2026-10-14 20:00") as run:
        run.forget_calls()
        run.clock.advance(-3 * 3600)
        run.services.wake()
        await run.settle()
        assert operations(run)["Light"] == 1
        assert run.state.now == utc("2026-10-14 17:00")


async def test_refresh_polls_now_and_says_so() -> None:
    async with running("agile") as run:
        await run.advance(seconds=20)
        run.forget_calls()
        run.services.refresh()
        assert run.state.polling.is_refreshing
        await run.settle()
        assert not run.state.polling.is_refreshing
        assert operations(run) == Counter({"Light": 1})


async def test_refresh_asks_again_for_what_is_old() -> None:
    async with running("agile", "2026-10-14 17:01:30") as run:
        await run.advance(minutes=10)
        run.forget_calls()
        run.services.refresh()
        await run.settle()
        asked = operations(run)
        assert asked["Light"] == asked["AccountDiscovery"] == asked["HalfHours"] == 1


async def test_pause_asks_nothing_until_its_end() -> None:
    async with running("agile") as run:
        run.services.pause(run.clock.now() + timedelta(hours=1))
        await run.settle()
        run.forget_calls()
        await run.advance(minutes=59)
        assert run.calls() == []
        assert run.state.polling.paused_until is not None
        await run.advance(minutes=2)
        assert operations(run)["Light"] >= 1
        assert run.state.polling.paused_until is None


async def test_refresh_while_paused_polls_once_and_the_pause_goes_on() -> None:
    async with running("agile") as run:
        until = run.clock.now() + timedelta(hours=1)
        run.services.pause(until)
        await run.settle()
        run.forget_calls()
        run.services.refresh()
        await run.settle()
        assert operations(run)["Light"] == 1
        await run.advance(minutes=10)
        assert operations(run)["Light"] == 1
        assert run.state.polling.paused_until == until


async def test_locked_screen_rests_where_wanted() -> None:
    async with running("flexible") as run:
        run.services.lock(True)
        run.forget_calls()
        await run.advance(minutes=5)
        assert operations(run)["Light"] == 5, "resting is a setting, off by itself"
        run.services.apply_settings(with_value(run.settings, "pause_when_locked", True))
        await run.settle()
        run.forget_calls()
        await run.advance(minutes=30)
        assert run.calls() == []
        run.services.lock(False)
        await run.settle()
        assert operations(run)["Light"] == 1


async def test_a_simulated_day() -> None:
    """Every slot has its price at its time, today is never short, the allowance never overrun."""
    settings = with_value(Settings(), "polling_minutes", 5)
    async with running("agile", "2026-10-14 10:00", settings=settings) as run:
        for _ in range(48):
            await run.advance(minutes=30)
            state = run.state
            assert derive.price_now(state).pence is not None
            assert not derive.power_now(state).is_stale
            assert state.budget.used <= 65
            today = derive.today(state)
            assert today is None or today.is_complete
        assert [notice.group for notice in run.board.shown] == ["tomorrow"]
        assert run.services.supervisor.names == {
            "ticker",
            "ticker sleeps",
            "notices",
            "past means",
            "kept reports",
            "poller",
            "poller sleeps",
        }
