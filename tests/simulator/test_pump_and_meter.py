"""The heat pump is a part of the house's electricity: what it reports is what the meter counted for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.simulator.heat_pump import HeatPumpLife
from kraken_desktop.simulator.heat_pump_settings import ROOMS, WATER, Flow, Operation
from kraken_desktop.simulator.homes import home_named
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

EUID = "00:11:22:33:44:55:09:aa"
MORNING = "2026-01-20T06:00:00Z"
NIGHT = "2026-01-21T06:00:00Z"
ZONE = """mutation($a: String!, $e: ID!, $p: SetZoneModeParameters!) {
  heatPumpSetZoneMode(accountNumber: $a, euid: $e, operationParameters: $p) { transactionId } }"""
FLOW = """mutation($a: String!, $e: ID!, $f: FlowTemperatureInput!) {
  heatPumpUpdateFlowTemperatureConfiguration(accountNumber: $a, euid: $e, flowTemperatureInput: $f) {
    transactionIds { attributeName } } }"""
DRAWN = """query($a: String!, $e: ID!, $s: DateTime!, $t: DateTime!) {
  heatPumpTimeRangedPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t) {
    coefficientOfPerformance energyInput { value } energyOutput { value } }
  heatPumpTimeSeriesPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t, performanceGrouping: DAY) {
    startAt energyInput { value } } }"""
POWER = """query($a: String!, $e: ID!) { heatPumpLivePerformance(accountNumber: $a, euid: $e) {
  powerInput { value } } }"""
REGISTER = """query($d: String!, $s: DateTime!, $t: DateTime!) {
  smartMeterTelemetry(deviceId: $d, start: $s, end: $t, grouping: HALF_HOURLY) { readAt consumption } }"""
LIVE = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"


def counted(customer: Customer, start: str, end: str) -> Decimal:
    """kWh by the meter's register."""
    rows = customer.ask(REGISTER, d=customer.device(), s=start, t=end)["smartMeterTelemetry"]
    return Decimal(int(rows[-1]["consumption"]) - int(rows[0]["consumption"])) / 1000


def reported(customer: Customer, start: str, end: str) -> dict[str, Any]:
    answer = customer.ask(DRAWN, "backend", a=customer.account, e=EUID, s=start, t=end)
    found: dict[str, Any] = answer["heatPumpTimeRangedPerformance"]
    return found


def set_zone(customer: Customer, **parameters: Any) -> None:
    customer.ask(ZONE, "backend", a=customer.account, e=EUID, p=parameters)


def lived(living: Living, *orders: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """(by the meter, by the pump) of a winter's day after these orders at six in the morning."""
    customer = living("cosy", start=MORNING)
    for order in orders:
        set_zone(customer, **order)
    customer.octopus.set_clock("2026-01-21T06:31:00Z")
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    return counted(customer, MORNING, "2026-01-21T06:30:00Z"), Decimal(
        reported(customer, MORNING, NIGHT)["energyInput"]["value"]
    )


def test_switched_off_the_meter_counts_less_by_just_what_it_reported(living: Living) -> None:
    counted_on, drawn_on = lived(living)
    counted_off, drawn_off = lived(living, {"zone": "WATER", "mode": "OFF"}, {"zone": "ZONE_1", "mode": "OFF"})

    assert drawn_off == 0
    assert drawn_on > 5
    assert abs(counted_on - counted_off - drawn_on) <= Decimal("0.011")


@pytest.mark.parametrize(
    "order",
    [
        {"zone": "ZONE_1", "mode": "ON", "setpointInCelsius": 23},
        {"zone": "WATER", "mode": "BOOST", "setpointInCelsius": 55, "endAt": "2026-01-20T11:17:00Z"},
        {"zone": "ZONE_1", "mode": "AUTO", "setpointInCelsius": 17},
    ],
)
def test_a_setting_is_in_the_meter_as_it_is_in_the_report(living: Living, order: dict[str, Any]) -> None:
    counted_before, drawn_before = lived(living)
    counted_after, drawn_after = lived(living, order)

    assert abs(drawn_after - drawn_before) > Decimal("0.5")
    assert abs((counted_after - counted_before) - (drawn_after - drawn_before)) <= Decimal("0.021")


def test_each_hour_of_the_pump_is_within_the_houses(living: Living) -> None:
    customer = living("cosy", start=NIGHT)
    registers = {
        row["readAt"]: int(row["consumption"])
        for row in customer.ask(REGISTER, d=customer.device(), s=MORNING, t=NIGHT)["smartMeterTelemetry"]
    }
    variables = {"a": customer.account, "e": EUID, "s": MORNING, "t": NIGHT}
    rows = customer.ask(DRAWN, "backend", **variables)["heatPumpTimeSeriesPerformance"]

    within = 0
    for row in rows:
        start = datetime.fromisoformat(row["startAt"])
        before = registers.get(start.isoformat())
        after = registers.get((start + timedelta(hours=1)).isoformat())
        if before is not None and after is not None:
            assert 0 <= Decimal(row["energyInput"]["value"]) < Decimal(after - before) / 1000
            within += 1
    assert within > 20


def test_its_power_now_is_within_the_houses(living: Living) -> None:
    customer = living("cosy", start="2026-01-20T14:30:00Z")
    power = customer.ask(POWER, "backend", a=customer.account, e=EUID)["heatPumpLivePerformance"]["powerInput"]

    [row] = customer.ask(LIVE, d=customer.device())["smartMeterTelemetry"]

    assert 0.5 < float(power["value"]) < int(row["demand"]) / 1000


def test_cheap_hours_are_used_and_the_peak_is_not(living: Living) -> None:
    customer = living("cosy", start="2026-02-01T12:00:00Z")
    rows = customer.consumption(
        period_from="2026-01-05T00:00:00Z", period_to="2026-01-26T00:00:00Z", page_size=2500, order_by="period"
    )
    by_hour = [Decimal(0)] * 24
    for row in rows:
        by_hour[datetime.fromisoformat(row["interval_start"]).hour] += Decimal(str(row["consumption"]))
    cheap = sum(by_hour[hour] for hour in (4, 5, 6, 13, 14, 15, 22, 23)) / 8

    assert cheap > Decimal("1.5") * sum(by_hour[16:19]) / 3
    assert cheap > sum(by_hour) / 24


def test_cooler_water_to_the_radiators_costs_less_and_heats_as_much(living: Living) -> None:
    answers = []
    for degrees in ("38", "55"):
        customer = living("cosy", start=MORNING)
        flow = {"useWeatherCompensation": False, "flowTemperature": {"value": degrees, "unit": "DEGREES_CELSIUS"}}
        customer.ask(FLOW, "backend", a=customer.account, e=EUID, f=flow)
        customer.octopus.set_clock(NIGHT)
        customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
        answers.append(reported(customer, MORNING, NIGHT))

    cool, warm = answers
    assert float(cool["coefficientOfPerformance"]) > float(warm["coefficientOfPerformance"])
    assert float(cool["energyInput"]["value"]) < float(warm["energyInput"]["value"])


MOMENTS = st.integers(
    int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 12, 30, tzinfo=UTC).timestamp())
)
MODES = st.sampled_from(["AUTO", "ON", "OFF"])
ORDERS = st.one_of(
    st.tuples(st.just(WATER), st.builds(Operation, MODES, st.none() | st.floats(40, 60))),
    st.tuples(st.just(ROOMS), st.builds(Operation, MODES, st.none() | st.floats(7, 30))),
)


@settings(max_examples=25)
@given(MOMENTS, ORDERS, st.integers(1, 300_000), st.booleans())
def test_the_past_stays_as_it_was_and_energy_is_power_over_time(
    second: int, order: tuple[str, Operation], seconds: int, is_quiet: bool
) -> None:
    pump = home_named("cosy").heat_pump
    assert pump is not None
    life = HeatPumpLife(pump, 1)
    moment, now = datetime.fromtimestamp(second, UTC), second // 10 * 10
    soon, later = moment + timedelta(seconds=900), moment + timedelta(seconds=900 + seconds)
    before = [life.energy_wh(now - back * 3600) for back in range(30)]

    life.change(moment, lambda book: book.set_zone(*order, moment))
    life.change(soon, lambda book: book.set_flow(Flow(False, 40.0), soon))
    life.change(later, lambda book: book.hush(is_quiet, later))

    assert [life.energy_wh(now - back * 3600) for back in range(30)] == before
    end = now + 7200
    powers = sum(life.watts(at) * 10 for at in range(now, end, 10))
    assert abs(powers // 3600 - (life.energy_wh(end) - life.energy_wh(now))) <= 1
