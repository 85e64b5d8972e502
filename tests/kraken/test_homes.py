from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.kraken.errors import KrakenError, SignedOut
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_of
from tests.kraken.odd import anything, strewn

HOME = {"id": "1234567", "electricityMeterPoints": [{"mpan": "1200099999990"}]}


async def test_a_home_that_was_left_is_listed_on_request(online: Online) -> None:
    line = online("moved-house")
    [current] = (await line.client.homes(line.octopus.account)).rows
    left, same = (await line.client.homes(line.octopus.account, is_current=False)).rows
    assert same == current
    assert current.moved_out is None
    assert left.moved_out is not None
    assert left.moved_in is not None
    assert current.moved_in is not None
    assert left.moved_in < current.moved_in
    assert {point.number for point in left.meter_points}.isdisjoint(point.number for point in current.meter_points)


async def test_homes_agree_with_the_account(online: Online) -> None:
    line = online("agile")
    [home] = (await line.client.homes(line.octopus.account)).rows
    [same] = (await line.client.account(line.octopus.account)).properties
    assert (home.id, home.address, home.postcode, home.moved_in) == (
        same.id,
        same.address,
        same.postcode,
        same.moved_in,
    )
    told = {(point.number, point.fuel, point.direction, point.region) for point in home.meter_points}
    assert told == {(point.number, point.fuel, point.direction, point.region) for point in same.meter_points}
    assert {direction for _, _, direction, _ in told} == {Direction.IMPORT, Direction.EXPORT}


async def test_gas_hangs_on_the_home_too(online: Online) -> None:
    line = online("flexible-dual-fuel")
    [home] = (await line.client.homes(line.octopus.account)).rows
    assert {point.fuel for point in home.meter_points} == {Fuel.ELECTRICITY, Fuel.GAS}


async def test_homes_of_somebody_else_are_refused(online: Online) -> None:
    with pytest.raises(SignedOut):
        await online("agile").client.homes("A-00000000")


@given(odd=anything)
async def test_good_homes_survive_odd_ones(odd: Any) -> None:
    points = strewn(HOME["electricityMeterPoints"], [odd])  # type: ignore[arg-type]
    rows = strewn([HOME | {"electricityMeterPoints": points, "occupancyPeriods": odd}], [odd])
    with suppress(KrakenError):
        found = await client_of(Monotone({"data": {"properties": rows}})).homes("A-1234ABCD")
        assert [home.id for home in found.rows] in ([], ["1234567"])
