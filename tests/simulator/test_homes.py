"""Every home is whole at any time of 2024 to 2027: what one resource names, the others know."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.simulator import HOMES
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

DISCOVERY = """query($a: String!) { account(accountNumber: $a) {
  properties { id electricityMeterPoints { mpan } }
  electricityAgreements(active: true) { validFrom validTo
    tariff { __typename ... on TariffType { productCode tariffCode standingCharge }
      ... on StandardTariff { unitRate } ... on DayNightTariff { dayRate nightRate }
      ... on FourRateEvTariff { dayRate nightRate evDevicePeakRate evDeviceOffPeakRate }
      ... on HalfHourlyTariff { unitRates { validFrom validTo value } } }
    meterPoint { mpan direction agreements(includeInactive: true) { validFrom validTo
      tariff { ... on TariffType { productCode tariffCode } ... on HalfHourlyTariff { unitRates { value } } } }
      meters(includeInactive: false) { serialNumber smartImportElectricityMeter { deviceId }
        smartExportElectricityMeter { deviceId } } } } } }"""
NAMED = {
    "StandardTariff": ["unitRate"],
    "DayNightTariff": ["dayRate", "nightRate"],
    "FourRateEvTariff": ["dayRate", "nightRate", "evDevicePeakRate", "evDeviceOffPeakRate"],
}
LISTS = {
    "E-1R-IOG-SMB-TOU-25-12-12-C": [
        f"{name}-unit-rates" for name in ("day", "night", "ev-device-peak", "ev-device-off-peak")
    ],
    "E-2R-VAR-22-11-01-A": ["day-unit-rates", "night-unit-rates"],
}
CLOCKS = (
    "2024-01-01T00:00:00Z",
    "2024-10-27T00:30:00Z",
    "2025-03-30T12:00:00Z",
    "2026-10-05T17:30:00Z",
    "2027-12-31T23:59:00Z",
)


def discover(customer: Customer) -> dict[str, Any]:
    account: dict[str, Any] = customer.ask(DISCOVERY, a=customer.account)["account"]
    return account


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("home", HOMES)
def test_both_interfaces_tell_of_the_same_home(living: Living, home: str, clock: str) -> None:
    customer = living(home, start=clock)
    account = discover(customer)
    rest = customer.rest(f"accounts/{customer.account}/", signed=True).json()

    points = {}
    for place, told in zip(rest["properties"], account["properties"], strict=True):
        assert str(place["id"]) == told["id"]
        here = {point["mpan"]: point for point in place["electricity_meter_points"]}
        assert set(here) == {point["mpan"] for point in told["electricityMeterPoints"]}
        points |= here
    assert points
    for agreement in account["electricityAgreements"]:
        point = agreement["meterPoint"]
        public = points[point["mpan"]]
        assert public["is_export"] == (point["direction"] == "EXPORT")
        assert public["meters"][-1]["serial_number"] == point["meters"][-1]["serialNumber"]
        assert [(one["tariff"]["tariffCode"], one["validFrom"], one["validTo"]) for one in point["agreements"]] == [
            (one["tariff_code"], one["valid_from"], one["valid_to"]) for one in public["agreements"]
        ]
        assert customer.rest(f"electricity-meter-points/{point['mpan']}/").json()["mpan"] == point["mpan"]


@pytest.mark.parametrize("clock", [CLOCKS[0], CLOCKS[-1]])
@pytest.mark.parametrize("home", HOMES)
def test_every_half_hour_of_history_has_a_price_of_its_time(living: Living, home: str, clock: str) -> None:
    customer = living(home, start=clock)
    for agreement in discover(customer)["electricityAgreements"]:
        point = agreement["meterPoint"]
        rows = customer.consumption(point["direction"], page_size=25_000)
        read = [datetime.fromisoformat(row["interval_start"]) for row in rows]
        assert len(read) > 400 * 48
        for moment in (read[-1], read[len(read) // 2], read[0]):
            ruling = next(one for one in reversed(point["agreements"]) if covers(one, moment))
            tariff = ruling["tariff"]
            path = f"products/{tariff['productCode']}/electricity-tariffs/{tariff['tariffCode']}"
            instant: dict[str, Any] = {
                "period_from": moment.isoformat(),
                "period_to": (moment + timedelta(minutes=1)).isoformat(),
            }
            for name in (*LISTS.get(tariff["tariffCode"], ["standard-unit-rates"]), "standing-charges"):
                found: list[dict[str, Any]] = customer.rest(f"{path}/{name}/", **instant).json()["results"]
                assert found
                assert {row["payment_method"] for row in found} in ({None}, {"DIRECT_DEBIT", "NON_DIRECT_DEBIT"})
                assert all(Decimal(str(row["value_inc_vat"])) >= -20 for row in found)


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("home", HOMES)
def test_there_is_a_price_now(living: Living, home: str, clock: str) -> None:
    customer = living(home, start=clock)
    now = datetime.fromisoformat(clock)
    for agreement in discover(customer)["electricityAgreements"]:
        tariff = agreement["tariff"]
        if tariff["__typename"] != "HalfHourlyTariff":
            assert all(tariff[name] > 0 for name in NAMED[tariff["__typename"]])
        else:
            bands = tariff["unitRates"]
            now_in = [
                b for b in bands if datetime.fromisoformat(b["validFrom"]) <= now < datetime.fromisoformat(b["validTo"])
            ]
            assert len(now_in) == 1
        ended = [one for one in agreement["meterPoint"]["agreements"] if not covers(one, now)]
        assert all(one["tariff"].get("unitRates") is None for one in ended)


def test_a_change_of_tariff_happens_at_midnight_and_is_announced(living: Living) -> None:
    customer = living("agile", start="2024-09-30T22:59:59Z")
    before = discover(customer)["electricityAgreements"][0]
    assert before["validTo"] == "2024-10-01T00:00:00+01:00"

    customer.octopus.advance(1)

    after = discover(customer)["electricityAgreements"][0]
    assert (before["tariff"]["productCode"], after["tariff"]["productCode"]) == (
        "AGILE-FLEX-22-11-25",
        "AGILE-24-10-01",
    )
    assert (after["validFrom"], after["validTo"]) == ("2024-10-01T00:00:00+01:00", None)


def covers(agreement: dict[str, Any], moment: datetime) -> bool:
    begins, ends = agreement["validFrom"], agreement["validTo"]
    return datetime.fromisoformat(begins) <= moment and (ends is None or moment < datetime.fromisoformat(ends))
