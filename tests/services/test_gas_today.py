"""Today's gas from the Mini: believed when the meter's own readings prove its unit, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.gas import GasUnit, believed_unit, gas_kwh
from kraken_desktop.domain.moments import SLOT, day_span, today_span
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.usage_today import today_bar, today_slots
from kraken_desktop.storage.database import Database
from tests.services.given import Running, operations, running, utc
from tests.services.waiting import caught_up

START = "2026-10-14 17:20"
CALORIFIC = Decimal("39.5")
MIDNIGHT = day_span(date(2026, 10, 13)).start


def readings(*figures: Decimal) -> tuple[Reading, ...]:
    return tuple(Reading(MIDNIGHT + SLOT * n, figure) for n, figure in enumerate(figures))


@given(st.sampled_from(GasUnit), st.lists(st.decimals("0.01", "5", places=3), min_size=1, max_size=48))
def test_the_unit_that_fits_is_believed(unit: GasUnit, figures: list[Decimal]) -> None:
    told = readings(*figures)
    kwh = {one.start: gas_kwh(one.kwh, unit, CALORIFIC) for one in told}
    assert believed_unit(told, kwh, CALORIFIC) is unit


@pytest.mark.parametrize("factor", ["0.5", "1.2", "3", "1000"])
def test_what_fits_no_unit_is_not_believed(factor: str) -> None:
    told = readings(Decimal(1), Decimal(2))
    assert believed_unit(told, {one.start: one.kwh * Decimal(factor) for one in told}, CALORIFIC) is None
    assert believed_unit(told, {}, CALORIFIC) is None


def owed_today(run: Running) -> dict[Any, Decimal]:
    gas = next(one for one in run.world.home.supplies if hasattr(one, "mprn"))
    day = run.world.ledger.day(gas, date(2026, 10, 14))
    return {slot.start: slot.kwh for slot in day.slots}


async def test_todays_gas_is_what_the_meter_will_say() -> None:
    async with running("flexible-dual-fuel", START, database=Database.in_memory()) as run:
        await caught_up(run)
        await run.advance(minutes=31)
        state, owed = run.state, owed_today(run)
        told = state.gas_today.value
        assert told is not None
        assert [one.start for one in told] == sorted(owed)[: len(told)]
        assert told[-1].start >= state.now - timedelta(hours=2)
        for one in told:
            assert abs(one.kwh - owed[one.start]) < Decimal("0.02"), "the Mini counts whole watt-hours"
        number = state.selection.gas_number
        assert number is not None
        bar = today_bar(state, number, by_quadrant=False)
        assert bar is not None
        assert bar.kwh == sum(one.kwh for one in told)
        assert bar.standing_pence > 0
        assert all(slot.rate is not None for slot in today_slots(state, number))


async def test_before_the_meters_readings_prove_it_nothing_is_shown() -> None:
    async with running("flexible-dual-fuel", START) as run:
        await run.advance(minutes=31)
        assert run.state.gas_today.value is None, "nothing is stored, so nothing proves the unit"


async def test_a_silent_gas_meter_is_left_alone_for_hours() -> None:
    async with running("flexible-dual-fuel", START, database=Database.in_memory()) as run:
        await caught_up(run)
        run.octopus.inject("telemetry-empty", operation="HalfHours")
        await run.advance(minutes=31)
        run.forget_calls()
        await run.advance(hours=2)
        assert operations(run)["HalfHours"] == 4, "electricity's alone"


async def test_a_home_without_gas_is_asked_for_nothing_more() -> None:
    async with running("flexible", START) as run:
        assert operations(run)["HalfHours"] == 1


async def test_yesterdays_gas_is_not_todays() -> None:
    async with running("flexible-dual-fuel", "2026-10-14 22:50", database=Database.in_memory()) as run:
        await caught_up(run)
        await run.advance(minutes=80)
        number = run.state.selection.gas_number
        assert number is not None
        day = today_span(run.state.now)
        assert day.start == utc("2026-10-14 23:00")
        assert all(day.contains(slot.start) for slot in today_slots(run.state, number))
