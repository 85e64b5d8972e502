"""What goes wrong on the way to Octopus: values stay, the next try can be told, and it ends by itself."""

import logging
from datetime import timedelta

import pytest

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive
from kraken_desktop.services.state import Phase
from kraken_desktop.simulator.limits import Limits
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import operations, running, utc

MINUTE = timedelta(minutes=1)


async def test_without_network_values_stay_and_tries_grow_rare(caplog: pytest.LogCaptureFixture) -> None:
    async with running("agile") as run:
        price, watts = derive.price_now(run.state).pence, derive.power_now(run.state).watts
        run.octopus.inject("no-network")
        run.forget_calls()
        with caplog.at_level(logging.DEBUG, "kraken_desktop.services"):
            await run.advance(minutes=9)
        state = run.state
        assert derive.price_now(state).pence == price
        assert derive.power_now(state).watts == watts
        assert derive.power_now(state).is_stale
        assert state.live.problem is not None
        assert state.live.problem.kind is ProblemKind.UNREACHABLE
        assert state.live.problem.since == utc("2026-10-14 17:21")
        assert state.live.next_try == utc("2026-10-14 17:36")
        assert operations(run)["Light"] == 4, "after 1, 2 and 4 minutes"
        warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
        assert len(warnings) == 1, "the first failure; its repeats are for debugging"
        run.octopus.clear_faults()
        with caplog.at_level(logging.INFO, "kraken_desktop.services"):
            await run.advance(minutes=8)
        assert run.state.live.problem is None
        assert any("good again after" in record.message for record in caplog.records)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("captive-portal", ProblemKind.CAPTIVE_PORTAL),
        ("blocked", ProblemKind.BLOCKED),
        ("bad-gateway", ProblemKind.UNAVAILABLE),
        ("half-json", ProblemKind.ODD_ANSWER),
        ("telemetry-unavailable", ProblemKind.UNAVAILABLE),
        ("rate-limited", ProblemKind.LIMITED),
    ],
)
async def test_fault_stands_beside_the_value(fault: str, kind: ProblemKind) -> None:
    async with running("agile") as run:
        watts = derive.power_now(run.state).watts
        run.octopus.inject(fault)
        await run.advance(minutes=1)
        assert run.state.live.problem is not None
        assert run.state.live.problem.kind is kind
        assert derive.power_now(run.state).watts == watts
        assert run.state.phase is Phase.SIGNED_IN
        run.octopus.clear_faults()
        await run.advance(minutes=16)
        assert run.state.live.problem is None


@pytest.mark.parametrize(("fault", "kind"), [("rate-limited", ProblemKind.LIMITED), ("blocked", ProblemKind.BLOCKED)])
async def test_one_refusal_waits_as_told_says_why_and_is_over_with_the_next_good_poll(
    fault: str, kind: ProblemKind
) -> None:
    async with running("agile") as run:
        run.octopus.inject(fault, count=1)
        run.forget_calls()
        await run.advance(minutes=1)
        next_try = run.state.live.next_try
        assert next_try is not None
        assert run.state.polling.current == 2 * MINUTE
        assert run.state.polling.slowed_by is not None
        assert run.state.polling.slowed_by.kind is kind
        asked = operations(run)["Light"]
        await run.advance((next_try - run.clock.now()).total_seconds() - 1)
        assert operations(run)["Light"] == asked
        await run.advance(seconds=1)
        assert operations(run)["Light"] == asked + 1
        assert run.state.polling.current == MINUTE
        assert run.state.polling.slowed_by is None
        run.forget_calls()
        await run.advance(minutes=10)
        assert operations(run)["Light"] == 10


async def test_many_refusals_are_over_minutes_after_the_first_good_poll() -> None:
    async with running("agile") as run:
        run.octopus.inject("rate-limited")
        await run.advance(minutes=20)
        assert run.state.polling.current > 5 * MINUTE
        run.octopus.clear_faults()
        assert run.state.live.next_try is not None
        await run.advance((run.state.live.next_try - run.clock.now()).total_seconds())
        assert run.state.live.problem is None
        assert run.state.polling.current == 2 * MINUTE
        await run.advance(minutes=2)
        assert run.state.polling.current == MINUTE
        assert run.state.polling.slowed_by is None


async def test_waiting_for_another_feeds_refusal_says_its_reason() -> None:
    async with running("agile", "2026-10-14 17:29") as run:
        run.octopus.inject("blocked", operation="AccountDiscovery", count=1)
        await run.advance(minutes=2)
        assert run.state.polling.slowed_by is not None
        assert run.state.polling.slowed_by.kind is ProblemKind.BLOCKED
        await run.advance(minutes=6)
        assert run.state.polling.slowed_by is None


async def test_another_app_that_eats_the_allowance_is_a_state_not_an_error() -> None:
    async with running("agile") as run:
        run.world.limits.telemetry.take(run.clock.now(), 98)
        await run.advance(minutes=15)
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.polling.current > MINUTE
        assert run.state.polling.slowed_by is not None
        assert run.state.polling.slowed_by.kind is ProblemKind.LIMITED
        assert derive.price_now(run.state).band is not Band.UNKNOWN


async def test_allowance_that_is_free_again_counts_before_the_next_heavy_poll() -> None:
    """Told by the heavy poll of 18:00 and over soon after it: the good light polls are proof enough."""
    async with running("agile", "2026-10-14 17:25", settings=with_value(Settings(), "polling_minutes", 2)) as run:
        run.world.limits.telemetry.take(run.clock.now(), 100)
        await run.advance(minutes=36)
        assert run.state.budget.remaining_by_service == 0
        run.world.limits = Limits()
        await run.advance(minutes=25)
        assert run.state.live.problem is None
        assert run.state.budget.remaining_by_service is None
        assert run.state.polling.current == 2 * MINUTE


async def test_wrong_clock_is_said_with_the_next_light_poll() -> None:
    """Long before the heavy poll of half past."""
    async with running("agile", "2026-10-14 17:05") as run:
        assert run.state.clock_problem is None
        run.octopus.inject("clock-wrong")
        await run.advance(minutes=1)
        assert run.state.clock_problem is not None
        assert run.state.clock_problem.kind is ProblemKind.CLOCK_WRONG
        run.octopus.clear_faults()
        await run.advance(minutes=1)
        assert run.state.clock_problem is None


async def test_wrong_clock_is_said() -> None:
    async with running("flexible") as run:
        assert run.state.clock_problem is None
        run.octopus.inject("clock-wrong")
        await run.advance(minutes=11)
        assert run.state.clock_problem is not None
        assert run.state.clock_problem.kind is ProblemKind.CLOCK_WRONG
        run.octopus.clear_faults()
        await run.advance(minutes=30)
        assert run.state.clock_problem is None
