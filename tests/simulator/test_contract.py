"""Every operation that the contract prints: it validates on its host, costs little enough, and answers in shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from graphql import parse

from kraken_desktop.simulator import FURTHER_HOMES, HOMES
from kraken_desktop.simulator.complexity import MOST_COMPLEX, complexity, operation_of
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

FOLDER = Path(__file__).parent / "contract"
OPERATIONS = sorted(path.stem for path in FOLDER.glob("*.graphql"))
# Answered from the household; of the rest these homes have nothing yet.
ANSWERED = {
    "ObtainToken": "agile",
    "RateLimit": "agile",
    "Viewer": "agile",
    "AccountDiscovery": "agile",
    "Tariffs": "agile",
    "HomeNetwork": "agile",
    "TelemetryNow": "agile",
    "TelemetrySeries": "agile",
    "Devices": "intelligent",
    "FlexPlanned": "intelligent",
    "FlexPlannedTwo": "intelligent",
    "Completed": "intelligent",
    "SmartControl": "intelligent",
    "SetPreferences": "intelligent",
    "ChargingSessions": "intelligent",
    "Catalogues": "agile",
    "Money": "agile",
    "Carbon": "agile",
    "GreenerNights": "agile",
    "Octoplus": "agile",
    "Measurements": "intelligent",
    "MeterConsumption": "agile",
    "TelemetryGas": "flexible-dual-fuel",
    "SavingSessions": "rewards",
    "FreeElectricity": "rewards",
    "FreeElectricityResults": "rewards",
    "Wheel": "rewards",
    "Spin": "rewards",
    "Products": "agile",
    "ProductTariffs": "agile",
    "ApplicableRates": "intelligent",
    "Compare": "flexible",
    "CostOfUsage": "flexible",
    "HeatPumpFind": "cosy",
    "HeatPump": "cosy",
    "HeatPumpSeries": "cosy",
    "HeatPumpBoost": "cosy",
}
GAS_DEVICE = "00-11-22-33-44-55-07-88"
EVENING = "2026-10-05T18:30:00Z"


def contract(name: str) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """(host, query, variables, the contract's own reply)"""
    query = (FOLDER / f"{name}.graphql").read_text()
    sample = json.loads((FOLDER / f"{name}.json").read_text())
    return query.splitlines()[0].removeprefix("# "), query, sample["variables"], sample["response"]


def of_this_home(customer: Customer, name: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The contract's variables, with the identifiers of the home in place of the printed ones."""
    car = "00000000-0000-4000-8000-0000000000e1"
    is_meter = name in ("HomeNetwork", "TelemetryNow", "TelemetrySeries")
    own = {
        "account": customer.account,
        "deviceId": GAS_DEVICE if name == "TelemetryGas" else smart_meter(customer) if is_meter else car,
        "first": car,
        "second": car,
        "mpan": customer.meter_points()[0]["mpan"],
        "property": customer.property(),
        "euid": "00:11:22:33:44:55:09:aa",
        "input": {"APIKey": customer.octopus.api_key} if name == "ObtainToken" else variables.get("input"),
    }
    if name == "HeatPumpBoost":
        own["parameters"] = variables["parameters"] | {"endAt": "2026-10-05T19:30:00Z"}
    if name == "Measurements":
        own["first"] = variables["first"]
        own["from"], own["to"] = "2026-10-01T23:00:00Z", "2026-10-02T23:00:00Z"
        filters = dict(variables["filters"][0]["electricityFilters"])
        own["filters"] = [{"electricityFilters": filters | {"marketSupplyPointId": own["mpan"]}}]
    return {key: own.get(key, value) for key, value in variables.items()}


def smart_meter(customer: Customer) -> str:
    """The EUI-64 of the first one; somebody's where the home has none."""
    meters = [meter["smartImportElectricityMeter"] for meter in customer.meter_points()[0]["meters"]]
    return next((meter["deviceId"] for meter in meters if meter), "00-11-22-33-44-55-66-77")


def assert_alike(sample: Any, answer: Any, at: str) -> None:
    """The same keys and kinds, of whatever is not null; of lists the first rows."""
    if sample is None or answer is None:
        return
    assert type(answer) is type(sample) or {type(answer), type(sample)} == {int, float}, f"{at}: {answer!r}"
    if isinstance(sample, dict):
        if "__typename" not in sample or sample["__typename"] == answer.get("__typename"):
            assert list(answer) == list(sample), at
            for key, value in sample.items():
                assert_alike(value, answer[key], f"{at}.{key}")
    elif isinstance(sample, list) and sample and answer:
        assert_alike(sample[0], answer[0], f"{at}[0]")


@pytest.mark.parametrize("home", [*HOMES, *FURTHER_HOMES])
def test_every_home_understands_and_answers_everything(living: Living, home: str) -> None:
    customer = living(home, start=EVENING)
    for name in OPERATIONS:
        host, query, variables, _ = contract(name)
        asked = of_this_home(customer, name, variables)

        reply = customer.post(query, asked, host=host)

        assert reply.status_code == 200, (name, reply.text)
        codes = [error["extensions"]["errorCode"] for error in reply.json().get("errors", [])]
        assert not {"KT-CT-7899", "OE-0000"}.intersection(codes), (name, "an error of its own")
        customer.octopus.advance(61)  # past the limits of a minute
        customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]


@pytest.mark.parametrize("name", ANSWERED)
def test_answers_in_the_shape_of_the_sample(living: Living, name: str) -> None:
    customer = living(ANSWERED[name], start=EVENING)
    host, query, variables, sample = contract(name)

    body = customer.post(query, of_this_home(customer, name, variables), host=host).json()

    assert "errors" not in body
    assert all(value is not None for value in body["data"].values())
    assert_alike(sample["data"], body["data"], name)


def test_a_happy_hour_is_booked_in_the_shape_of_the_sample(living: Living) -> None:
    customer = living("rewards", start="2026-10-06T12:00:00Z")
    host, query, _, sample = contract("BookHappyHour")
    events = customer.ask("{ savingSessions { events { code eventType status } } }", "backend")["savingSessions"]
    code = next(
        event["code"]
        for event in events["events"]
        if event["eventType"] == "WEEKEND_HAPPY_HOUR" and event["status"] == "UPCOMING" and event["code"]
    )

    answer = customer.ask(query, host, account=customer.account, code=code)

    assert_alike(sample["data"], answer, "BookHappyHour")


@pytest.mark.parametrize("name", ["AccountDiscovery", "Tariffs"])
def test_gas_answers_in_the_shape_of_the_sample(living: Living, name: str) -> None:
    customer = living("flexible-dual-fuel", start=EVENING)
    host, query, variables, sample = contract(name)

    body = customer.post(query, of_this_home(customer, name, variables), host=host).json()

    told = body["data"]["account"]["gasAgreements"]
    assert_alike(sample["data"]["account"]["gasAgreements"], told, name)
    assert told


@pytest.mark.parametrize("name", [name for name in OPERATIONS if contract(name)[0] == "main"])
def test_costs_little_enough(name: str) -> None:
    _, query, variables, _ = contract(name)
    document = parse(query)
    operation = operation_of(document, None)

    assert operation is not None
    assert complexity(document, operation, variables) <= MOST_COMPLEX


def test_a_connection_counts_as_often_as_rows_are_asked_of_it(living: Living) -> None:
    query = "query($n: Int) { rateLimitInfo { fieldSpecificRateLimits(first: $n) { edges { node { rate } } } } }"
    customer = living()
    # One for the root, n for the connection, and one each for edges, node and rate.
    assert customer.refused(query, n=197) == ["KT-CT-1188"]
    assert customer.refused(query, n=196) == ["KT-CT-1605"], "cheap enough, and too many rows for a page"
    customer.ask(query, n=99)


@pytest.mark.parametrize(
    ("host", "query"),
    [
        ("main", "{ savingSessions { eventCount } }"),
        ("backend", "{ viewer { id } }"),
        ("main", "{ viewer { shoeSize } }"),
        ("backend", "{ nonsense }"),
    ],
)
def test_a_field_unknown_to_the_host_is_a_bad_request(living: Living, host: str, query: str) -> None:
    reply = living().post(query, host=host)

    assert reply.status_code == 400
    assert set(reply.json()) == {"errors"}
    assert reply.json()["errors"][0]["message"].startswith("Cannot query field ")
    assert "extensions" not in reply.json()["errors"][0]


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer {",
        "query($id: ID!) { smartMeterTelemetry(deviceId: $id) { demand } }",
        "mutation { setDevicePreferences(input: {deviceId: \"x\", mode: CHARGE, unit: PERCENTAGE,"
        " schedules: [{dayOfWeek: MONDAY, time: \"07:00\", max: 80.0}]}) { id } }",
        "query A { viewer { id } } query B { viewer { id } }",
    ],
)  # fmt: skip
def test_a_query_that_does_not_fit_the_schema_is_a_bad_request(living: Living, query: str) -> None:
    reply = living().post(query)

    assert reply.status_code == 400
    assert all("extensions" not in error for error in reply.json()["errors"])


def test_one_refused_field_leaves_the_others_and_is_named_by_its_alias(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    query = """query($a: String!) {
      mine: flexPlannedDispatches(deviceId: "00000000-0000-4000-8000-0000000000e1") { start }
      other: flexPlannedDispatches(deviceId: "00000000-0000-4000-8000-00000000dead") { start }
      completedDispatches(accountNumber: $a) { end } }"""

    body = customer.post(query, {"a": customer.account}).json()

    assert [error["path"] for error in body["errors"]] == [["other"]]
    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-4301"
    assert body["data"]["other"] is None
    assert body["data"]["mine"]
    assert body["data"]["completedDispatches"]


def test_a_post_without_its_slash_loses_its_body(living: Living) -> None:
    customer = living()

    reply = customer.client.post("/v1/graphql", json={"query": "{ viewer { id } }"})

    assert reply.status_code == 301
    assert reply.headers["location"].endswith("/v1/graphql/")


def test_backend_wants_to_know_who_calls(living: Living) -> None:
    customer = living()
    headers = {"Authorization": customer.token, "User-Agent": ""}

    reply = customer.client.post(
        "/backend/v1/graphql/", json={"query": "{ savingSessions { eventCount } }"}, headers=headers
    )

    assert reply.status_code == 403
    assert reply.headers["content-type"].startswith("text/html")


def test_it_tells_the_complexity_to_whoever_asks(living: Living) -> None:
    customer = living()
    headers = {"Authorization": customer.token, "X-Kraken-Query-Complexity": "true"}

    reply = customer.client.post("/v1/graphql/", json={"query": "{ viewer { id preferredName } }"}, headers=headers)

    assert reply.headers["x-kraken-query-complexity"] == "3"


@pytest.mark.parametrize("mutation", ["updateBoostCharge", "triggerBoostCharge"])
def test_a_boost_of_nothing_is_refused(living: Living, mutation: str) -> None:
    assert living("intelligent").refused(f"mutation {{ {mutation} {{ __typename }} }}") == ["KT-CT-1605"]


def test_what_it_cannot_work_out_is_an_internal_error_in_the_services_words(living: Living) -> None:
    customer = living()
    meter = customer.meter_points()[0]["meters"][0]["id"]
    query = """query($m: String!) { viewer { id }
      costOfUsage(fuelType: ELECTRICITY, startAt: "2026-10-01T00:00:00Z", grouping: QUARTER) {
        details(meterId: $m, fuelType: ELECTRICITY, first: 1, startAt: "9999-12-31T23:59:59Z", grouping: QUARTER) {
          edges { node { __typename } } } } }"""

    body = customer.post(query, {"m": meter}).json()

    assert [error["extensions"]["errorCode"] for error in body["errors"]] == ["KT-CT-7899"]
    assert body["errors"][0]["path"] == ["costOfUsage", "details"]
    assert body["data"]["viewer"]["id"]
