"""What a customer wishes of a car changes what is planned and charged (docs/api.md, 7.12)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.simulator import plan
from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.london import at_local, at_unix, unix
from kraken_desktop.simulator.night import morning_of, night_number
from kraken_desktop.simulator.preferences import DAYS, Preferences, Wish
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

CAR = "00000000-0000-4000-8000-0000000000e1"
EVENING = "2026-10-05T19:00:00Z"
SET = "mutation($i: SmartFlexDevicePreferencesInput!) { setDevicePreferences(input: $i) { id } }"
CONTROL = (
    "mutation($d: ID!, $w: SmartControlAction!) { updateDeviceSmartControl(input: {deviceId: $d, action: $w}) { id } }"
)
PLANNED = """query($d: String!, $a: String!) { flexPlannedDispatches(deviceId: $d) { start end }
  devices(accountNumber: $a) { ... on SmartFlexVehicle { status { currentState
    ... on SmartFlexVehicleStatus { stateOfCharge { value } } } } } }"""
NIGHTS = st.integers(unix(datetime(2024, 1, 1, tzinfo=UTC)), unix(datetime(2027, 12, 1, tzinfo=UTC)))


def wish(customer: Customer, percent: int, ready: str) -> None:
    week = [{"dayOfWeek": day, "time": ready, "max": str(percent)} for day in DAYS]
    customer.ask(SET, i={"deviceId": CAR, "mode": "CHARGE", "unit": "PERCENTAGE", "schedules": week})


def told(customer: Customer) -> tuple[list[dict[str, Any]], int]:
    """(plan, state of charge in percent)"""
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    answer = customer.ask(PLANNED, d=CAR, a=customer.account)
    percent = answer["devices"][0]["status"]["stateOfCharge"]["value"]
    return answer["flexPlannedDispatches"], int(Decimal(percent))


def hours(rows: list[dict[str, Any]]) -> float:
    spans = [datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"]) for row in rows]
    return sum(spans, timedelta()) / timedelta(hours=1)


def test_a_higher_target_is_planned_tonight_and_reached_in_the_morning(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    before, _ = told(customer)

    wish(customer, 100, "06:00")
    customer.octopus.advance(240)

    planned, _ = told(customer)
    assert hours(planned) > hours(before)
    assert max(row["end"] for row in planned) <= "2026-10-06T05:00:00+00:00"
    customer.octopus.set_clock("2026-10-06T05:10:00Z")
    assert told(customer)[1] >= 99


def test_a_target_that_is_reached_already_needs_no_plan(living: Living) -> None:
    customer = living("intelligent", start=EVENING)

    wish(customer, 10, "07:00")
    customer.octopus.advance(600)

    assert told(customer)[0] == []


def test_the_meter_follows_the_wish(living: Living) -> None:
    series = """query($d: String!) { smartMeterTelemetry(deviceId: $d, start: "2026-10-05T19:00:00Z",
      end: "2026-10-06T07:00:00Z", grouping: HALF_HOURLY) { consumption } }"""
    used = []
    for percent in (60, 80, 100):
        customer = living("intelligent", start=EVENING)
        wish(customer, percent, "07:00")
        customer.octopus.set_clock("2026-10-06T08:00:00Z")
        told(customer)
        rows = customer.ask(series, d=customer.device())["smartMeterTelemetry"]
        used.append(int(rows[-1]["consumption"]) - int(rows[0]["consumption"]))

    assert used[0] < used[1] < used[2]
    # A fifth of 75 kWh, give or take what the planner rounds.
    assert used[2] - used[1] == pytest.approx(15_000, abs=600)


def test_a_car_that_was_suspended_is_planned_anew(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.ask(CONTROL, d=CAR, w="SUSPEND")
    customer.octopus.advance(600)
    assert told(customer)[0] == []

    customer.ask(CONTROL, d=CAR, w="UNSUSPEND")
    assert told(customer)[0] == []
    customer.octopus.advance(240)
    assert told(customer)[0]


@settings(max_examples=80)
@given(NIGHTS, st.integers(10, 100), st.integers(8, 22), st.integers(0, 86_400))
def test_whatever_is_wished_is_charged_in_time_and_no_further(
    moment: int, percent: int, half_hour: int, later: int
) -> None:
    life, ready = CarLife(home_named("intelligent").cars[0], 1), time(half_hour // 2, half_hour % 2 * 30)
    number = night_number(moment)
    since = moment // 10 * 10
    usual = life.night(number)
    drawn = life.energy_wh(since)

    life.wish(Preferences(week=tuple(Wish(day, ready, percent) for day in DAYS)), since)

    night = life.night(number)
    assert life.energy_wh(since) == drawn
    assert all(first.end <= second.start for first, second in zip(night.runs, night.runs[1:], strict=False))
    wanted = Wish(DAYS[morning_of(number).weekday()], ready, percent)
    if wanted == Preferences().of(wanted.day) or since >= usual.plugged_until:
        assert night == usual
        return
    deadline = min(night.plugged_until, unix(at_local(morning_of(number), ready.hour, ready.minute)))
    fresh = [run for run in night.runs if run.start > since and run not in usual.runs]
    assert all(night.plugged_from < run.start < run.end <= deadline for run in fresh)
    if fresh:
        assert plan.state_of_charge(life, at_unix(night.plugged_until - 1)) <= percent + 1
    assert life.night(number + 1) == life.night(number + 1)
    assert life.energy_wh(since + later // 10 * 10) >= drawn
