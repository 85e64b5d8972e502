"""What one customer may spend (docs/api.md, 4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from graphql import build_client_schema, get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.simulator.complexity import MOST_COMPLEX, MOST_NODES, complexity, nodes, operation_of
from kraken_desktop.simulator.limits import Allowance
from tests.simulator.conftest import Living
from tests.simulator.customer import LOGIN

POWER = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"
PLANS = """query($d: String!) {
  a: flexPlannedDispatches(deviceId: $d) { start }
  b: flexPlannedDispatches(deviceId: $d) { start } }"""
CAR = "00000000-0000-4000-8000-0000000000e1"
LEFT = "{ rateLimitInfo { fieldSpecificRateLimits(first: 9) { edges { node { field rate ttl isBlocked } } } } }"
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
START = datetime(2026, 10, 5, tzinfo=UTC)


def test_telemetry_answers_a_hundred_times_an_hour(living: Living) -> None:
    customer = living()
    device = customer.device()
    for _ in range(100):
        customer.ask(POWER, d=device)

    body = customer.post(POWER, {"d": device}).json()

    assert body["errors"][0]["extensions"] == {
        "errorType": "AUTHORIZATION",
        "errorCode": "KT-CT-1199",
        "errorDescription": "Too many requests.",
    }
    assert body["data"] == {"smartMeterTelemetry": None}
    customer.octopus.advance(3600)
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    customer.ask(POWER, d=device)


def test_another_app_eats_of_the_same_hundred(living: Living) -> None:
    customer = living()
    device = customer.device()

    customer.octopus.spend(99)

    customer.ask(POWER, d=device)
    assert customer.refused(POWER, d=device) == ["KT-CT-1199"]
    told = {
        edge["node"]["field"]: edge["node"]
        for edge in customer.ask(LEFT)["rateLimitInfo"]["fieldSpecificRateLimits"]["edges"]
    }
    assert told["smartMeterTelemetry"] == {
        "field": "smartMeterTelemetry",
        "rate": "100/h",
        "ttl": 3600,
        "isBlocked": True,
    }


def test_each_plan_counts_towards_five_a_minute(living: Living) -> None:
    customer = living("intelligent")
    for _ in range(2):
        customer.ask(PLANS, d=CAR)

    body = customer.post(PLANS, {"d": CAR}).json()

    assert [error["path"] for error in body["errors"]] == [["b"]]
    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-1199"
    assert body["data"]["a"] is not None
    customer.octopus.advance(60)
    customer.ask(PLANS, d=CAR)


def test_logging_in_is_limited_itself(living: Living) -> None:
    customer = living()
    key = {"APIKey": customer.octopus.api_key}
    for _ in range(9):
        customer.login(key)

    assert customer.refused(LOGIN, input=key) == ["KT-CT-1199"]
    customer.octopus.advance(61)
    customer.login(key)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 4)), max_size=60))
def test_no_window_ever_holds_more_than_the_limit(spendings: list[tuple[int, int]]) -> None:
    allowance = Allowance("field", 10, 60, "m")
    allowed: list[tuple[datetime, int]] = []
    now = START
    for pause, amount in spendings:
        now += timedelta(seconds=pause)
        if allowance.spend(now, amount):
            allowed.append((now, amount))
        else:
            recent = sum(spent for at, spent in allowed if at > now - timedelta(seconds=60))
            assert recent + amount > 10

    for at, _ in allowed:
        assert sum(spent for other, spent in allowed if at - timedelta(seconds=60) < other <= at) <= 10


def test_a_clock_that_is_set_back_does_not_keep_the_allowance_spent() -> None:
    allowance = Allowance("field", 1, 60, "m")
    assert allowance.spend(START)

    assert allowance.spend(START - timedelta(hours=1))


def test_a_page_of_rest_is_cut_without_a_word(living: Living) -> None:
    rates = living().rest(AGILE, page_size=5_000).json()

    assert (len(rates["results"]), rates["next"] is None) == (1_500, False)


def test_a_page_of_graphql_is_refused_beyond_its_size(living: Living) -> None:
    query = "{ rateLimitInfo { fieldSpecificRateLimits(SIZE) { edges { node { field } } } } }"
    customer = living()

    for asked in ("first: -1", "last: -1", "first: 100", "last: 100", "first: 2, last: 2"):
        assert customer.refused(query.replace("SIZE", asked)) == ["KT-CT-1605"], asked
    assert customer.ask(query.replace("SIZE", "first: 99"))["rateLimitInfo"]["fieldSpecificRateLimits"]["edges"]


def test_a_default_counts_like_what_was_given(living: Living) -> None:
    query = """query($a: String!, $n: Int = 99) { account(accountNumber: $a) {
      a: bills(first: $n) { edges { node { id } } }
      b: bills(first: $n) { edges { node { id } } }
      c: bills(first: $n) { edges { node { id } } } } }"""
    customer = living()

    assert customer.refused(query, a=customer.account) == ["KT-CT-1188"]
    assert customer.refused(query, a=customer.account, n=99) == ["KT-CT-1188"]
    assert customer.ask(query, a=customer.account, n=1)


@pytest.mark.parametrize("host", ["main", "backend"])
def test_anybody_may_ask_for_the_whole_schema(living: Living, host: str) -> None:
    customer = living()

    reply = customer.post(get_introspection_query(), host=host, token=None)

    assert set(reply.json()) == {"data"}
    schema = build_client_schema(reply.json()["data"])
    assert schema.query_type is not None
    assert ("heatPumpControllerStatus" in schema.query_type.fields) == (host == "backend")


@pytest.mark.parametrize("variables", [[1], "x", 7])
def test_variables_that_are_no_object_are_refused(living: Living, variables: object) -> None:
    customer = living()

    reply = customer.client.post("/v1/graphql/", json={"query": "{ viewer { id } }", "variables": variables})

    assert reply.status_code == 400
    assert list(reply.json()) == ["errors"]


@pytest.mark.parametrize("start", ['"yesterday"', "7"])
def test_a_literal_that_is_no_instant_is_refused_where_it_stands(living: Living, start: str) -> None:
    query = f'{{ smartMeterTelemetry(deviceId: "x", start: {start}) {{ demand }} }}'

    reply = living().post(query)

    assert reply.status_code == 400
    (error,) = reply.json()["errors"]
    assert set(error) == {"message", "locations"}
    assert error["locations"] == [{"line": 1, "column": query.index(start) + 1}]


def test_connections_inside_connections_multiply_in_nodes_and_add_in_complexity() -> None:
    document = parse("query($n: Int) { a { b(first: 100) { c(last: $n) { d } } } }")
    operation = operation_of(document, None)
    assert operation is not None
    assert nodes(document, operation, {"n": 99}) == 100 + 100 * 99 == MOST_NODES
    assert nodes(document, operation, {"n": 100}) > MOST_NODES
    assert complexity(document, operation, {"n": 98}) == 1 + 100 + 98 + 1 == MOST_COMPLEX
