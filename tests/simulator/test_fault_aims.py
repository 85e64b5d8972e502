"""Faults by the service's own codes and by status, how they are aimed, and how they are written."""

from __future__ import annotations

import pytest
from graphql import GraphQLObjectType

from kraken_desktop.simulator import create_app, rest, server
from kraken_desktop.simulator.aims import known_aims
from kraken_desktop.simulator.errors import CODES
from kraken_desktop.simulator.faults import Trouble, read_trouble
from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of
from tests.simulator.conftest import Living

VIEWER = "{ viewer { id } }"
SESSIONS = "{ savingSessions { eventCount } }"
COMPLETED = "query($a: String!) { completedDispatches(accountNumber: $a) { start } viewer { id } }"
EVENING = "2026-10-05T19:30:00Z"
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"


@pytest.mark.parametrize("status", [500, 503, 504])
def test_any_status_answers_with_a_page(living: Living, status: int) -> None:
    customer = living()
    customer.octopus.inject(f"http-{status}", count=2)

    replies = [customer.post(VIEWER) for _ in range(3)]

    assert [reply.status_code for reply in replies] == [status, status, 200]
    assert replies[0].headers["content-type"].startswith("text/html")


def test_any_code_of_the_service_refuses_the_field_it_names_beside_good_data(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.inject("KT-CT-1113", operation="completedDispatches")

    body = customer.post(COMPLETED, {"a": customer.account}).json()

    assert [error["path"] for error in body["errors"]] == [["completedDispatches"]]
    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-1113"
    assert body["errors"][0]["message"] == "Disabled GraphQL field requested."
    assert body["data"]["completedDispatches"] is None
    assert body["data"]["viewer"]["id"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_told_by_its_own_host_alone(living: Living, code: str) -> None:
    customer = living()
    customer.octopus.inject(code)

    asked = [("main", VIEWER), ("backend", SESSIONS)]
    (host, query), (other, untouched) = asked[::-1] if code.startswith("OE-") else asked

    assert customer.refused(query, host) == [code]
    assert customer.ask(untouched, other)


def test_a_code_may_refuse_a_field_within_and_leaves_what_is_beside_it(living: Living) -> None:
    customer = living()
    query = (
        "query($p: ID!) { property(id: $p) { id measurements(first: 1) { edges { node { value } } } } viewer { id } }"
    )
    home = customer.property()
    customer.octopus.inject("KT-CT-7899", operation="measurements", count=1)

    body = customer.post(query, {"p": home}).json()

    assert [(error["path"], error["extensions"]["errorCode"]) for error in body["errors"]] == [
        (["property", "measurements"], "KT-CT-7899")
    ]
    assert body["data"]["property"] == {"id": home, "measurements": None}
    assert body["data"]["viewer"]["id"]
    assert customer.ask(query, p=home)["property"]["measurements"]["edges"]


def test_codes_and_reasons_may_be_such_as_nobody_has_heard_of(living: Living) -> None:
    customer = living("intelligent", start=EVENING, faults=["KT-CT-9999:viewerx1", "BC_NEVER_HEARD_OF"])
    boost = "mutation($d: String!) { updateBoostCharge(input: {deviceId: $d, action: BOOST}) { id } }"
    car = "00000000-0000-4000-8000-0000000000e1"

    assert customer.refused(VIEWER) == ["KT-CT-9999"]
    customer.octopus.car("plug")
    extensions = customer.post(boost, {"d": car}).json()["errors"][0]["extensions"]
    assert extensions["boostChargeRefusalReasons"] == ["BC_NEVER_HEARD_OF"]


def test_a_fault_tells_how_often_it_struck(living: Living) -> None:
    customer = living(faults=["blocked:Nonsense", "KT-CT-1113:viewer"])
    for _ in range(2):
        customer.post(VIEWER)

    told = customer.client.get("/simulator/faults").json()["faults"]

    assert {fault["name"]: fault["struck"] for fault in told} == {"blocked": 0, "KT-CT-1113": 2}


def test_another_app_may_eat_all_points(living: Living) -> None:
    customer = living()
    customer.octopus.inject("another-app", operation="points")

    assert customer.refused(VIEWER) == ["KT-CT-1199"]


def test_a_fault_lasts_as_long_as_it_was_told(living: Living) -> None:
    customer = living()
    customer.octopus.inject("OE-0001", seconds=90)

    assert customer.refused(SESSIONS, "backend") == ["OE-0001"]
    customer.octopus.advance(89)
    assert customer.refused(SESSIONS, "backend") == ["OE-0001"]
    customer.octopus.advance(1)
    assert customer.ask(SESSIONS, "backend")
    assert customer.client.get("/simulator/faults").json() == {"faults": []}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("telemetry-empty", Trouble("telemetry-empty")),
        ("telemetry-empty:smartMeterTelemetryx3", Trouble("telemetry-empty", "smartMeterTelemetry", 3)),
        ("KT-CT-1113:viewer", Trouble("KT-CT-1113", "viewer")),
        ("http-503x2@60", Trouble("http-503", None, 2, 60)),
        ("blocked:meter-point@5", Trouble("blocked", "meter-point", None, 5)),
    ],
)
def test_a_fault_is_written_in_one_word(written: str, read: Trouble) -> None:
    assert read_trouble(written) == read


@pytest.mark.parametrize(
    "written", ["", "rain", "http-200", "KT-CT-0", "telemetry-empty:", "slow x2", "slow@soon", "blocked:x3"]
)
def test_what_is_no_fault_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="fault"):
        read_trouble(written)


@pytest.mark.parametrize(
    ("aim", "meant"),
    [
        ("acount", "did you mean account"),
        ("devicez", "did you mean devices"),
        ("grid-suply-points", "did you mean grid-supply-points"),
        ("zzz", "servers are main, backend, graphql, rest"),
    ],
)
def test_an_aim_at_nothing_is_refused_and_what_sounds_like_it_named(living: Living, aim: str, meant: str) -> None:
    with pytest.raises(ValueError, match=meant):
        read_trouble(f"KT-CT-1113:{aim}")
    customer = living()

    reply = customer.client.post("/simulator/faults", json={"name": "blocked", "operation": aim})

    assert reply.status_code == 400
    assert meant in reply.json()["detail"]
    assert customer.client.get("/simulator/faults").json() == {"faults": []}
    with pytest.raises(SystemExit):
        server.prepare(["--fault", f"blocked:{aim}"])


def test_everything_that_a_request_is_about_can_be_aimed_at() -> None:
    fields = {
        name for host in (MAIN, BACKEND) for kind in schema_of(host).type_map.values() for name in fields_of(kind)
    }

    assert known_aims() >= fields | {route.name for route in rest.ROUTES} | set(create_app().world.limits.by_name)


def fields_of(kind: object) -> set[str]:
    return set(kind.fields) if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__") else set()


@pytest.mark.parametrize("aim", ["Aimed", "viewer", "main"])
def test_a_fault_can_be_aimed_and_counted(living: Living, aim: str) -> None:
    customer = living()
    customer.octopus.inject("bad-gateway", operation=aim, count=2)

    assert customer.rest("products/").status_code == 200
    assert [customer.post("query Aimed { viewer { id } }").status_code for _ in range(3)] == [502, 502, 200]


def test_a_fault_can_be_aimed_at_one_rest_resource(living: Living) -> None:
    customer = living()
    customer.octopus.inject("blocked", operation="rates")

    assert customer.rest(AGILE).status_code == 403
    assert customer.rest("products/").status_code == 200
    assert customer.post(VIEWER).status_code == 200


def test_a_fault_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault is called 'rain'"):
        create_app(faults=["rain"])
    with pytest.raises(ValueError, match="no home is called 'castle'"):
        create_app("castle")


def test_a_fault_on_the_command_line_is_aimed_and_counted(living: Living) -> None:
    customer = living(faults=["KT-CT-4341:completedDispatchesx1"])

    assert customer.refused(COMPLETED, a=customer.account) == ["KT-CT-4341"]
    customer.ask(COMPLETED, a=customer.account)


@pytest.mark.parametrize("aim", ["readAt", "smartMeterTelemetry", "delta"])
def test_a_field_that_is_gone_may_be_any_field(living: Living, aim: str) -> None:
    customer = living("intelligent", start=EVENING)
    power = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { readAt } }"
    charged = "query($a: String!) { completedDispatches(accountNumber: $a) { start delta } }"
    device = customer.device()
    customer.octopus.inject("field-gone", operation=aim, count=1)

    asked = [(charged, {"a": customer.account}), (power, {"d": device})]
    (struck, its), (untouched, others) = asked if aim == "delta" else asked[::-1]

    assert customer.post(untouched, others).status_code == 200
    reply = customer.post(struck, its)
    assert reply.status_code == 400
    assert f"Cannot query field '{aim}'" in reply.json()["errors"][0]["message"]
    assert customer.post(struck, its).status_code == 200
