"""Readings of years and what they cost: costed once, summed in any way to the same, marked when something changes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.measurement import Share
from kraken_desktop.domain.moments import Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.settled import SettledDay, SettledSlot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage import migrations
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import ReadOnly
from kraken_desktop.storage.history_store import HistoryStore, Reach
from tests.house.source import ROOT
from tests.storage.given import NOW, POINT

SERIAL = "99Z9999991"
FIRST = date(2026, 3, 20)
DAYS = 40
NIGHT, DAY = Decimal("7.123"), Decimal("28.65")


def readings(first: date, days: int, kwh: str = "0.125") -> tuple[Reading, ...]:
    return tuple(
        Reading(slot.start, Decimal(kwh) + number % 7)
        for number, slot in enumerate(slot for day in range(days) for slot in day_slots(first + timedelta(days=day)))
    )


def costing(day: date, found: Sequence[Reading]) -> DayCost:
    span = day_span(day)
    night = Rate(span.start, span.start + (span.end - span.start) / 4, NIGHT)
    agreed = RateSchedule.of([night, Rate(night.stop, span.end, DAY)])
    standing = RateSchedule((Rate(span.start, span.end, Decimal("47.85")),))
    return day_cost(day, {reading.start: reading.kwh for reading in found}, agreed, agreed, standing)


async def filled(database: Database) -> HistoryStore:
    store, page = database.history, readings(FIRST, DAYS)
    await store.add_page(POINT, SERIAL, page, Span(page[0].start, page[-1].start), is_done=False)
    waiting = await store.uncosted(POINT, NOW.date(), 100)
    assert waiting == tuple(FIRST + timedelta(days=day) for day in reversed(range(DAYS)))
    await store.cost(POINT, waiting, costing)
    assert await store.uncosted(POINT, NOW.date(), 100) == ()
    return store


@pytest.fixture
async def database() -> Database:
    return Database.in_memory()


async def test_sums_by_day_month_band_and_quadrant_are_one(database: Database) -> None:
    store = await filled(database)
    last = FIRST + timedelta(days=DAYS - 1)
    days = await store.totals(POINT, FIRST, last)
    kwh, pence = sum(day.kwh for day in days), sum(day.pence for day in days)
    assert kwh == sum(reading.kwh for reading in readings(FIRST, DAYS))
    for by_month in (True, False):
        for by_quadrant in (True, False):
            found = await store.span_totals(POINT, FIRST, last, by_month=by_month, by_quadrant=by_quadrant)
            for sums in (found.sums, found.bands):
                assert sum(row.kwh for row in sums) == pytest.approx(float(kwh))
                assert sum(row.pence for row in sums) == pytest.approx(float(pence))
            assert sum(row.days for row in found.sums) == DAYS
            assert all(row.is_complete for row in found.sums)
    slots = await store.slots(POINT, Span(day_span(FIRST).start, day_span(last).end))
    assert sum(slot.pence or 0 for slot in slots) == pence
    assert await store.extent(POINT) == (FIRST, last)
    assert await store.reach(POINT, SERIAL) == Reach(day_span(FIRST).start, is_done=False)
    whole = Span(NOW - timedelta(days=400), NOW)
    assert await store.meters(POINT, whole) == ()
    replaced = readings(last, 3)
    await store.add_page(POINT, "99Z9999992", replaced, Span(replaced[0].start, NOW), is_done=True)
    assert [name for name, _ in await store.meters(POINT, whole)] == [SERIAL, "99Z9999992"]
    await database.close()


async def test_the_same_readings_again_are_no_work_and_a_corrected_one_is_its_days(database: Database) -> None:
    store = await filled(database)
    page = readings(FIRST, 3)
    await store.add_increment(POINT, SERIAL, page, FIRST, FIRST)
    assert await store.uncosted(POINT, NOW.date(), 100) == ()
    await database.add_readings(POINT, [Reading(page[50].start, Decimal(9))])
    assert await store.uncosted(POINT, NOW.date(), 100) == (FIRST + timedelta(days=1),)
    await store.cost(POINT, [FIRST + timedelta(days=1)], costing)
    (day,) = await store.totals(POINT, FIRST + timedelta(days=1), FIRST + timedelta(days=1))
    assert day.kwh == sum(reading.kwh for reading in page[48:96]) - page[50].kwh + 9
    await store.recost(POINT, FIRST, FIRST + timedelta(days=2))
    assert len(await store.uncosted(POINT, NOW.date(), 100)) == 3
    await database.close()


async def test_a_day_without_readings_is_told_as_missing(database: Database) -> None:
    store = await filled(database)
    gap = FIRST + timedelta(days=DAYS)
    await store.add_increment(POINT, SERIAL, (), gap, gap + timedelta(days=1))
    await store.cost(POINT, await store.uncosted(POINT, NOW.date(), 100), costing)
    empty, _ = await store.totals(POINT, gap, gap + timedelta(days=1))
    assert (empty.read, empty.expected, empty.is_complete) == (0, 48, False)
    assert await store.first_incomplete(POINT, FIRST, gap + timedelta(days=5)) == gap
    await database.close()


@pytest.mark.parametrize("version", range(1, len(migrations.STEPS) + 1))
async def test_readings_of_every_version_are_kept_and_wait_to_be_costed(version: int, tmp_path: Path) -> None:
    path = tmp_path / "kraken.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(Path(__file__).with_name(f"version_{version}.sql").read_text(encoding="utf-8"))
        assert raw.execute("PRAGMA user_version").fetchone() == (version,)
    database = Database.open(path)
    assert database.trouble is None
    kept = await database.readings(POINT, Span(NOW - timedelta(days=9), NOW))
    assert kept[0] == Reading(NOW - timedelta(hours=13), Decimal("0.123"))
    history = database.history
    costed = await history.totals(POINT, date(2026, 10, 1), NOW.date())
    waiting = await history.uncosted(POINT, NOW.date(), 9)
    assert {day.day for day in costed} | set(waiting) == {date(2026, 10, 4)}
    await database.close()
    assert (tmp_path / f"kraken.db.before-{version + 1}").exists() == (version < len(migrations.STEPS))


async def test_a_back_up_holds_everything_and_writes_over_nothing(tmp_path: Path) -> None:
    database, copy = Database.open(tmp_path / "kraken.db"), tmp_path / "copy.db"
    await filled(database)
    assert await database.is_sound()
    await database.back_up(copy)
    with pytest.raises(ReadOnly):
        await database.back_up(copy)
    await database.close()
    again = Database.open(copy)
    assert len(await again.history.totals(POINT, FIRST, NOW.date())) == DAYS
    await again.close()


async def test_what_octopus_settled_is_kept_and_corrected(database: Database) -> None:
    store, last = database.history, FIRST + timedelta(days=2)
    days = [SettledDay(FIRST + timedelta(days=n), Decimal(5), Decimal("123.4567") + n) for n in range(3)]
    assert await store.settled_reach(POINT) is None
    await store.add_settled(POINT, days[1:], Span(day_span(days[1].day).start, day_span(last).end))
    await store.add_settled(POINT, days[:1], Span(day_span(FIRST).start, day_span(FIRST).end))
    assert await store.settled(POINT, FIRST, last) == tuple(days)
    assert await store.settled_reach(POINT) == Span(day_span(FIRST).start, day_span(last).end)
    corrected = SettledDay(FIRST, Decimal(5), Decimal(99))
    await store.add_settled(POINT, [corrected], Span(day_span(FIRST).start, day_span(FIRST).end))
    assert (await store.settled(POINT, FIRST, FIRST)) == (corrected,)
    await database.close()


async def test_a_day_that_a_car_was_charged_for_is_split_once_and_again_when_it_is_corrected(
    database: Database,
) -> None:
    store, day = await filled(database), FIRST + timedelta(days=1)
    (ours,) = await store.totals(POINT, day, day)
    whole = Span(day_span(FIRST).start, day_span(day).end)
    settled = SettledDay(day, ours.kwh, ours.total_pence, car_kwh=Decimal("3.5"))
    await store.add_settled(POINT, [replace(settled, day=FIRST, car_kwh=Decimal(0)), settled], whole)
    assert await store.settled(POINT, day, day) == (settled,)
    first = await store.totals(POINT, FIRST, FIRST)
    expected = () if abs(first[0].total_pence - settled.pence) < Decimal("0.05") else (FIRST,)
    assert await store.unexplained(POINT, whole, 9) == (day, *expected)
    slots = [
        SettledSlot(slot.start, ((Share(False, True), Decimal("0.125")), (Share(True, True), Decimal("2.114"))))
        for slot in day_slots(day)
    ]
    await store.add_settled_slots(POINT, day, slots, is_whole=True)
    assert list((await store.settled_slots(POINT, whole)).values()) == slots
    assert day in await store.uncosted(POINT, NOW.date(), 9)
    assert day not in await store.unexplained(POINT, whole, 9)
    await store.cost(POINT, [day], costing)
    await store.add_settled(POINT, [settled], whole)
    assert day not in await store.unexplained(POINT, whole, 9), "asked once"
    await store.add_settled(POINT, [replace(settled, pence=settled.pence + 1)], whole)
    assert day in await store.unexplained(POINT, whole, 9), "Octopus corrected it"
    await database.close()


async def test_what_a_car_is_charged_for_comes_back_with_its_half_hour(database: Database) -> None:
    store = await filled(database)
    own = Rate(day_span(FIRST).start, None, Decimal(9))

    def with_car(day: date, found: Sequence[Reading]) -> DayCost:
        plain = costing(day, found)
        agreed = RateSchedule((Rate(day_span(day).start, None, DAY),))
        kwh = {reading.start: reading.kwh for reading in found}
        cars = {found[3].start: ((Decimal("0.1"), own),)}
        return day_cost(day, kwh, agreed, agreed, RateSchedule((plain.standing,) if plain.standing else ()), cars=cars)

    await store.cost(POINT, [FIRST], with_car)
    (total,) = await store.totals(POINT, FIRST, FIRST)
    slots = await store.slots(POINT, day_span(FIRST))
    assert slots[3].car_kwh == Decimal("0.1")
    assert slots[3].car_pence == Decimal("0.9")
    assert sum(slot.pence or 0 for slot in slots) == total.pence
    bands = (await store.span_totals(POINT, FIRST, FIRST, by_month=False, by_quadrant=False)).bands
    assert sum(band.pence for band in bands) == pytest.approx(float(total.pence))
    await database.close()


@pytest.mark.parametrize("version", range(1, len(migrations.STEPS)))
def test_a_migration_killed_again_and_again_loses_nothing(tmp_path: Path, version: int) -> None:
    earlier = Path(__file__).with_name(f"version_{version}.sql")
    command = [
        sys.executable,
        "-m",
        "tests.storage.killed_migration",
        str(tmp_path / "kraken.db"),
        str(earlier),
        "20",
        "11",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(number) for number in range(20)]
