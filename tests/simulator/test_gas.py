"""Gas on the wire: both interfaces, the Home Mini and the ledger tell of the same meter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from tests.simulator.conftest import Living

POINTS = """query($a: String!) { account(accountNumber: $a) {
  properties { gasMeterPoints { mprn } }
  gasAgreements(active: true) { validFrom validTo tariff { tariffCode unitRate preVatUnitRate }
    meterPoint { mprn meters(includeInactive: false) { serialNumber mechanism consumptionUnits
      smartGasMeter { deviceId } } } } } }"""
TELEMETRY = """query($d: String!, $s: DateTime, $e: DateTime, $g: TelemetryGrouping) {
  smartMeterTelemetry(deviceId: $d, start: $s, end: $e, grouping: $g) {
    readAt consumption consumptionDelta demand export costDeltaWithTax } }"""
DAY = {"period_from": "2026-10-02T23:00:00Z", "period_to": "2026-10-03T23:00:00Z"}


def test_both_interfaces_name_the_same_gas_meter_and_tariff(living: Living) -> None:
    customer = living("flexible-dual-fuel")

    account = customer.ask(POINTS, a=customer.account)["account"]
    rest = customer.rest(f"accounts/{customer.account}/", signed=True).json()

    told, row = rest["properties"][0]["gas_meter_points"][0], account["gasAgreements"][0]
    meter = row["meterPoint"]["meters"][0]
    assert account["properties"][0]["gasMeterPoints"] == [{"mprn": told["mprn"]}]
    assert row["meterPoint"]["mprn"] == told["mprn"]
    assert told["meters"] == [{"serial_number": meter["serialNumber"]}]
    assert told["agreements"][-1]["tariff_code"] == row["tariff"]["tariffCode"]
    assert (meter["mechanism"], meter["consumptionUnits"]) == ("S2", "m³")


def test_consumption_in_cubic_metres_becomes_the_kwh_that_are_owed(living: Living) -> None:
    customer = living("flexible-dual-fuel")
    path = "gas-meter-points/9999999907/meters/G9A99999999907/consumption/"

    rows = customer.rows(path, signed=True, order_by="period", page_size=100, **DAY)[:48]

    owed = customer.client.get(
        "/simulator/ledger",
        params={"from": DAY["period_from"], "to": DAY["period_to"], "supply": "9999999907"},
    ).json()["supplies"][0]["slots"]
    cubic_metres = [Decimal(str(row["consumption"])) for row in rows]
    burnt = [each * Decimal("1.02264") * Decimal("39.5") / Decimal("3.6") for each in cubic_metres]
    assert len(rows) == len(owed) == 48
    assert abs(sum(burnt) - sum(Decimal(slot["kwh"]) for slot in owed)) < Decimal("0.5")
    assert sum(burnt) > 1
    grouped = customer.rows(path, signed=True, group_by="day", **DAY)
    assert abs(Decimal(str(grouped[-1]["consumption"])) - sum(cubic_metres)) < Decimal("0.1")


def test_the_mini_tells_of_gas_by_half_hours_in_watt_hours_without_power(living: Living) -> None:
    customer = living("flexible-dual-fuel")
    span = {"s": "2026-10-05T12:00:00Z", "e": "2026-10-05T17:00:00Z"}

    rows = customer.ask(TELEMETRY, d="00-11-22-33-44-55-07-88", g="TEN_SECONDS", **span)["smartMeterTelemetry"]

    moments = [datetime.fromisoformat(row["readAt"]) for row in rows]
    assert [moment.minute for moment in moments] == [0, 30] * 5
    assert all(row["demand"] is None and row["export"] is None for row in rows)
    for row, following in pairwise(rows):
        assert Decimal(row["consumption"]) + Decimal(row["consumptionDelta"]) == Decimal(following["consumption"])


def test_no_gas_meter_answers_for_a_strangers_number(living: Living) -> None:
    customer = living("flexible-dual-fuel")

    assert customer.rest("gas-meter-points/9999999999/meters/X/consumption/", signed=True).status_code == 404
    assert customer.rest("gas-meter-points/9999999907/meters/G9A99999999907/consumption/").status_code == 401
