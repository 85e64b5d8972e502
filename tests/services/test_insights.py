"""Insight from a filled store: the database's sums against the domain's own rule, and what each question answers."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import Agreement
from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.efficiency import Undefined, day_bought, efficiency_of
from kraken_desktop.domain.moments import Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.settled import SettledDay
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryWish
from kraken_desktop.services.insights.daily import daily_sheet
from kraken_desktop.services.insights.house import house_of
from kraken_desktop.services.insights.questions import Insights
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.database import Database
from tests.services import homes
from tests.services.given import utc

NUMBER = "1200099999990"
FIRST, LAST = date(2025, 3, 1), date(2026, 5, 10)
HOLE, UNPRICED = date(2025, 10, 26), date(2026, 3, 29)
STANDING = RateSchedule((Rate(utc("2020-01-01 00:00"), None, Decimal("47.85")),))
A_DAY = timedelta(days=1)


def priced(day: date) -> RateSchedule:
    """By turns two prices, three, many with one below zero, and one."""
    slots, kind = day_slots(day), day.toordinal() % 4
    if kind == 3:
        return RateSchedule((Rate(slots[0].start, slots[-1].end, Decimal("24.7")),))
    cycle = {0: ("7.5", "29.95"), 1: ("14.05", "28.65", "42.97"), 2: ("-1.2", "9.31", "17.3", "22.22", "35.1")}[kind]
    size = -(-len(slots) // len(cycle))
    return RateSchedule.of(
        Rate(slot.start, slot.end, Decimal(cycle[index // size])) for index, slot in enumerate(slots)
    )


def energy(day: date) -> list[Reading]:
    slots = day_slots(day)[4:] if day == HOLE else day_slots(day)
    return [
        Reading(slot.start, Decimal((day.toordinal() * 31 + index * 97) % 1500) / 1000)
        for index, slot in enumerate(slots)
    ]


def costed(day: date, found: Sequence[Reading]) -> DayCost:
    rates = RateSchedule() if day == UNPRICED else priced(day)
    return day_cost(day, {reading.start: reading.kwh for reading in found}, rates, rates, STANDING)


DAYS = [FIRST + index * A_DAY for index in range((LAST - FIRST).days + 1)]


@pytest.fixture(scope="module")
def every() -> list[DayCost]:
    return [costed(day, energy(day)) for day in DAYS]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    store = Database.in_memory()
    readings = [reading for day in DAYS for reading in energy(day)]

    async def fill() -> None:
        page = Span(day_span(FIRST).start, day_span(LAST).end)
        await store.history.add_page(NUMBER, "S", readings, page, is_done=True)
        while waiting := await store.history.uncosted(NUMBER, LAST + A_DAY, 400):
            await store.history.cost(NUMBER, waiting, costed)

    asyncio.run(fill())
    yield store
    store.close_now()


def asking(database: Database, product: str) -> Insights:
    point = homes.point(NUMBER, agreements=[Agreement(f"E-1R-{product}-C", product, homes.LONG_AGO)])
    now = utc("2026-05-11 09:00")
    account = homes.account(homes.home("1", point))
    holder = StateHolder(AppState(now=now, phase=Phase.SIGNED_IN, account=Snapshot(account, now)))
    return Insights(database, holder)


@pytest.fixture
def insights(database: Database) -> Insights:
    return asking(database, "COSY-22-12-08")


async def test_the_database_tells_days_as_the_rule_does(database: Database, every: list[DayCost]) -> None:
    found = await database.history.bought(NUMBER, FIRST, LAST)
    told = [day_bought(day) for day in every]
    assert [day.day for day in found] == [day.day for day in told]
    for stored, reckoned in zip(found, told, strict=True):
        assert (stored.prices is None) == (reckoned.prices is None) == (stored.day in (HOLE, UNPRICED))
        if stored.prices is not None and reckoned.prices is not None:
            near = pytest.approx
            assert float(stored.prices.lowest) == near(float(reckoned.prices.lowest), abs=1e-4)
            assert float(stored.prices.mean) == near(float(reckoned.prices.mean), abs=1e-4)
            assert float(stored.prices.highest) == near(float(reckoned.prices.highest), abs=1e-4)
            assert stored.prices.middle == reckoned.prices.middle
            assert stored.prices.is_flat == reckoned.prices.is_flat
        assert {bands: float(kwh) for bands, (kwh, _) in stored.parts.items()} == pytest.approx(
            {bands: float(kwh) for bands, (kwh, _) in reckoned.parts.items()}
        )


@pytest.mark.parametrize("pace", list(Pace))
async def test_efficiency_by_every_pace_is_that_of_its_days(
    insights: Insights, every: list[DayCost], pace: Pace
) -> None:
    span = DateSpan(date(2026, 2, 10), date(2026, 12, 31))
    found = await insights.efficiency(span, pace)
    assert found is not None
    assert found.span.last == LAST
    for row in (*found.rows, None):
        part, told = (found.span, found.whole) if row is None else (row.span, row.found)
        rule = efficiency_of(day_bought(day) for day in every if part.holds(day.day))
        assert (told.days, told.left_out, told.middle) == (rule.days, rule.left_out, rule.middle)
        for measure in ("average_ratio", "saving", "score"):
            own, other = getattr(told, measure), getattr(rule, measure)
            assert type(own) is type(other)
            assert own == (pytest.approx(other, abs=Decimal("1e-9")) if isinstance(own, Decimal) else other)
    count = {Pace.DAY: 90, Pace.WEEK: 13, Pace.MONTH: 4, Pace.YEAR: 1, Pace.MOVING_YEAR: 4}[pace]
    assert len(found.rows) == count


async def test_a_moving_year_needs_a_year_behind_it(insights: Insights) -> None:
    found = await insights.efficiency(DateSpan(FIRST, LAST), Pace.MOVING_YEAR)
    assert found is not None
    assert found.rows[0].span == DateSpan(date(2025, 3, 1), date(2026, 2, 28))
    assert [row.span.last for row in found.rows[1:]] == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 10)]


async def test_what_has_no_figure_is_said_once(insights: Insights) -> None:
    flat = next(day for day in DAYS if day.toordinal() % 4 == 3)
    found = await insights.efficiency(DateSpan(flat, flat), Pace.DAY)
    assert found is not None
    assert found.undefined == (("saving efficiency", Undefined.FLAT), ("quadrant score", Undefined.FLAT))
    assert await Insights(None, StateHolder(AppState(now=utc("2026-05-11 09:00")))).efficiency(found.span) is None


async def test_days_whose_smart_charges_are_not_settled_are_called_estimated(
    database: Database, insights: Insights
) -> None:
    span = DateSpan(date(2026, 4, 1), date(2026, 4, 30))
    days = await database.history.totals(NUMBER, span.first, span.last)
    same = SettledDay(days[0].day, days[0].kwh, days[0].total_pence)
    other = SettledDay(days[1].day, days[1].kwh, days[1].total_pence - 100)
    asked = Span(day_span(same.day).start, day_span(other.day).end)
    await database.history.add_settled(NUMBER, (same, other), asked)

    smart = await asking(database, "IOG-SMB-TOU-25-12-12").efficiency(span)
    timed = await insights.efficiency(span)

    assert smart is not None
    assert smart.estimated == tuple(day.day for day in days[1:])
    assert timed is not None
    assert not timed.estimated


async def test_daily_breakdown_adds_up_and_its_sheet_says_the_same(insights: Insights, every: list[DayCost]) -> None:
    span = DateSpan(UNPRICED - 5 * A_DAY, UNPRICED + 5 * A_DAY)
    found = await insights.daily(span)
    assert found is not None
    inside = [day for day in every if span.holds(day.day)]
    assert found.total.total.kwh == pytest.approx(sum(day.total.kwh for day in inside))
    assert found.total.total.pence == pytest.approx(sum(day.total.pence for day in inside))
    assert found.standing_pence == Decimal("47.85") * 11
    assert found.left_out == 1
    share = found.total.off_peak_share
    assert share is not None
    assert 0 < share < 1
    rows = list(csv.DictReader(io.StringIO(daily_sheet(found.rows))))
    assert len(rows) == 11
    for row, told in zip(rows, found.rows, strict=True):
        assert Decimal(row["off_peak_kwh"]) == told.split.off_peak.kwh
        assert row["is_complete"] == ("no" if told.day == UNPRICED else "yes")
    assert Decimal(rows[5]["unpriced_kwh"]) == Decimal(rows[5]["total_kwh"]) > 0


async def test_where_it_goes_holds_all_priced_energy_by_londons_clock(insights: Insights, every: list[DayCost]) -> None:
    known = await insights.extent()
    assert known == DateSpan(FIRST, LAST)
    answer = await insights.where(known)
    assert answer is not None
    found = answer.found
    priced_slots = [slot for day in every for slot in day.slots if slot.rate is not None]
    assert sum(cell.kwh for cell in found.cells) == pytest.approx(float(sum(slot.kwh for slot in priced_slots)))
    noon = [slot for slot in priced_slots if slot.start == utc("2025-07-06 11:00")]
    alone = await insights.where(DateSpan(date(2025, 7, 6), date(2025, 7, 6)))
    assert alone is not None
    assert alone.found.cell(6, 12).kwh == pytest.approx(
        float(noon[0].kwh) + float(next(s.kwh for s in priced_slots if s.start == utc("2025-07-06 11:30")))
    )
    assert found.unpriced_kwh == pytest.approx(float(sum(reading.kwh for reading in energy(UNPRICED))))
    assert found.always_on is not None


async def test_the_planner_knows_which_half_hours_smart_charging_made_cheap() -> None:
    store, day = Database.in_memory(), date(2026, 5, 1)
    night = Decimal(7)
    rates = RateSchedule.of(
        Rate(slot.start, slot.end, night, None, RateSource.DISPATCH if number in (3, 9) else RateSource.PUBLIC)
        for number, slot in enumerate(day_slots(day))
    )

    def smart(day: date, found: Sequence[Reading]) -> DayCost:
        return day_cost(day, {reading.start: reading.kwh for reading in found}, rates, rates, STANDING)

    await store.history.add_page(NUMBER, "S", energy(day), day_span(day), is_done=True)
    await store.history.cost(NUMBER, [day], smart)
    house = await house_of(store.history, NUMBER, None, DateSpan(day, day))
    assert [n for n, smart in enumerate(house.is_smart) if smart] == [3, 9]
    await store.close()


async def test_a_battery_is_planned_over_complete_days_alone(insights: Insights, every: list[DayCost]) -> None:
    span = DateSpan(HOLE - 2 * A_DAY, HOLE + 2 * A_DAY)
    found = await insights.battery(span, BatteryWish(capacities=(0.0, 5.0)))
    assert found is not None
    assert (found.days, found.left_out) == (4, 1)
    dear = [
        sum(float(slot.kwh) for slot in day.slots if slot.quadrant not in (Band.NEGATIVE, Band.QUADRANT_0))
        for day in every
        if span.holds(day.day) and day.day != HOLE
    ]
    assert found.points[0].run.dear_kwh == pytest.approx(dear)
    days = await insights.battery_days(span, BatteryWish(), 5.0)
    assert days is not None
    assert HOLE not in days.days
    assert len(days.day(HOLE - A_DAY)) == 48
    with pytest.raises(ValueError, match="below zero"):
        await insights.battery_days(span, BatteryWish(), -1.0)
