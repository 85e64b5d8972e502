"""A home with more cars than Octopus answers for in one minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kraken_desktop.domain.dispatch import LAST_PLAN_COUNTS
from kraken_desktop.simulator import create_app
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.homes.intelligent import INTELLIGENT
from kraken_desktop.ui.view_models.status import status_view
from tests.fake_clock import FakeClock
from tests.services.given import Running, running, utc

START = "2026-10-14 17:20"
MINUTE = timedelta(minutes=1)


def fleet(cars: int) -> Home:
    first = INTELLIGENT.cars[0]
    return replace(
        INTELLIGENT,
        cars=tuple(
            replace(first, device_id=f"00000000-0000-4000-8000-0000000{number:03d}e1", name=f"Car {number}")
            for number in range(cars)
        ),
    )


def ages(run: Running) -> list[timedelta]:
    book = run.state.dispatches.value
    assert book is not None
    assert all(plan.problem is None for plan in book.plans), "nobody was refused"
    return [run.state.now - plan.seen_at for plan in book.plans]


@pytest.mark.parametrize(("cars", "rounds"), [(5, 1), (6, 2), (12, 3)])
async def test_plans_take_turns_within_five_a_minute(cars: int, rounds: int) -> None:
    clock = FakeClock(utc(START))
    octopus = create_app(fleet(cars), clock=clock.now)
    async with running(clock=clock, octopus=octopus) as run:
        await run.advance(minutes=rounds + 1)
        run.forget_calls()
        for _ in range(20):
            await run.advance(minutes=1)
            assert len(ages(run)) == cars
            assert max(ages(run)) <= MINUTE * rounds
        light = [call for call in run.calls() if call["operation"] == "Light"]
        assert len(light) == 20, "live power comes as often as ever"
        assert run.state.polling.current == MINUTE
        assert run.state.polling.slowed_by is None
        assert run.state.polling.plans_every == rounds * MINUTE
        says = f"each device's plan every {rounds} min"
        assert (says in status_view(run.state).next_poll) is (rounds > 1)


async def test_even_slowed_down_each_plan_comes_while_its_last_one_counts_and_its_gate_with_it() -> None:
    clock = FakeClock(utc(START))
    octopus = create_app(fleet(12), clock=clock.now)
    async with running(clock=clock, octopus=octopus) as run:
        await run.advance(minutes=4)
        run.octopus.inject("rate-limited")
        await run.advance(minutes=20)
        polling = run.state.polling
        assert polling.slowed_by is not None
        assert polling.current == 3 * MINUTE, "three rounds of it are nine minutes"
        run.forget_calls()
        for _ in range(30):
            await run.advance(minutes=1)
            assert max(ages(run)) < LAST_PLAN_COUNTS
        light = [call for call in run.calls() if call["operation"] == "Light"]
        assert len(light) <= 11, "slowed down all the same"
        assert all("devices" in call["fields"] for call in light), "no plan without its gate"
        assert {call["fields"].count("flexPlannedDispatches") for call in light} == {4}
