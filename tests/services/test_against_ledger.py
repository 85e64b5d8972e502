"""The prices that the app shows are those that each sample home truly owes, half hour by half hour."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services.derive import effective_export, effective_import
from kraken_desktop.services.ports import Credentials
from kraken_desktop.simulator import EVERY_HOME
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Running, running

A_HUNDREDTH = Decimal("0.01")
BY_CHARGING = {"smart-dispatch", "boost", "beyond-allowance"}
"""What charging does to a slot is known to the app from Octopus's lists alone; here are the tariff's own prices."""
OWN_HOURS = {"economy7": ["22:30-00:30 GMT", "02:30-07:30 GMT"]}
DAYS = ("2026-10-21", "2026-03-29", "2026-10-25")
"""A plain day after a switch that was entered late, and both changes of the clocks."""


def test_no_home_is_left_out() -> None:
    with pytest.raises(ValueError, match="no home") as told:
        home_named("")
    assert set(str(told.value).split("there are: ")[1].split(", ")) == set(EVERY_HOME)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("home", EVERY_HOME)
async def test_every_half_hour_of_the_week_costs_what_the_ledger_says(home: str, day: str) -> None:
    settings = with_value(Settings(), "night_windows", OWN_HOURS.get(home, []))
    async with running(home, start=f"{day} 17:20", settings=settings) as run:
        today = london_date(run.state.now)
        days = [today - timedelta(days=ago) for ago in (0, 1, 7)]
        assert checked(run, days) >= 3 * 40
        priced = effective_export(run.state) if home == "export-only" else effective_import(run.state)
        assert priced.at(run.state.now) is not None


async def test_the_other_account_owes_by_its_own_tariff() -> None:
    home = home_named("two-accounts")
    credentials = Credentials(home.api_key, home.accounts[1])
    async with running("two-accounts", start="2026-10-21 17:20", credentials=credentials) as run:
        assert checked(run, [london_date(run.state.now)]) >= 40


def checked(run: Running, days: Sequence[date]) -> int:
    """How many half hours were compared, each shown meter point's by its own schedule."""
    state, count = run.state, 0
    for number, snapshot in (
        (state.selection.import_number, state.import_tariff),
        (state.selection.export_number, state.export_tariff),
        (state.selection.gas_number, state.gas_tariff),
    ):
        if number is not None:
            assert snapshot.value is not None, number
            count += sum(_compared(run, number, snapshot.value.schedule, day) for day in days)
    return count


def _compared(run: Running, number: str, schedule: RateSchedule, day: date) -> int:
    owed = run.world.ledger.day(_supply(run, number), day)
    assert owed is not None, (number, day)
    for slot in owed.slots:
        rate = schedule.at(slot.start)
        assert rate is not None, (number, slot.start)
        for part in slot.parts:
            if part.who == "home" and part.why not in BY_CHARGING:
                assert abs(rate.pence_inc_vat - part.exc_vat * (1 + slot.vat)) < A_HUNDREDTH, (number, slot)
    return len(owed.slots)


def _supply(run: Running, number: str) -> Any:
    supplies = [point for place in run.world.home.properties for point in place.supplies]
    return next(point for point in supplies if number in (getattr(point, "mpan", None), getattr(point, "mprn", None)))
