"""Our bill is the simulator's to the penny: every home, meter and month with readings. So is its tariff when compared.

Whatever was missing at first, and came later, is in it.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kraken_desktop.domain.billing import bill_part
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.services import smart_slots
from kraken_desktop.services.ports import Credentials
from kraken_desktop.simulator import EVERY_HOME
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Running
from tests.services.own_tariff import own_tariff_costs_what_was_metered
from tests.services.test_backfill import backfilled, points

OWN_HOURS = {"economy7": ("22:30-00:30 GMT", "02:30-07:30 GMT")}
"""Nobody but the person knows this meter's hours."""
SECOND_ACCOUNTS = {"two-accounts": 1}
METERED = [home for home in EVERY_HOME if home != "no-smart-meter"]
"""Nobody can add up the half hours that a meter does not keep."""
CASES = [(home, index) for home in METERED for index in range(1 + SECOND_ACCOUNTS.get(home, 0))]
A_MONTH = timedelta(days=31)


@pytest.mark.parametrize(("home", "account"), CASES)
async def test_every_months_bill_is_the_simulators_to_the_penny(
    home: str, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smart_slots, "AT_ONCE", 1000)  # what charging made cheap is else asked at a slow pace
    own = home_named(home)
    settings = with_value(Settings(), "night_windows", OWN_HOURS.get(home, ()))
    credentials = Credentials(own.api_key, own.accounts[account])
    late = ("readings-missing",)
    async with backfilled(home, settings=settings, credentials=credentials, faults=late) as (run, database):
        assert await missing(run, database) > 1000
        run.octopus.clear_faults()
        await run.suspend(hours=A_MONTH / timedelta(hours=1))
        months: set[date] = set()
        bills = run.world.bills[own.accounts[account]]
        for bill in map(bills.bill, bills.issued(run.clock.now(), 13)):
            for charge in bill.charges:
                point = next(point for point in points(run) if point.number == charge.number)
                days = await database.history.totals(charge.number, charge.first, charge.last)
                if not days or days[0].day > charge.first:
                    continue  # Octopus keeps readings for so long and no longer
                part = bill_part(point.number, point.fuel, point.direction, days)
                assert not part.incomplete
                assert part.billed.kwh == charge.kwh
                assert part.billed_pence == charge.gross_pence, (charge.number, charge.first)
                months.add(charge.first)
        assert len(months) >= 12
        page = await run.services.past.bills()
        assert page is not None
        whole = [past for past in page.past if past.octopus_pence is not None and not past.incomplete_days]
        assert len(whole) >= 12
        assert [(past.period.first, past.difference_pence) for past in whole if past.difference_pence] == []
        await own_tariff_costs_what_was_metered(run, database)


async def missing(run: Running, database: Database) -> int:
    """Half hours that the costed days of all meters lack."""
    total = 0
    for point in points(run):
        extent = await database.history.extent(point.number)
        assert extent is not None
        days = await database.history.totals(point.number, *extent)
        assert all(day.expected == len(day_slots(day.day)) for day in days[1:-1])
        total += sum(day.expected - day.read for day in days)
    return total
