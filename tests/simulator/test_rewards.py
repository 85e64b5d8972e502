"""Saving Sessions, free electricity and the wheel: what is announced, joined, settled, refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

SESSIONS = """query($a: String!) { savingSessions { eventCount
  events { id code eventType startAt endAt status rewardPerKwhInOctoPoints targetRegion { regionId } }
  account(accountNumber: $a) { hasJoinedCampaign canJoinCampaign tokenBalance signedUpMeterPoint { mpan regionId }
    joinedEvents { eventId startAt eventStatus resultsStatus rewardGivenInOctoPoints energySavedInKwh
      baselineConsumptionDeltaKwh consumptionDeltaKwh resultsSetAt } } } }"""
JOIN = """mutation($a: String!, $c: String!) { joinSavingSessionsEvent(input: {accountNumber: $a, eventCode: $c}) {
  joinedEventCodes joinedEvent { eventId startAt } } }"""
BOOK = """mutation($a: String!, $c: String!) { bookSavingSessionsWeekendHappyHourEvent(
  input: {accountNumber: $a, eventCode: $c}) { bookedEvent { eventId eventType rewardGivenInOctoPoints } } }"""
SIGN_UP = """mutation($a: String!, $m: String!) { joinSavingSessionsCampaign(input: {accountNumber: $a, mpan: $m}) {
  account { number } } }"""
SPIN = """mutation($a: String!, $f: FuelType!) { spinWheelOfFortune(input: {accountNumber: $a, fuelType: $f}) {
  spinReference prize { value display } } }"""
SPINS = """query($a: String!, $f: FuelType!) {
  wheelOfFortuneSpinsAllowed(fuelType: $f, accountNumber: $a) { spinsAllowed maxSpins } }"""
POINTS = "{ loyaltyPointLedgers { value balanceCarriedForward reasonCode ledgerType } }"
DAY = 86400


def told(customer: Customer) -> dict[str, Any]:
    answer: dict[str, Any] = customer.ask(SESSIONS, "backend", a=customer.account)["savingSessions"]
    return answer


def until(customer: Customer, wanted: Any) -> dict[str, Any]:
    """The first event that fits, as the days go by."""
    for _ in range(60):
        for event in told(customer)["events"]:
            if wanted(event):
                found: dict[str, Any] = event
                return found
        customer.octopus.advance(DAY / 2)
        customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    raise AssertionError("nothing of the kind was announced in a month")


def can_be_joined(event: dict[str, Any]) -> bool:
    regions = [region["regionId"] for region in event["targetRegion"]]
    return event["status"] == "UPCOMING" and event["eventType"] == "TURN_DOWN" and (not regions or 6 in regions)


def test_what_was_joined_is_settled_from_the_meter_and_paid_in_points(living: Living) -> None:
    customer = living("rewards")

    joined = told(customer)["account"]["joinedEvents"]

    settled = [row for row in joined if row["resultsSetAt"] is not None]
    rewards = {event["id"]: event["rewardPerKwhInOctoPoints"] for event in told(customer)["events"]}
    assert {row["resultsStatus"] for row in settled} >= {"SUCCESS", "FAIL"}
    for row in (row for row in settled if row["resultsStatus"] == "SUCCESS"):
        difference = row["baselineConsumptionDeltaKwh"] - row["consumptionDeltaKwh"]
        assert abs(difference - row["energySavedInKwh"]) < 0.002
        assert row["rewardGivenInOctoPoints"] == int(abs(row["energySavedInKwh"]) * rewards[row["eventId"]])
    assert all(row["rewardGivenInOctoPoints"] == 0 for row in settled if row["resultsStatus"] == "FAIL")
    ledger = customer.ask(POINTS)["loyaltyPointLedgers"]
    paid = sorted(row["rewardGivenInOctoPoints"] for row in settled if row["rewardGivenInOctoPoints"])
    assert paid == sorted(int(row["value"]) for row in ledger if row["reasonCode"] == "SAVING_SESSION")


def test_used_in_a_session_is_what_the_meter_counted(living: Living) -> None:
    customer = living("rewards")
    row = next(row for row in told(customer)["account"]["joinedEvents"] if row["resultsStatus"] == "SUCCESS")
    start = datetime.fromisoformat(row["startAt"])

    metered = customer.consumption(
        period_from=start.isoformat(), period_to=(start + timedelta(hours=1)).isoformat(), order_by="period"
    )

    assert sum(each["consumption"] for each in metered) == pytest.approx(row["consumptionDeltaKwh"])


def test_a_session_is_joined_once_and_not_after_its_start(living: Living) -> None:
    customer = living("agile")
    mpan = next(point["mpan"] for point in customer.meter_points() if point["direction"] == "IMPORT")
    event = until(customer, can_be_joined)
    asked = {"a": customer.account, "c": event["code"]}

    assert customer.refused(JOIN, "backend", **asked) == ["OE-1307"]
    assert customer.refused(SIGN_UP, "backend", a=customer.account, m="1200000000000") == ["OE-1302"]
    customer.ask(SIGN_UP, "backend", a=customer.account, m=mpan)
    assert customer.refused(SIGN_UP, "backend", a=customer.account, m=mpan) == ["OE-1303"]
    assert told(customer)["account"]["signedUpMeterPoint"] == {"mpan": mpan, "regionId": 6}
    answer = customer.ask(JOIN, "backend", **asked)["joinSavingSessionsEvent"]
    assert answer["joinedEventCodes"] == [event["code"]]
    assert answer["joinedEvent"]["eventId"] == event["id"]
    assert customer.refused(JOIN, "backend", **asked) == ["OE-1306"]
    assert customer.refused(JOIN, "backend", a=customer.account, c="EVENT_0_010100") == ["OE-1305"]


def test_too_late_and_elsewhere_are_refused_with_the_reason(living: Living) -> None:
    customer = living("rewards")
    answer = told(customer)
    joined = [row["eventId"] for row in answer["account"]["joinedEvents"]]
    gone = next(
        event
        for event in answer["events"]
        if event["status"] == "DONE" and event["eventType"] == "TURN_DOWN" and event["id"] not in joined
    )

    body = customer.post(JOIN, {"a": customer.account, "c": gone["code"]}, host="backend").json()

    assert body["errors"][0]["extensions"]["errorCode"] == "OE-1308"
    assert body["errors"][0]["extensions"]["reason"] == "Account cannot join event after the start of the event."


def test_a_free_hour_is_booked_with_tokens_and_only_so(living: Living) -> None:
    customer = living("rewards", start="2026-10-06T12:00:00Z")
    hours = [event for event in told(customer)["events"] if event["eventType"] == "WEEKEND_HAPPY_HOUR"]
    coming = [event for event in hours if event["status"] == "UPCOMING"]
    assert len(coming) == 4
    assert [event["code"] for event in coming].count(None) == 1
    codes = [event["code"] for event in coming if event["code"]]
    balance = told(customer)["account"]["tokenBalance"]

    assert customer.refused(JOIN, "backend", a=customer.account, c=codes[0]) == ["OE-1305"]
    booked = customer.ask(BOOK, "backend", a=customer.account, c=codes[0])["bookSavingSessionsWeekendHappyHourEvent"]
    assert booked["bookedEvent"]["rewardGivenInOctoPoints"] is None
    assert told(customer)["account"]["tokenBalance"] == balance - 2
    customer.ask(BOOK, "backend", a=customer.account, c=codes[1])
    assert customer.refused(BOOK, "backend", a=customer.account, c=codes[2]) == ["OE-1308"]


def test_a_home_that_buys_nothing_takes_part_in_nothing(living: Living) -> None:
    customer = living("export-only", start="2026-10-05T17:40:00Z")
    account = customer.account
    mine = "query($a: String!) { savingSessions { account(accountNumber: $a) { eligibleMeterPoints { mpan } } } }"
    summary = "query($a: String!) { freeElectricityAccountSummary(accountNumber: $a) { totalEvents totalPayment } }"

    sessions = told(customer)

    assert sessions["events"]
    assert sessions["account"]["hasJoinedCampaign"] is False
    assert sessions["account"]["canJoinCampaign"] is False
    assert sessions["account"]["signedUpMeterPoint"] is None
    assert sessions["account"]["joinedEvents"] == []
    assert customer.ask(mine, "backend", a=account)["savingSessions"]["account"]["eligibleMeterPoints"] == []
    assert customer.ask(summary, "backend", a=account)["freeElectricityAccountSummary"] == {
        "totalEvents": 0,
        "totalPayment": 0,
    }
    assert customer.refused(SIGN_UP, "backend", a=account, m=customer.meter_points()[0]["mpan"]) == ["OE-1302"]


def test_without_tokens_no_free_hour_is_booked(living: Living) -> None:
    customer = living("rewards", start="2026-08-18T12:00:00Z")
    assert told(customer)["account"]["tokenBalance"] == 2
    first, second = [
        event["code"]
        for event in told(customer)["events"]
        if event["eventType"] == "WEEKEND_HAPPY_HOUR" and event["status"] == "UPCOMING" and event["code"]
    ][:2]
    customer.ask(BOOK, "backend", a=customer.account, c=first)

    body = customer.post(BOOK, {"a": customer.account, "c": second}, host="backend").json()

    assert body["data"]["bookSavingSessionsWeekendHappyHourEvent"] is None
    assert body["errors"][0]["extensions"]["errorCode"] == "OE-1308"
    assert body["errors"][0]["extensions"]["reason"] == "Account does not have enough tokens."
    assert told(customer)["account"]["tokenBalance"] == 0


def test_what_fell_short_in_one_half_hour_is_a_success_in_part(living: Living) -> None:
    customer = living("rewards", start="2027-06-01T12:00:00Z")
    joined = told(customer)["account"]["joinedEvents"]
    partly = [row for row in joined if row["resultsStatus"] == "PARTIAL_SUCCESS"]
    wholly = [row for row in joined if row["resultsStatus"] == "SUCCESS"]

    assert partly
    assert wholly
    assert all(row["rewardGivenInOctoPoints"] > 0 for row in partly)


def test_the_wheel_gives_points_until_its_spins_are_used(living: Living) -> None:
    customer = living("rewards")
    allowed = customer.ask(SPINS, "backend", a=customer.account, f="ELECTRICITY")["wheelOfFortuneSpinsAllowed"]
    before = int(customer.ask(POINTS)["loyaltyPointLedgers"][0]["balanceCarriedForward"])

    prizes = [
        customer.ask(SPIN, "backend", a=customer.account, f="ELECTRICITY")["spinWheelOfFortune"]["prize"]["value"]
        for _ in range(allowed["spinsAllowed"])
    ]

    after = int(customer.ask(POINTS)["loyaltyPointLedgers"][0]["balanceCarriedForward"])
    assert after - before == sum(prizes) > 0
    assert customer.refused(SPIN, "backend", a=customer.account, f="ELECTRICITY") == ["OE-0501"]
    assert customer.refused(SPIN, "backend", a=customer.account, f="GAS") == ["OE-0502"]


def test_free_hours_are_summed_in_pounds(living: Living) -> None:
    customer = living("rewards")
    query = """query($a: String!) {
      freeElectricityAccountSummary(accountNumber: $a) { totalEvents participatedEvents successfulEvents totalPayment }
      freeElectricityAccountEvents(accountNumber: $a, first: 99) { edges { node {
        eventDate isOptedIn isIncrease payment consumptionAboveBaseline } } } }"""

    answer = customer.ask(query, "backend", a=customer.account)

    rows = [edge["node"] for edge in answer["freeElectricityAccountEvents"]["edges"]]
    summary = answer["freeElectricityAccountSummary"]
    assert summary["totalEvents"] == len(rows) > 5
    assert summary["totalPayment"] == pytest.approx(sum(row["payment"] for row in rows))
    assert all(0 <= row["payment"] < 3 for row in rows)
    assert all(row["consumptionAboveBaseline"] > 0 for row in rows if row["isIncrease"])
