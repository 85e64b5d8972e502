"""Our bill is the simulator's to the penny: every home, meter and month that has readings."""

from __future__ import annotations

from datetime import date

import pytest

from kraken_desktop.domain.billing import bill_part
from kraken_desktop.services.ports import Credentials
from kraken_desktop.simulator import HOMES
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.test_backfill import backfilled, points

OWN_HOURS = {"economy7": ("22:30-00:30 GMT", "02:30-07:30 GMT")}
"""Nobody but the person knows this meter's hours."""
SECOND_ACCOUNTS = {"two-accounts": 1}
CASES = [(home, index) for home in HOMES for index in range(1 + SECOND_ACCOUNTS.get(home, 0))]


@pytest.mark.parametrize(("home", "account"), CASES)
async def test_every_months_bill_is_the_simulators_to_the_penny(home: str, account: int) -> None:
    own = home_named(home)
    settings = with_value(Settings(), "night_windows", OWN_HOURS.get(home, ()))
    credentials = Credentials(own.api_key, own.accounts[account])
    months: set[date] = set()
    async with backfilled(home, settings=settings, credentials=credentials) as (run, database):
        if home.startswith("intelligent"):
            await run.advance(hours=1.2)  # what charging made cheap before the app ran is asked for at a slow pace
        bills = run.world.bills[own.accounts[account]]
        for bill in map(bills.bill, bills.issued(run.clock.now(), 14)):
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
