"""Asking something of a car: offered only where the service would not refuse, sent once, refused in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import DeviceKind, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS, BoostRefusal
from kraken_desktop.domain.dispatch import DeviceStatus
from kraken_desktop.services import derive
from kraken_desktop.services.derive import Activity
from kraken_desktop.services.steering import Action, Offer, Order, offers, steered
from kraken_desktop.simulator.faults import Trouble
from kraken_desktop.simulator.homes.intelligent import INTELLIGENT
from tests.services.given import Running, running
from tests.services.test_charging import START

PLAIN = {
    BoostRefusal.NOT_YET_LIVE: "it is not set up yet",
    BoostRefusal.RETIRED: "it was removed from Octopus",
    BoostRefusal.SUSPENDED: "smart charging is switched off: resume it first",
    BoostRefusal.DISCONNECTED: "it is not plugged in",
    BoostRefusal.NOT_AT_HOME: "it is not at home",
    BoostRefusal.ALREADY_BOOSTING: "a boost is running already",
    BoostRefusal.FULLY_CHARGED: "it is charged as far as it may be",
}
CAR = INTELLIGENT.cars[0].device_id


def status(run: Running) -> DeviceStatus:
    book = run.state.dispatches.value
    assert book is not None
    found = book.status(CAR)
    assert found is not None
    return found


def offered(run: Running) -> dict[Action, Offer]:
    return {offer.action: offer for offer in offers(run.state, status(run))}


async def test_a_boost_starts_and_is_called_off() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        assert offered(run)[Action.BOOST].hindrance == ""
        assert "A boost makes nothing cheap. Charging costs 28.4p per kWh now." in offered(run)[Action.BOOST].question
        run.forget_calls()
        outcome = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert outcome.is_done
        await run.advance(minutes=2)
        assert [call["operation"] for call in run.calls()].count("Boost") == 1
        assert derive.device_lines(run.state)[0].activity is Activity.BOOSTING
        assert Action.CANCEL_BOOST in offered(run)
        await steered(run.services.line, Order(Action.CANCEL_BOOST, CAR), run.state.now)
        await run.advance(minutes=2)
        assert derive.device_lines(run.state)[0].activity is Activity.READY


async def test_a_boost_says_what_it_costs_when_the_cheap_half_hour_is_over() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.car("plan", start="2026-10-14T12:05:00Z", end="2026-10-14T12:25:00Z")
        await run.advance(minutes=10)
        question = offered(run)[Action.BOOST].question
        assert question.endswith("Charging costs 6.8p per kWh now, 28.4p from 13:30.")


@pytest.mark.parametrize(
    ("home", "now", "then"), [("intelligent", "6.8p", "28.4p"), ("intelligent-four-rate", "5.7p", "28.0p")]
)
async def test_a_boost_of_a_car_that_charges_smart_says_what_it_loses(home: str, now: str, then: str) -> None:
    """The boost takes the place of the charge that makes the half hours after this one cheap."""
    async with running(home, START) as run:
        first, *others = (life.car.device_id for life in run.world.household.cars)
        for device in others:
            await run.car("unplug", device=device)
        await run.car("plug", device=first)
        await run.car("plan", device=first, start="2026-10-14T12:05:00Z", end="2026-10-14T14:25:00Z")
        await run.advance(minutes=10)
        book = run.state.dispatches.value
        assert book is not None
        known = book.status(first)
        assert known is not None
        question = offers(run.state, known)[0].question
        assert question.endswith(
            f"Charging costs {now} per kWh now, {then} from 13:30. From then on the whole house pays {then} too."
        )


async def test_a_refused_boost_says_every_reason_in_plain_words() -> None:
    async with running("intelligent", START) as run:
        await run.car("unplug")
        await run.advance(minutes=2)
        assert offered(run)[Action.BOOST].hindrance == "it is unplugged or away from home"
        outcome = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert not outcome.is_done
        assert outcome.words == "Octopus did not start a boost: it is not plugged in and it is not at home."


async def test_suspending_and_resuming_smart_control() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        assert (await steered(run.services.line, Order(Action.SUSPEND, CAR), run.state.now)).is_done
        await run.advance(minutes=1)
        assert status(run).state == "SMART_CONTROL_OFF"
        assert offered(run)[Action.BOOST].hindrance == "smart charging is switched off: resume it first"
        assert (await steered(run.services.line, Order(Action.RESUME, CAR), run.state.now)).is_done
        await run.advance(minutes=1)
        assert Action.SUSPEND in offered(run)


async def test_an_order_that_nobody_answers_is_not_sent_again() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        run.octopus.inject("no-network")
        outcome = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert not outcome.is_done
        assert "not tried again" in outcome.words
        run.octopus.clear_faults()
        await run.advance(minutes=5)
        assert derive.device_lines(run.state)[0].activity is Activity.READY


async def test_goals_of_the_week_are_set_and_read_back() -> None:
    week = tuple(
        ReadyBy(day, time(6 + number % 3, 30), Decimal(60 + 5 * number)) for number, day in enumerate(WEEKDAYS)
    )
    async with running("intelligent", START) as run:
        await run.advance(minutes=1)
        known = status(run)
        assert offered(run)[Action.SET_GOALS].hindrance == ""
        run.forget_calls()
        order = Order(Action.SET_GOALS, CAR, week, known.goal_unit, known.goal_mode)
        assert (await steered(run.services.line, order, run.state.now)).is_done
        await run.advance(minutes=1)
        assert [call["operation"] for call in run.calls()].count("SetPreferences") == 1
        assert sorted(status(run).schedule, key=lambda goal: WEEKDAYS.index(goal.weekday)) == list(week)


async def test_a_boost_whose_answer_was_cut_off_runs_and_nobody_denies_it() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        run.world.inject(Trouble("half-json", operation="updateBoostCharge", count=1))
        outcome = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert NOT_KNOWN in outcome.words
        await run.advance(minutes=3)
        assert derive.device_lines(run.state)[0].activity is Activity.BOOSTING


async def test_a_full_car_is_offered_no_boost_whether_its_limit_is_told_or_not() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug", soc="95")
        await run.advance(minutes=2)
        assert status(run).charge_limit_percent == 90
        full = PLAIN[BoostRefusal.FULLY_CHARGED]
        assert offered(run)[Action.BOOST].hindrance == full
        refused = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert refused.words == f"Octopus did not start a boost: {full}."
        for percent, limit, hindrance in ((100, None, full), (99, None, ""), (95, 96, "")):
            odd = replace(status(run), charge_percent=Decimal(percent), charge_limit_percent=limit)
            assert {offer.action: offer.hindrance for offer in offers(run.state, odd)}[Action.BOOST] == hindrance


ORDERS = (
    (Action.BOOST, "Boost"),
    (Action.CANCEL_BOOST, "Boost"),
    (Action.SUSPEND, "SmartControl"),
    (Action.RESUME, "SmartControl"),
    (Action.SET_GOALS, "SetPreferences"),
)


NOT_KNOWN = "so it is not known whether it did this"


@pytest.mark.parametrize(
    ("fault", "is_known"), [("no-network", False), ("http-502", False), ("KT-CT-1199", True), ("half-json", False)]
)
@pytest.mark.parametrize(("action", "operation"), ORDERS)
async def test_no_order_is_ever_sent_twice(action: Action, operation: str, fault: str, *, is_known: bool) -> None:
    """Whatever the trouble is: the car may have heard it all the same, and the words do not deny it."""
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=2)
        run.forget_calls()
        run.world.inject(Trouble(fault, seconds=90))
        order = Order(action, CAR, status(run).schedule)
        outcome = await steered(run.services.line, order, run.state.now)
        assert not outcome.is_done
        assert outcome.words.startswith("Octopus did not ") is is_known
        assert (NOT_KNOWN in outcome.words) is not is_known
        await run.advance(minutes=10)
        assert [call["operation"] for call in run.calls()].count(operation) == 1


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("RETIRED", PLAIN[BoostRefusal.RETIRED]),
        ("AUTHENTICATION_PENDING", PLAIN[BoostRefusal.NOT_YET_LIVE]),
        ("TEST_CHARGE_IN_PROGRESS", "its test charge is not over yet"),
        ("TEST_CHARGE_FAILED", "its test charge failed: repeat it in the Octopus app"),
    ],
)
async def test_all_that_is_asked_of_a_device_that_is_not_live_is_hindered(state: str, reason: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("state", state=state)
        await run.advance(minutes=2)
        assert status(run).device.life != "LIVE"
        assert {offer.hindrance for offer in offers(run.state, status(run))} == {reason}
        assert set(offered(run)) == {Action.BOOST, Action.SUSPEND, Action.SET_GOALS}
        refused = await steered(run.services.line, Order(Action.BOOST, CAR), run.state.now)
        assert not refused.is_done, "Octopus does refuse it"


LIVES: tuple[tuple[str, str | None, bool], ...] = (
    ("LIVE", "RETIRED", True),
    ("LIVE", "TEST_CHARGE_FAILED", True),
    ("LIVE", "NEVER_HEARD_OF", False),
    ("UNKNOWN", "SMART_CONTROL_CAPABLE", True),
    ("NEVER_HEARD_OF", None, True),
)


async def test_only_a_live_device_takes_orders() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=1)
        known = status(run)
        for life, state, is_hindered in LIVES:
            odd = replace(known, device=replace(known.device, life=life), state=state)
            assert {bool(offer.hindrance) for offer in offers(run.state, odd)} == {is_hindered}, (life, state)
        other = replace(known, device=replace(known.device, kind=DeviceKind.OTHER))
        assert offers(run.state, other) == (), "a meter is not steered"


@pytest.mark.parametrize(
    ("state", "hindrance"),
    [
        ("LOST_CONNECTION", "Octopus cannot reach it"),
        ("SETUP_COMPLETE", "it is not ready to charge yet"),
        ("SMART_CONTROL_NOT_AVAILABLE", "it is unplugged or away from home"),
        ("SMART_CONTROL_OFF", "smart charging is switched off: resume it first"),
    ],
)
async def test_a_boost_that_would_be_refused_is_not_offered(state: str, hindrance: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.car("state", state=state)
        await run.advance(minutes=2)
        assert offered(run)[Action.BOOST].hindrance == hindrance


async def test_without_a_sign_in_nothing_is_asked() -> None:
    async with running("intelligent", START) as run:
        assert not (await steered(None, Order(Action.BOOST, CAR), run.state.now)).is_done


@pytest.mark.parametrize("state", ["NEVER_HEARD_OF", None])
async def test_an_unknown_state_hinders_nothing(state: str | None) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.advance(minutes=1)
        found = {offer.action: offer for offer in offers(run.state, replace(status(run), state=state))}
        assert found[Action.BOOST].hindrance == ""
