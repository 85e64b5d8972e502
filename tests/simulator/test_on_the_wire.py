"""What is odd about meters and prices, as anybody sees it over HTTP: gas, late readings, a new meter, an edit."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

LONDON = ZoneInfo("Europe/London")
GAS = """query($a: String!) { account(accountNumber: $a) { properties { id } gasAgreements(active: true) { meterPoint {
  mprn meters(includeInactive: false) { serialNumber mechanism consumptionUnits smartGasMeter { deviceId } } } } } }"""
BURNT = """query($p: ID!, $f: [UtilityFiltersInput]) { property(id: $p) {
  measurements(startAt: "2026-01-10T00:00:00Z", endAt: "2026-01-11T00:00:00Z", utilityFilters: $f, first: 50) {
    edges { node { value unit } } } } }"""
METERS = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) { meterPoint { mpan
  meters(includeInactive: true) { serialNumber activeFrom activeTo
    smartImportElectricityMeter { deviceId } } } } } }"""
LIVE = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { readAt consumption } }"
WINTER_DAY = {"period_from": "2026-01-10T00:00:00Z", "period_to": "2026-01-11T00:00:00Z"}
JANUARY = "2026-01-20T12:00:00Z"
FLEXIBLE = "products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C/standard-unit-rates/"
FACTOR = Decimal("1.02264") * Decimal("39.5") / Decimal("3.6")


@pytest.mark.parametrize(
    ("home", "mechanism", "unit", "kwh_a_unit"),
    [("gas-smets1", "S1", "kWh", Decimal(1)), ("flexible-dual-fuel", "S2", "m³", FACTOR)],
)
def test_gas_is_counted_in_kwh_by_the_first_generation_and_in_cubic_metres_by_the_second(
    living: Living, home: str, mechanism: str, unit: str, kwh_a_unit: Decimal
) -> None:
    customer = living(home, start=JANUARY)
    account = customer.ask(GAS, a=customer.account)["account"]
    point = account["gasAgreements"][0]["meterPoint"]
    [meter] = point["meters"]
    path = f"gas-meter-points/{point['mprn']}/meters/{meter['serialNumber']}/consumption/"

    rows = customer.rows(path, signed=True, order_by="period", **WINTER_DAY)[:48]

    asked = [{"gasFilters": {"marketSupplyPointId": point["mprn"], "readingFrequencyType": "THIRTY_MIN_INTERVAL"}}]
    place = customer.ask(BURNT, p=account["properties"][0]["id"], f=asked)["property"]
    nodes = [edge["node"] for edge in place["measurements"]["edges"]]
    counted = sum(Decimal(str(row["consumption"])) for row in rows)
    burnt = sum(Decimal(node["value"]) for node in nodes)
    assert (meter["mechanism"], meter["consumptionUnits"]) == (mechanism, unit)
    assert len(rows) == len(nodes) == 48
    assert {node["unit"] for node in nodes} == {"kwh"}
    assert 20 < burnt < 200
    assert abs(counted * kwh_a_unit - burnt) < Decimal("0.6")


def test_meters_of_the_first_generation_have_no_live_power(living: Living) -> None:
    customer = living("gas-smets1", start=JANUARY)

    assert customer.ask(LIVE, d=customer.device()) == {"smartMeterTelemetry": []}


def arrived(customer: Customer, day: datetime) -> dict[str, float]:
    """The half hours of a London day that are there by now."""
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    following = day + timedelta(days=1)
    rows = customer.consumption(period_from=day.isoformat(), period_to=following.isoformat())
    return {row["interval_start"]: row["consumption"] for row in rows}


def test_half_hours_come_late_in_pieces_and_days_after(living: Living) -> None:
    customer = living("flexible", start="2026-01-02T13:00:00Z")
    complete: list[datetime] = []
    in_pieces: list[tuple[datetime, dict[str, float]]] = []
    days = [datetime(2026, 1, 2, tzinfo=LONDON) + timedelta(days=number) for number in range(60)]
    for day in days:
        customer.octopus.set_clock((day + timedelta(days=1)).replace(hour=13))
        rows = arrived(customer, day)
        if len(rows) >= 46:
            complete.append(day)
        else:
            in_pieces.append((day, rows))

    assert len(complete) > 45
    assert 1 <= len(in_pieces) <= 20
    for day, early in in_pieces:
        customer.octopus.set_clock(day + timedelta(days=6))
        whole = arrived(customer, day)
        assert 46 <= len(whole) <= 50
        assert {start: whole[start] for start in early} == early


def test_a_meter_is_exchanged_and_no_half_hour_is_lost(living: Living) -> None:
    customer = living("moved-house", start="2026-08-18T12:00:00Z")

    def meters() -> list[dict[str, Any]]:
        agreements = customer.ask(METERS, a=customer.account)["account"]["electricityAgreements"]
        found: list[dict[str, Any]] = agreements[-1]["meterPoint"]["meters"]
        return found

    def shown(meter: dict[str, Any]) -> list[dict[str, Any]]:
        device = meter["smartImportElectricityMeter"]["deviceId"]
        rows: list[dict[str, Any]] = customer.ask(LIVE, d=device)["smartMeterTelemetry"]
        return rows

    [old] = meters()
    before = int(shown(old)[0]["consumption"])
    customer.octopus.set_clock("2026-08-19T12:00:00Z")
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    gone, new = meters()
    assert (gone["serialNumber"], gone["activeTo"]) == (old["serialNumber"], "2026-08-19")
    assert new["activeFrom"] == "2026-08-19"
    assert shown(gone) == []
    assert int(shown(new)[0]["consumption"]) < 20_000 < before
    customer.octopus.set_clock("2026-08-26T12:00:00Z")
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    place = customer.rest(f"accounts/{customer.account}/", signed=True).json()["properties"][-1]
    [point] = place["electricity_meter_points"]
    span: dict[str, Any] = {"period_from": "2026-08-17T23:00:00Z", "period_to": "2026-08-19T23:00:00Z"}
    starts = [
        row["interval_start"]
        for meter in point["meters"]
        for row in customer.rows(
            f"electricity-meter-points/{point['mpan']}/meters/{meter['serial_number']}/consumption/",
            signed=True,
            order_by="period",
            **span,
        )
    ]
    instants = [datetime.fromisoformat(start) for start in starts if start < "2026-08-20"]
    assert len(set(instants)) == len(instants) == 96


def test_a_price_that_is_edited_in_place_changes_what_is_owed_and_nothing_of_its_validity(living: Living) -> None:
    customer = living("flexible")
    span: dict[str, Any] = {"period_from": "2026-08-01T00:00:00Z", "period_to": "2026-08-01T00:30:00Z"}

    def listed() -> dict[str, Any]:
        rows = customer.rows(FLEXIBLE, **span)
        found: dict[str, Any] = next(row for row in rows if row["payment_method"] == "DIRECT_DEBIT")
        return found

    def owed() -> Decimal:
        asked = {"from": span["period_from"], "to": span["period_to"]}
        [slot] = customer.client.get("/simulator/ledger", params=asked).json()["supplies"][0]["slots"]
        return Decimal(slot["net_pence"]) / Decimal(slot["billed_kwh"])

    before, paid = listed(), owed()
    edit = {"tariff": "E-1R-VAR-22-11-01-C", "at": span["period_from"], "exc_vat": "19.99"}
    customer.client.post("/simulator/prices", json=edit).raise_for_status()
    after = listed()

    assert (after["valid_from"], after["valid_to"]) == (before["valid_from"], before["valid_to"])
    assert before["value_exc_vat"] != after["value_exc_vat"] == 19.99
    assert paid != owed() == Decimal("19.99")
    newest = customer.rows(FLEXIBLE)[0]
    assert newest["value_exc_vat"] != 19.99
