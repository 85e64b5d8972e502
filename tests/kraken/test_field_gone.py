"""A field of the light poll is gone from the schema: the query is refused whole, the rest is heard all the same."""

from __future__ import annotations

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, Refused
from kraken_desktop.kraken.light import LightAnswer, LightAsk
from tests.kraken.conftest import Online

CAR = "00000000-0000-4000-8000-0000000000e1"
GONE = {
    "smartMeterTelemetry": "samples",
    "demand": "samples",
    "devices": "statuses",
    "vehicleBatterySize": "statuses",
    "completedDispatches": "completed",
    "delta": "completed",
    "flexPlannedDispatches": "plans",
    "energyAddedKwh": "plans",
}
"""Root fields and fields within, by the part that asks for them."""


def _troubles(answer: LightAnswer) -> dict[str, object]:
    parts = {name: getattr(answer, name) for name in ("samples", "statuses", "completed")}
    found = {name: part.error.kind for name, part in parts.items() if part.error is not None}
    [plan] = answer.plans
    return found if plan.problem is None else found | {"plans": plan.problem.kind}


def _is_full(answer: LightAnswer, *, but: str) -> bool:
    parts = (answer.samples, answer.statuses, answer.completed)
    return sum(bool(part.value) for part in parts) == (3 if but == "plans" else 2)


@pytest.mark.parametrize("field", GONE)
async def test_the_rest_is_heard(online: Online, field: str) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("field-gone", operation=field)
    requests = []
    for _ in range(2):
        line.octopus.forget_calls()
        answer = await line.client.light(ask)
        assert _troubles(answer) == {GONE[field]: ProblemKind.REFUSED}
        assert _is_full(answer, but=GONE[field])
        requests.append(len(line.octopus.calls()))
        line.advance(60)
    assert requests == [5, 2], "each part by itself once, then the one that is gone beside all others"
    line.octopus.clear()
    for expected in (2, 1):
        line.octopus.forget_calls()
        assert _troubles(await line.client.light(ask)) == {}
        assert len(line.octopus.calls()) == expected


async def test_two_that_are_gone_are_told_apart(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("field-gone", operation="devices")
    await line.client.light(ask)
    line.octopus.inject("field-gone", operation="demand")
    answer = await line.client.light(ask)
    assert _troubles(answer) == {"samples": ProblemKind.REFUSED, "statuses": ProblemKind.REFUSED}
    assert answer.completed.value


async def test_nothing_left_is_a_refusal_of_the_poll(online: Online) -> None:
    line = online("intelligent")
    ask = LightAsk(line.octopus.account, await line.device_id())
    line.octopus.inject("field-gone", operation="smartMeterTelemetry")
    with pytest.raises(Refused) as caught:
        await line.client.light(ask)
    assert caught.value.code == "HTTP 400"


@pytest.mark.parametrize("fault", ["bad-gateway", "blocked", "KT-CT-1143"])
async def test_a_worse_trouble_is_not_asked_into(online: Online, fault: str) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("field-gone", operation="devices", count=1)
    line.octopus.inject(fault)
    line.octopus.forget_calls()
    with pytest.raises(KrakenError):
        await line.client.light(ask)
    assert len([call for call in line.octopus.calls() if call["operation"] == "Light"]) <= 2


async def test_a_poll_is_paid_for_once(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("field-gone", operation="completedDispatches")
    await line.client.light(ask)
    assert line.budget.used == 1
