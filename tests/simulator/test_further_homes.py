"""Rare kinds of household: three registers, a meter that is not smart, registers that count apart."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.consistency.caller import instant
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

AFTERNOON = "2026-10-05T17:30:00Z"
TARIFF = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) {
  meterPoint { mpan meters(includeInactive: false) { id hasAndAllowsHhReadings
    smartImportElectricityMeter { deviceId } smartDevices { deviceId } registers { identifier name } } }
  tariff { __typename ... on ThreeRateTariff { dayRate nightRate offPeakRate standingCharge } }
  timeOfUseScheme { timezone timeslots { timeslot activeFrom activeTo } } } } }"""
READINGS = """query($a: String!, $n: Int!) { account(accountNumber: $a) {
  electricityAgreements(active: true) { meterPoint { meters(includeInactive: false) {
    readings(first: $n) { edges { node { readAt source registers {
    identifier name value } } } } } } } } }"""
LIST = "products/VAR-22-11-01/electricity-tariffs/E-3R-VAR-22-11-01-K/{}/"
NIGHTS_UTC = (("22:30", "00:30"), ("02:30", "07:30"))


def agreement(customer: Customer) -> dict[str, Any]:
    found: dict[str, Any] = customer.ask(TARIFF, a=customer.account)["account"]["electricityAgreements"][0]
    return found


def test_three_rates_inline_public_and_on_the_products_page(living: Living) -> None:
    customer = living("three-rate")
    told = agreement(customer)
    tariff = told["tariff"]
    page = customer.rest("products/VAR-22-11-01/").json()["three_rate_electricity_tariffs"]["_K"]["varying"]

    assert tariff["__typename"] == "ThreeRateTariff"
    assert tariff["nightRate"] < tariff["offPeakRate"] < tariff["dayRate"]
    for name in ("day", "night", "off_peak"):
        inline = tariff["offPeakRate" if name == "off_peak" else f"{name}Rate"]
        assert page[f"{name}_unit_rate_inc_vat"] == inline
        rows = customer.rows(LIST.format(f"{name.replace('_', '-')}-unit-rates"), period_from=AFTERNOON)
        newest = next(row for row in rows if row["payment_method"] == "DIRECT_DEBIT")
        assert newest["value_inc_vat"] == pytest.approx(inline)
        assert f"{name}_unit_rates" in [link["rel"] for link in page["links"]]
    assert customer.rest(LIST.format("standard-unit-rates")).status_code == 400
    assert {slot["timeslot"] for slot in told["timeOfUseScheme"]["timeslots"]} == {
        "ECO7_DAY",
        "ECO7_NIGHT",
        "ECO7_OFF_PEAK",
    }
    registers = told["meterPoint"]["meters"][0]["registers"]
    assert [register["name"] for register in registers] == ["DAY", "NIGHT", "OFF_PEAK"]


def test_a_meter_that_is_not_smart_has_neither_half_hours_nor_devices(living: Living) -> None:
    customer = living("no-smart-meter")
    point = agreement(customer)["meterPoint"]
    [meter] = point["meters"]
    rest = customer.rest(f"accounts/{customer.account}/", signed=True).json()
    serial = rest["properties"][0]["electricity_meter_points"][0]["meters"][0]["serial_number"]

    read = customer.rest(f"electricity-meter-points/{point['mpan']}/meters/{serial}/consumption/", signed=True)

    assert meter["smartImportElectricityMeter"] is None
    assert meter["smartDevices"] == []
    assert meter["hasAndAllowsHhReadings"] is False
    assert read.status_code == 200
    assert read.json() == {"count": 0, "next": None, "previous": None, "results": []}


def readings(customer: Customer, count: int) -> list[dict[str, Any]]:
    told = customer.ask(READINGS, a=customer.account, n=count)["account"]["electricityAgreements"][0]["meterPoint"]
    return [edge["node"] for edge in told["meters"][0]["readings"]["edges"]]


def is_night(moment: datetime) -> bool:
    clock = f"{moment:%H:%M}"
    return any(start <= clock < end if start < end else clock >= start or clock < end for start, end in NIGHTS_UTC)


def test_day_and_night_registers_move_by_the_half_hours_of_day_and_night(living: Living) -> None:
    customer = living("economy7")
    newest, before = readings(customer, 2)
    since, until = (datetime.fromisoformat(row["readAt"]) for row in (before, newest))
    counted = {"DAY": Decimal(), "NIGHT": Decimal()}
    for row in customer.consumption(period_from=since.isoformat(), period_to=until.isoformat()):
        name = "NIGHT" if is_night(instant(row["interval_start"])) else "DAY"
        counted[name] += Decimal(str(row["consumption"]))

    moved = {
        late["name"]: Decimal(late["value"]) - Decimal(early["value"])
        for late, early in zip(newest["registers"], before["registers"], strict=True)
    }

    assert moved == counted
    assert counted["NIGHT"] > counted["DAY"]
    rest = customer.rest(f"accounts/{customer.account}/", signed=True).json()
    meters = rest["properties"][0]["electricity_meter_points"][0]["meters"]
    assert [(one["identifier"], one["rate"]) for one in meters[0]["registers"]] == [("1", "DAY"), ("2", "NIGHT")]


def test_one_register_shows_what_telemetry_shows(living: Living) -> None:
    customer = living("flexible")
    row = next(row for row in readings(customer, 9) if row["registers"])
    telemetry = """query($d: String!, $s: DateTime!, $e: DateTime!) {
      smartMeterTelemetry(deviceId: $d, start: $s, end: $e, grouping: HALF_HOURLY) { readAt consumption } }"""
    at = instant(row["readAt"])

    live = customer.ask(telemetry, d=customer.device(), s=at.isoformat(), e=AFTERNOON)["smartMeterTelemetry"]

    assert instant(live[0]["readAt"]) == at
    assert Decimal(row["registers"][0]["value"]) * 1000 == int(live[0]["consumption"])


def test_who_pays_in_advance_has_a_tariff_of_an_own_type_at_the_price_of_its_list(living: Living) -> None:
    customer = living("prepay")
    inline = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) {
      tariff { __typename ... on PrepayTariff { unitRate preVatUnitRate standingCharge } } } } }"""
    [told] = customer.ask(inline, a=customer.account)["account"]["electricityAgreements"]
    path = "products/PREPAY-VAR-18-09-21/electricity-tariffs/E-1R-PREPAY-VAR-18-09-21-M/standard-unit-rates/"
    [now] = [
        row for row in customer.rows(path) if row["valid_to"] is None or instant(row["valid_to"]) > instant(AFTERNOON)
    ]
    assert told["tariff"]["__typename"] == "PrepayTariff"
    assert now["value_inc_vat"] == pytest.approx(told["tariff"]["unitRate"])
    assert now["payment_method"] is None
