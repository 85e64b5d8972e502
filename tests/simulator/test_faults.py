"""Every fault does what its name says, to whom it was aimed, as often as it was told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from kraken_desktop.simulator.faults import FAULTS
from tests.simulated import Simulated
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer
from tests.waiting import PATIENCE_SECONDS

VIEWER = "{ viewer { id accounts { status brand } } }"
POWER = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { readAt demand } }"
SERIES = """query($d: String!) { smartMeterTelemetry(deviceId: $d, start: "2026-10-05T17:00:00Z", grouping: TEN_SECONDS)
  { readAt consumption consumptionDelta } }"""
CAR = "00000000-0000-4000-8000-0000000000e1"
PLANS = """query($d: String!) { d0: flexPlannedDispatches(deviceId: $d) { start }
  d1: flexPlannedDispatches(deviceId: $d) { start } }"""
DEVICES = "query($a: String!) { devices(accountNumber: $a) { provider status { currentState } } }"
COMPLETED = "query($a: String!) { completedDispatches(accountNumber: $a) { start } viewer { id } }"
DISCOVERY = """query($a: String!) { octoplusAccountInfo(accountNumber: $a) { isOctoplusEnrolled }
  account(accountNumber: $a) { number } }"""
INLINE = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) {
  tariff { ... on HalfHourlyTariff { unitRates { validTo value } } } } } }"""
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
EVENING = "2026-10-05T19:30:00Z"


def test_no_network_resets_the_connection(living: Living) -> None:
    customer = living()
    customer.octopus.inject("no-network")

    with pytest.raises(httpx.TransportError):
        customer.post(VIEWER)


def test_no_network_is_no_trouble_of_the_server(capfd: pytest.CaptureFixture[str]) -> None:
    with Simulated("agile", faults=("no-network",), own_process=True) as octopus, pytest.raises(httpx.TransportError):
        httpx.post(f"{octopus.base_url}/v1/graphql/", json={"query": VIEWER})
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("captive-portal", 200, "Wi-Fi"),
        ("blocked", 403, "The request could not be satisfied"),
        ("bad-gateway", 502, "502 Bad Gateway"),
    ],
)
def test_an_html_page_answers_in_the_service_s_place(living: Living, fault: str, status: int, words: str) -> None:
    customer = living()
    customer.octopus.inject(fault)

    for reply in (customer.post(VIEWER), customer.rest("products/")):
        assert reply.status_code == status
        assert reply.headers["content-type"].startswith("text/html")
        assert words in reply.text


def test_half_json_is_half_of_it(living: Living) -> None:
    customer = living()
    customer.octopus.inject("half-json", count=1)

    broken = customer.post(VIEWER)

    assert broken.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        broken.json()
    assert customer.post(VIEWER).text.startswith(broken.text)


def test_timeout_never_answers(living: Living) -> None:
    customer = living()
    customer.octopus.inject("timeout", count=1)

    with pytest.raises(httpx.ReadTimeout):
        customer.client.post("/v1/graphql/", json={"query": VIEWER}, timeout=httpx.Timeout(PATIENCE_SECONDS, read=0.2))
    customer.ask(VIEWER)


def test_slow_answers_in_the_end(living: Living) -> None:
    customer = living()
    customer.octopus.inject("slow", count=1)

    reply = customer.post(VIEWER)

    assert reply.elapsed > timedelta(seconds=2.5)
    assert "errors" not in reply.json()


def test_the_date_header_is_the_simulators_clock_until_it_is_wrong(living: Living) -> None:
    customer = living()
    shown = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
    assert parsedate_to_datetime(customer.post(VIEWER).headers["date"]) == shown

    customer.octopus.inject("clock-wrong")

    assert abs(parsedate_to_datetime(customer.post(VIEWER).headers["date"]) - shown) > timedelta(hours=2)


@pytest.mark.parametrize(("fault", "code"), [("rate-limited", "KT-CT-1199"), ("telemetry-unavailable", "KT-GB-4039")])
def test_telemetry_is_refused(living: Living, fault: str, code: str) -> None:
    customer = living()
    device = customer.device()
    customer.octopus.inject(fault)

    assert customer.refused(POWER, d=device) == [code]
    customer.octopus.clear(fault)
    customer.ask(POWER, d=device)


def test_telemetry_is_empty_null_or_old(living: Living) -> None:
    customer = living()
    device = customer.device()
    customer.octopus.inject("telemetry-empty", count=1)
    assert customer.ask(POWER, d=device) == {"smartMeterTelemetry": []}
    customer.octopus.inject("telemetry-null", count=1)
    assert customer.ask(POWER, d=device) == {"smartMeterTelemetry": None}

    customer.octopus.inject("telemetry-stale")
    first = customer.ask(POWER, d=device)
    customer.octopus.advance(300)

    assert customer.ask(POWER, d=device) == first
    read_at = datetime.fromisoformat(first["smartMeterTelemetry"][0]["readAt"])
    assert customer.octopus.now() - read_at > timedelta(minutes=15)


def test_messy_telemetry_holds_the_same_rows(living: Living) -> None:
    customer = living()
    device = customer.device()
    tidy = customer.ask(SERIES, d=device)["smartMeterTelemetry"]
    customer.octopus.inject("telemetry-messy")

    messy = customer.ask(SERIES, d=device)["smartMeterTelemetry"]

    times = [row["readAt"] for row in messy]
    assert times != sorted(times)
    assert len(times) > len(set(times))
    registers = {row["readAt"]: row["consumption"] for row in messy}
    assert registers == {row["readAt"]: row["consumption"] for row in tidy}
    assert sum(row["consumptionDelta"] is None for row in messy) > 1


def test_plans_fail_together_or_one_alone(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.inject("plan-error-one-device", count=1)
    body = customer.post(PLANS, {"d": CAR}).json()
    assert [error["path"] for error in body["errors"]] == [["d0"]]
    assert body["data"]["d0"] is None
    assert body["data"]["d1"]

    customer.octopus.inject("plan-null", count=1)
    assert customer.refused(PLANS, d=CAR) == ["KT-CT-4340", "KT-CT-4340"]
    customer.octopus.advance(60)
    customer.octopus.inject("plan-empty", count=1)
    assert customer.ask(PLANS, d=CAR) == {"d0": [], "d1": []}


def test_completed_dispatches_fail_beside_good_data(living: Living) -> None:
    customer = living("intelligent")
    customer.octopus.inject("completed-error")

    body = customer.post(COMPLETED, {"a": customer.account}).json()

    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-4341"
    assert body["data"]["viewer"] is not None


def test_octoplus_is_refused_beside_good_data(living: Living) -> None:
    customer = living()
    customer.octopus.inject("octoplus-refused")

    body = customer.post(DISCOVERY, {"a": customer.account}).json()

    assert [error["path"] for error in body["errors"]] == [["octoplusAccountInfo"]]
    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-1111"
    assert body["data"] == {"octoplusAccountInfo": None, "account": {"number": customer.account}}


def test_enums_of_a_later_year(living: Living) -> None:
    customer = living("intelligent")
    known = customer.ask(DEVICES, a=customer.account)["devices"][0]
    customer.octopus.inject("unknown-enum")

    device = customer.ask(DEVICES, a=customer.account)["devices"][0]

    assert device["provider"] != known["provider"]
    assert device["status"]["currentState"] not in ("", None, known["status"]["currentState"])


def test_sessions_of_a_kind_of_a_later_year(living: Living) -> None:
    customer = living("rewards")
    customer.octopus.inject("unknown-enum")

    sessions = customer.ask("{ savingSessions { events { kind: eventType } } }", "backend")["savingSessions"]

    assert {event["kind"] for event in sessions["events"]} == {"NEVER_HEARD_OF"}


def test_rates_are_empty_inline_and_public(living: Living) -> None:
    customer = living()
    customer.octopus.inject("rates-empty")

    assert customer.rest(AGILE).json() == {"count": 0, "next": None, "previous": None, "results": []}
    agreements = customer.ask(INLINE, a=customer.account)["account"]["electricityAgreements"]
    assert agreements[0] == {"tariff": {"unitRates": None}}


def test_the_product_is_gone(living: Living) -> None:
    customer = living()
    customer.octopus.inject("product-404")

    assert customer.rest("products/AGILE-24-10-01/").status_code == 404
    assert customer.rest(AGILE).status_code == 404


@pytest.mark.parametrize(
    ("fault", "last"), [("tomorrow-late", "2026-10-05T22:00:00Z"), ("tomorrow-partly", "2026-10-06T12:00:00Z")]
)
def test_tomorrow_is_late_or_breaks_off(living: Living, fault: str, last: str) -> None:
    customer = living(start="2026-10-05T20:00:00Z")
    assert customer.rest(AGILE).json()["results"][0]["valid_to"] == "2026-10-06T22:00:00Z"

    customer.octopus.inject(fault)

    assert customer.rest(AGILE).json()["results"][0]["valid_to"] == last
    inline = customer.ask(INLINE, a=customer.account)["account"]["electricityAgreements"][0]["tariff"]["unitRates"]
    assert datetime.fromisoformat(inline[-1]["validTo"]) == datetime.fromisoformat(last)


def test_tomorrow_is_below_nothing_at_night_and_today_is_not(living: Living) -> None:
    customer = living(start="2026-10-05T20:00:00Z")
    before = {row["valid_from"]: row["value_exc_vat"] for row in customer.rest(AGILE).json()["results"]}

    customer.octopus.inject("tomorrow-negative")

    after = {row["valid_from"]: row["value_exc_vat"] for row in customer.rest(AGILE).json()["results"]}
    sunken = sorted(at for at in after if after[at] != before[at])
    assert (sunken[0], sunken[-1], len(sunken)) == ("2026-10-06T00:00:00Z", "2026-10-06T03:30:00Z", 8)
    assert all(after[at] < 0 for at in sunken)
    inline = customer.ask(INLINE, a=customer.account)["account"]["electricityAgreements"][0]["tariff"]["unitRates"]
    assert any(float(band["value"]) < 0 for band in inline)


def test_faults_stand_from_the_start_when_told_so(living: Living) -> None:
    customer = living(faults=["telemetry-empty", "octoplus-refused"])

    assert customer.ask(POWER, d=customer.device()) == {"smartMeterTelemetry": []}
    assert customer.refused(DISCOVERY, a=customer.account) == ["KT-CT-1111"]


def test_every_fault_can_be_injected_and_leaves_no_trace(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    before = everything(customer)
    for name in FAULTS:
        customer.octopus.inject(name)
    customer.octopus.clear()
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]

    assert everything(customer) == before


def everything(customer: Customer) -> list[object]:
    answers: list[object] = [customer.ask(VIEWER), customer.ask(POWER, d=customer.device())]
    answers.append(customer.ask(DEVICES, a=customer.account))
    answers.append(customer.ask(DISCOVERY, a=customer.account))
    answers.append(customer.rest(AGILE, page_size=3).json()["results"])
    return answers
