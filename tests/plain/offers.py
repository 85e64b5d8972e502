"""Is electricity free for an hour, what did such hours bring, may I join, spin or redeem, and how clean is the grid?"""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.rewards import BACKEND, SESSIONS
from tests.plain.told import tell

FREE = """query($a: String!, $m: String!) {
  isEnrolledInCustomerFlexibilityCampaign(accountNumber: $a, supplyPointIdentifier: $m,
    campaignSlug: "free_electricity")
  customerFlexibilityCampaignEvents(accountNumber: $a, supplyPointIdentifier: $m, campaignSlug: "free_electricity",
    first: 20) { totalCount edges { node { name code startAt endAt isEventParticipant } } } }"""
BROUGHT = """query($a: String!) {
  freeElectricityAccountSummary(accountNumber: $a) { totalEvents successfulEvents totalPayment }
  freeElectricityAccountEvents(accountNumber: $a, first: 5) { edges { node { eventDate payment isIncrease } } } }"""
SPUN = """query($a: String!) { wheelOfFortuneSpinHistory(accountNumber: $a, first: 5) {
  edges { node { reference spunAt prize { value display } } } } }"""
SPIN = """mutation($a: String!) { spinWheelOfFortune(input: {accountNumber: $a, fuelType: ELECTRICITY}) {
  spinReference prize { value display } } }"""
REDEEM = """mutation($a: String!) { redeemLoyaltyPointsForAccountCredit(input: {accountNumber: $a, points: 8}) {
  pointsRedeemed } }"""
SIGN_UP = """mutation($a: String!, $m: String!) {
  joinSavingSessionsCampaign(input: {accountNumber: $a, mpan: $m}) { account { number } } }"""
JOIN = """mutation($a: String!, $c: String!) { joinSavingSessionsEvent(input: {accountNumber: $a, eventCode: $c}) {
  joinedEventCodes joinedEvent { eventId startAt } } }"""
BOOK = """mutation($a: String!, $c: String!) {
  bookSavingSessionsWeekendHappyHourEvent(input: {accountNumber: $a, eventCode: $c}) { bookedEvent { eventId } } }"""
CLEAN = """query($p: String!) { greennessForecast { validFrom validTo greennessScore }
  getProjectedRegionalCarbonIntensity(postcode: $p) {
    projectedRegionalCarbonIntensity { periodStart value index } } }"""


def subject(caller: Caller) -> Iterator[str]:
    place = caller.one(f"accounts/{caller.account}/")["properties"][-1]
    mpan = next((point["mpan"] for point in place["electricity_meter_points"] if not point["is_export"]), "")
    free = caller.ask(FREE, a=caller.account, m=mpan)
    hours = (free["customerFlexibilityCampaignEvents"] or {"edges": ()})["edges"]
    yield f"{len(hours)} free hours; {caller.ask(BROUGHT, BACKEND, a=caller.account)}"
    caller.ask(SIGN_UP, BACKEND, a=caller.account, m=mpan)
    yield from _joined(caller)
    before = caller.ask(SPUN, BACKEND, a=caller.account)["wheelOfFortuneSpinHistory"]["edges"]
    spin = caller.ask(SPIN, BACKEND, a=caller.account)["spinWheelOfFortune"]
    after = caller.ask(SPUN, BACKEND, a=caller.account)["wheelOfFortuneSpinHistory"]["edges"]
    assert (before != after) is (spin is not None)
    yield f"won {spin['prize']['display'] if spin else 'nothing'}"
    yield f"redeemed {caller.ask(REDEEM, a=caller.account)['redeemLoyaltyPointsForAccountCredit']}"
    clean = caller.ask(CLEAN, p=place["postcode"])
    rows = clean["getProjectedRegionalCarbonIntensity"]["projectedRegionalCarbonIntensity"]
    yield f"{len(rows)} half hours of carbon, {len(clean['greennessForecast'])} of greenness"


def _joined(caller: Caller) -> Iterator[str]:
    told = caller.ask(SESSIONS, BACKEND, a=caller.account)["savingSessions"]
    for event in told["events"]:
        if event["status"] == "UPCOMING" and event["code"]:
            is_free = event["eventType"] == "WEEKEND_HAPPY_HOUR"
            answer = caller.ask(BOOK if is_free else JOIN, BACKEND, a=caller.account, c=event["code"])
            yield f"{event['eventType']} {event['startAt']}: {'taken' if any(answer.values()) else 'refused'}"
    ended = next((event["code"] for event in told["events"] if event["status"] == "DONE" and event["code"]), "NONE")
    assert caller.ask(JOIN, BACKEND, a=caller.account, c=ended)["joinSavingSessionsEvent"] is None


if __name__ == "__main__":
    tell(subject)
