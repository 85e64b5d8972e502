"""The same home, seed and instant give the same answers, however the clock came there and however fast it goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulated import Simulated
from tests.simulator.customer import Customer

ODD = (
    "2024-01-01T00:00:00Z",
    "2024-02-29T12:00:00Z",
    "2024-03-31T00:59:59Z",
    "2024-03-31T01:00:00Z",
    "2024-10-27T00:30:00Z",
    "2024-10-27T01:00:00Z",
    "2024-12-31T23:59:59Z",
    "2025-03-30T01:30:00Z",
    "2026-10-25T00:00:00Z",
    "2026-10-25T01:29:59Z",
    "2027-03-28T00:30:00Z",
    "2027-12-31T23:59:50Z",
)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, 23, 59, tzinfo=UTC)
INSTANTS = st.one_of(
    st.sampled_from(ODD).map(datetime.fromisoformat),
    st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(lambda second: datetime.fromtimestamp(second, UTC)),
)
HOMES = ("agile", "intelligent-four-rate", "cosy", "economy7", "flexible-dual-fuel", "rewards")
HOME = """query($a: String!) { account(accountNumber: $a) { balance
  electricityAgreements(active: true) { validFrom validTo meterPoint { mpan } tariff { __typename
    ... on TariffType { tariffCode standingCharge } ... on HalfHourlyTariff { unitRates { validFrom value } } } } }
  devices(accountNumber: $a) { id status { currentState ... on SmartFlexVehicleStatus { stateOfCharge { value } } } }
  completedDispatches(accountNumber: $a) { start end delta meta { location } } }"""
POWER = """query($d: String!, $s: DateTime!) {
  now: smartMeterTelemetry(deviceId: $d) { readAt demand consumption export }
  day: smartMeterTelemetry(deviceId: $d, start: $s, grouping: HALF_HOURLY) { readAt consumptionDelta costDelta } }"""
SESSIONS = """query($a: String!) { savingSessions { events { id startAt status }
  account(accountNumber: $a) { joinedEvents { eventId resultsStatus } } } }"""


def seen(customer: Customer, now: datetime) -> list[Any]:
    """All that a client would ask for at that instant."""
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    since = (now - timedelta(hours=30)).isoformat()
    answers: list[Any] = [customer.ask(HOME, a=customer.account), customer.ask(SESSIONS, "backend", a=customer.account)]
    answers.append(customer.ask(POWER, d=customer.device(), s=since))
    answers.append(customer.consumption(period_from=(now - timedelta(days=3)).isoformat()))
    product = answers[0]["account"]["electricityAgreements"][0]["tariff"]["tariffCode"]
    path = f"products/{product.split('-', 2)[2].rsplit('-', 1)[0]}/electricity-tariffs/{product}/standing-charges/"
    answers.append(customer.rest(path).json()["results"])
    return answers


@settings(max_examples=12)
@given(INSTANTS, st.sampled_from(HOMES), st.integers(1, 3), st.integers(1, 400_000))
def test_an_instant_is_the_same_however_the_clock_came_there(now: datetime, home: str, seed: int, back: int) -> None:
    with Simulated(home, start=now, speed=0, seed=seed) as there:
        customer = Customer(there)
        at_once = seen(customer, now)
        customer.client.close()
    begin = max(FIRST, now - timedelta(seconds=back))
    with Simulated(home, start=begin, speed=0, seed=seed) as on_the_way:
        customer = Customer(on_the_way)
        seen(customer, begin)
        on_the_way.set_clock(now)
        later = seen(customer, now)
        customer.client.close()

    assert later == at_once


@pytest.mark.parametrize("start", ODD)
def test_it_starts_and_answers_at_any_odd_instant(start: str) -> None:
    now = datetime.fromisoformat(start)
    for home in ("agile", "intelligent-four-rate", "moved-house"):
        with Simulated(home, start=now, speed=0) as octopus:
            customer = Customer(octopus)
            answers = seen(customer, now)
            customer.client.close()
        assert answers[0]["account"]["electricityAgreements"]
        assert all(answers[3][place]["interval_start"] for place in (0, -1))


def test_the_past_is_the_same_at_any_speed() -> None:
    told = []
    for speed in (0, 1, 5000):
        with Simulated("intelligent", start="2026-10-24T12:00:00Z", speed=speed) as octopus:
            customer = Customer(octopus)
            span = {"period_from": "2026-10-20T00:00:00Z", "period_to": "2026-10-22T00:00:00Z"}
            told.append(customer.consumption(**span))
            customer.client.close()

    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 96
