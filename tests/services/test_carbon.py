"""How clean the grid is: asked a few times a day, kept as its time comes, and what use gave off."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Property
from kraken_desktop.domain.greenness import CarbonIntensity, greenest
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.green_forecasts import GreenForecasts, place_of
from kraken_desktop.services.insights.carbon import LiveDay, carbon_use, green_outlook
from kraken_desktop.services.text.carbon import carbon_note
from kraken_desktop.simulator import create_app
from kraken_desktop.storage.database import Database
from tests.fake_clock import FakeClock
from tests.services.given import utc

MIDNIGHT = utc("2026-06-04 23:00")  # the 5th begins in London
DAY = DateSpan(date(2026, 6, 5), date(2026, 6, 5))
HOME, OTHER = (Property(name, "", "ZZ1 1ZZ", None, None, ()) for name in "12")


def told(*grams: tuple[int, int]) -> list[CarbonIntensity]:
    return [CarbonIntensity(MIDNIGHT + n * SLOT, Decimal(found)) for n, found in grams]


async def test_grams_are_of_the_half_hours_that_have_both() -> None:
    database = Database.in_memory()
    store = database.history
    readings = [Reading(MIDNIGHT + n * SLOT, Decimal(kwh)) for n, kwh in enumerate(("0.5", "0.5", "1.5", "2"))]
    await store.add_page("1", "S", readings, Span(MIDNIGHT, MIDNIGHT + 4 * SLOT), is_done=True)
    await store.add_carbon(place_of(HOME), told((1, 500), (2, 100), (5, 60)))
    await store.add_carbon(place_of(HOME), told((1, 300)))  # told anew
    found = await carbon_use(store, "1", HOME, DAY)
    assert [(row.day, row.kwh, row.grams, row.unknown_kwh) for row in found.rows] == [(DAY.first, 2.0, 300.0, 2.5)]
    assert (found.kwh, found.grams, found.own_grams_per_kwh, found.unknown_kwh) == (2.0, 300.0, 150.0, 2.5)
    assert found.grid_grams_per_kwh == pytest.approx(200)
    assert found.by_hour[:3] == (300.0, 100.0, None)
    other = await carbon_use(store, "1", OTHER, DAY)
    assert (other.rows, other.own_grams_per_kwh, other.grid_grams_per_kwh, other.unknown_kwh) == ((), None, None, 4.5)
    await database.close()


async def test_the_day_that_runs_counts_as_far_as_it_is_told() -> None:
    database = Database.in_memory()
    store, today = database.history, DAY.first + timedelta(days=1)
    next_midnight = MIDNIGHT + timedelta(days=1)
    await store.add_page("1", "S", [Reading(MIDNIGHT, Decimal(1))], Span(MIDNIGHT, MIDNIGHT + SLOT), is_done=True)
    await store.add_carbon(place_of(HOME), told((0, 100), (48, 200)))
    live = LiveDay(today, (Reading(next_midnight, Decimal(3)), Reading(next_midnight + SLOT, Decimal("0.5"))))
    found = await carbon_use(store, "1", HOME, DateSpan(DAY.first, today), live)
    assert [(row.day, row.grams, row.unknown_kwh, row.is_live) for row in found.rows] == [
        (DAY.first, 100.0, 0.0, False),
        (today, 600.0, 0.5, True),
    ]
    assert found.today_until == next_midnight + 2 * SLOT
    assert carbon_note(found).startswith("Today counts until 01:00, as your Home Mini told it. 0.5 kWh of this time")
    elsewhere = await carbon_use(store, "1", OTHER, DateSpan(DAY.first, today), live)
    assert carbon_note(elsewhere).startswith("Of today what was used until 01:00 is known, and no intensity.")
    none = await carbon_use(store, "1", HOME, DateSpan(DAY.first, today), LiveDay(today, ()))
    assert (none.grams, carbon_note(none)) == (100.0, "What was used today is not known yet.")
    await database.close()


async def test_forecasts_are_asked_for_a_few_times_a_day_and_kept() -> None:
    clock, database = FakeClock(utc("2026-10-14 17:20")), Database.in_memory()
    octopus = create_app("flexible", clock=clock.now)
    client = client_factory(clock, asgi_app=octopus)(octopus.credentials["api_key"], None, None)
    account = await client.account(octopus.credentials["account"])
    home = account.properties[0]
    forecasts = GreenForecasts(database.history)

    async def asked(hours: float) -> int:
        """Questions in so many hours, of which the feed looks every half."""
        count = 0
        for _ in range(round(2 * hours)):
            while await forecasts.read(client, account, clock.now()):
                count += 1
            clock.advance(1800)
        return count

    assert await asked(12) == 2 * 4
    found = await green_outlook(database.history, home, clock.now())
    assert found.ahead[0].start <= clock.now() < found.ahead[0].start + SLOT
    assert len(found.ahead) > 40
    assert all(row.index for row in found.ahead)
    assert len(found.nights) >= 6
    assert found.nights_at is not None
    assert clock.now() - found.nights_at == timedelta(hours=3)
    forecasts = GreenForecasts(database.history)  # another run goes by what was stored
    assert await asked(0.5) == 2
    octopus.inject("OE-0002", operation="greenerNightsForecast")
    octopus.inject("KT-CT-4340", operation="getProjectedRegionalCarbonIntensity")
    clock.advance(3 * 3600)
    assert await asked(2.5) == 2  # not at once again
    assert (await green_outlook(database.history, home, clock.now())).nights_at == found.nights_at + timedelta(hours=3)
    await client.close()
    await database.close()


@given(grams=st.lists(st.none() | st.integers(0, 900), max_size=20), slots=st.integers(1, 6))
def test_the_greenest_time_is_the_least_mean_without_a_gap(grams: list[int | None], slots: int) -> None:
    rows = told(*((n, found) for n, found in enumerate(grams) if found is not None))
    found = greenest(rows, slots * SLOT)
    parts = [grams[first : first + slots] for first in range(len(grams) - slots + 1)]
    means = [Decimal(sum(known)) / slots for part in parts if len(known := [g for g in part if g is not None]) == slots]
    assert (found.grams_per_kwh if found is not None else None) == min(means, default=None)
    if found is not None:
        assert found.span.duration == slots * SLOT
