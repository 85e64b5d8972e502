from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import OddAnswer, SignedOut
from kraken_desktop.kraken.supply_history import account
from kraken_desktop.simulator import HOMES
from tests.kraken.conftest import Online
from tests.kraken.odd import anything, as_json, rows_like, strewn

POINT = {"mpan": "1200099999990", "meters": [{"serial_number": "OLD"}, {"serial_number": "NEW"}]}
HOME = {
    "id": 1234567,
    "address_line_1": "1 INVENTED STREET",
    "address_line_2": "",
    "town": "LONDON",
    "postcode": "ZZ1 1ZZ",
    "moved_in_at": "2021-05-01T00:00:00+01:00",
    "moved_out_at": "2024-05-01T00:00:00+01:00",
    "electricity_meter_points": [
        POINT
        | {
            "is_export": True,
            "agreements": [
                {"tariff_code": "E-1R-VAR-22-11-01-C", "valid_from": "2021-05-01T00:00:00+01:00", "valid_to": None},
                {"tariff_code": "odd", "valid_from": "2023-05-01T00:00:00+01:00", "valid_to": None},
            ],
        }
    ],
    "gas_meter_points": [{"mprn": "9999999901", "meters": [], "agreements": []}],
}


def test_a_home_that_was_left() -> None:
    found = account(as_json({"number": "A-1234ABCD", "properties": [HOME]}))
    [home] = found.properties
    assert (home.id, home.address, home.postcode) == ("1234567", "1 INVENTED STREET, LONDON", "ZZ1 1ZZ")
    assert home.moved_in == datetime(2021, 4, 30, 23, tzinfo=UTC)
    assert home.moved_out == datetime(2024, 4, 30, 23, tzinfo=UTC)
    electricity, gas = home.meter_points
    assert (electricity.fuel, electricity.direction, gas.fuel) == (Fuel.ELECTRICITY, Direction.EXPORT, Fuel.GAS)
    assert [meter.serial for meter in electricity.meters] == ["NEW", "OLD"]
    assert [agreement.product_code for agreement in electricity.agreements] == ["odd", "VAR-22-11-01"]


@pytest.mark.parametrize("home", HOMES)
async def test_both_doors_lead_to_the_same_home(online: Online, home: str) -> None:
    line = online(home)
    now = await line.client.account(line.octopus.account)
    ever = await line.client.supply_history(line.octopus.account)
    for point in now.meter_points:
        same = ever.meter_point(point.number)
        assert same is not None
        assert (same.fuel, same.direction, same.region) == (point.fuel, point.direction, point.region)
        assert [(one.tariff_code, one.valid_from, one.valid_to) for one in same.agreements] == [
            (one.tariff_code, one.valid_from, one.valid_to) for one in point.agreements
        ]
        assert {meter.serial for meter in same.meters} == {meter.serial for meter in point.meters}


async def test_somebody_elses_account(online: Online) -> None:
    with pytest.raises(SignedOut) as caught:
        await online("agile").client.supply_history("A-00000000")
    assert caught.value.kind is ProblemKind.ACCOUNT_REFUSED


async def test_a_wrong_key(online: Online) -> None:
    line = online("agile", api_key="sk_live_INVENTEDwrong")
    with pytest.raises(SignedOut) as caught:
        await line.client.supply_history(line.octopus.account)
    assert caught.value.kind is ProblemKind.KEY_REFUSED


@given(odd=st.lists(anything, max_size=4))
def test_good_homes_survive_odd_ones(odd: list[Any]) -> None:
    found = account(as_json({"number": "A-1", "properties": strewn([HOME], odd)}))
    assert [home.id for home in found.properties] == ["1234567"]


@given(anything | st.dictionaries(st.sampled_from(["number", "properties"]), anything | rows_like(*HOME)))
def test_no_json_raises_anything_but_an_odd_answer(answer: Any) -> None:
    with suppress(OddAnswer):
        account(as_json(answer))
