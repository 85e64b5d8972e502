"""One register: ten-second rows, half hours, consumption and the register itself agree to the watt-hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.simulator import HOMES
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.homes.declaration import EXPORT, IMPORT
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import BUCKET_SECONDS, SLOT_SECONDS, at_unix, slot_of, unix
from kraken_desktop.simulator.meter import Meter
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

SERIES = """query($d: String!, $from: DateTime, $to: DateTime, $by: TelemetryGrouping) {
  smartMeterTelemetry(deviceId: $d, start: $from, end: $to, grouping: $by) {
    readAt demand consumption export consumptionDelta costDelta costDeltaWithTax } }"""
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
MOMENTS = st.integers(unix(FIRST), unix(LAST)).map(at_unix)


@cache
def household(name: str, seed: int = 1) -> Household:
    return Household(home_named(name), seed)


def meter_of(household: Household) -> Meter:
    """The one behind the first meter point that is supplied today."""
    return household.premises(household.home.properties[-1].meter_points[0]).meter


def series(customer: Customer, start: str, end: str, grouping: str) -> list[dict[str, Any]]:
    variables = {"d": customer.device(), "from": start, "to": end, "by": grouping}
    rows: list[dict[str, Any]] = customer.ask(SERIES, **variables)["smartMeterTelemetry"]
    return rows


@pytest.mark.parametrize("grouping", ["TEN_SECONDS", "ONE_MINUTE", "FIVE_MINUTES"])
@pytest.mark.parametrize("home", ["agile", "intelligent", "flexible"])
def test_fine_rows_add_up_to_the_half_hour(living: Living, home: str, grouping: str) -> None:
    customer = living(home)

    fine = series(customer, "2026-10-05T10:30:00Z", "2026-10-05T11:00:00Z", grouping)
    coarse = series(customer, "2026-10-05T10:30:00Z", "2026-10-05T11:30:00Z", "HALF_HOURLY")

    assert len(fine) == {"TEN_SECONDS": 180, "ONE_MINUTE": 30, "FIVE_MINUTES": 6}[grouping]
    assert sum(int(row["consumptionDelta"]) for row in fine) == int(coarse[0]["consumptionDelta"])
    assert int(coarse[1]["consumption"]) - int(coarse[0]["consumption"]) == int(coarse[0]["consumptionDelta"])
    for row, following in pairwise(fine):
        assert int(following["consumption"]) - int(row["consumption"]) == int(row["consumptionDelta"])
    energy = sum((Decimal(row["demand"]) for row in fine), Decimal(0)) * 1800 / len(fine) / 3600
    exported = 0 if coarse[0]["export"] is None else int(coarse[1]["export"]) - int(coarse[0]["export"])
    assert abs(energy - (int(coarse[0]["consumptionDelta"]) - exported)) <= 2


@pytest.mark.parametrize("home", ["agile", "intelligent"])
def test_yesterdays_consumption_is_what_telemetry_said(living: Living, home: str) -> None:
    customer = living(home)
    rows = series(customer, "2026-10-03T23:00:00Z", "2026-10-04T23:30:00Z", "HALF_HOURLY")
    by_start: dict[datetime, dict[str, Any]] = {datetime.fromisoformat(row["readAt"]): row for row in rows}
    period = {"period_from": "2026-10-03T23:00:00Z", "period_to": "2026-10-04T23:00:00Z"}
    midnight = datetime(2026, 10, 4, 23, tzinfo=UTC)

    for direction, register in {"IMPORT": "consumption", "EXPORT": "export"}.items():
        if direction == "EXPORT" and home != "agile":
            continue
        read = {datetime.fromisoformat(row["interval_start"]): row for row in customer.consumption(direction, **period)}
        day = [start for start in sorted(by_start) if start < midnight]
        assert len(day) == 48
        for start in day:
            following = by_start[start + timedelta(minutes=30)]
            metered = int(following[register]) - int(by_start[start][register])
            assert Decimal(str(read[start]["consumption"])) * 1000 == metered


@settings(max_examples=25)
@given(st.sampled_from(HOMES), MOMENTS)
def test_a_register_never_runs_back_and_its_slots_add_up(home: str, moment: datetime) -> None:
    meter, slot = meter_of(household(home)), slot_of(moment)
    for direction in (IMPORT, EXPORT):
        start = slot * SLOT_SECONDS
        readings = [meter.register(direction, start + ten) for ten in range(0, SLOT_SECONDS + 1, BUCKET_SECONDS)]
        assert readings == sorted(readings)
        assert readings[-1] - readings[0] == meter.energy(direction, slot)
        watts = [meter.demand(start + ten) for ten in range(0, SLOT_SECONDS, BUCKET_SECONDS)]
        metered = sum(w for w in watts if w > 0) if direction == IMPORT else -sum(w for w in watts if w < 0)
        assert abs(metered / 360 - (readings[-1] - readings[0])) <= 2


@settings(max_examples=10)
@given(st.sampled_from(HOMES), MOMENTS)
def test_an_instant_is_the_same_whatever_was_asked_before(home: str, moment: datetime) -> None:
    fresh = Household(home_named(home), 1)

    for direction in (IMPORT, EXPORT):
        assert meter_of(fresh).register(direction, unix(moment)) == meter_of(household(home)).register(
            direction, unix(moment)
        )


def test_a_year_is_what_the_home_declares_give_or_take(living: Living) -> None:
    meter = meter_of(household("agile"))
    start, end = (slot_of(datetime(year, 1, 1, tzinfo=UTC)) * SLOT_SECONDS for year in (2026, 2027))

    imported = (meter.register(IMPORT, end) - meter.register(IMPORT, start)) / 1000
    exported = (meter.register(EXPORT, end) - meter.register(EXPORT, start)) / 1000

    living_here = home_named("agile").living
    assert imported == pytest.approx(sum(living_here.import_kwh), rel=0.05)
    assert exported == pytest.approx(sum(living_here.export_kwh), rel=0.05)


def test_the_car_is_in_the_meter() -> None:
    home = household("intelligent")
    life = home.cars[0]
    evening = unix(datetime(2026, 10, 5, 11, 30, tzinfo=UTC))
    run = life.night_at(evening).runs[0]

    assert all(meter_of(home).demand(second) > 7200 for second in range(run.start, run.end, BUCKET_SECONDS))
    metered = meter_of(home).register(IMPORT, run.end) - meter_of(home).register(IMPORT, run.start)
    assert metered > (run.end - run.start) * 7200 // 3600


def test_solar_exports_by_day_and_never_at_night() -> None:
    meter = meter_of(household("agile"))
    june = slot_of(datetime(2026, 6, 10, tzinfo=UTC))

    assert all(meter.energy(EXPORT, june + half_hour) == 0 for half_hour in range(5))
    assert sum(meter.energy(EXPORT, june + 20 + half_hour) for half_hour in range(96)) > 1000
    december = slot_of(datetime(2026, 12, 10, tzinfo=UTC))
    summer, winter = (sum(meter.energy(EXPORT, day + slot) for slot in range(7 * 48)) for day in (june, december))
    assert summer > 4 * winter


def test_two_homes_two_seeds_two_clocks_give_different_answers(living: Living) -> None:
    power = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand consumption } }"

    def answer(home: str, **options: Any) -> dict[str, Any]:
        customer = living(home, **options)
        row: dict[str, Any] = customer.ask(power, d=customer.device())["smartMeterTelemetry"][0]
        return row

    usual = answer("agile")
    assert answer("agile") == usual
    assert answer("flexible") != usual
    assert answer("agile", seed=2) != usual
    assert answer("agile", start="2026-02-05T17:30:00Z") != usual


def test_the_newest_row_waits_for_its_deltas_and_lags_the_clock(living: Living) -> None:
    customer = living()

    rows = series(customer, "2026-10-05T17:20:00Z", "2026-10-05T17:40:00Z", "TEN_SECONDS")

    assert rows[-1]["consumptionDelta"] is None
    assert rows[-1]["costDelta"] is None
    assert all(row["consumptionDelta"] is not None for row in rows[:-1])
    lag = datetime(2026, 10, 5, 17, 30, tzinfo=UTC) - datetime.fromisoformat(rows[-1]["readAt"])
    assert timedelta(seconds=10) <= lag <= timedelta(seconds=60)
    assert all(row["readAt"].endswith("+00:00") for row in rows)


def test_a_delta_costs_what_the_tariff_says(living: Living) -> None:
    customer = living("flexible", start="2026-09-30T17:30:00Z")

    row = series(customer, "2026-09-30T16:00:00Z", "2026-09-30T16:30:00Z", "HALF_HOURLY")[0]

    # Two weeks before: 23.90 p without VAT, and 5 % on top until the end of that month.
    kwh = Decimal(row["consumptionDelta"]) / 1000
    assert Decimal(row["costDelta"]) == kwh * Decimal("23.90")
    assert Decimal(row["costDeltaWithTax"]) == kwh * Decimal("23.90") * Decimal("1.05")


def test_fine_rows_are_kept_two_days(living: Living) -> None:
    rows = series(living(), "2026-10-01T00:00:00Z", "2026-10-05T17:30:00Z", "FIVE_MINUTES")

    assert rows[0]["readAt"] == "2026-10-03T17:30:00+00:00"


def test_without_a_mini_telemetry_is_empty_for_ever(living: Living) -> None:
    customer = living("no-mini")
    network = "query($d: String!) { smartDeviceNetwork(deviceId: $d) { smartDevices { type } } }"

    assert series(customer, "2026-10-04T10:00:00Z", "2026-10-05T11:00:00Z", "HALF_HOURLY") == []
    kinds = {
        device["type"] for device in customer.ask(network, d=customer.device())["smartDeviceNetwork"]["smartDevices"]
    }
    assert kinds == {"CHF", "ESME", "PPMID"}
    assert customer.consumption(period_from="2026-10-03T23:00:00Z", period_to="2026-10-04T23:00:00Z")
