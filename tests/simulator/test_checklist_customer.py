"""The checklist of docs/api.md, 9, points 7 and 8: cars and Saving Sessions, each by name."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from kraken_desktop.simulator.faults import REASONS, STATES
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

CAR = "00000000-0000-4000-8000-0000000000e1"
EVENING = "2026-10-05T19:30:00Z"
STATE = "query($a: String!) { devices(accountNumber: $a) { __typename id name status { current currentState } } }"
PLAN = "query($d: String!) { flexPlannedDispatches(deviceId: $d) { start end } viewer { id } }"
COMPLETED = "query($a: String!) { completedDispatches(accountNumber: $a) { delta meta { source location } } }"
BOOST = "mutation($d: String!) { updateBoostCharge(input: {deviceId: $d, action: BOOST}) { id } }"
SESSIONS = """query($a: String!) { savingSessions { events { id code eventType status targetRegion { regionId } }
  account(accountNumber: $a) { signedUpMeterPoint { regionId } joinedEvents { eventId eventStatus resultsStatus
    rewardGivenInOctoPoints energySavedInKwh } } } }"""
JOIN = """mutation($a: String!, $c: String!) {
  joinSavingSessionsEvent(input: {accountNumber: $a, eventCode: $c}) { joinedEvent { eventId } } }"""


def renewed(customer: Customer) -> None:
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]


# 7: cars


def test_every_state_of_a_car(living: Living) -> None:
    customer = living("intelligent", faults=[f"{state}x1" for state in STATES])

    for state in STATES:
        [device] = customer.ask(STATE, a=customer.account)["devices"]
        assert device["status"]["currentState"] == state


def test_every_reason_to_refuse_a_boost(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.car("plug")

    for reason in REASONS:
        customer.octopus.inject(reason, count=1)
        extensions = customer.post(BOOST, {"d": CAR}).json()["errors"][0]["extensions"]
        assert (extensions["errorCode"], extensions["boostChargeRefusalReasons"]) == ("KT-CT-4357", [reason])
    customer.ask(BOOST, d=CAR)


def test_a_plan_is_null_without_a_word(living: Living) -> None:
    customer = living("intelligent", start=EVENING, faults=["plan-silent"])

    assert customer.ask(PLAN, d=CAR)["flexPlannedDispatches"] is None


def test_a_plan_moves_and_shrinks_off_the_half_hour(living: Living) -> None:
    customer = living("intelligent", start="2026-10-05T18:00:00Z")
    plans: list[list[tuple[str, str]]] = []
    for _ in range(40):
        told = customer.ask(PLAN, d=CAR)["flexPlannedDispatches"]
        plans.append([(row["start"], row["end"]) for row in told])
        customer.octopus.advance(480)
        renewed(customer)

    starts = [datetime.fromisoformat(start) for rows in plans for start, _ in rows]
    assert any(moment.minute % 30 for moment in starts)
    assert any(first and second and first != second for first, second in pairwise(plans))
    assert any(len(second) < len(first) for first, second in pairwise(plans))


@pytest.mark.parametrize(
    ("fault", "share", "later"), [("plan-shrunk", 0.5, timedelta()), ("plan-moved", 1, timedelta(minutes=10))]
)
def test_a_plan_shrinks_or_moves_where_a_fault_says_so(
    living: Living, fault: str, share: float, later: timedelta
) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.car("plug")
    customer.octopus.car("plan", start="2026-10-05T20:00:00Z", end="2026-10-05T21:00:00Z")
    customer.octopus.inject(fault, operation="flexPlannedDispatches", count=1)

    struck, whole = (customer.ask(PLAN, d=CAR)["flexPlannedDispatches"] for _ in range(2))

    for row, was in zip(struck, whole, strict=True):
        start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
        was_start, was_end = (datetime.fromisoformat(was[name]) for name in ("start", "end"))
        assert start == was_start + later
        assert abs((end - start) - (was_end - was_start) * share) <= timedelta(seconds=1)


def test_a_car_is_never_planned_twice_at_once(living: Living) -> None:
    customer = living("intelligent-four-rate", start="2026-10-12T17:00:00Z")
    car, *_ = (device["id"] for device in customer.ask(STATE, a=customer.account)["devices"])
    for _ in range(60):
        rows = customer.ask(PLAN, d=car)["flexPlannedDispatches"]
        assert all(before["end"] <= after["start"] for before, after in pairwise(rows)), rows
        customer.octopus.advance(300)
        renewed(customer)


def test_completed_rows_as_they_once_were(living: Living) -> None:
    customer = living("intelligent")
    [now, *_] = customer.ask(COMPLETED, a=customer.account)["completedDispatches"]
    customer.octopus.inject("completed-old")

    [before, *_] = customer.ask(COMPLETED, a=customer.account)["completedDispatches"]

    assert now["meta"]["source"] is None
    assert before["meta"] == {"source": "smart-charge", "location": "AT_HOME"}
    assert before["delta"] == now["delta"].removeprefix("-")


def test_a_list_of_devices_holds_what_is_no_car(living: Living) -> None:
    customer = living("intelligent", faults=["odd-devices"])

    devices = customer.ask(STATE, a=customer.account)["devices"]

    assert [device["__typename"] for device in devices] == [
        "SmartFlexVehicle",
        "SmartFlexChargePoint",
        "SmartFlexDevice",
    ]
    assert devices[2]["name"] is None
    assert customer.ask(PLAN, d=devices[1]["id"])["flexPlannedDispatches"] == []
    assert customer.refused(PLAN, d=devices[2]["id"]) == ["KT-CT-4301"]


# 8: Saving Sessions


def sessions(customer: Customer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(announced, joined)"""
    told = customer.ask(SESSIONS, "backend", a=customer.account)["savingSessions"]
    return told["events"], told["account"]["joinedEvents"]


def test_no_sessions_at_all(living: Living) -> None:
    assert sessions(living("rewards", faults=["sessions-none"])) == ([], [])


def test_every_kind_of_session_is_coming_and_can_be_joined(living: Living) -> None:
    customer = living("rewards", faults=["sessions-all"])

    announced, _ = sessions(customer)

    coming = {(row["eventType"], row["code"] is None): row for row in announced if row["status"] == "UPCOMING"}
    assert {kind for kind, _ in coming} == {"TURN_DOWN", "TURN_UP", "WEEKEND_HAPPY_HOUR"}
    assert ("WEEKEND_HAPPY_HOUR", True) in coming
    row = coming["TURN_UP", False]
    customer.ask(JOIN, "backend", a=customer.account, c=row["code"])
    assert row["id"] in [each["eventId"] for each in sessions(customer)[1]]
    assert customer.refused(JOIN, "backend", a=customer.account, c="EVENT_0_010126") == ["OE-1305"]


def test_a_session_of_another_region_is_listed_and_refused(living: Living) -> None:
    customer = living("rewards", faults=["sessions-all", "sessions-elsewhere"])
    told = customer.ask(SESSIONS, "backend", a=customer.account)["savingSessions"]
    mine = told["account"]["signedUpMeterPoint"]["regionId"]
    row = next(row for row in told["events"] if row["status"] == "UPCOMING" and row["eventType"] == "TURN_DOWN")
    assert mine not in [region["regionId"] for region in row["targetRegion"]]

    body = customer.post(JOIN, {"a": customer.account, "c": row["code"]}, host="backend").json()

    assert body["errors"][0]["extensions"]["errorCode"] == "OE-1308"
    assert "region" in body["errors"][0]["extensions"]["reason"]


@pytest.mark.parametrize(
    ("fault", "status", "points"),
    [
        ("results-late", "CALCULATING", None),
        ("results-failed", "FAIL", 0),
        ("results-missing", "MISSING_READINGS", 0),
    ],
)
def test_sessions_are_not_settled_or_fail(living: Living, fault: str, status: str, points: int | None) -> None:
    customer = living("rewards", faults=[fault])

    done = [row for row in sessions(customer)[1] if row["eventStatus"] == "DONE" and row["resultsStatus"] == status]

    assert len(done) > 5
    assert {row["rewardGivenInOctoPoints"] for row in done} == {points}


def test_sessions_succeed_in_part(living: Living) -> None:
    customer = living("rewards", faults=["results-partial"])

    settled = [row for row in sessions(customer)[1] if row["rewardGivenInOctoPoints"]]

    assert len(settled) > 5
    assert {row["resultsStatus"] for row in settled} == {"PARTIAL_SUCCESS"}


def test_who_left_the_campaign_takes_part_in_nothing(living: Living) -> None:
    customer = living("rewards", faults=["sessions-all", "campaign-left"])
    told = customer.ask(SESSIONS, "backend", a=customer.account)["savingSessions"]
    row = next(row for row in told["events"] if row["status"] == "UPCOMING" and row["eventType"] == "TURN_UP")

    assert told["account"]["signedUpMeterPoint"] is None
    assert told["account"]["joinedEvents"] == []
    assert customer.refused(JOIN, "backend", a=customer.account, c=row["code"]) == ["OE-1307"]


@pytest.mark.parametrize("code", ["OE-1305", "OE-1306", "OE-1307", "OE-1308"])
def test_joining_is_refused_by_code(living: Living, code: str) -> None:
    customer = living("rewards", faults=["sessions-all", f"{code}:joinSavingSessionsEventx1"])
    row = next(row for row in sessions(customer)[0] if row["status"] == "UPCOMING" and row["eventType"] == "TURN_UP")

    [error] = customer.post(JOIN, {"a": customer.account, "c": row["code"]}, host="backend").json()["errors"]

    assert error["extensions"]["errorCode"] == code
    assert ("reason" in error["extensions"]) == (code == "OE-1308")
    customer.ask(JOIN, "backend", a=customer.account, c=row["code"])
