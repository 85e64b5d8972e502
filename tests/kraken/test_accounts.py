from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.kraken import accounts
from kraken_desktop.kraken.errors import OddAnswer
from tests.kraken.account_answers import EXPORT, GO, IMPORT, NOW, SCHEME, agreement, answered, read
from tests.kraken.odd import anything, as_json

PARTS = st.sampled_from(["validFrom", "validTo", "meterPoint", "tariff", "timeOfUseScheme"])


@given(
    anything | st.dictionaries(st.sampled_from(["number", "balance", "properties", "electricityAgreements"]), anything)
)
def test_no_json_raises_anything_but_an_odd_answer(answer: Any) -> None:
    with suppress(OddAnswer):
        read(answer)


@given(PARTS, anything)
def test_an_odd_agreement_costs_the_others_nothing(part: str, odd: Any) -> None:
    found = read(answered(agreement(**{part: odd}), agreement(EXPORT, "EXPORT")))
    exporting = found.meter_point(EXPORT)
    assert exporting is not None
    assert exporting.direction is Direction.EXPORT
    assert exporting.agreements[0].tariff is not None


@given(st.sampled_from(["meters", "agreements", "gspGroupId", "direction"]), anything)
def test_odd_parts_of_a_meter_point_never_raise(part: str, odd: Any) -> None:
    row = agreement()
    row["meterPoint"] = row["meterPoint"] | {part: odd}
    assert read(answered(row)).number == "A-1234ABCD"


@given(st.sampled_from(["address", "occupancyPeriods", "electricityMeterPoints"]), st.lists(anything, max_size=3))
def test_odd_parts_of_a_home_lose_no_meter_point(part: str, odd: Any) -> None:
    answer = answered(agreement())
    answer["properties"][0][part] = odd
    assert read(answer).meter_point(IMPORT) is not None


@given(
    st.sampled_from(["standingCharge", "displayName", "unitRates"]), st.sampled_from([None, "NaN", "odd", [None], {}])
)
def test_an_odd_tariff_is_still_known_by_its_code(part: str, odd: Any) -> None:
    point = read(answered(agreement(tariff=GO | {part: odd}))).meter_point(IMPORT)
    assert point is not None
    held = point.agreement_at(NOW)
    assert held is not None
    assert held.tariff_code == "E-1R-INTELLI-VAR-24-10-29-C"


def test_the_home_whole() -> None:
    found = read(answered(agreement(), agreement(EXPORT, "EXPORT")))
    assert (found.number, found.status, found.balance_pence) == ("A-1234ABCD", "ACTIVE", 4215)
    (home,) = found.properties
    assert home.moved_in == datetime(2021, 4, 30, 23, tzinfo=UTC)
    assert home.is_occupied(NOW)
    assert {point.number for point in home.meter_points} == {IMPORT, EXPORT}
    point = found.meter_point(IMPORT)
    assert point is not None
    assert (point.region, point.device_ids) == ("C", ("00-11-22-33-44-55-66-77",))
    assert [held.product_code for held in point.agreements] == ["INTELLI-VAR-24-10-29", "VAR-22-11-01"]
    assert point.agreements[1].valid_to == point.agreements[0].valid_from == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_the_tariff_inline_in_exact_pence() -> None:
    point = read(answered(agreement())).meter_point(IMPORT)
    assert point is not None
    held = point.agreements[0]
    assert held.tariff is not None
    assert (held.tariff.shape, held.tariff.read_at) == ("HalfHourlyTariff", NOW)
    assert held.tariff.standing_pence_inc_vat == Decimal("49.35")
    assert [row.pence_inc_vat for row in held.tariff.rows] == [Decimal("6.9993"), Decimal("29.4")]
    assert [(window.start, window.end) for window in held.scheme] == [(time(23, 30), time(5, 30))]


@pytest.mark.parametrize(
    ("shape", "rates"),
    [
        ("StandardTariff", {"unitRate": 26.355}),
        ("DayNightTariff", {"dayRate": 30.1, "nightRate": 12.2}),
        ("ThreeRateTariff", {"dayRate": 30.1, "nightRate": 12.2, "offPeakRate": 9.3}),
        ("FourRateEvTariff", {"dayRate": 1, "nightRate": 2, "evDevicePeakRate": 3, "evDeviceOffPeakRate": 4}),
        ("PrepayTariff", {"unitRate": "24.5"}),
    ],
)
def test_every_shape_of_tariff(shape: str, rates: dict[str, Any]) -> None:
    code = {"productCode": "VAR-22-11-01", "tariffCode": "E-1R-VAR-22-11-01-C"}
    point = read(answered(agreement(tariff={"__typename": shape} | code | rates))).meter_point(IMPORT)
    assert point is not None
    tariff = point.agreements[0].tariff
    assert tariff is not None
    assert tariff.shape == shape
    named = tariff.named
    assert named is not None
    told = (named.flat, named.day, named.night, named.off_peak, named.ev_peak, named.ev_off_peak)
    assert [value for value in told if value is not None] == [Decimal(str(value)) for value in rates.values()]


@pytest.mark.parametrize(
    ("code", "product"), [("E-1R-VAR-22-11-01-C", "VAR-22-11-01"), ("E-1R-VAR-22-11-01", "E-1R-VAR-22-11-01")]
)
def test_a_product_that_is_not_named_is_read_from_the_code(code: str, product: str) -> None:
    point = read(answered(agreement(tariff={"tariffCode": code, "unitRate": 26.355}))).meter_point(IMPORT)
    assert point is not None
    assert point.agreements[0].product_code == product


@pytest.mark.parametrize("nothing", [None, []])
def test_an_account_without_electricity(nothing: Any) -> None:
    assert read(answered(electricityAgreements=nothing)).meter_points == ()


def test_a_meter_point_of_no_home_is_not_lost() -> None:
    assert read(answered(agreement(), properties=None)).meter_point(IMPORT) is not None


def test_of_two_active_agreements_both_tariffs_are_kept() -> None:
    later = agreement(validFrom="2026-12-01T00:00:00+00:00")
    point = read(answered(agreement(), later)).meter_point(IMPORT)
    assert point is not None
    assert [held.valid_from.month for held in point.agreements if held.tariff] == [12, 3]


def test_a_home_left_is_not_occupied() -> None:
    answer = answered()
    answer["properties"][0]["occupancyPeriods"] = [
        {"effectiveFrom": "2019-05-01T00:00:00+01:00", "effectiveTo": "2026-05-01T00:00:00+01:00"}
    ]
    assert not read(answer).properties[0].is_occupied(NOW)


def test_a_scheme_of_another_zone_is_left_out() -> None:
    point = read(answered(agreement(timeOfUseScheme=SCHEME | {"timezone": "Europe/Berlin"}))).meter_point(IMPORT)
    assert point is not None
    assert point.agreements[0].scheme == ()


@pytest.mark.parametrize(("zone", "is_utc"), [("Europe/London", False), ("UTC", True), ("GMT", True)])
def test_a_scheme_keeps_its_own_clock(zone: str, is_utc: bool) -> None:
    row = agreement(timeOfUseScheme=SCHEME | {"timezone": zone})
    assert read(answered(row)).meter_points[0].agreements[0].scheme == (DailyWindow(time(23, 30), time(5, 30), is_utc),)


def test_meters_in_use_come_first_and_of_those_the_newest() -> None:
    row = agreement()
    ends = {"old": "2022-03-15", "older": "2022-03-14", "leaving": "2026-12-01", "new": None, "odd": "who knows"}
    row["meterPoint"]["meters"] = [{"serialNumber": serial, "activeTo": end} for serial, end in ends.items()]
    meters = read(answered(row)).meter_points[0].meters
    assert [(meter.serial, meter.is_active) for meter in meters] == [
        ("odd", True),
        ("new", True),
        ("leaving", True),
        ("older", False),
        ("old", False),
    ]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_several_stays_the_newest_counts(is_reversed: bool) -> None:
    stays = [
        {"effectiveFrom": "2019-01-01T00:00:00+00:00", "effectiveTo": "2020-01-01T00:00:00+00:00"},
        {"effectiveFrom": "2024-01-01T00:00:00+00:00", "effectiveTo": None},
    ]
    answer = answered(agreement())
    answer["properties"][0]["occupancyPeriods"] = stays[::-1] if is_reversed else stays
    [home] = read(answer).properties
    assert (home.moved_in, home.moved_out) == (datetime(2024, 1, 1, tzinfo=UTC), None)


def _gas(**meter: Any) -> dict[str, Any]:
    return {
        "validFrom": "2023-04-01T00:00:00+01:00",
        "validTo": None,
        "meterPoint": {
            "mprn": "9999999901",
            "meters": [{"serialNumber": "G9A99999999901", "smartGasMeter": {"deviceId": "88"}} | meter],
            "agreements": [],
        },
        "tariff": {"productCode": "VAR-22-11-01", "tariffCode": "G-1R-VAR-22-11-01-C", "unitRate": 6.0144},
    }


@pytest.mark.parametrize(
    ("meter", "unit"),
    [
        ({"consumptionUnits": "m³", "mechanism": "S2"}, GasUnit.CUBIC_METRES),
        ({"consumptionUnits": "kWh", "mechanism": "S2"}, GasUnit.KWH),
        ({"consumptionUnits": None, "mechanism": "S1"}, GasUnit.KWH),
        ({"consumptionUnits": "furlongs", "mechanism": "S2"}, GasUnit.CUBIC_METRES),
        ({"mechanism": "U"}, None),
        ({}, None),
    ],
)
def test_gas_stands_beside_electricity_with_its_unit(meter: dict[str, Any], unit: GasUnit | None) -> None:
    answer = answered(agreement(), gasAgreements=[_gas(**meter), None, {"meterPoint": {}}])
    account = accounts.account(as_json(answer), NOW)
    electricity, gas = account.meter_points
    assert (electricity.fuel, gas.fuel, gas.number, gas.region) == (
        Fuel.ELECTRICITY,
        Fuel.GAS,
        "9999999901",
        "C",
    )
    assert (gas.meters[0].unit, gas.device_ids, electricity.meters[0].unit) == (unit, ("88",), None)
    assert gas.agreements[0].tariff is not None
    assert gas.agreements[0].tariff.named is not None
    assert gas.agreements[0].tariff.named.flat == Decimal("6.0144")


def test_a_third_rates_hours_are_kept_apart_from_the_night() -> None:
    slots = [
        {"timeslot": "NIGHT", "activeFrom": "00:30:00", "activeTo": "05:30:00"},
        {"timeslot": "OFF_PEAK", "activeFrom": "13:00:00", "activeTo": "16:00:00"},
        {"timeslot": "DAY", "activeFrom": "05:30:00", "activeTo": "13:00:00"},
    ]
    held = read(answered(agreement(timeOfUseScheme=SCHEME | {"timeslots": slots}))).meter_points[0].agreements[0]
    assert [window.start for window in held.scheme] == [time(0, 30)]
    assert [window.start for window in held.off_peak_scheme] == [time(13)]
    two = read(answered(agreement(timeOfUseScheme=SCHEME | {"timeslots": slots[1:]}))).meter_points[0].agreements[0]
    assert [window.start for window in two.scheme] == [time(13)], "with one cheap price, off-peak is its night"
    assert two.off_peak_scheme == ()
