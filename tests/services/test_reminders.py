"""Reminders: told at their time, once, over restarts, and kept on the Notices page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.notices import NoticeKind
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.services.notifier import IN_WINDOW
from kraken_desktop.services.text import price
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.conftest import Filled
from tests.services.given import Running, running, utc


def reminder(start: str, point: ReminderPoint = ReminderPoint.START, what: str = "dishwasher") -> Reminder:
    return Reminder(what, Span(utc(start), utc(start) + timedelta(hours=3)), point, Decimal("7.04"))


PARTS = (("18:00", "18:30"), ("19:00", "19:45"))


def told(run: Running) -> list[tuple[str, datetime]]:
    return [(sent.title, sent.sent_at) for sent in run.state.notices if sent.kind is NoticeKind.REMINDER]


async def test_the_start_and_the_end_are_told_at_their_time() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        for point in (ReminderPoint.END, ReminderPoint.START):
            await run.services.reminders.add(reminder("2026-10-14 18:00", point))
        await run.services.reminders.add(reminder("2026-10-14 18:00"))
        assert [one.point for one in run.state.reminders] == [ReminderPoint.START, ReminderPoint.END]
        await run.advance(minutes=39)
        assert told(run) == []
        await run.advance(minutes=1)
        assert told(run) == [("Time to start: dishwasher", utc("2026-10-14 18:00"))]
        sent = run.board.shown[-1]
        assert sent.body == "The time found for it is 19:00–22:00, about 7.0p per kWh."
        assert len(run.state.reminders) == 1
        await run.advance(hours=3)
        assert [title for title, _ in told(run)] == ["Time is over: dishwasher", "Time to start: dishwasher"]
        assert run.state.reminders == ()


async def test_a_charge_in_parts_is_told_at_every_start_and_pause() -> None:
    parts = tuple(Span(utc(f"2026-10-14 {start}"), utc(f"2026-10-14 {end}")) for start, end in PARTS)
    asked = Reminder("car", Span(parts[0].start, parts[-1].end), ReminderPoint.START, Decimal(9), runs=parts)
    async with running("agile", "2026-10-14 17:55") as run:
        for point in ReminderPoint:
            await run.services.reminders.add(replace(asked, point=point))
        await run.advance(hours=1, minutes=51)
        assert list(reversed(told(run))) == [
            ("Time to start: car", parts[0].start),
            ("Time to pause: car", parts[0].end),
            ("Time to start: car", parts[1].start),
            ("Time is over: car", parts[1].end),
        ]
        bodies = [sent.body for sent in reversed(run.state.notices) if sent.kind is NoticeKind.REMINDER]
        assert bodies[1:] == [
            "It goes on 20:00–20:45.", "The time found for it is 20:00–20:45.", "The time found for it is 20:00–20:45."
        ]  # fmt: skip
        assert run.state.reminders == ()


async def test_a_reminder_that_is_dropped_is_not_told() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        await run.services.reminders.add(reminder("2026-10-14 18:00"))
        await run.services.reminders.drop(reminder("2026-10-14 18:00").key)
        await run.advance(hours=1)
        assert told(run) == []


async def test_it_outlives_the_run_and_one_that_was_missed_is_told_late(filled: Filled) -> None:
    path = await filled("agile", "2026-10-14 17:20")
    async with running("agile", "2026-10-14 17:20", database=Database.open(path)) as run:
        await run.services.reminders.add(reminder("2026-10-14 18:00"))
        await run.services.reminders.add(reminder("2026-10-15 02:00", what="car charge"))
    database = Database.open(path)
    facts = database.at_start(utc("2026-10-14 20:00"))
    async with running("agile", "2026-10-14 20:00", database=database, facts=facts) as run:
        await run.advance(minutes=1)
        (sent,) = [sent for sent in run.state.notices if sent.kind is NoticeKind.REMINDER]
        assert sent.body.endswith("It was due at 19:00.")
        assert [one.what for one in run.state.reminders] == ["car charge"]
    database = Database.open(path)
    facts = database.at_start(utc("2026-10-14 20:10"))
    assert [one.what for one in facts.reminders] == ["car charge"]
    async with running("agile", "2026-10-14 20:10", database=database, facts=facts) as run:
        await run.advance(minutes=5)
        assert [title for title, _ in told(run)] == ["Time to start: dishwasher"], "only what the store remembers"


async def test_quiet_hours_do_not_hold_it_back_but_notices_turned_off_do() -> None:
    quiet = with_value(Settings(), "quiet_hours_on", True)
    quiet = with_value(with_value(quiet, "quiet_from", "00:00"), "quiet_to", "23:59")
    for settings, shown_by in ((quiet, "desktop"), (with_value(Settings(), "notices_on", False), IN_WINDOW)):
        async with running("agile", "2026-10-14 17:20", settings=settings) as run:
            await run.services.reminders.add(reminder("2026-10-14 17:30"))
            await run.advance(minutes=10)
            assert [sent.shown_by for sent in run.state.notices if sent.kind is NoticeKind.REMINDER] == [shown_by]


async def test_nobody_needs_to_be_signed_in() -> None:
    async with running(is_signed_in=False, start="2026-10-14 17:20") as run:
        await run.services.reminders.add(reminder("2026-10-14 17:30"))
        await run.advance(minutes=10)
        assert len(told(run)) == 1


# a time that lost its price


async def planned_charge(run: Running) -> None:
    await run.car("plug")
    await run.car("plan", start="2026-10-14T19:00:00Z", end="2026-10-14T22:00:00Z")
    await run.advance(minutes=2)


async def test_a_withdrawn_charge_takes_the_reminder_back_with_a_word() -> None:
    async with running("intelligent", "2026-10-14 17:20") as run:
        await planned_charge(run)
        for point in ReminderPoint:
            await run.services.reminders.add(reminder("2026-10-14 19:00", point))
        await run.advance(minutes=30)
        assert len(run.state.reminders) == 2, "as long as the plan stands"
        await run.car("withdraw")
        await run.advance(minutes=3)
        assert len(run.state.reminders) == 2, "what goes may come back at once"
        await run.advance(minutes=6)
        assert run.state.reminders == ()
        ((title, _),) = told(run)
        assert title == "Reminder taken back: dishwasher"
        (shown,) = [notice for notice in run.board.shown if notice.kind is NoticeKind.REMINDER]
        tariff = run.state.import_tariff.value
        assert tariff is not None
        day, night = (tariff.schedule.at(utc(f"2026-10-14 {clock}")) for clock in ("19:00", "02:00"))
        assert day is not None
        assert night is not None
        assert "smart charge that made it cheap was withdrawn: 20:00–23:00" in shown.body
        assert f"is about {price(day.pence_inc_vat)} per kWh now, no longer {price(night.pence_inc_vat)}." in shown.body
        assert shown.page == "prices/best"
        await run.advance(hours=3)
        assert len(told(run)) == 1, "and its time passes in silence"


async def test_a_plan_that_comes_back_at_once_takes_nothing_back() -> None:
    async with running("intelligent", "2026-10-14 17:20") as run:
        await planned_charge(run)
        await run.services.reminders.add(reminder("2026-10-14 19:00"))
        await run.car("withdraw")
        await run.advance(minutes=3)
        await planned_charge(run)
        await run.advance(minutes=20)
        assert len(run.state.reminders) == 1
        await run.advance(hours=2)
        assert [title for title, _ in told(run)] == ["Time to start: dishwasher"]


async def test_what_runs_already_and_what_got_cheaper_are_left_alone() -> None:
    async with running("intelligent", "2026-10-14 17:20") as run:
        await run.services.reminders.add(reminder("2026-10-14 19:00"))
        await planned_charge(run)
        await run.services.reminders.add(reminder("2026-10-14 19:00", ReminderPoint.END))
        await run.advance(hours=2)  # 20:22 in London: it runs
        assert [one.point for one in run.state.reminders] == [ReminderPoint.END]
        await run.car("withdraw")
        await run.advance(minutes=15)
        assert [one.point for one in run.state.reminders] == [ReminderPoint.END]


async def test_it_remembers_over_a_restart_what_the_time_was_worth(tmp_path: Path) -> None:
    database, unread = Database.open(tmp_path / "store.db"), ("http-404:consumption",)
    async with running("intelligent", "2026-10-14 17:20", database=database, faults=unread) as run:
        await planned_charge(run)
        await run.services.reminders.add(reminder("2026-10-14 19:00"))
    database = Database.open(tmp_path / "store.db")
    kept = database.at_start(utc("2026-10-14 17:40")).reminders
    await database.close()
    assert [one.rests_on_charge for one in kept] == [True]
    facts = StartFacts(reminders=kept)
    async with running("intelligent", "2026-10-14 17:40", facts=facts, faults=("plan-empty",)) as run:
        await run.advance(minutes=12)
        assert [title for title, _ in told(run)] == ["Reminder taken back: dishwasher"]
