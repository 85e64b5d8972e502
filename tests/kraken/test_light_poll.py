"""The light poll over TCP: one request, small, each part by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from graphql import parse

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.dispatch import DispatchKind
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.light import LightAsk, question
from kraken_desktop.kraken.wire import document
from kraken_desktop.simulator.complexity import MOST_COMPLEX, complexity, operation_of
from tests.kraken.conftest import Online

CAR = "00000000-0000-4000-8000-0000000000e1"
ROW = timedelta(seconds=10)


async def test_minute_of_power_is_one_small_request(online: Online) -> None:
    line = online("agile")
    first = await line.client.light(await line.ask())
    assert first.samples.value
    newest = first.samples.value[-1].read_at
    ask = await line.ask(since=newest)
    line.advance(60)
    line.octopus.forget_calls()
    answer = await line.client.light(ask)
    assert answer.samples.value
    assert answer.samples.value[0].read_at == newest
    assert all(after.read_at - before.read_at == ROW for before, after in pairwise(answer.samples.value))
    [call] = line.octopus.calls()
    text, variables = question(ask, line.now)
    asked = len(json.dumps({"query": text, "variables": variables}))
    assert call["bytes"] + asked < 3 * 1024


async def test_first_look_is_the_newest_hour(online: Online) -> None:
    line = online("agile")
    samples = (await line.client.light(await line.ask())).samples.value
    assert samples
    assert samples[0].read_at == line.now - timedelta(hours=1)
    assert line.now - samples[-1].read_at < timedelta(minutes=1)
    assert all(sample.watts is not None and sample.import_wh is not None for sample in samples)


@pytest.mark.parametrize("away", [timedelta(days=9), timedelta(hours=-5)], ids=["long ago", "in the future"])
async def test_no_more_is_asked_than_is_kept(online: Online, away: timedelta) -> None:
    line = online("agile")
    ask = await line.ask(since=line.now - away)
    samples = (await line.client.light(ask)).samples
    assert samples.value
    assert samples.error is None
    assert line.now - samples.value[0].read_at <= timedelta(days=2)


async def test_home_without_mini_has_no_samples_and_no_error(online: Online) -> None:
    line = online("no-mini")
    answer = await line.client.light(await line.ask(cars=()))
    assert (answer.samples.value, answer.samples.error) == ((), None)
    assert (answer.statuses.value, answer.plans, answer.completed.value) == ((), (), ())


async def test_everything_of_a_car_in_one_request(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.forget_calls()
    answer = await line.client.light(ask)
    assert len(line.octopus.calls()) == 1
    assert answer.samples.value
    assert answer.statuses.value is not None
    [status] = answer.statuses.value
    assert (status.device.id, status.device.kind, status.device.name) == (CAR, DeviceKind.VEHICLE, "Family car")
    assert status.device.is_chargeable
    assert status.charge_percent is not None
    assert len(status.schedule) == 7
    [plan] = answer.plans
    assert (plan.device_id, plan.problem) == (CAR, None)
    assert answer.completed.value
    assert all(row.energy_kwh is not None and row.energy_kwh > 0 for row in answer.completed.value)
    spans = [row.span for row in answer.completed.value]
    assert spans == sorted(spans, reverse=True)


async def test_plan_and_boost_as_listed(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    start, end = line.now + timedelta(minutes=25), line.now + timedelta(minutes=65)
    line.octopus.car("plug")
    line.octopus.car("plan", start=start.isoformat(), end=end.isoformat())
    [plan] = (await line.client.light(ask)).plans
    assert [(row.span, row.kind) for row in plan.dispatches] == [(Span(start, end), DispatchKind.SMART)]
    assert plan.dispatches[0].energy_kwh is not None
    line.octopus.car("boost")
    line.advance(180)
    answer = await line.client.light(ask)
    assert answer.statuses.value is not None
    assert answer.statuses.value[0].is_boosting
    assert DispatchKind.BOOST in {row.kind for row in answer.plans[0].dispatches}


async def test_unplugged_car_has_an_empty_plan_without_trouble(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.car("unplug")
    answer = await line.client.light(ask)
    assert [(plan.dispatches, plan.problem) for plan in answer.plans] == [((), None)]
    assert answer.statuses.value is not None
    assert not answer.statuses.value[0].is_gate_open


async def test_poll_is_paid_for(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    await line.client.light(ask)
    assert line.budget.used == 1
    assert line.budget.may_poll(dispatch_queries=5) == line.now + timedelta(minutes=1)


def test_five_cars_fit_the_complexity_that_is_allowed(online: Online) -> None:
    line = online("intelligent")
    cars = tuple(f"{CAR[:-1]}{n}" for n in range(5))
    text, variables = question(LightAsk("A-1D7E0002", "00-11-22-33-44-55-02-77", None, cars, True), line.now)
    assert _score(text, variables) < MOST_COMPLEX


@pytest.mark.parametrize("name", ["account", "viewer", "home_network", "half_hours", "rate_limits", "token"])
def test_every_other_question_fits_too(name: str) -> None:
    assert _score(document(name), {}) < MOST_COMPLEX


def _score(text: str, variables: dict[str, str]) -> int:
    parsed = parse(text)
    operation = operation_of(parsed, None)
    assert operation is not None
    return complexity(parsed, operation, variables)
