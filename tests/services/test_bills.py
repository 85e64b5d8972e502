"""The bill so far, where it goes, and past bills: Octopus's and ours agree, or why they do not is said."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain import money
from kraken_desktop.domain.billing import BillingPeriod
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.money import BillingDates, Standing
from kraken_desktop.services import smart_slots
from kraken_desktop.services.billing_day import billing_day, told_period
from kraken_desktop.services.bills import OctopusLists, bills_of
from kraken_desktop.services.date_span import DateSpan, SpanKind
from kraken_desktop.services.exports import export_half_hours
from kraken_desktop.services.history_report import history_report
from kraken_desktop.services.paper_report import Paper
from kraken_desktop.services.text.bills import difference_words
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.storage.database import Database
from tests.services.conftest import Filled
from tests.services.given import Running, running, utc
from tests.services.waiting import caught_up


def octopus_lists(run: Running) -> OctopusLists:
    found = [
        money.Bill(str(first), "STATEMENT", bill.first, bill.last, charges=money.Amount(gross=bill.gross_pence))
        for bills in run.world.bills.values()
        for first in bills.issued(run.clock.now(), 14)
        if (bill := bills.bill(first))
    ]
    return OctopusLists(tuple(found))


async def test_past_bills_are_octopuss_and_the_bill_so_far_is_its_days(filled: Filled) -> None:
    database = Database.open(await filled("agile", "2026-10-14 17:20"))
    async with running("agile", "2026-10-14 17:20", database=database) as run:
        await caught_up(run)
        account = run.state.account.value
        assert account is not None
        lists = octopus_lists(run)
        found = await bills_of(database.history, account, london_date(run.clock.now()), 22, lists)
        assert [bill.why for bill in found.past[:12]] == ["the same to the penny"] * 12
        assert all(bill.difference_pence == 0 for bill in found.past[:12])
        assert found.past[0].mean_pence is not None
        year = [Decimal(bill.octopus_pence or 0) for bill in found.past[:12]]
        assert found.past[0].mean_pence == sum(year) / 12
        assert "lack readings" in found.past[13].why
        assert found.so_far is not None
        assert found.so_far.period == BillingPeriod(date(2026, 9, 22), date(2026, 10, 21))
        assert found.so_far.is_complete
        assert (found.so_far.parts[0].days, found.remaining_days) == (22, 8)
        owed = sum(
            (-1 if own.direction == "EXPORT" else 1) * sum(slot.shown_pence for slot in day.slots)
            + (0 if own.direction == "EXPORT" else day.standing * (1 + day.vat))
            for own in run.world.home.supplies
            for number in range(22)
            if (day := run.world.ledger.day(own, date.fromordinal(date(2026, 9, 22).toordinal() + number)))
        )
        assert found.so_far.pence == owed
        assert found.projection is not None
        assert found.projection.low < found.projection.pence < found.projection.high
        assert found.projection.from_days == 22

        unsaid = await bills_of(database.history, account, london_date(run.clock.now()), None, lists)
        assert unsaid.so_far is None
        assert unsaid.projection is None
        assert [bill.period for bill in unsaid.past] == [bill.period for bill in found.past if bill.octopus_pence]

        quarter = BillingPeriod(date(2026, 8, 22), date(2026, 11, 21))
        told = await bills_of(database.history, account, london_date(run.clock.now()), 22, OctopusLists(), quarter)
        assert told.so_far is not None
        assert told.so_far.period == quarter
        assert told.past[0].period.last == date(2026, 8, 21)

        none = await bills_of(database.history, account, london_date(run.clock.now()), 22, OctopusLists())
        assert {bill.octopus_pence for bill in none.past} == {None}
        assert [bill.ours_pence for bill in none.past[:12]] == [bill.ours_pence for bill in found.past[:12]]


@pytest.mark.parametrize(
    ("octopus", "ours", "incomplete", "estimated", "word"),
    [
        (5000, 5000, 0, 0, "the same"),
        (5000, None, 0, 0, "do not reach back"),
        (5000, 4000, 3, 0, "3 days lack readings or prices"),
        (5000, 4990, 1, 0, "1 day lacks"),
        (5000, 5001, 0, 0, "rounding"),
        (5000, 5600, 0, 9, "9 days not settled"),
        (5000, 5600, 0, 0, "corrected"),
        (None, 5600, 0, 0, "no bill is listed"),
        (None, 5600, 1, 0, "no bill is listed; 1 day lacks readings"),
    ],
)
def test_a_difference_is_explained(
    octopus: int | None, ours: int | None, incomplete: int, estimated: int, word: str
) -> None:
    assert word in difference_words(octopus, ours, incomplete, estimated)


async def test_the_month_that_is_not_billed_yet_stands_before_the_bills() -> None:
    async with running("flexible", "2026-10-12 10:00", database=Database.in_memory()) as run:
        await caught_up(run)
        found = await run.services.past.bills()
        assert found is not None
        assert found.so_far is not None
        newest, billed = found.past[:2]
        assert newest.period.last + timedelta(days=1) == found.so_far.period.first
        assert billed.period.last + timedelta(days=1) == newest.period.first
        assert newest.octopus_pence is None
        assert newest.why.startswith("not billed yet")
        assert newest.ours_pence is not None
        assert billed.octopus_pence is not None


async def test_days_that_lack_readings_do_not_make_a_projection_less() -> None:
    """As the ledger says what the whole period comes to."""
    database = Database.in_memory()
    async with running("flexible", "2026-10-28 10:00", database=database, faults=("readings-missing",)) as run:
        await caught_up(run)
        found, account = await run.services.past.bills(), run.state.account.value
        assert found is not None
        assert account is not None
        assert found.so_far is not None
        assert found.projection is not None
        period, (own,) = found.so_far.period, run.world.home.supplies
        days = [period.first + timedelta(days=number) for number in range(period.days)]
        owed = [run.world.ledger.day(own, day) for day in days]
        truth = sum(sum(slot.shown_pence for slot in day.slots) + day.standing * (1 + day.vat) for day in owed)
        assert found.projection.low < truth < found.projection.high
        assert found.projection.missing_days == len(found.so_far.parts[0].incomplete) > 1
        unlisted = await bills_of(database.history, account, date(2026, 10, 28), 11, OctopusLists())
        short = [bill for bill in unlisted.past if bill.incomplete_days]
        assert short
        assert all("lack" in bill.why and bill.mean_pence is None for bill in short)


async def test_days_that_are_over_owe_their_standing_charge_though_octopus_was_not_asked() -> None:
    database = Database.in_memory()
    async with running("flexible-dual-fuel", "2026-10-14 10:00", database=database) as run:
        await caught_up(run)
        run.octopus.inject("no-network")
        run.clock.set(utc("2026-10-20 10:00"))
        run.services.holder.update(now=run.clock.now())
        found = await run.services.past.bills()
        assert found is not None
        assert found.so_far is not None
        days = [found.so_far.period.first + timedelta(days=number) for number in range(31)]
        owed = [day for day in days if day < date(2026, 10, 20)]
        for part, supply in zip(found.so_far.parts, run.world.home.supplies, strict=True):
            told = [run.world.ledger.day(supply, day) for day in owed]
            assert abs(part.standing_pence - sum(day.standing * (1 + day.vat) for day in told)) < Decimal("0.01")
            assert len(part.incomplete) >= 6  # what they used is as unknown as it was
        asked = await history_report(
            run.services.holder, database, "costs", {"from": "2026-10-15"}, run.services.public, Paper()
        )
        for meter, supply in zip(asked.content["meters"], run.world.home.supplies, strict=True):
            told = [run.world.ledger.day(supply, date(2026, 10, day)) for day in range(15, 20)]
            assert abs(meter["standing_pence"] - float(sum(day.standing * (1 + day.vat) for day in told))) < 0.01
            assert not meter["is_complete"]


async def test_while_octopus_is_asked_what_charging_made_cheap_a_bill_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smart_slots, "AT_ONCE", 3)
    async with running("intelligent", "2026-10-14 17:20", database=Database.in_memory()) as run:
        await caught_up(run)
        found = await run.services.past.bills()
        assert found is not None
        assert found.past[3].why.endswith("days still asked for")


def test_a_period_begins_as_the_person_says_else_as_octopus_does() -> None:
    told = Standing(100, billing=BillingDates(None, date(2026, 9, 17)))
    assert billing_day(None, None) is None
    assert billing_day(Standing(100), None) is None
    last = money.Bill("1", "STATEMENT", date(2026, 8, 9), date(2026, 9, 8))
    earlier = money.Bill("0", "STATEMENT", date(2026, 7, 3), date(2026, 8, 8))
    assert billing_day(Standing(100), None, (last, earlier)) == 9
    assert billing_day(told, None, (last,)) == 17
    assert billing_day(told, None) == 17
    assert billing_day(replace(told, billing=BillingDates(22, date(2026, 9, 17))), None) == 22
    assert billing_day(told, 5) == 5


def test_the_period_that_octopus_tells_counts_whatever_its_length_while_it_runs() -> None:
    today, start = date(2026, 11, 10), date(2026, 9, 17)
    quarter = Standing(100, billing=BillingDates(None, start, date(2026, 12, 16)))
    assert told_period(quarter, None, today) == BillingPeriod(start, date(2026, 12, 16))
    assert told_period(quarter, None, date(2026, 12, 17)) is None, "it is over"
    assert told_period(quarter, 5, today) is None, "the person knows better"
    assert told_period(None, None, today) is None
    open_ended = Standing(100, billing=BillingDates(None, start, None))
    assert told_period(open_ended, None, today) == BillingPeriod(start, date(2026, 11, 16))


async def test_octopuss_own_lists_and_settled_days_agree_with_ours(filled: Filled) -> None:
    """All over HTTP: what the bill page asks, and what the usage page sets beside ours."""
    database = Database.open(await filled("agile", "2026-10-14 17:20"))
    async with running("agile", "2026-10-14 17:20", database=database) as run:
        await caught_up(run)
        found = await run.services.past.bills()
        assert found is not None
        assert found.problem is None
        listed = [bill for bill in found.past if bill.octopus_pence is not None]
        assert len(listed) >= 12
        assert {bill.why for bill in listed[:12]} == {"the same to the penny"}
        assert found.payments
        assert run.state.standing.value is not None
        assert run.state.standing.value.balance_pence is not None
        number = run.state.selection.import_number or ""
        span = DateSpan(date(2026, 8, 1), date(2026, 8, 31))
        usage = await run.services.past.usage(UsageQuestion(number, span, SpanKind.MONTH, date(2026, 10, 14)))
        assert usage.settled is not None
        assert (usage.settled.days, usage.settled.differing) == (31, ())
        assert usage.settled.is_energy_same


@pytest.mark.parametrize("home", ["agile", "intelligent"])
async def test_an_answer_about_usage_names_the_question_that_was_asked(
    home: str, filled: Filled, tmp_path: Path
) -> None:
    """A page drops the answer to any other; what is only estimated of it is said all the same, also in a file."""
    database = Database.open(await filled(home, "2026-10-14 17:20"))
    async with running(home, "2026-10-14 17:20", database=database) as run:
        await caught_up(run)
        number = run.state.selection.import_number or ""
        span = DateSpan(date(2026, 10, 1), date(2026, 10, 31))
        question = UsageQuestion(number, span, SpanKind.MONTH, date(2026, 10, 14))
        found = await run.services.past.usage(question)
        assert found.question == question
        assert bool(found.estimated) == (home == "intelligent"), "yesterday is not settled yet"
        account = run.state.account.value
        assert account is not None
        assert await export_half_hours(database, account, span, tmp_path / "october.csv")
        with (tmp_path / "october.csv").open(encoding="utf-8", newline="") as file:
            basis = {row["start_london"][:10]: row["basis"] for row in csv.DictReader(file) if row["kind"] == "import"}
        assert {day for day in basis if basis[day] == "estimated"} == {day.isoformat() for day in found.estimated}
