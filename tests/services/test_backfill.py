"""History from the first half hour: whole, newest first, in few requests, going on where a kill left it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import day_slots, london_date
from kraken_desktop.services.state import HistoryProgress
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.house.source import ROOT
from tests.services.given import Running, operations, running
from tests.services.waiting import caught_up

START = "2026-10-14 17:20"


@asynccontextmanager
async def backfilled(home: str, start: str = START, **more: Any) -> AsyncIterator[tuple[Running, Database]]:
    database = Database.in_memory()
    async with running(home, start, database=database, **more) as run:
        await caught_up(run)
        yield run, database


def points(run: Running) -> tuple[MeterPoint, ...]:
    assert run.state.account.value is not None
    return run.state.account.value.meter_points


async def test_every_meter_is_read_back_to_its_first_half_hour_in_few_requests() -> None:
    async with backfilled("agile") as (run, database):
        assert operations(run)["consumption"] <= 12
        progress = run.state.history.value
        assert progress is not None
        assert (progress.share, progress.is_whole) == (1.0, True)
        outlook = await run.services.insights.outlook()
        assert outlook is not None
        assert outlook.ahead
        assert outlook.nights
        for point in points(run):
            extent = await database.history.extent(point.number)
            assert extent is not None
            totals = await database.history.totals(point.number, *extent)
            assert len(totals) == (extent[1] - extent[0]).days + 1 > 400
            assert extent[1] == date(2026, 10, 13)
            before = [day for day in totals if not day.is_complete and day.day < date(2026, 10, 8)]
            assert not before
        await days_cost_what_the_simulator_is_owed(run, database)


async def days_cost_what_the_simulator_is_owed(run: Running, database: Database) -> None:
    """The days on which the clocks change among them."""
    for own in run.world.home.supplies:
        for day in (date(2026, 3, 29), date(2025, 10, 26), date(2026, 7, 1)):
            (total,) = await database.history.totals(own.mpan, day, day)
            owed = run.world.ledger.day(own, day)
            assert (total.expected, total.is_complete) == (len(day_slots(day)), True)
            assert total.kwh == sum(slot.kwh for slot in owed.slots)
            assert total.pence == sum(slot.shown_pence for slot in owed.slots)
            assert total.standing_pence == owed.standing * (1 + owed.vat)
            assert (total.billed.kwh, total.billed.net_pence) == (owed.billed_kwh, owed.net_pence)


async def test_progress_only_grows_and_names_what_is_being_fetched() -> None:
    seen, database = list[HistoryProgress](), Database.in_memory()
    async with running("solar-and-gas", START, database=database) as run:
        run.services.holder.subscribe(lambda state: seen.append(state.history.value) if state.history.value else None)
        await caught_up(run)
        shares = [progress.share for progress in seen]
        assert shares == sorted(shares)
        names = [name for name, _ in groupby(progress.fetching for progress in seen)]
        assert sorted(names) == ["", "Export", "Gas", "Import"]
        assert names[-1] == ""
        assert all((progress.share < 1) == bool(progress.fetching) for progress in seen)
        for name in names[:-1]:
            reached = [progress.reached for progress in seen if progress.fetching == name]
            begun = [at for at in reached if at is not None]
            assert reached == [None] * (len(reached) - len(begun)) + sorted(begun, reverse=True)
        extents = [await database.history.extent(point.number) for point in points(run)]
        assert seen[-1].reached is not None
        assert london_date(seen[-1].reached) == min(extent[0] for extent in extents if extent is not None)


async def test_late_half_hours_are_asked_for_again_until_they_are_there() -> None:
    async with backfilled("agile", "2026-10-14 07:00") as (run, database):
        number = run.state.selection.import_number or ""
        yesterday = date(2026, 10, 13)
        (before,) = await database.history.totals(number, yesterday, yesterday)
        owed = run.world.ledger.day(run.world.home.supplies[0], yesterday)
        assert before.read < before.expected
        assert before.standing_pence == owed.standing * (1 + owed.vat), "which is owed for a day without a reading too"
        await run.advance(hours=6)
        (after,) = await database.history.totals(number, yesterday, yesterday)
        assert (after.read, after.priced) == (48, 48)


async def test_after_a_month_away_nothing_between_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "kraken.db"
    async with running("flexible", "2026-09-01 12:00", database=Database.open(path)) as run:
        await caught_up(run)
    database = Database.open(path)
    async with running("flexible", "2026-10-14 17:20", database=database) as run:
        await caught_up(run)
        assert run.state.selection.import_number is not None
        totals = await database.history.totals(run.state.selection.import_number, date(2026, 8, 1), date(2026, 10, 7))
        assert all(day.is_complete for day in totals)
        assert all(later.day - earlier.day == timedelta(days=1) for earlier, later in pairwise(totals))
        assert len(totals) == 68


async def test_a_run_that_finds_everything_there_asks_for_nothing_old(tmp_path: Path) -> None:
    path = tmp_path / "kraken.db"
    async with running("flexible", START, database=Database.open(path)) as first:
        await caught_up(first)
        assert operations(first)["consumption"] > 0
    async with running("flexible", START, database=Database.open(path)) as again:
        await caught_up(again)
        old = [call for call in again.calls() if "page_size=7000" in call["path"] + str(call.get("query", ""))]
        assert not old
        assert operations(again)["standard-unit-rates"] <= 4
        progress = again.state.history.value
        assert progress is not None
        assert progress.share == 1.0


async def test_while_polling_is_paused_history_rests_too() -> None:
    database = Database.in_memory()
    async with running("flexible", START, database=database) as run:
        run.services.pause(run.clock.now() + timedelta(hours=1))
        await run.advance(minutes=30)
        assert operations(run)["consumption"] == 0
        run.services.pause(None)
        await run.advance(minutes=31)
        assert operations(run)["consumption"] > 0


async def test_while_the_screen_is_locked_history_rests_where_the_person_wants_that() -> None:
    settings = with_value(Settings(), "pause_when_locked", True)
    async with running("flexible", START, database=Database.in_memory(), settings=settings) as run:
        run.services.lock(True)
        await run.advance(minutes=30)
        assert operations(run)["consumption"] == 0
        run.services.lock(False)
        await run.advance(minutes=1)
        assert operations(run)["consumption"] > 0


@pytest.mark.parametrize("fault", ["bad-gateway", "timeout"])
async def test_a_past_that_is_refused_or_hangs_leaves_the_live_part_alone(fault: str) -> None:
    async with running("flexible", START, database=Database.in_memory()) as run:
        run.octopus.inject(fault, operation="consumption")
        await run.advance(minutes=10)
        state = run.state
        assert state.history.problem is not None
        assert state.polling.slowed_by is None
        for live in (state.live, state.import_tariff, state.half_hours, state.account):
            assert live.problem is None
            assert live.value is not None
        assert state.live.fetched_at is not None
        assert run.clock.now() - state.live.fetched_at <= state.polling.current


async def test_a_service_that_refuses_for_a_while_is_asked_again_and_nothing_is_lost() -> None:
    async with backfilled("flexible") as (run, database):
        number = run.state.selection.import_number or ""
        whole = await database.history.totals(number, date(2026, 1, 1), date(2026, 9, 30))
    other = Database.in_memory()
    async with running("flexible", START, database=other) as run:
        run.octopus.inject("bad-gateway", operation="consumption", count=3)
        await run.advance(minutes=40)
        progress = run.state.history.value
        assert progress is not None
        assert progress.share == 1.0
        assert await other.history.totals(number, date(2026, 1, 1), date(2026, 9, 30)) == whole


@pytest.mark.parametrize(("fault", "hours"), [("bad-gateway:ratesx3", 1.6), ("rates-empty:rates", 25)])
async def test_prices_that_were_not_told_at_first_are_asked_for_again(fault: str, hours: float) -> None:
    async with backfilled("flexible", faults=(fault,)) as (run, database):
        number = run.state.selection.import_number or ""
        whole = number, date(2025, 9, 1), date(2026, 10, 12)
        assert any(day.priced < day.read for day in await database.history.totals(*whole))
        run.octopus.clear_faults()
        await run.suspend(hours)
        assert await database.history.unpriced(number, date(2026, 10, 12)) == ()
        assert all(day.standing_pence for day in await database.history.totals(*whole))


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that history is, under names that do not depend on the order of arrival."""
    name = "(SELECT name FROM sources WHERE id = point)"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            table: raw.execute(f"SELECT {name}, * FROM {table} ORDER BY {name}, 3").fetchall()
            for table in ("readings", "costs", "days", "day_bands", "backfills", "uncosted")
        }


def test_killed_fifty_times_nothing_is_lost_and_nothing_double(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.services.killed_backfill", str(tmp_path), "50", "7"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(done.stdout) >= 25  # most kills fell into the work
    expected = contents(tmp_path / "whole.db")
    assert len(expected["readings"]) > 20_000
    killed = sorted(tmp_path.glob("killed-*.db"))
    assert killed
    for path in killed:
        assert contents(path) == expected
