from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.heat_pump import Grouping
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.errors import KrakenError, Limited, Refused
from tests.kraken.conftest import Online
from tests.kraken.monotone import NOW, Monotone, client_hearing, client_of, refusing, sample
from tests.kraken.odd import anything, strewn

ACCOUNT, HOME, EUID = "A-1234ABCD", "1234567", "00:11:22:33:44:55:66:aa"
SPAN = Span(NOW - timedelta(hours=2), NOW)


async def test_controllers_of_the_contract() -> None:
    [found] = (await client_hearing("HeatPumpFind").heat_pumps.controllers(ACCOUNT, HOME)).rows
    assert (found.euid, found.model, found.since) == (EUID, "COSY", datetime(2025, 3, 1, 10, tzinfo=UTC))


async def test_heat_pump_of_the_contract() -> None:
    pump = await client_hearing("HeatPump").heat_pumps.heat_pump(ACCOUNT, EUID)
    assert (pump.model, pump.is_connected, pump.states, pump.skipped) == ("Cosy 6", True, ("NORMAL_MODE",), 0)
    assert [(sensor.code, sensor.is_online, sensor.celsius) for sensor in pump.sensors] == [
        ("ADC1", True, Decimal("51.5")),
        ("ADC2", True, None),
        ("SENSOR01", True, Decimal("20.8")),
    ]
    pod = pump.sensors[2]
    assert (pod.humidity_percent, pod.battery_volts) == (44, Decimal("2.9"))
    assert pod.read_at == datetime(2026, 10, 5, 17, 27, 51, 160000, tzinfo=UTC)
    water, room = pump.zones
    assert (water.code, water.kind, water.set_celsius, water.until, water.sensor_code) == (
        "WATER",
        "WATER",
        None,
        None,
        "ADC1",
    )
    assert (room.name, room.is_enabled, room.mode, room.set_celsius) == ("ZONE1", True, "AUTO", 20)
    assert (room.is_heating, room.wants_heat, water.is_heating) == (True, True, False)
    assert pump.now is not None
    assert (pump.now.ratio, pump.now.input_kw, pump.now.heat_kw, pump.now.outdoor_celsius) == (
        Decimal("3.6"),
        Decimal("1.2"),
        Decimal("4.3"),
        Decimal("9.5"),
    )
    assert pump.now.read_at.hour == 17
    assert pump.lifetime is not None
    assert (pump.lifetime.ratio, pump.lifetime.input_kwh, pump.lifetime.heat_kwh) == (
        Decimal("3.412"),
        Decimal("2810.2"),
        Decimal("9588.4"),
    )
    assert pump.flow is not None
    assert (pump.flow.celsius, pump.flow.is_compensated, pump.flow.compensated, pump.flow.allowed) == (
        45,
        True,
        (32, 48),
        (30, 70),
    )


async def test_a_part_that_fails_leaves_the_others() -> None:
    answer = sample("HeatPump")
    error = {"path": ["heatPumpLivePerformance"], "extensions": {"errorCode": "OE-0000"}}
    answer = {"data": answer["data"] | {"heatPumpLivePerformance": None}, "errors": [error]}
    pump = await client_of(Monotone(answer)).heat_pumps.heat_pump(ACCOUNT, EUID)
    assert pump.now is None
    assert len(pump.zones) == 2


async def test_limited_whole_says_so() -> None:
    with pytest.raises(Limited):
        await client_of(refusing("OE-0002", "heatPumpControllerStatus")).heat_pumps.heat_pump(ACCOUNT, EUID)


async def test_series_and_totals_of_the_contract() -> None:
    client = client_hearing("HeatPumpSeries")
    found = await client.heat_pumps.series(ACCOUNT, EUID, SPAN, Grouping.DAY)
    assert [(row.span.start.hour, row.totals.input_kwh, row.totals.heat_kwh) for row in found.rows] == [
        (15, Decimal("1.1"), Decimal("3.9")),
        (16, Decimal("1.21"), Decimal("4.3")),
    ]
    assert found.rows[0].outdoor_celsius == Decimal("10.1")
    totals = await client.heat_pumps.totals(ACCOUNT, EUID, SPAN)
    assert (totals.ratio, totals.input_kwh, totals.heat_kwh) == (Decimal("3.55"), Decimal("2.31"), Decimal("8.2"))


@pytest.mark.parametrize("grouping", [Grouping.LIVE, Grouping.WEEK, Grouping.MONTH, Grouping.YEAR])
async def test_a_span_too_long_is_refused(grouping: Grouping) -> None:
    app = refusing("OE-0315", "heatPumpTimeSeriesPerformance")
    with pytest.raises(Refused) as caught:
        await client_of(app).heat_pumps.series(ACCOUNT, EUID, SPAN, grouping)
    assert (caught.value.code, app.heard[-1]["variables"]["grouping"]) == ("OE-0315", grouping.value)


async def test_a_zone_is_boosted_and_switched() -> None:
    app = Monotone(sample("HeatPumpBoost"))
    pumps = client_of(app).heat_pumps
    await pumps.set_zone(ACCOUNT, EUID, "WATER", "BOOST", Decimal(50), NOW + timedelta(hours=1))
    assert app.heard[-1]["variables"]["parameters"] == {
        "zone": "WATER",
        "mode": "BOOST",
        "setpointInCelsius": 50.0,
        "endAt": "2026-10-05T18:30:00Z",
    }
    await pumps.set_zone(ACCOUNT, EUID, "ZONE_1", "AUTO")
    assert app.heard[-1]["variables"]["parameters"] == {"zone": "ZONE_1", "mode": "AUTO"}


async def test_the_pump_runs_as_it_was_set(online: Online) -> None:
    line = online("cosy")
    account, pumps = line.octopus.account, line.client.heat_pumps
    [home] = (await line.client.account(account)).properties
    [controller] = (await pumps.controllers(account, home.id)).rows
    euid = controller.euid
    before = await pumps.heat_pump(account, euid)
    assert (before.is_quiet, before.skipped) == (False, 0)

    await pumps.set_quiet(account, euid, is_quiet=True)
    await pumps.fix_flow(account, euid, Decimal("42.5"))
    await pumps.set_zone(account, euid, "WATER", "BOOST", Decimal(50), line.now + timedelta(hours=1))
    after = await pumps.heat_pump(account, euid)
    assert after.is_quiet is True
    assert after.flow is not None
    assert (after.flow.celsius, after.flow.is_compensated) == (Decimal("42.5"), False)
    [water] = [zone for zone in after.zones if zone.code == "WATER"]
    assert (water.mode, water.set_celsius, water.until) == ("BOOST", 50, line.now + timedelta(hours=1))

    await pumps.compensate_flow(account, euid, Decimal("31.5"), Decimal(47))
    await pumps.set_quiet(account, euid, is_quiet=False)
    last = await pumps.heat_pump(account, euid)
    assert last.is_quiet is False
    assert last.flow is not None
    assert (last.flow.is_compensated, last.flow.compensated) == (True, (Decimal("31.5"), 47))


async def test_what_the_pump_does_not_take_is_refused_and_changes_nothing(online: Online) -> None:
    line = online("cosy")
    account, pumps = line.octopus.account, line.client.heat_pumps
    [home] = (await line.client.account(account)).properties
    [controller] = (await pumps.controllers(account, home.id)).rows
    before = (await pumps.heat_pump(account, controller.euid)).flow
    for change in (
        pumps.fix_flow(account, controller.euid, Decimal(95)),
        pumps.compensate_flow(account, controller.euid, Decimal(50), Decimal(40)),
        pumps.set_zone(account, controller.euid, "WATER", "ON", Decimal(90)),
    ):
        with pytest.raises(Refused) as caught:
            await change
        assert caught.value.code == "OE-0315"
    assert (await pumps.heat_pump(account, controller.euid)).flow == before


async def test_totals_are_the_sum_of_the_series(online: Online) -> None:
    line = online("cosy", start="2026-01-14T17:00:00Z")
    account, pumps = line.octopus.account, line.client.heat_pumps
    [home] = (await line.client.account(account)).properties
    [controller] = (await pumps.controllers(account, home.id)).rows
    span = Span(line.now - timedelta(hours=12), line.now)
    series = (await pumps.series(account, controller.euid, span, Grouping.DAY)).rows
    totals = await pumps.totals(account, controller.euid, span)
    assert [(row.span.start, row.span.end) for row in series] == [
        (span.start + timedelta(hours=hour), span.start + timedelta(hours=hour + 1)) for hour in range(12)
    ]
    assert totals.input_kwh is not None
    drawn = sum(row.totals.input_kwh or 0 for row in series)
    assert abs(drawn - totals.input_kwh) <= Decimal("0.1")
    assert totals.input_kwh > 1
    with pytest.raises(Refused):
        await pumps.series(account, controller.euid, Span(line.now - timedelta(days=9), line.now), Grouping.DAY)


@given(odd=st.lists(anything, max_size=4), part=anything)
async def test_good_rows_survive_odd_ones(odd: list[Any], part: Any) -> None:
    data = sample("HeatPump")["data"]
    status = {name: strewn(rows, odd) for name, rows in data["heatPumpControllerStatus"].items()}
    pump_as_told = data | {"heatPumpControllerStatus": status, "heatPumpLifetimePerformance": part}
    pump = await client_of(Monotone({"data": pump_as_told})).heat_pumps.heat_pump(ACCOUNT, EUID)
    assert [sensor.code for sensor in pump.sensors] == ["ADC1", "ADC2", "SENSOR01"]
    assert [zone.code for zone in pump.zones] == ["WATER", "ZONE_1"]
    assert pump.skipped == 2 * len(odd)
    assert pump.now is not None


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    names = ("heatPumpControllersAtLocation", "heatPumpTimeRangedPerformance", "heatPumpTimeSeriesPerformance")
    ours = client_of(Monotone({"data": dict.fromkeys((*names, *sample("HeatPump")["data"]), answer)})).heat_pumps
    await ours.heat_pump(ACCOUNT, EUID)
    with suppress(KrakenError):
        await ours.controllers(ACCOUNT, HOME)
    with suppress(KrakenError):
        await ours.totals(ACCOUNT, EUID, SPAN)
    with suppress(KrakenError):
        await ours.series(ACCOUNT, EUID, SPAN, Grouping.DAY)
