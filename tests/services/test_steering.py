"""Asking something of a car: offered only where the service would not refuse, sent once, refused in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kraken_desktop.domain.dispatch import DeviceStatus
from kraken_desktop.services import derive
from kraken_desktop.services.derive import Activity
from kraken_desktop.services.steering import Action, Offer, Order, offers, steered
from kraken_desktop.simulator.homes.intelligent import INTELLIGENT
from tests.services.given import Running, running
from tests.services.test_charging import START

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
        assert [call["operation"] for call in run.calls()].count("BoostStart") <= 1
        assert derive.device_lines(run.state)[0].activity is Activity.BOOSTING
        assert Action.CANCEL_BOOST in offered(run)
        await steered(run.services.line, Order(Action.CANCEL_BOOST, CAR), run.state.now)
        await run.advance(minutes=2)
        assert derive.device_lines(run.state)[0].activity is Activity.READY


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
