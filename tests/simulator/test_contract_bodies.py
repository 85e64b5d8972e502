"""What the contract prints as replies: samples fit the schema, REST bodies and error envelopes are answered alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLResolveInfo, GraphQLSchema, build_schema, execute, is_abstract_type, parse

from tests.simulator.conftest import Living
from tests.simulator.customer import LOGIN, Customer
from tests.simulator.test_contract import EVENING, OPERATIONS, assert_alike, contract

FOLDER = Path(__file__).parent / "contract"
CAR = "00000000-0000-4000-8000-0000000000e1"
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
FLEXIBLE = "products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C/{}/"

PLANNED = """query($d: String!) { flexPlannedDispatches(deviceId: $d) { start } }"""
BOOST = """mutation($d: String!) {
  updateBoostCharge(input: {deviceId: $d, action: BOOST}) { id } }"""
JOIN = """mutation($a: String!, $c: String!) {
  joinSavingSessionsEvent(input: {accountNumber: $a, eventCode: $c}) { joinedEventCodes } }"""
SESSIONS = "{ savingSessions { events { id code eventType status } } }"


def sample(kind: str, name: str) -> Any:
    return json.loads((FOLDER / kind / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """Both hosts in one, its scalars as they come."""
    return build_schema(files("kraken_desktop.simulator").joinpath("schema.graphql").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_sample_reply_fits_the_schema(schema: GraphQLSchema, name: str) -> None:
    """Executed over its own values it comes out as it went in: every type, null and enum value is allowed."""
    _, query, variables, reply = contract(name)

    def printed(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
        return source[info.path.key]

    def kind_of(value: Any, info: GraphQLResolveInfo[Any], abstract: Any) -> str:
        if "__typename" in value:
            return str(value["__typename"])
        fitting = (kind for kind in info.schema.get_possible_types(abstract) if set(value) <= set(kind.fields))
        return next(fitting).name

    assert is_abstract_type(schema.type_map["TariffType"])
    result = execute(
        schema, parse(query), reply["data"], variable_values=variables, field_resolver=printed, type_resolver=kind_of
    )

    assert result == (reply["data"], None)


def in_london(body: Any) -> Any:
    """A product's page with the one region that the sample prints."""
    regions = {section: tariffs for section, tariffs in body.items() if section.endswith("_tariffs") and tariffs}
    return body | {section: {"_C": tariffs["_C"]} for section, tariffs in regions.items()}


def of_account(customer: Customer) -> Any:
    return customer.rest(f"accounts/{customer.account}/", signed=True)


def of_products(customer: Customer) -> Any:
    return customer.rest("products/", brand="OCTOPUS_ENERGY", is_business="false")


def of_consumption(customer: Customer) -> Any:
    point = customer.meter_points()[0]
    path = f"electricity-meter-points/{point['mpan']}/meters/{point['meters'][0]['serialNumber']}/consumption/"
    span = {"period_from": "2026-09-29T23:00:00Z", "period_to": "2026-09-30T23:00:00Z"}
    return customer.rest(path, signed=True, page_size=2, order_by="period", **span)


BODIES: dict[str, tuple[str, Callable[[Customer], Any]]] = {
    "Account": ("flexible-dual-fuel", of_account),
    "Products": ("agile", of_products),
    "FourRateProduct": ("agile", lambda customer: customer.rest("products/IOG-SMB-TOU-25-12-12/")),
    "VariableRates": ("agile", lambda customer: customer.rest(FLEXIBLE.format("standard-unit-rates"))),
    "AgileRates": ("agile", lambda customer: customer.rest(AGILE, page_size=3)),
    "StandingCharges": ("agile", lambda customer: customer.rest(FLEXIBLE.format("standing-charges"))),
    "Consumption": ("agile", of_consumption),
    "MeterPoint": (
        "agile",
        lambda customer: customer.rest(f"electricity-meter-points/{customer.meter_points()[0]['mpan']}/"),
    ),
    "GridSupplyPoint": ("agile", lambda customer: customer.rest("industry/grid-supply-points/", postcode="ZZ11ZZ")),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_rest_body_has_the_shape_of_the_sample(living: Living, name: str) -> None:
    home, ask = BODIES[name]

    reply = ask(living(home, start=EVENING))

    assert reply.status_code == 200
    assert_alike(sample("rest", name), in_london(reply.json()), name)


def test_every_printed_body_is_tried() -> None:
    assert {path.stem for path in (FOLDER / "rest").glob("*.json")} == set(BODIES)
    assert {path.stem for path in (FOLDER / "errors").glob("*.json")} == set(ENVELOPES)


def wrong_key(customer: Customer) -> Any:
    return customer.post(LOGIN, {"input": {"APIKey": "sk_live_INVENTEDwrong"}}, token=None)


def boost_refused(customer: Customer) -> Any:
    customer.octopus.car("unplug")
    return customer.post(BOOST, {"d": CAR})


def too_late(customer: Customer) -> Any:
    events = customer.ask(SESSIONS, "backend")["savingSessions"]["events"]
    code = next(each["code"] for each in events if each["eventType"] == "TURN_DOWN" and each["status"] == "DONE")
    joined = """query($a: String!) { savingSessions { account(accountNumber: $a) { joinedEvents { eventId } } } }"""
    mine = customer.ask(joined, "backend", a=customer.account)["savingSessions"]["account"]["joinedEvents"]
    missed = next(
        each["code"]
        for each in events
        if each["status"] == "DONE"
        and each["eventType"] != "WEEKEND_HAPPY_HOUR"
        and each["id"] not in [row["eventId"] for row in mine]
    )
    assert code
    return customer.post(JOIN, {"a": customer.account, "c": missed}, host="backend")


def plans_fail(customer: Customer) -> Any:
    customer.octopus.inject("plan-null")
    return customer.post(PLANNED, {"d": CAR})


ENVELOPES: dict[str, tuple[str, int, Callable[[Customer], Any]]] = {
    "WrongKey": ("agile", 200, wrong_key),
    "NoToken": ("agile", 200, lambda customer: customer.post("{ viewer { id } }", token=None)),
    "UnknownField": (
        "agile",
        400,
        lambda customer: customer.post('{ smartMeterTelemetry(deviceId: "x") {\n demand\n nonsense } }'),
    ),
    "PlannedDispatches": ("intelligent", 200, plans_fail),
    "BoostRefused": ("intelligent", 200, boost_refused),
    "TooLate": ("rewards", 200, too_late),
}


@pytest.mark.parametrize("name", ENVELOPES)
def test_an_error_has_the_words_of_the_sample(living: Living, name: str) -> None:
    home, status, ask = ENVELOPES[name]
    printed = sample("errors", name)

    reply = ask(living(home, start=EVENING))

    body = reply.json()
    assert reply.status_code == status
    assert set(body) == set(printed)
    assert body.get("data") == printed.get("data")
    [told], [error] = body["errors"], printed["errors"]
    assert set(told) >= set(error)
    for key in ("message", "path", "extensions"):
        assert told.get(key) == error.get(key)


def test_a_boost_begins_in_the_shape_of_the_sample(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.car("plug")
    host, query, _, reply = contract("BoostStart")

    answer = customer.ask(query, host, deviceId=CAR)

    assert_alike(reply["data"], answer, "BoostStart")
    assert answer["updateBoostCharge"]["status"]["currentState"] == "SMART_CONTROL_CAPABLE"


def test_a_session_is_joined_in_the_shape_of_the_sample(living: Living) -> None:
    customer = living("rewards", start=EVENING, faults=["sessions-all"])
    host, query, _, reply = contract("JoinSession")
    events = customer.ask(SESSIONS, "backend")["savingSessions"]["events"]
    event = next(each for each in events if each["eventType"] == "TURN_UP" and each["status"] == "UPCOMING")

    answer = customer.ask(query, host, account=customer.account, code=event["code"])

    assert_alike(reply["data"], answer, "JoinSession")
    assert event["code"] in answer["joinSavingSessionsEvent"]["joinedEventCodes"]
    assert answer["joinSavingSessionsEvent"]["joinedEvent"]["eventId"] == event["id"]


def test_points_are_redeemed_in_the_shape_of_the_sample(living: Living) -> None:
    customer = living("rewards", start=EVENING)
    host, query, _, reply = contract("Redeem")

    answer = customer.ask(query, host, account=customer.account, points=8)

    assert_alike(reply["data"], answer, "Redeem")
    assert answer == {"redeemLoyaltyPointsForAccountCredit": {"pointsRedeemed": 8}}
