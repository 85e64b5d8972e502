"""The checklist of docs/api.md, 9: each point can be had by name, from the command line and over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from kraken_desktop.simulator.faults import FAULTS, REASONS, STATES
from tests.simulated import Simulated
from tests.simulator.conftest import Living
from tests.simulator.customer import LOGIN, Customer

CAR = "00000000-0000-4000-8000-0000000000e1"
EVENING = "2026-10-05T19:30:00Z"
NOON = "2026-06-14T12:10:00Z"
VIEWER = "{ viewer { id } }"
POWER = """query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand consumption export consumptionDelta } }"""
PLAN = "query($d: String!) { flexPlannedDispatches(deviceId: $d) { start end } viewer { id } }"
OLD_PLAN = "query($a: String!) { plannedDispatches(accountNumber: $a) { startDt } viewer { id } }"
MINE = """query($a: String!) { octoplusAccountInfo(accountNumber: $a) { isOctoplusEnrolled }
  loyaltyPointLedgers { value } }"""
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
GREENER = "{ greenerNightsForecast { date } }"


def renewed(customer: Customer) -> None:
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]


# 1: tokens


def test_a_token_lives_an_hour_and_a_refresh_token_buys_the_next(living: Living) -> None:
    customer = living()
    refresh = customer.login({"APIKey": customer.octopus.api_key})["refreshToken"]
    customer.octopus.advance(3601)

    assert customer.refused(VIEWER) == ["KT-CT-1124"]
    customer.token = customer.login({"refreshToken": refresh})["token"]
    customer.ask(VIEWER)


def test_a_refresh_token_is_refused_and_the_key_is_not(living: Living) -> None:
    customer = living(faults=["refresh-refusedx1"])
    refresh = customer.login({"APIKey": customer.octopus.api_key})["refreshToken"]

    assert customer.refused(LOGIN, input={"refreshToken": refresh}) == ["KT-CT-1135"]
    customer.login({"refreshToken": refresh})


def test_a_refresh_token_expires_after_its_week(living: Living) -> None:
    customer = living()
    refresh = customer.login({"APIKey": customer.octopus.api_key})["refreshToken"]
    customer.octopus.advance(7 * 86_400 + 1)

    assert customer.refused(LOGIN, input={"refreshToken": refresh}) == ["KT-CT-1134"]


# 2: what goes wrong below


def test_a_field_that_is_gone_is_a_bad_request(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    customer.octopus.inject("field-gone", operation="flexPlannedDispatches", count=1)

    reply = customer.post(PLAN, {"d": CAR})

    assert reply.status_code == 400
    [error] = reply.json()["errors"]
    assert error["message"] == "Cannot query field 'flexPlannedDispatches' on type 'Query'."
    assert set(error) == {"message", "locations"}
    customer.ask(PLAN, d=CAR)


def test_deprecated_fields_answer_until_a_fault_takes_them_away(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    assert customer.ask(OLD_PLAN, a=customer.account)["plannedDispatches"]
    customer.octopus.inject("field-gone")

    assert customer.post(OLD_PLAN, {"a": customer.account}).status_code == 400
    customer.ask(VIEWER)
    customer.octopus.clear()
    customer.octopus.inject("KT-CT-1113", operation="plannedDispatches")
    assert customer.refused(OLD_PLAN, a=customer.account) == ["KT-CT-1113"]


def test_a_burst_ends_in_a_page_and_calms_down(living: Living) -> None:
    customer = living(faults=["burst-limited"])

    statuses = [customer.rest("products/").status_code for _ in range(21)]

    assert statuses == [200] * 20 + [403]
    customer.ask(VIEWER)
    customer.octopus.advance(10)
    assert customer.rest("products/").status_code == 200


def test_a_burst_on_backend_is_too_many_requests(living: Living) -> None:
    customer = living(faults=["burst-limited:greenerNightsForecast"])
    for _ in range(20):
        customer.ask(GREENER, "backend")

    assert customer.refused(GREENER, "backend") == ["OE-0002"]
    customer.octopus.advance(10)
    customer.ask(GREENER, "backend")


def test_another_app_uses_up_one_limit_or_all(living: Living) -> None:
    customer = living("intelligent", start=EVENING)
    device = customer.device()
    customer.octopus.inject("another-app", operation="flexPlannedDispatches", count=1)
    assert customer.refused(PLAN, d=CAR) == ["KT-CT-1199"]
    customer.ask(POWER, d=device)

    customer.octopus.inject("another-app", count=1)

    assert customer.refused(VIEWER) == ["KT-CT-1199"]
    customer.octopus.advance(3601)
    renewed(customer)
    customer.ask(PLAN, d=CAR)
    customer.ask(POWER, d=device)


@pytest.mark.parametrize(("field", "spend", "limit"), [("flexPlannedDispatches", 4, 5), ("points", 49_990, 50_000)])
def test_another_app_eats_of_every_limit(living: Living, field: str, spend: int, limit: int) -> None:
    customer = living("intelligent", start=EVENING)

    customer.octopus.spend(spend, of=field)

    used = customer.client.get("/simulator/allowance").json()[field]
    assert used["used"] + used["left"] == limit
    assert used["used"] >= spend
    answers = [customer.post(PLAN, {"d": CAR}).json() for _ in range(5)]
    assert "errors" not in answers[0]
    assert answers[-1]["errors"][0]["extensions"]["errorCode"] == "KT-CT-1199"


# 4: telemetry


def test_a_sunny_noon_is_sold(living: Living) -> None:
    customer = living(start=NOON)

    [row] = customer.ask(POWER, d=customer.device())["smartMeterTelemetry"]

    assert int(row["demand"]) < 0
    assert row["consumptionDelta"] is None


# 6: prices


def test_agile_falls_below_zero_and_a_row_can_be_overwritten(living: Living) -> None:
    customer = living(start="2026-06-30T12:00:00Z")
    rows = customer.rows(AGILE, period_from="2026-04-01T00:00:00Z", page_size=1500)
    assert min(row["value_inc_vat"] for row in rows) < 0

    edit = {"tariff": "E-1R-AGILE-24-10-01-C", "at": "2026-06-29T12:00:00Z", "exc_vat": -7.5}
    customer.client.post("/simulator/prices", json=edit).raise_for_status()

    [row] = customer.rows(AGILE, period_from="2026-06-29T12:00:00Z", period_to="2026-06-29T12:30:00Z")
    assert row["value_exc_vat"] == -7.5


# 9 and 12: beside good data, and of a later year


def test_points_are_refused_beside_good_data(living: Living) -> None:
    customer = living("rewards", faults=["points-refused"])

    body = customer.post(MINE, {"a": customer.account}).json()

    assert [error["extensions"]["errorCode"] for error in body["errors"]] == ["KT-CT-1111"]
    assert body["data"] == {"octoplusAccountInfo": {"isOctoplusEnrolled": True}, "loyaltyPointLedgers": None}


def test_rest_bodies_hold_fields_of_a_later_year(living: Living) -> None:
    customer = living()
    plain = customer.rest(AGILE, page_size=2).json()
    customer.octopus.inject("unknown-fields", operation="rates")

    strange = customer.rest(AGILE, page_size=2).json()

    unknown = set(strange["results"][0]) - set(plain["results"][0])
    assert len(unknown) == 1
    assert [{key: row[key] for key in row if key not in unknown} for row in strange["results"]] == plain["results"]
    assert customer.rest("products/").json().keys() == plain.keys()


def test_every_fault_can_be_told_on_the_command_line_for_a_count_and_a_span() -> None:
    names = [*FAULTS, *STATES, *REASONS]
    with Simulated(start=EVENING, speed=0, faults=[f"{name}x2@60" for name in names]) as octopus:
        told = httpx.get(f"{octopus.base_url}/simulator/faults").json()["faults"]
        octopus.advance(60)
        left = httpx.get(f"{octopus.base_url}/simulator/faults").json()["faults"]

    assert [(fault["name"], fault["count"]) for fault in told] == [(name, 2) for name in names]
    spans = {datetime.fromisoformat(fault["until"]) - datetime.fromisoformat(fault["since"]) for fault in told}
    assert spans == {timedelta(seconds=60)}
    assert left == []


def test_a_steering_request_that_makes_no_sense_is_refused(living: Living) -> None:
    reply = httpx.post(f"{living().octopus.base_url}/simulator/allowance", json={"of": "sleep", "spend": 1})

    assert reply.status_code == 400
