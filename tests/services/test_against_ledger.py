"""The prices that the app shows are those that each sample home truly owes, half hour by half hour."""

from decimal import Decimal

import pytest

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.derive import effective_import
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import running

A_HUNDREDTH = Decimal("0.01")
BY_CHARGING = {"smart-dispatch", "boost", "beyond-allowance"}
"""What charging does to a slot is known to the app from Octopus's lists alone; here are the tariff's own prices."""
OWN_HOURS = {"economy7": ["22:30-00:30 GMT", "02:30-07:30 GMT"]}


@pytest.mark.parametrize("day", ["2026-10-14", "2026-03-29", "2026-10-25"])
@pytest.mark.parametrize(
    "home", ["agile", "flexible", "flexible-dual-fuel", "economy7", "intelligent", "intelligent-four-rate", "no-mini"]
)
async def test_every_half_hour_of_today_costs_what_the_ledger_says(home: str, day: str) -> None:
    settings = with_value(Settings(), "night_windows", OWN_HOURS.get(home, []))
    async with running(home, start=f"{day} 17:20", settings=settings) as run:
        state, ledger = run.state, run.world.ledger
        points = {
            getattr(point, "mpan", None) or point.mprn: point
            for place in run.world.home.properties
            for point in place.supplies
        }
        checked = 0
        for number, snapshot in (
            (state.selection.import_number, state.import_tariff),
            (state.selection.export_number, state.export_tariff),
            (state.selection.gas_number, state.gas_tariff),
        ):
            if number is None or snapshot.value is None:
                continue
            owed = ledger.day(points[number], london_date(state.now))
            assert owed is not None
            for slot in owed.slots:
                rate = snapshot.value.schedule.at(slot.start)
                assert rate is not None, (number, slot.start)
                for part in slot.parts:
                    if part.who == "home" and part.why not in BY_CHARGING:
                        assert abs(rate.pence_inc_vat - part.exc_vat * (1 + slot.vat)) < A_HUNDREDTH, (number, slot)
                        checked += 1
        assert checked >= 40
        assert effective_import(state).at(state.now) is not None
