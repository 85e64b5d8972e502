"""How many points are there, which sessions come, is there a spin left, and is tonight a greener night?"""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.told import tell

BACKEND = "/backend"
POINTS = """query($a: String!) { octoplusAccountInfo(accountNumber: $a) { isOctoplusEnrolled }
  loyaltyPointLedgers { ledgerType value balanceCarriedForward } }"""
SESSIONS = """query($a: String!) { savingSessions { events { id code eventType startAt endAt status
    rewardPerKwhInOctoPoints targetRegion { regionId } }
  account(accountNumber: $a) { hasJoinedCampaign signedUpMeterPoint { mpan regionId }
    joinedEvents { eventId rewardGivenInOctoPoints resultsStatus } } } }"""
WHEEL = """query($a: String!) {
  wheelOfFortuneSpinsAllowed(fuelType: ELECTRICITY, accountNumber: $a) { spinsAllowed maxSpins } }"""
NIGHTS = "{ greenerNightsForecast { date isGreenerNight greennessScore greennessIndex } }"


def subject(caller: Caller) -> Iterator[str]:
    told = caller.ask(POINTS, a=caller.account)
    ledger = told["loyaltyPointLedgers"]
    if ledger is None:
        yield "points are not told"
    else:
        yield f"{ledger[0]['balanceCarriedForward'] if ledger else 0} points"
    sessions = caller.ask(SESSIONS, BACKEND, a=caller.account)["savingSessions"]
    for event in sessions["events"] if sessions else ():
        yield f"{event['eventType']} {event['startAt']}: {event['status']}"
    wheel = caller.ask(WHEEL, BACKEND, a=caller.account)["wheelOfFortuneSpinsAllowed"]
    yield f"{wheel['spinsAllowed'] if wheel else 'no'} spins"
    for night in caller.ask(NIGHTS, BACKEND)["greenerNightsForecast"] or ():
        assert 0 <= night["greennessScore"] <= 100
        yield f"{night['date']}: {'greener' if night['isGreenerNight'] else night['greennessIndex']}"


if __name__ == "__main__":
    tell(subject)
