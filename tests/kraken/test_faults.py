"""Whatever the simulator can do wrong, over TCP: the right error, and what is good is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.moments import today_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import (
    CutOff,
    KrakenError,
    Limited,
    OddAnswer,
    SignedOut,
    TimedOut,
    Unavailable,
    Unreachable,
)
from kraken_desktop.simulator.faults import FAULTS
from tests.kraken.conftest import Online
from tests.kraken.line import Line

AGILE = "E-1R-AGILE-24-10-01-C"
CAR = "00000000-0000-4000-8000-0000000000e1"

WHOLE: dict[str, tuple[type[KrakenError], ProblemKind]] = {
    "no-network": (CutOff, ProblemKind.UNREACHABLE),
    "captive-portal": (Unreachable, ProblemKind.CAPTIVE_PORTAL),
    "blocked": (Limited, ProblemKind.BLOCKED),
    "bad-gateway": (Unavailable, ProblemKind.UNAVAILABLE),
    "half-json": (OddAnswer, ProblemKind.ODD_ANSWER),
    "timeout": (TimedOut, ProblemKind.TIMED_OUT),
}


async def _public_prices(line: Line) -> object:
    return await line.client.rates(AGILE, Register.STANDARD, today_span(line.now))


async def _home(line: Line) -> object:
    return await line.client.account(line.octopus.account)


@pytest.mark.parametrize("question", [_home, _public_prices])
@pytest.mark.parametrize("fault", WHOLE)
async def test_way_is_closed_and_opens_again(online: Online, fault: str, question: object) -> None:
    assert callable(question)
    line = online("agile")
    hasty = line.in_haste()
    if fault == "timeout":
        await line.tokens.token()
    error, kind = WHOLE[fault]
    line.octopus.inject(fault)
    with pytest.raises(KrakenError) as caught:
        await question(hasty if fault == "timeout" else line)
    await hasty.client.close()
    assert (type(caught.value), caught.value.kind) == (error, kind)
    line.octopus.clear()
    if caught.value.retry_at is not None:
        line.advance((caught.value.retry_at - line.now).total_seconds())
    assert await question(line)


async def test_slow_answer_is_an_answer(online: Online) -> None:
    line = online("agile")
    line.octopus.inject("slow", count=1)
    assert await _home(line)


async def test_blocked_is_never_a_bad_key(online: Online) -> None:
    line = online("agile")
    await line.client.viewer()
    line.octopus.inject("blocked")
    with pytest.raises(Limited) as caught:
        await line.client.viewer()
    assert caught.value.retry_at is not None
    assert caught.value.retry_at > line.now
    assert line.budget.may_poll() == caught.value.retry_at


@pytest.mark.parametrize("fault", ["no-network", "captive-portal"])
async def test_poll_that_never_arrived_costs_nothing(online: Online, fault: str) -> None:
    line = online("agile")
    ask = await line.ask()
    line.octopus.inject(fault)
    with pytest.raises(Unreachable):
        await line.client.light(ask)
    assert line.budget.used == 0


async def test_wrong_clock_is_noticed_and_forgiven(online: Online) -> None:
    line = online("agile")
    await _home(line)
    assert line.client.clock_offset is None
    line.octopus.inject("clock-wrong")
    await _home(line)
    assert line.client.clock_offset == -timedelta(hours=5)
    line.octopus.clear()
    await _home(line)
    assert line.client.clock_offset is None


async def test_wrong_key_by_graphql(online: Online) -> None:
    line = online("agile", api_key="sk_live_INVENTEDwrong")
    with pytest.raises(SignedOut) as caught:
        await line.client.viewer()
    assert (caught.value.kind, caught.value.code) == (ProblemKind.KEY_REFUSED, "KT-CT-1139")


async def test_key_that_was_replaced(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    line.octopus.inject("wrong-key")
    for question in (
        line.client.viewer(),
        line.client.consumption(point, point.meters[0].serial, today_span(line.now)),
    ):
        with pytest.raises(SignedOut) as caught:
            await question
        assert caught.value.kind is ProblemKind.KEY_REFUSED


async def test_wrong_account_with_a_right_key(online: Online) -> None:
    line = online("agile")
    with pytest.raises(SignedOut) as caught:
        await line.client.account("A-00000000")
    assert caught.value.kind is ProblemKind.ACCOUNT_REFUSED


async def test_account_taken_away_while_polling(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("wrong-account")
    answer = await line.client.light(ask)
    assert answer.samples.value
    assert isinstance(answer.statuses.error, SignedOut)
    assert answer.statuses.error.kind is ProblemKind.ACCOUNT_REFUSED


async def test_unknown_words_change_nothing_else(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("unknown-enum")
    answer = await line.client.light(ask)
    assert answer.statuses.value is not None
    [status] = answer.statuses.value
    assert (status.state, status.device.provider, status.device.life) == ("NEVER_HEARD_OF",) * 3
    assert status.device.kind is DeviceKind.VEHICLE
    assert not status.is_gate_open
    assert not status.device.is_chargeable
    assert answer.plans[0].problem is None
    assert answer.statuses.skipped == answer.completed.skipped == 0
    account = await line.client.account(line.octopus.account)
    assert (account.status, len(account.meter_points)) == ("NEVER_HEARD_OF", 1)
    assert await line.client.has_mini(ask.device_id or "") is False


@pytest.mark.parametrize(
    ("fault", "error", "kind"),
    [
        ("rate-limited", Limited, ProblemKind.LIMITED),
        ("telemetry-unavailable", Unavailable, ProblemKind.UNAVAILABLE),
    ],
)
@pytest.mark.parametrize("home", ["agile", "intelligent"])
async def test_telemetry_alone_fails(
    online: Online, home: str, fault: str, error: type[KrakenError], kind: ProblemKind
) -> None:
    line = online(home)
    ask = await line.ask(cars=(CAR,) if home == "intelligent" else None)
    line.octopus.inject(fault)
    answer = await line.client.light(ask)
    assert answer.samples.value is None
    assert isinstance(answer.samples.error, error)
    assert answer.samples.error.kind is kind
    assert all(plan.problem is None for plan in answer.plans)
    assert answer.statuses.error is None
    with pytest.raises(error):
        await line.client.half_hours(ask.device_id or "", today_span(line.now))


async def test_another_app_has_eaten_the_allowance(online: Online) -> None:
    line = online("agile")
    ask = await line.ask()
    line.octopus.spend(100)
    answer = await line.client.light(ask)
    assert isinstance(answer.samples.error, Limited)
    assert answer.samples.error.retry_at is not None
    assert line.budget.may_poll() == answer.samples.error.retry_at
    line.advance(3601)
    assert line.budget.may_poll() is None
    assert (await line.client.light(ask)).samples.error is None


@pytest.mark.parametrize("fault", ["telemetry-empty", "telemetry-null"])
async def test_silent_mini_is_no_error(online: Online, fault: str) -> None:
    line = online("agile")
    ask = await line.ask()
    line.octopus.inject(fault)
    answer = await line.client.light(ask)
    assert (answer.samples.value, answer.samples.error) == ((), None)
    assert await line.client.half_hours(ask.device_id or "", today_span(line.now)) == ()


async def test_stale_rows_keep_their_time(online: Online) -> None:
    line = online("agile")
    ask = await line.ask()
    line.octopus.inject("telemetry-stale")
    line.advance(60)
    samples = (await line.client.light(ask)).samples.value
    assert samples
    assert line.now - samples[-1].read_at > timedelta(minutes=10)


async def test_messy_rows_are_put_right(online: Online) -> None:
    line = online("agile")
    ask = await line.ask()
    day = today_span(line.now)
    clean = (await line.client.light(ask)).samples, await line.client.half_hours(ask.device_id or "", day)
    line.octopus.inject("telemetry-messy")
    assert (await line.client.light(ask)).samples == clean[0]
    messy = await line.client.half_hours(ask.device_id or "", day)
    assert [(row.start, row.import_wh, row.export_wh) for row in messy] == [
        (row.start, row.import_wh, row.export_wh) for row in clean[1]
    ]


@pytest.mark.parametrize("fault", ["plan-null", "plan-error-one-device"])
async def test_plan_that_failed_says_so_and_harms_no_other(online: Online, fault: str) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR, CAR))
    line.octopus.inject(fault)
    answer = await line.client.light(ask)
    troubles = [plan.problem.code if plan.problem else None for plan in answer.plans]
    assert troubles == (["KT-CT-4340", "KT-CT-4340"] if fault == "plan-null" else ["KT-CT-4340", None])
    assert answer.plans[0].dispatches == ()
    assert answer.statuses.value
    assert answer.samples.value


async def test_car_that_was_removed(online: Online) -> None:
    line = online("intelligent")
    gone = CAR.replace("e1", "e9")
    answer = await line.client.light(await line.ask(cars=(gone, CAR)))
    assert [plan.problem is None for plan in answer.plans] == [False, True]


async def test_empty_plan_is_a_plan(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("plan-empty")
    [plan] = (await line.client.light(ask)).plans
    assert (plan.dispatches, plan.problem) == ((), None)


async def test_completed_alone_fail(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("completed-error")
    answer = await line.client.light(ask)
    assert answer.completed.value is None
    assert isinstance(answer.completed.error, Unavailable)
    assert answer.statuses.value


@pytest.mark.parametrize("fault", ["octoplus-refused", "points-refused"])
async def test_points_refused_does_not_touch_the_home(online: Online, fault: str) -> None:
    line = online("agile")
    line.octopus.inject(fault)
    assert await _home(line)


def test_no_fault_goes_untested() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert {fault for fault in FAULTS if f'"{fault}"' not in text} == set()
