from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.measurement import Bucket, Frequency, Grain, Measurement, Share, read_label
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.errors import KrakenError, Refused
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing, sample
from tests.kraken.odd import anything, strewn

START = datetime(2026, 10, 3, 23, tzinfo=UTC)
DAY = Span(START, START + timedelta(days=1))
IMPORT = MeterPoint("1200099999990", Fuel.ELECTRICITY, Direction.IMPORT, "C", (), ())
EXPORT = MeterPoint("1200099999982", Fuel.ELECTRICITY, Direction.EXPORT, "C", (), ())
GAS = MeterPoint("9999999901", Fuel.GAS, Direction.IMPORT, "C", (), ())
HOME = "1234567"
NODE = sample("Measurements")["data"]["property"]["measurements"]["edges"][0]["node"]


def _answer(*edges: Any, **page: Any) -> dict[str, Any]:
    return {"data": {"property": {"measurements": {"edges": list(edges), "pageInfo": page or None}}}}


async def test_half_hours_of_the_contract() -> None:
    found = await client_hearing("Measurements").measurements.measured(HOME, IMPORT, DAY)
    plain, charging = found.rows
    assert plain.span.start == START
    assert (plain.amount, plain.unit) == (Decimal("0.113"), "kwh")
    assert (plain.standing_pence_exc_vat, plain.standing_pence_inc_vat) == (Decimal("0.9792"), Decimal("1.0281"))
    assert (plain.pence_exc_vat, plain.pence_inc_vat) == (Decimal("0.7533"), Decimal("0.7909"))
    assert [bucket.label for bucket in plain.charged] == ["ECO7_NIGHT"]
    assert plain.charged[0].pence_per_kwh_exc_vat == Decimal("6.666")
    assert charging.pence_inc_vat == Decimal("2.4708") + Decimal("18.2752")
    shares = charging.shares
    assert shares is not None
    assert [(share.is_car, share.is_off_peak, bucket.kwh) for share, bucket in shares] == [
        (False, True, Decimal("0.353")),
        (True, True, Decimal("2.611")),
    ]
    assert sum(bucket.kwh or 0 for bucket in charging.charged) == charging.amount


@pytest.mark.parametrize(
    ("point", "filters"),
    [
        (
            IMPORT,
            {
                "electricityFilters": {
                    "readingFrequencyType": "DAY_INTERVAL",
                    "marketSupplyPointId": IMPORT.number,
                    "readingDirection": "CONSUMPTION",
                }
            },
        ),
        (
            EXPORT,
            {
                "electricityFilters": {
                    "readingFrequencyType": "DAY_INTERVAL",
                    "marketSupplyPointId": EXPORT.number,
                    "readingDirection": "GENERATION",
                }
            },
        ),
        (GAS, {"gasFilters": {"readingFrequencyType": "DAY_INTERVAL", "marketSupplyPointId": GAS.number}}),
    ],
)
async def test_each_supply_is_asked_for_in_its_own_way(point: MeterPoint, filters: dict[str, Any]) -> None:
    app = Monotone(_answer())
    assert (await client_of(app).measurements.measured(HOME, point, DAY, Frequency.DAY)).rows == ()
    assert app.heard[-1]["variables"]["filters"] == [filters]


@pytest.mark.parametrize("frequency", [Frequency.HALF_HOUR, Frequency.HOUR, Frequency.WEEK, Frequency.MONTH])
async def test_every_length_is_asked_by_the_services_word(frequency: Frequency) -> None:
    app = Monotone(_answer())
    await client_of(app).measurements.measured(HOME, GAS, DAY, frequency)
    [asked] = app.heard[-1]["variables"]["filters"]
    assert asked["gasFilters"]["readingFrequencyType"] == frequency.value
    assert frequency.value.endswith("_INTERVAL")


async def test_a_cursor_that_does_not_move_ends_the_list() -> None:
    app = Monotone(_answer({"node": NODE}, hasNextPage=True, endCursor="same"))
    found = await client_of(app).measurements.measured(HOME, IMPORT, DAY)
    assert len(found.rows) == 1
    assert [asked["variables"]["after"] for asked in app.heard] == [None, "same"]


async def test_gas_counts_a_single_bucket_that_tells_no_energy() -> None:
    bucket = {"type": "CONSUMPTION_COST", "label": "x", "value": None, "costInclTax": {"estimatedAmount": "6.01"}}
    node = NODE | {"metaData": {"statistics": [bucket]}}
    [row] = (await client_of(Monotone(_answer({"node": node}))).measurements.measured(HOME, GAS, DAY)).rows
    assert row.pence_inc_vat == Decimal("6.01")
    two = NODE | {"metaData": {"statistics": [bucket, bucket]}}
    [row] = (await client_of(Monotone(_answer({"node": two}))).measurements.measured(HOME, GAS, DAY)).rows
    assert row.charged == ()


def test_cost_is_unknown_rather_than_short() -> None:
    known, unknown = Bucket("DAY_RATE", Decimal(1), None, Decimal(30)), Bucket("NIGHT_RATE", Decimal(1))
    assert Measurement(DAY, Decimal(2), "kwh", (known, unknown)).pence_inc_vat is None
    assert Measurement(DAY, Decimal(2), "kwh").pence_inc_vat is None
    assert Measurement(DAY, Decimal(0), "kwh", (Bucket("DAY_RATE", Decimal(0)),)).pence_inc_vat == 0


@pytest.mark.parametrize(
    ("label", "share"),
    [
        ("ECO7_DAY", Share(False, False)),
        ("ECO7_NIGHT", Share(False, True)),
        ("DAY_RATE", Share(False, False)),
        ("NIGHT_RATE", Share(False, True)),
        ("EV_DEVICE_PEAK", Share(True, False)),
        ("EV_DEVICE_OFF_PEAK", Share(True, True)),
        ("HOME LOW RATE", Share(False, True)),
        ("HOME STANDARD RATE", Share(False, False)),
        ("EV LOW RATE", Share(True, True)),
        ("EV STANDARD RATE", Share(True, False)),
        ("EVENING LOW", Share(False, True)),
        ("CONSUMPTION_CHARGE_7_B", None),
        ("SLOWEST", None),
        ("", None),
        (None, None),
    ],
)
def test_labels(label: str | None, share: Share | None) -> None:
    assert read_label(label) == share


async def test_an_unknown_label_means_no_split_at_all() -> None:
    rows = (Bucket("EV LOW RATE", Decimal(1)), Bucket("CONSUMPTION_CHARGE_7_B", Decimal(1)))
    assert Measurement(DAY, Decimal(2), "kwh", rows).shares is None


async def test_registers_are_read_at_an_instant() -> None:
    node = {"value": "10420.125", "unit": "kwh", "readAt": "2026-10-04T12:00:00+01:00"}
    [row] = (await client_of(Monotone(_answer({"node": node}))).measurements.registers(HOME, IMPORT, DAY)).rows
    assert (row.at, row.index, row.unit) == (datetime(2026, 10, 4, 11, tzinfo=UTC), Decimal("10420.125"), "kwh")


async def test_metered_days_of_the_contract() -> None:
    span = Span(datetime(2026, 9, 30, 23, tzinfo=UTC), datetime(2026, 10, 2, 23, tzinfo=UTC))
    found = await client_hearing("MeterConsumption").measurements.metered_days("A-1234ABCD", span)
    assert [row.amount for row in found[IMPORT.number].rows] == [Decimal("25.181"), Decimal(0)]
    assert found[IMPORT.number].rows[0].span.duration == timedelta(days=1)


async def test_cost_of_usage_is_often_switched_off() -> None:
    ask = client_hearing("CostOfUsage").measurements.cost_of_usage
    assert await ask("A-1234ABCD", "3000001", Fuel.ELECTRICITY, DAY) is None


async def test_cost_of_usage_where_it_is_told() -> None:
    node = {"startAt": START.isoformat(), "endAt": DAY.end.isoformat(), "cost": 412, "usageKwh": "14.25"}
    answer = {"data": {"costOfUsage": {"costEnabled": True, "details": {"edges": [{"node": node}, None]}}}}
    ask = client_of(Monotone(answer)).measurements.cost_of_usage
    found = await ask("A-1234ABCD", "3000001", Fuel.ELECTRICITY, DAY)
    assert found is not None
    assert [(row.pence, row.kwh) for row in found.rows] == [(412, Decimal("14.25"))]
    assert found.skipped == 1


async def test_measurements_refused() -> None:
    with pytest.raises(Refused):
        await client_of(refusing("KT-CT-1201", "property")).measurements.measured(HOME, IMPORT, DAY)


@given(odd=st.lists(anything, max_size=4), statistic=anything)
async def test_good_measurements_survive_odd_ones(odd: list[Any], statistic: Any) -> None:
    statistics = [*NODE["metaData"]["statistics"], statistic]
    node = NODE | {"metaData": {"statistics": statistics}}
    app = Monotone(_answer(*strewn([{"node": node}], odd)))
    found = await client_of(app).measurements.measured(HOME, IMPORT, DAY)
    assert [row.amount for row in found.rows] == [Decimal("0.113")]
    assert found.skipped == len(odd)


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    for data in (answer, {"measurements": answer}, {"measurements": {"edges": [{"node": answer}]}}):
        ours = client_of(Monotone({"data": {"property": data, "account": data, "costOfUsage": data}})).measurements
        with suppress(KrakenError):
            await ours.measured(HOME, IMPORT, DAY)
        with suppress(KrakenError):
            await ours.metered_days("A-1234ABCD", DAY)
        with suppress(KrakenError):
            await ours.cost_of_usage("A-1234ABCD", "3000001", Fuel.GAS, DAY)


async def test_live_rows_of_the_contract_with_their_cost() -> None:
    client = client_hearing("TelemetrySeries")
    found = await client.measurements.live_rows("00-11", DAY, Grain.HALF_HOUR)
    assert [(row.watts, row.used_wh) for row in found.rows[:2]] == [(310, 152), (298, 149)]
    assert (found.rows[0].pence_exc_vat, found.rows[0].pence_inc_vat) == (Decimal("4.256"), Decimal("4.4688"))
    assert (found.rows[-1].used_wh, found.rows[-1].pence_inc_vat) == (None, None)
    assert client.budget.used == 1


async def test_live_rows_of_gas_have_no_power() -> None:
    found = await client_hearing("TelemetryGas").measurements.live_rows("00-11", DAY, Grain.HALF_HOUR)
    assert [(row.watts, row.export_wh, row.used_wh) for row in found.rows] == [(None, None, 2210), (None, None, 1840)]


@pytest.mark.parametrize("grain", [Grain.TEN_SECONDS, Grain.MINUTE, Grain.FIVE_MINUTES, Grain.HALF_HOUR, Grain.HOUR])
async def test_live_rows_over_tcp_at_every_grain(online: Online, grain: Grain) -> None:
    """Energy of the rows is what the register moved by, whatever their grain."""
    line = online("agile")
    span = Span(line.now - timedelta(hours=6, minutes=20), line.now - timedelta(minutes=20))
    found = await line.client.measurements.live_rows(await line.device_id(), span, grain)
    assert found.skipped == 0
    assert [row.start for row in found.rows] == sorted({row.start for row in found.rows})
    for row, following in pairwise(found.rows):
        assert row.import_wh is not None
        assert following.import_wh is not None
        assert row.used_wh == following.import_wh - row.import_wh
        assert row.pence_inc_vat is not None
        assert row.export_wh is not None


async def test_messy_live_rows_are_put_right(online: Online) -> None:
    line = online("agile")
    span = Span(line.now - timedelta(hours=3), line.now)
    device = await line.device_id()
    clean = await line.client.measurements.live_rows(device, span, Grain.HALF_HOUR)
    line.octopus.inject("telemetry-messy")
    messy = await line.client.measurements.live_rows(device, span, Grain.HALF_HOUR)
    assert [(row.start, row.import_wh) for row in messy.rows] == [(row.start, row.import_wh) for row in clean.rows]
