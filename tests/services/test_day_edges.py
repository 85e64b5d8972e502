"""Where days begin and end: 23:00, midnight, the first hour of a summer day, and both changes of the clocks."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.moments import Span, at_london, day_slots, day_span, london_date
from kraken_desktop.services import derive
from kraken_desktop.services.derive import Publication
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Running, operations, running, utc
from tests.services.test_against_ledger import A_HUNDREDTH, OWN_HOURS

HALF_AN_HOUR = 0.5


def owed_now(run: Running) -> Decimal:
    """What the import meter owes for a kilowatt-hour just now, by the tariff of its time."""
    supply = run.world.home.point(run.state.selection.import_number)
    slot = run.world.ledger.slot(supply, int(run.clock.now().timestamp()) // 1800)
    return next(part.exc_vat for part in slot.parts if part.who == "home") * (1 + slot.vat)


def assert_price_is_owed(run: Running) -> None:
    now = derive.price_now(run.state).pence
    assert now is not None, run.clock.now()
    assert abs(now - owed_now(run)) < A_HUNDREDTH, run.clock.now()


@pytest.mark.parametrize("home", ["agile", "cosy", "economy7", "no-mini", "tracker"])
@pytest.mark.parametrize(
    ("evening", "slots"),
    [("2026-03-28 22:40", 46), ("2026-10-24 21:40", 50), ("2026-07-14 21:40", 48)],
    ids=["spring", "autumn", "summer"],
)
async def test_through_the_night_every_half_hour_costs_what_is_owed(home: str, evening: str, slots: int) -> None:
    """From 22:40 in London to four in the morning, step by step, with the day that comes and its slots."""
    settings = with_value(Settings(), "night_windows", OWN_HOURS.get(home, []))
    async with running(home, evening, settings=settings) as run:
        day = london_date(run.clock.now()) + timedelta(days=1)
        while run.clock.now() < at_london(day, time(4)):
            assert_price_is_owed(run)
            await run.suspend(HALF_AN_HOUR)
        assert london_date(run.state.now) == day
        shown = derive.day_prices(run.state, day)
        assert len(shown) == slots == len(day_slots(day))
        assert [slot.span for slot in shown] == list(day_slots(day))
        priced = [slot for slot in shown if slot.pence is not None]
        assert len(priced) == slots - (2 if home == "agile" else 0), "Agile's publication ends at 23:00"


async def test_at_eleven_and_at_midnight_tomorrow_is_what_it_says() -> None:
    """46 of 48 is published; until midnight tomorrow is the coming day, then the next, which is looked for at four."""
    async with running("agile", "2026-10-14 21:50") as run:  # 22:50 in London
        coming = date(2026, 10, 15)
        for minutes in (0, 15, 50):  # 22:50, 23:05, 23:55
            await run.advance(minutes=minutes)
            tomorrow = derive.tomorrow(run.state)
            assert (tomorrow.publication, tomorrow.day) == (Publication.PUBLISHED, coming)
            slots = derive.day_prices(run.state, coming)
            assert [slot.pence is None for slot in slots] == [False] * 46 + [True] * 2
            assert_price_is_owed(run)
        run.forget_calls()
        await run.advance(minutes=20)
        after = derive.tomorrow(run.state)
        assert (after.publication, after.day) == (Publication.WAITING, date(2026, 10, 16))
        assert after.next_look is not None
        assert after.next_look >= utc("2026-10-15 15:00")
        today = derive.day_prices(run.state, coming)
        assert [slot.pence is None for slot in today] == [False] * 46 + [True] * 2
        assert_price_is_owed(run)
        assert operations(run)["standard-unit-rates"] <= 2, "one look for each price list at the new day"


async def test_tomorrows_price_of_gas_is_looked_for_as_well() -> None:
    async with running("tracker", "2026-11-24 15:50") as run:
        assert derive.tomorrow(derive.as_gas(run.state)).publication is Publication.WAITING
        await run.advance(hours=3)
        for state in (run.state, derive.as_gas(run.state)):
            assert derive.tomorrow(state).publication is Publication.PUBLISHED


async def test_the_first_hour_of_a_summer_day_belongs_to_it() -> None:
    """At 00:10 in London it is still yesterday in UTC."""
    async with running("agile", "2026-07-14 23:10") as run:
        day = date(2026, 7, 15)
        assert london_date(run.state.now) == day
        first = derive.day_prices(run.state, day)[0]
        assert first.span == Span(utc("2026-07-14 23:00"), utc("2026-07-14 23:30"))
        assert first.pence == derive.price_now(run.state).pence
        assert_price_is_owed(run)
        assert derive.tomorrow(run.state).day == date(2026, 7, 16)
        rows = run.state.half_hours.value
        assert rows is not None
        assert all(day_span(day).contains(row.start) for row in rows), "nothing of yesterday counts as today"


@pytest.mark.parametrize(
    ("before", "hours"), [("2026-03-28 23:50", 23), ("2026-10-24 22:50", 25)], ids=["spring", "autumn"]
)
async def test_a_flat_days_price_lasts_the_day_whatever_its_length(before: str, hours: int) -> None:
    """Tracker has one price a London day: of 23 and of 25 hours when the clocks change."""
    async with running("tracker", before) as run:
        old = derive.price_now(run.state).pence
        await run.suspend(HALF_AN_HOUR)
        now = derive.price_now(run.state)
        assert now.pence != old
        day = london_date(run.clock.now())
        rate = derive.effective_import(run.state).at(run.clock.now())
        assert rate is not None
        assert (rate.start, rate.end) == (day_span(day).start, day_span(day).end)
        assert day_span(day).duration == timedelta(hours=hours)
        assert_price_is_owed(run)
