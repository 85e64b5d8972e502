"""What Octopus refuses, in plain words."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS, BoostRefusal
from kraken_desktop.services.steering import Action, Order, steered
from kraken_desktop.simulator.faults import Trouble
from tests.services.given import running
from tests.services.test_charging import START
from tests.services.test_steering import CAR, PLAIN, status


@pytest.mark.parametrize(
    ("action", "code", "words"),
    [
        (Action.CANCEL_BOOST, "KT-CT-4354", "call the boost off: no boost of it can be called off just now"),
        (Action.SUSPEND, "KT-CT-4358", "switch smart charging off: its smart charging cannot be switched off just now"),
        (Action.RESUME, "KT-CT-4359", "switch smart charging on: its smart charging cannot be switched on just now"),
        (Action.SUSPEND, "KT-CT-4387", "switch smart charging off: Octopus does not know this device any more"),
        (Action.SET_GOALS, "KT-CT-4321", "save the goals: each day of the week needs one target and one time"),
    ],
)
async def test_every_refusal_has_plain_words(action: Action, code: str, words: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        run.world.inject(Trouble(code, count=1))
        outcome = await steered(run.services.line, Order(action, CAR, status(run).schedule), run.state.now)
        assert (outcome.is_done, outcome.words) == (False, f"Octopus did not {words}.")


async def test_a_week_with_a_hole_is_not_sent_and_says_so() -> None:
    async with running("intelligent", START) as run:
        run.forget_calls()
        order = Order(Action.SET_GOALS, CAR, status(run).schedule[:6])
        outcome = await steered(run.services.line, order, run.state.now)
        assert outcome.words.endswith("each day of the week needs a target of whole percent; nothing was sent.")
        assert "SetPreferences" not in [call["operation"] for call in run.calls()]


async def test_goals_out_of_bounds_are_refused_in_plain_words() -> None:
    week = tuple(ReadyBy(day, time(2), Decimal(80)) for day in WEEKDAYS)
    async with running("intelligent", START) as run:
        before = status(run).schedule
        outcome = await steered(run.services.line, Order(Action.SET_GOALS, CAR, week), run.state.now)
        assert not outcome.is_done
        assert outcome.words == (
            "Octopus did not save the goals: a target or a time lies outside of what the device allows."
        )
        await run.advance(minutes=1)
        assert status(run).schedule == before


@pytest.mark.parametrize(("reason", "words"), PLAIN.items())
async def test_every_reason_of_a_refused_boost_has_its_words(reason: BoostRefusal, words: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        run.octopus.inject(reason)
        outcome = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
    assert (outcome.is_done, outcome.words) == (False, f"Octopus did not start a boost: {words}.")


def test_no_reason_is_without_words() -> None:
    assert set(PLAIN) == set(BoostRefusal)
