"""What was known of dispatches, and when; what was charged is kept for good; and how little room it takes."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
)
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.dispatch_record import knowledge_of
from kraken_desktop.domain.listed import listed_when_due
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.storage import dispatches_table, migrations
from kraken_desktop.storage.database import Database
from tests.storage.given import ACCOUNT, NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALWAYS = Span(NOW - timedelta(days=900), NOW + timedelta(days=900))
CAR = SmartDevice("car", DeviceKind.VEHICLE, "Family car")
METER = SmartDevice("meter", DeviceKind.OTHER)
DRIVE = Span(NOW + HOUR, NOW + 2 * HOUR)


def polled(
    at: datetime,
    *listed: Span,
    book: DispatchBook | None = None,
    state: str | None = "SMART_CONTROL_CAPABLE",
    problem: Problem | None = None,
    completed: Iterable[CompletedDispatch] = (),
) -> DispatchBook:
    plan = DevicePlan("car", at, tuple(PlannedDispatch("car", span, energy_kwh=Decimal("3.5")) for span in listed))
    plan = replace(plan, problem=problem)
    statuses = [DeviceStatus(CAR, state, at), DeviceStatus(METER, None, at)]
    return after_poll(book or DispatchBook(), at, statuses, [plan], tuple(completed))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database.open(tmp_path / "kraken.db")
    yield opened
    await opened.close()


async def test_a_view_that_says_nothing_new_only_moves_its_end_on(database: Database) -> None:
    for minute, listed in enumerate(([DRIVE], [DRIVE], [DRIVE], [])):
        await database.add_dispatch_view(ACCOUNT, polled(NOW + minute * MINUTE, *listed), NOW + minute * MINUTE)
    first, second = await database.plan_views(ACCOUNT, ALWAYS)
    assert (first.first_seen, first.last_seen, first.state) == (NOW, NOW + 2 * MINUTE, "SMART_CONTROL_CAPABLE")
    assert first.dispatches == (PlannedDispatch("car", DRIVE, energy_kwh=Decimal("3.5")),)
    assert (second.first_seen, second.dispatches) == (NOW + 3 * MINUTE, ())
    assert await database.plan_views(ACCOUNT, Span(NOW + 3 * MINUTE, NOW + HOUR)) == (second,)
    assert database.at_start(NOW).dispatches[ACCOUNT][0] == polled(NOW + 3 * MINUTE)


async def test_a_new_state_is_a_new_view_and_so_is_a_plan_that_could_not_be_read(database: Database) -> None:
    failed = Problem(ProblemKind.UNAVAILABLE, NOW)
    books = (
        polled(NOW, DRIVE),
        polled(NOW + MINUTE, DRIVE, state=None),
        polled(NOW + 2 * MINUTE, state=None, problem=failed),
    )
    for minute, book in enumerate(books):
        await database.add_dispatch_view(ACCOUNT, book, NOW + minute * MINUTE)
    found = [(view.state, view.dispatches is None) for view in await database.plan_views(ACCOUNT, ALWAYS)]
    assert found == [("SMART_CONTROL_CAPABLE", False), (None, False), (None, True)]


async def test_a_night_without_the_app_is_not_claimed_to_be_known(database: Database) -> None:
    for at in (NOW, NOW + 9 * HOUR):
        await database.add_dispatch_view(ACCOUNT, polled(at, DRIVE), at)
    assert [view.last_seen for view in await database.plan_views(ACCOUNT, ALWAYS)] == [NOW, NOW + 9 * HOUR]


async def test_started_grows_and_outlives_the_book(database: Database) -> None:
    book = DispatchBook()
    for minute in range(60, 75):
        book = polled(NOW + minute * MINUTE, DRIVE, book=book)
        await database.add_dispatch_view(ACCOUNT, book, NOW + minute * MINUTE)
    (started,) = book.started
    later = NOW + timedelta(days=20)
    await database.add_dispatch_view(ACCOUNT, polled(later, book=book), later)
    assert (await database.charges(ACCOUNT, ALWAYS)).started == (StartedDispatch("car", started.span),)
    assert (await database.charges(ACCOUNT, Span(NOW, NOW + HOUR / 2))).started == ()


async def test_completed_rows_are_kept_for_good_and_grow_in_place(database: Database) -> None:
    early = CompletedDispatch(Span(NOW - 9 * HOUR, NOW - 8 * HOUR), Decimal("6.61"), None, "AT_HOME")
    half = CompletedDispatch(Span(NOW - HOUR, NOW - HOUR / 2), Decimal("1.5"))
    whole = CompletedDispatch(Span(NOW - HOUR, NOW), Decimal(3))
    book = polled(NOW, completed=(half, early))
    await database.add_dispatch_view(ACCOUNT, book, NOW)
    book = polled(NOW + MINUTE, book=book, completed=(whole, early))
    await database.add_dispatch_view(ACCOUNT, book, NOW + MINUTE)
    later = NOW + timedelta(days=3)
    await database.add_dispatch_view(ACCOUNT, polled(later, book=book, completed=()), later)
    assert (await database.charges(ACCOUNT, ALWAYS)).completed == (whole, early)


async def test_plans_of_more_than_thirteen_months_ago_are_let_go_and_charges_are_not(tmp_path: Path) -> None:
    row = CompletedDispatch(Span(NOW - HOUR, NOW), Decimal(3))
    for at, completed in ((NOW, (row,)), (NOW + timedelta(days=401), ())):
        database = Database.open(tmp_path / "kraken.db")
        await database.add_dispatch_view(ACCOUNT, polled(at, DRIVE, completed=completed), at)
        views, charges = await database.plan_views(ACCOUNT, ALWAYS), await database.charges(ACCOUNT, ALWAYS)
        await database.close()
    assert len(views) == 1
    assert charges.completed == (row,)


seconds = st.integers(0, 2 * 86_400)


@given(st.lists(st.tuples(seconds, st.integers(1, 40_000), st.sampled_from(DispatchKind), st.none() | seconds)))
def test_a_plan_comes_back_as_it_was(rows: list[tuple[int, int, DispatchKind, int | None]]) -> None:
    listed = tuple(
        PlannedDispatch(
            "car",
            Span(NOW + timedelta(seconds=start), NOW + timedelta(seconds=start + length)),
            kind,
            None if watt_hours is None else Decimal(watt_hours) / 1000,
        )
        for start, length, kind, watt_hours in rows
    )
    store = sqlite3.connect(":memory:", isolation_level=None)
    migrations.take(store)
    book = after_poll(DispatchBook(), NOW, [DeviceStatus(CAR, None, NOW)], [DevicePlan("car", NOW, listed)], ())
    dispatches_table.add_view(store, ACCOUNT, book, NOW)
    (view,) = dispatches_table.plan_views(store, ACCOUNT, ALWAYS)
    store.close()
    assert view.dispatches == listed


def test_knowledge_of_a_slot_begins_with_its_first_listing_and_joins_what_says_the_same() -> None:
    store = sqlite3.connect(":memory:", isolation_level=None)
    migrations.take(store)
    other = Span(NOW + 5 * HOUR, NOW + 6 * HOUR)
    plans: list[tuple[Span, ...]] = [(), (DRIVE,), (DRIVE, other), (other,)]
    for minute, listed in enumerate(plans):
        dispatches_table.add_view(store, ACCOUNT, polled(NOW + minute * MINUTE, *listed), NOW + minute * MINUTE)
    said = knowledge_of(Span(DRIVE.start, DRIVE.start + HOUR / 2), dispatches_table.plan_views(store, ACCOUNT, ALWAYS))
    store.close()
    assert [(known.since, known.until, bool(known.listed)) for known in said] == [
        (NOW + MINUTE, NOW + 2 * MINUTE, True),
        (NOW + 3 * MINUTE, NOW + 3 * MINUTE, False),
    ]


async def test_two_accounts_that_charge_smartly_know_nothing_of_each_other(database: Database) -> None:
    van = SmartDevice("van", DeviceKind.VEHICLE, "Van")
    row = CompletedDispatch(Span(NOW - HOUR, NOW), Decimal(3))
    same = CompletedDispatch(row.span, Decimal(8))
    later = NOW + HOUR
    plan = DevicePlan("van", later, (PlannedDispatch("van", Span(NOW + HOUR, NOW + 3 * HOUR)),))
    status = DeviceStatus(van, "SMART_CONTROL_CAPABLE", later)
    theirs = after_poll(DispatchBook(), later, [status], [plan], (same,))
    ours = polled(later, DRIVE, completed=(row,))
    for _ in range(2):  # shown in turns
        await database.add_dispatch_view(ACCOUNT, ours, later)
        await database.add_dispatch_view("A-0000OTHR", theirs, later)
    for account, device, completed in ((ACCOUNT, "car", row), ("A-0000OTHR", "van", same)):
        kept, views = await database.charges(account, ALWAYS), await database.plan_views(account, ALWAYS)
        assert {view.device_id for view in views} == {device}
        assert {seen.device_id for seen in kept.started} == {device}
        assert kept.completed == (completed,)
    assert database.at_start(NOW).dispatches == {ACCOUNT: (ours, later), "A-0000OTHR": (theirs, later)}
    assert await database.charges("A-0000NONE", ALWAYS) == DispatchBook()


minutes = st.integers(0, 90)
plans_read = st.none() | st.lists(st.tuples(minutes, st.integers(1, 60)), max_size=3)


@given(st.lists(st.tuples(st.integers(1, 40), plans_read, st.booleans()), min_size=1, max_size=8), minutes)
def test_what_was_due_is_all_that_the_sums_look_at(
    polls: list[tuple[int, list[tuple[int, int]] | None, bool]], later: int
) -> None:
    """Of two devices, whose plans are read in any order, change, rest or cannot be read."""
    store = sqlite3.connect(":memory:", isolation_level=None)
    migrations.take(store)
    book, at = DispatchBook(), NOW
    cars = (CAR, replace(CAR, id="van"))
    for pause, plan, is_van in polls:
        at += pause * MINUTE
        device = cars[is_van].id
        spans = [Span(NOW + start * MINUTE, NOW + (start + length) * MINUTE) for start, length in plan or ()]
        listed = tuple(PlannedDispatch(device, span, energy_kwh=Decimal(2)) for span in spans)
        problem = None if plan is not None else Problem(ProblemKind.UNAVAILABLE, at)
        read = DevicePlan(device, at, listed, problem)
        book = after_poll(book, at, [DeviceStatus(car, "BOOSTING", at) for car in cars], [read], None)
        dispatches_table.add_view(store, ACCOUNT, book, at)
    now = at + later * MINUTE
    every, due = (ask(store, ACCOUNT, ALWAYS) for ask in (dispatches_table.plan_views, dispatches_table.due_views))
    store.close()
    assert listed_when_due(due, now) == listed_when_due(every, now)
    assert [replace(view, dispatches=()) for view in due] == [replace(view, dispatches=()) for view in every]
