"""What the service may well answer, and seldom does: good data that looks odd, and limits that others use up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.moments import Span, today_span, tomorrow_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import Limited
from tests.kraken.conftest import Online

AGILE = "E-1R-AGILE-24-10-01-C"
CAR = "00000000-0000-4000-8000-0000000000e1"


async def test_fields_of_a_later_year_are_passed_over(online: Online) -> None:
    line = online("agile")
    before = await line.client.rates(AGILE, Register.STANDARD, today_span(line.now)), await line.client.products()
    line.octopus.inject("unknown-fields")
    after = await line.client.rates(AGILE, Register.STANDARD, today_span(line.now)), await line.client.products()
    assert after == before


@pytest.mark.parametrize("field", ["smartMeterTelemetry", "flexPlannedDispatches"])
async def test_another_app_uses_up_one_limit(online: Online, field: str) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("another-app", operation=field, count=1)
    answer = await line.client.light(ask)
    assert isinstance(answer.samples.error, Limited) == (field == "smartMeterTelemetry")
    assert (answer.plans[0].problem is not None) == (field == "flexPlannedDispatches")
    assert answer.statuses.value


async def test_a_burst_is_slowed_down(online: Online) -> None:
    line = online("agile")
    line.octopus.inject("burst-limited")
    for _ in range(20):
        await line.client.products()
    with pytest.raises(Limited) as caught:
        await line.client.products()
    assert caught.value.kind is ProblemKind.BLOCKED


async def test_the_key_serves_where_refresh_tokens_are_refused(online: Online) -> None:
    line = online("agile")
    await line.client.viewer()
    line.octopus.inject("refresh-refused")
    line.advance(3700)
    assert (await line.client.viewer()).accounts


async def test_a_silent_plan_is_not_an_empty_one(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("plan-silent")
    [plan] = (await line.client.light(ask)).plans
    assert plan.dispatches == ()
    assert plan.problem is not None


async def test_completed_rows_of_old_hold_the_same_energy(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    before = (await line.client.light(ask)).completed.value
    line.octopus.inject("completed-old")
    after = (await line.client.light(ask)).completed.value
    assert before
    assert after
    assert [(row.span, row.energy_kwh) for row in after] == [(row.span, row.energy_kwh) for row in before]


@pytest.mark.parametrize(
    ("fault", "share", "later"), [("plan-shrunk", 0.5, timedelta()), ("plan-moved", 1, timedelta(minutes=10))]
)
async def test_a_plan_that_changed_is_the_plan(online: Online, fault: str, share: float, later: timedelta) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    start, end = line.now + timedelta(minutes=30), line.now + timedelta(minutes=90)
    line.octopus.car("plug")
    line.octopus.car("plan", start=start.isoformat(), end=end.isoformat())
    line.octopus.inject(fault)
    [plan] = (await line.client.light(ask)).plans
    assert [row.span for row in plan.dispatches] == [Span(start + later, start + later + (end - start) * share)]


@pytest.mark.parametrize(("fault", "devices"), [("devices-silent", None), ("devices-empty", ())])
async def test_no_device_is_told_apart_from_no_word_of_devices(
    online: Online, fault: str, devices: tuple[()] | None
) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject(fault)
    answer = await line.client.light(ask)
    assert answer.statuses.value == devices
    assert answer.samples.value


async def test_prices_below_nothing_are_prices(online: Online) -> None:
    line = online("agile")
    line.octopus.inject("tomorrow-negative")
    night = await line.client.rates(AGILE, Register.STANDARD, tomorrow_span(line.now))
    assert min(rate.pence_inc_vat for rate in night) < 0


async def test_readings_that_have_not_arrived_are_left_out(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    week = Span(line.now - timedelta(days=12), line.now - timedelta(days=5))
    whole = await line.client.consumption(point, point.meters[0].serial, week)
    line.octopus.inject("readings-missing")
    partly = await line.client.consumption(point, point.meters[0].serial, week)
    assert 0 < len(partly) < len(whole)
    assert set(partly) < set(whole)


async def test_who_left_the_campaign_has_no_part_in_it(online: Online) -> None:
    line = online("rewards")
    line.octopus.inject("campaign-left")
    account = (await line.client.sessions.saving(line.octopus.account)).account
    assert account is not None
    assert (account.has_joined_campaign, account.mpan, account.joined) == (False, None, ())


async def test_a_session_that_succeeded_in_part_brought_points(online: Online) -> None:
    line = online("rewards")
    line.octopus.inject("results-partial")
    account = (await line.client.sessions.saving(line.octopus.account)).account
    assert account is not None
    assert {str(joined.result) for joined in account.joined if joined.points} == {"PARTIAL_SUCCESS"}


async def test_devices_that_are_no_cars_are_told_apart(online: Online) -> None:
    line = online("intelligent")
    ask = await line.ask(cars=(CAR,))
    line.octopus.inject("odd-devices")
    statuses = (await line.client.light(ask)).statuses
    assert statuses.value is not None
    kinds = [status.device.kind for status in statuses.value]
    assert kinds[:2] == [DeviceKind.VEHICLE, DeviceKind.CHARGE_POINT]
    assert [status.device.is_chargeable for status in statuses.value] == [True, True, False]
    assert statuses.skipped == 0


@pytest.mark.parametrize(
    ("fault", "word"), [("results-late", "CALCULATING"), ("results-failed", "FAIL"), ("results-missing", "MISSING")]
)
async def test_sessions_that_brought_nothing(online: Online, fault: str, word: str) -> None:
    line = online("rewards")
    line.octopus.inject(fault)
    account = (await line.client.sessions.saving(line.octopus.account)).account
    assert account is not None
    assert any(word in str(joined.result) for joined in account.joined)
    assert not any(joined.points for joined in account.joined)


@pytest.mark.parametrize("fault", ["sessions-none", "sessions-all", "sessions-elsewhere"])
async def test_sessions_of_any_kind_are_read(online: Online, fault: str) -> None:
    line = online("rewards")
    line.octopus.inject(fault)
    told = await line.client.sessions.saving(line.octopus.account)
    assert told.skipped == 0
    assert bool(told.events) == (fault != "sessions-none")
