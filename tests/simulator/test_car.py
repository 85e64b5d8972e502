"""A car's evening, night and morning, and a car in a test's hand (docs/api.md, 7.6 to 7.11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.simulator import plan, smart
from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.london import at_unix, local, unix
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

CAR = "00000000-0000-4000-8000-0000000000e1"
LIGHT = """query($a: String!, $d: String!) { devices(accountNumber: $a) { id status { currentState isSuspended } }
  flexPlannedDispatches(deviceId: $d) { start end type energyAddedKwh }
  completedDispatches(accountNumber: $a) { start end delta meta { source location } } }"""
BOOST = """mutation($d: String!, $w: UpdateBoostChargeAction!) {
  updateBoostCharge(input: {deviceId: $d, action: $w}) { id } }"""
SUSPEND = (
    "mutation($d: ID!, $w: SmartControlAction!) { updateDeviceSmartControl(input: {deviceId: $d, action: $w}) { id } }"
)
NIGHTS = st.integers(unix(datetime(2024, 1, 1, tzinfo=UTC)), unix(datetime(2027, 12, 1, tzinfo=UTC)))
LIFE = CarLife(home_named("intelligent").cars[0], 1)


def light(customer: Customer) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    answer = customer.ask(LIGHT, a=customer.account, d=CAR)
    state: str = answer["devices"][0]["status"]["currentState"]
    return state, answer["flexPlannedDispatches"], answer["completedDispatches"]


@settings(max_examples=60)
@given(NIGHTS)
def test_a_car_charges_only_while_plugged_in_and_never_twice_at_once(moment: int) -> None:
    night = LIFE.night_at(moment)

    for run in night.runs:
        assert night.plugged_from < run.start < run.end <= night.plugged_until
    assert all(first.end <= second.start for first, second in zip(night.runs, night.runs[1:], strict=False))


@settings(max_examples=60)
@given(NIGHTS)
def test_energy_is_what_was_charged_since(moment: int) -> None:
    start = moment // 10 * 10
    end = start + 86_400
    seconds = sum(run.seconds_until(end) - run.seconds_until(start) for run in LIFE.runs_between(start, end))

    assert LIFE.energy_wh(end) - LIFE.energy_wh(start) == seconds * 2


@settings(max_examples=60)
@given(NIGHTS)
def test_a_run_that_is_about_to_begin_is_on_the_plan(moment: int) -> None:
    for run in LIFE.night_at(moment).runs:
        told = plan.planned(LIFE, at_unix(run.start - 60), 1)
        assert run in told
        assert plan.state(LIFE, at_unix(run.start - 60), 1) == "SMART_CONTROL_IN_PROGRESS"


def test_over_some_weeks_everything_happens() -> None:
    start = datetime(2026, 9, 1, 11, tzinfo=UTC)
    moments = [start + timedelta(minutes=18 * number) for number in range(90 * 80)]
    states = {plan.state(LIFE, moment, 1) for moment in moments}
    phantoms = [
        moment
        for moment in moments
        if plan.state(LIFE, moment, 1) == "SMART_CONTROL_NOT_AVAILABLE" and plan.planned(LIFE, moment, 1)
    ]
    nights = [LIFE.night_at(unix(moment)) for moment in moments]

    assert states == {
        "SMART_CONTROL_NOT_AVAILABLE",
        "SMART_CONTROL_CAPABLE",
        "SMART_CONTROL_IN_PROGRESS",
        "BOOSTING",
        "LOST_CONNECTION",
    }
    assert len(phantoms) > 20
    assert any(night.ghost for night in nights)
    assert any(night.missed for night in nights)
    assert any(night.elsewhere for night in nights)
    assert any(not night.runs for night in nights)
    assert {local(at_unix(night.plugged_from)).hour for night in nights if night.runs} >= {17, 18, 19}


def test_a_plan_moves_from_one_revision_to_the_next() -> None:
    night = next(n for n in (LIFE.night(number) for number in range(1700, 1720)) if len(n.runs) > 1)
    last = night.runs[-1]
    evening = range(night.plugged_from + 600, last.start - 3600, 240)

    told = {tuple(plan.planned(LIFE, at_unix(moment), 1)) for moment in evening}

    assert len(told) > 3


def test_what_was_planned_is_completed_next_morning(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T22:00:00Z")
    state, planned, _ = light(customer)
    assert state == "SMART_CONTROL_IN_PROGRESS"
    assert {row["type"] for row in planned} == {"SMART"}

    customer.octopus.set_clock("2026-10-06T05:00:00Z")
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    _, planned_now, completed = light(customer)

    assert planned_now == []
    runs = LIFE.night_at(unix(datetime(2026, 10, 5, 22, tzinfo=UTC))).runs
    newest = completed[: len(runs)]
    assert [(row["start"], row["end"]) for row in newest] == [
        (at_unix(run.start).isoformat(), at_unix(run.end).isoformat()) for run in reversed(runs)
    ]
    for row, run in zip(newest, reversed(runs), strict=True):
        assert Decimal(row["delta"]) == -Decimal(run.end - run.start) * 2 / 1000
        assert row["meta"] == {"source": None, "location": "AT_HOME"}


def test_a_car_can_be_taken_in_hand(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:00:00Z")
    octopus = customer.octopus
    octopus.car("unplug")
    assert light(customer)[:2] == ("SMART_CONTROL_NOT_AVAILABLE", [])

    octopus.car("plug")
    assert light(customer)[:2] == ("SMART_CONTROL_CAPABLE", [])

    octopus.car("plan", start="2026-10-05T13:10:00Z", end="2026-10-05T13:50:00Z")
    state, planned, _ = light(customer)
    assert state == "SMART_CONTROL_IN_PROGRESS"
    assert [(row["start"], row["end"]) for row in planned] == [
        ("2026-10-05T13:10:00+00:00", "2026-10-05T13:50:00+00:00")
    ]

    octopus.advance(15 * 60)
    assert light(customer)[1] == planned
    octopus.car("withdraw")
    state, planned, _ = light(customer)
    assert (state, planned) == ("SMART_CONTROL_CAPABLE", [])

    octopus.advance(600)
    # Ten past to a quarter past: five minutes at 7.2 kW.
    assert light(customer)[2][0]["delta"] == "-0.600"


def test_a_plan_for_a_car_that_is_away_is_a_phantom(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:00:00Z")
    octopus = customer.octopus
    octopus.car("unplug")

    octopus.car("plan", start="2026-10-05T13:05:00Z", end="2026-10-05T13:30:00Z")
    octopus.advance(600)

    state, planned, completed = light(customer)
    assert state == "SMART_CONTROL_NOT_AVAILABLE"
    assert len(planned) == 1
    octopus.advance(2700)
    assert light(customer)[2] == completed


def test_a_boost_runs_is_seen_in_the_meter_and_ends(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:00:00Z")
    octopus = customer.octopus
    octopus.car("plug")
    power = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"

    customer.ask(BOOST, d=CAR, w="BOOST")
    octopus.advance(180)

    state, planned, _ = light(customer)
    assert state == "BOOSTING"
    assert [row["type"] for row in planned] == ["BOOST"]
    assert int(customer.ask(power, d=customer.device())["smartMeterTelemetry"][0]["demand"]) > 7200
    assert customer.refused(BOOST, d=CAR, w="BOOST") == ["KT-CT-4357"]

    customer.ask(BOOST, d=CAR, w="CANCEL")
    octopus.advance(60)
    assert light(customer)[:2] == ("SMART_CONTROL_CAPABLE", [])
    assert int(customer.ask(power, d=customer.device())["smartMeterTelemetry"][0]["demand"]) < 7200
    assert customer.refused(BOOST, d=CAR, w="CANCEL") == ["KT-CT-4354"]


def test_a_charge_away_from_home_is_completed_and_draws_nothing_here(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:50:00Z")
    customer.octopus.car("unplug")
    customer.octopus.car("charge-elsewhere", start="2026-10-05T14:00:00Z", end="2026-10-05T14:20:00Z")
    customer.octopus.advance(1200)
    power = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"
    assert int(customer.ask(power, d=customer.device())["smartMeterTelemetry"][0]["demand"]) < 7200
    customer.octopus.advance(900)
    completed = "query($a: String!) { completedDispatches(accountNumber: $a) { start meta { location } } }"
    (row, *_) = customer.ask(completed, a=customer.octopus.account)["completedDispatches"]
    assert row == {"start": "2026-10-05T14:00:00+00:00", "meta": {"location": "AWAY"}}


def test_a_boost_is_refused_with_reasons(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:00:00Z")
    customer.octopus.car("unplug")

    error = customer.post(BOOST, {"d": CAR, "w": "BOOST"}).json()["errors"][0]

    assert error["extensions"]["errorCode"] == "KT-CT-4357"
    assert error["extensions"]["boostChargeRefusalReasons"] == ["BC_DEVICE_DISCONNECTED", "BC_DEVICE_NOT_AT_HOME"]


def test_smart_charging_can_be_suspended_and_resumed(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T20:00:00Z")

    customer.ask(SUSPEND, d=CAR, w="SUSPEND")
    assert light(customer)[:2] == ("SMART_CONTROL_OFF", [])

    customer.ask(SUSPEND, d=CAR, w="UNSUSPEND")
    assert light(customer)[0] == "SMART_CONTROL_CAPABLE"


def test_a_car_out_of_reach_keeps_its_plan_and_charges_nothing(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T13:00:00Z")
    octopus = customer.octopus
    octopus.car("plug")
    octopus.car("plan", start="2026-10-05T13:10:00Z", end="2026-10-05T13:50:00Z")
    power = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"

    octopus.car("lose", seconds=1200)
    octopus.advance(15 * 60)

    state, planned, _ = light(customer)
    assert state == "LOST_CONNECTION"
    assert len(planned) == 1
    assert int(customer.ask(power, d=customer.device())["smartMeterTelemetry"][0]["demand"]) < 7200
    assert customer.refused(BOOST, d=CAR, w="BOOST") == ["KT-CT-4357"]
    octopus.advance(6 * 60)
    assert light(customer)[:2] == ("SMART_CONTROL_CAPABLE", [])


def test_a_natural_boost_shows_when_it_is_asked_for_and_makes_nothing_cheap() -> None:
    numbers = range(1200, 1800)
    run = next(run for number in numbers for run in LIFE.night(number).runs if run.kind == "BOOST")

    assert run not in plan.planned(LIFE, at_unix(run.start - 61), 1)
    assert run in plan.planned(LIFE, at_unix(run.start - 60), 1)
    assert plan.state(LIFE, at_unix(run.start), 1) == "BOOSTING"
    assert not smart.in_slot([LIFE], run.start // 1800, has_allowance=False).makes_cheap
    assert LIFE.energy_wh(run.end) - LIFE.energy_wh(run.start) == (run.end - run.start) * 2


def test_what_nobody_could_charge_was_planned_and_is_a_phantom_then() -> None:
    night = next(night for number in range(1200, 1800) if (night := LIFE.night(number)).missed)
    assert night.missed is not None

    early, late = at_unix(night.lost_from - 60), at_unix(night.missed.start)

    assert plan.planned(LIFE, early, 1)
    assert plan.state(LIFE, late, 1) == "LOST_CONNECTION"
    assert plan.planned(LIFE, late, 1)
    assert LIFE.watts(night.missed.start) == 0
    assert plan.state(LIFE, at_unix(night.lost_until), 1) != "LOST_CONNECTION"


def test_a_test_may_report_any_state(living: Living) -> None:
    customer = living("intelligent")

    customer.octopus.car("state", state="LOST_CONNECTION")
    assert light(customer)[0] == "LOST_CONNECTION"

    customer.octopus.car("leave-alone")
    assert light(customer)[0] in ("SMART_CONTROL_IN_PROGRESS", "SMART_CONTROL_CAPABLE", "SMART_CONTROL_NOT_AVAILABLE")


def test_a_home_without_a_car_has_no_devices(living: Living) -> None:
    customer = living("agile")

    assert customer.ask("query($a: String!) { devices(accountNumber: $a) { id } }", a=customer.account) == {
        "devices": []
    }
    assert customer.refused("query($d: String!) { flexPlannedDispatches(deviceId: $d) { end } }", d=CAR) == [
        "KT-CT-4301"
    ]
