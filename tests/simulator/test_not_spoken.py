"""What our own client does not speak is answered all the same, and meets every fault that belongs to it."""

from __future__ import annotations

import httpx
import pytest

from kraken_desktop.simulator import trouble as service_trouble
from kraken_desktop.simulator.faults import status_of
from tests.simulator.conftest import Living
from tests.simulator.contract_table import NOT_SPOKEN
from tests.simulator.customer import Customer
from tests.simulator.troubles import WAYS, troubles_of
from tests.waiting import PATIENCE_SECONDS

QUESTIONS = {
    "plannedDispatches": "query($account: String!) { plannedDispatches(accountNumber: $account) { start end delta } }",
    "registeredKrakenflexDevice": """query($account: String!) {
      registeredKrakenflexDevice(accountNumber: $account) { krakenflexDeviceId vehicleMake } }""",
    "vehicleChargingPreferences": """query($account: String!) {
      vehicleChargingPreferences(accountNumber: $account) { weekdayTargetTime weekdayTargetSoc } }""",
    "costOfCharge": """query($account: String!) {
      costOfCharge(accountNumber: $account, frequency: DAILY) { reportDate totalConsumption totalCostInclTax } }""",
    "greennessForecast": "{ greennessForecast { validFrom greennessScore } }",
    "triggerBoostCharge": """mutation($account: String!) {
      triggerBoostCharge(input: {accountNumber: $account}) { krakenflexDevice { krakenflexDeviceId } } }""",
    "forceReauthentication": "mutation { forceReauthentication(input: {includeThirdParties: true}) { effectiveAt } }",
    "regenerateSecretKey": "mutation { regenerateSecretKey { key } }",
}
STATUSES = {"blocked": 403, "bad-gateway": 502, "captive-portal": 200}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_trouble, "SLOW_SECONDS", 0.02)


def _check_way(customer: Customer, query: str, way: str) -> None:
    if way in ("no-network", "timeout"):
        error = httpx.TransportError if way == "no-network" else httpx.TimeoutException
        customer.client.timeout = httpx.Timeout(PATIENCE_SECONDS, read=0.1 if way == "timeout" else PATIENCE_SECONDS)
        with pytest.raises(error):
            customer.post(query, {"account": customer.account})
        customer.client.timeout = httpx.Timeout(PATIENCE_SECONDS)
        return
    reply = customer.post(query, {"account": customer.account})
    assert reply.status_code == (status_of(way) or STATUSES.get(way, 200)), way
    is_page = "html" in reply.headers["content-type"]
    assert is_page == (way in STATUSES or status_of(way) is not None), way


@pytest.mark.parametrize("operation", QUESTIONS)
def test_is_answered_and_meets_every_fault(living: Living, operation: str) -> None:
    customer, query = living("intelligent", start="2026-10-14T22:30:00Z"), QUESTIONS[operation]

    for trouble in troubles_of("main", operation):
        customer.octopus.inject(trouble, operation=operation)
        if trouble in WAYS:
            changes = trouble in ("half-json", "slow", "clock-wrong") and query.startswith("mutation")
            if not changes:
                _check_way(customer, query, trouble)
        else:
            assert customer.refused(query, account=customer.account) == [trouble]
        customer.octopus.clear()

    variables = {"account": customer.account} if "$account" in query else {}
    assert customer.ask(query, **variables)[operation]


def test_all_of_them_are_asked() -> None:
    assert set(QUESTIONS) == set(NOT_SPOKEN)
