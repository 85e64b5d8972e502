"""The heat pump over HTTP: what it measures adds up, what is set holds, what it does not take is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

EUID = "00:11:22:33:44:55:09:aa"
WINTER = "2026-01-20T18:00:00Z"
SERIES = """query($a: String!, $e: ID!, $s: DateTime!, $t: DateTime!, $g: PerformanceGrouping!) {
  heatPumpTimeRangedPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t) {
    coefficientOfPerformance energyInput { value } energyOutput { value } }
  heatPumpTimeSeriesPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t, performanceGrouping: $g) {
    startAt endAt energyInput { value } energyOutput { value } } }"""
SETTINGS = """query($a: String!, $e: ID!) { heatPumpControllerConfiguration(accountNumber: $a, euid: $e) {
  heatPump { quieterModeEnabled weatherCompensation { enabled }
    heatingFlowTemperature { currentTemperature { value } } }
  zones { configuration { code currentOperation { mode setpointInCelsius end } } } } }"""
ZONE = """mutation($a: String!, $e: ID!, $p: SetZoneModeParameters!) {
  heatPumpSetZoneMode(accountNumber: $a, euid: $e, operationParameters: $p) { transactionId } }"""
FLOW = """mutation($a: String!, $e: ID!, $f: FlowTemperatureInput!) {
  heatPumpUpdateFlowTemperatureConfiguration(accountNumber: $a, euid: $e, flowTemperatureInput: $f) {
    transactionIds { attributeName transactionId } } }"""
HUSH = """mutation($a: String!, $e: ID!) {
  heatPumpSetHushMode(accountNumber: $a, euid: $e, hushModeEnabled: true) { transactionId } }"""


def asked(customer: Customer, query: str, **more: Any) -> dict[str, Any]:
    return customer.ask(query, "backend", a=customer.account, e=EUID, **more)


def configured(customer: Customer) -> dict[str, Any]:
    found: dict[str, Any] = asked(customer, SETTINGS)["heatPumpControllerConfiguration"]
    return found


@pytest.mark.parametrize(
    ("grouping", "start", "rows"),
    [
        ("LIVE", "2026-01-20T17:00:00Z", 60),
        ("DAY", "2026-01-19T18:00:00Z", 24),
        ("WEEK", "2026-01-13T00:00:00Z", 8),
        ("MONTH", "2026-01-01T00:00:00Z", 20),
        ("YEAR", "2025-06-01T00:00:00Z", 8),
    ],
)
def test_a_series_adds_up_to_its_range(living: Living, grouping: str, start: str, rows: int) -> None:
    customer = living("cosy", start=WINTER)

    told = asked(customer, SERIES, s=start, t=WINTER, g=grouping)

    series, whole = told["heatPumpTimeSeriesPerformance"], told["heatPumpTimeRangedPerformance"]
    assert len(series) == rows
    for name in ("energyInput", "energyOutput"):
        total = sum(Decimal(row[name]["value"]) for row in series)
        assert abs(total - Decimal(whole[name]["value"])) < Decimal("0.05")
    assert 2 < Decimal(whole["coefficientOfPerformance"]) < 5


@pytest.mark.parametrize(("grouping", "start"), [("LIVE", "2026-01-20T16:59:00Z"), ("DAY", "2026-01-18T17:00:00Z")])
def test_a_window_that_is_too_long_is_refused(living: Living, grouping: str, start: str) -> None:
    customer = living("cosy", start=WINTER)
    variables = {"a": customer.account, "e": EUID, "s": start, "t": WINTER, "g": grouping}

    assert customer.refused(SERIES, "backend", **variables) == ["OE-0315"]


def test_a_boost_holds_until_its_end(living: Living) -> None:
    customer = living("cosy", start=WINTER)
    boost = {"zone": "WATER", "mode": "BOOST", "setpointInCelsius": 50, "endAt": "2026-01-20T18:30:00Z"}

    asked(customer, ZONE, p=boost)

    water = configured(customer)["zones"][0]["configuration"]
    assert water["code"] == "WATER"
    assert water["currentOperation"] == {
        "mode": "BOOST",
        "setpointInCelsius": 50.0,
        "end": "2026-01-20T18:30:00+00:00",
    }
    customer.octopus.advance(1801)
    assert configured(customer)["zones"][0]["configuration"]["currentOperation"]["mode"] == "AUTO"


def test_settings_hold(living: Living) -> None:
    customer = living("cosy", start=WINTER)
    flow = {"useWeatherCompensation": False, "flowTemperature": {"value": "38", "unit": "DEGREES_CELSIUS"}}

    asked(customer, FLOW, f=flow)
    asked(customer, HUSH)

    pump = configured(customer)["heatPump"]
    assert pump["weatherCompensation"] == {"enabled": False}
    assert pump["heatingFlowTemperature"]["currentTemperature"]["value"] == "38"
    assert pump["quieterModeEnabled"] is True


@pytest.mark.parametrize(
    "parameters",
    [
        {"zone": "WATER", "mode": "BOOST", "setpointInCelsius": 50, "endAt": "2026-01-20T17:59:00Z"},
        {"zone": "WATER", "mode": "ON", "setpointInCelsius": 90},
        {"zone": "ZONE_2", "mode": "ON"},
    ],
)
def test_what_the_pump_does_not_take_is_refused(living: Living, parameters: dict[str, Any]) -> None:
    customer = living("cosy", start=WINTER)
    variables = {"a": customer.account, "e": EUID, "p": parameters}

    assert customer.refused(ZONE, "backend", **variables) == ["OE-0315"]


def test_a_strangers_controller_is_refused_and_a_home_without_one_has_none(living: Living) -> None:
    customer = living("agile")
    query = """query($a: String!, $p: ID!) { heatPumpControllersAtLocation(accountNumber: $a, propertyId: $p) {
      controller { euid } } }"""

    assert customer.ask(query, "backend", a=customer.account, p=customer.property()) == {
        "heatPumpControllersAtLocation": []
    }
    assert customer.refused(SETTINGS, "backend", a=customer.account, e=EUID) == ["OE-0103"]
