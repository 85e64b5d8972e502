"""A span's totals: what they lack is said to the day, and like is set beside like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.costs import day_cost
from kraken_desktop.domain.moments import Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services import text
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.usage import Usage, usage_of
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.simulator.faults import Trouble
from kraken_desktop.storage.database import Database
from kraken_desktop.ui.view_models.bills import bills_view
from kraken_desktop.ui.view_models.usage import usage_view
from tests.services.given import running
from tests.services.waiting import caught_up

NUMBER = "1200099999990"
SINCE = date(2026, 1, 1)


async def asked(
    span: DateSpan, kind: SpanKind, until: date, supplied: Span | None = None, without: Collection[date] = ()
) -> Usage:
    """One kWh a half hour at a penny, read from the first of the year to the day before ``until``, but some days."""
    database = Database.in_memory()
    price = RateSchedule((Rate(day_span(SINCE).start, None, Decimal(1)),))
    days = [SINCE + timedelta(days=number) for number in range((until - SINCE).days)]
    days = [day for day in days if day not in without]
    readings = [Reading(slot.start, Decimal(1)) for day in days for slot in day_slots(day)]
    await database.history.add_increment(NUMBER, "S", readings, SINCE, days[-1])
    await database.history.cost(
        NUMBER, days, lambda day, found: day_cost(day, {one.start: one.kwh for one in found}, price, price, price)
    )
    found = await usage_of(database.history, UsageQuestion(NUMBER, span, kind, until, supplied=supplied))
    await database.close()
    return found


@pytest.mark.parametrize("until", [date(2026, 3, 30), date(2026, 4, 2)])
async def test_days_of_which_nothing_is_known_are_counted(until: date) -> None:
    span = DateSpan(date(2025, 12, 1), date(2026, 3, 31))
    assert (await asked(span, SpanKind.CUSTOM, until)).unknown_days == 31
    moved_in = Span(day_span(date(2025, 12, 20)).start, day_span(date(2027, 1, 1)).start)
    assert (await asked(span, SpanKind.CUSTOM, until, moved_in)).unknown_days == 12


@pytest.mark.parametrize(("day", "days"), [(15, 14), (29, 28), (30, 28), (31, 28)])
async def test_no_day_is_on_both_sides_and_both_have_as_many(day: int, days: int) -> None:
    until = date(2026, 3, day)
    found = await asked(span_holding(until, SpanKind.MONTH), SpanKind.MONTH, until)
    assert (found.compared.days, found.before.days) == (days, days)
    assert found.compared_span == DateSpan(date(2026, 3, 1), date(2026, 3, days))
    assert found.before.kwh == days * 48
    assert found.compared.is_whole
    assert found.before.is_whole


@pytest.mark.parametrize(("late", "compared"), [((14,), 13), ((13, 14), 12), ((5,), 14)])
async def test_readings_that_come_late_leave_the_days_before_them_comparable(
    late: tuple[int, ...], compared: int
) -> None:
    until = date(2026, 3, 15)
    without = [date(2026, 3, day) for day in late]
    found = await asked(span_holding(until, SpanKind.MONTH), SpanKind.MONTH, until, without=without)
    assert found.compared_span == DateSpan(date(2026, 3, 1), date(2026, 3, compared))
    assert found.before.kwh == compared * 48
    assert found.compared.is_whole is (5 not in late)


async def test_a_bar_of_the_month_that_runs_lacks_only_days_that_are_over() -> None:
    until = date(2026, 3, 15)
    year = span_holding(until, SpanKind.YEAR)
    bars = (await asked(year, SpanKind.YEAR, until)).bars
    assert [bar.is_lacking for bar in bars] == 12 * [False]
    gap = (await asked(year, SpanKind.YEAR, until, without=[date(2026, 3, 14), date(2026, 1, 9)])).bars
    assert [bar.is_lacking for bar in gap] == [True, False, True, *9 * [False]]


async def test_a_month_of_moving_in_lacks_nothing_and_is_compared_with_nothing() -> None:
    moved_in = Span(day_span(SINCE).start, day_span(date(2027, 1, 1)).start)
    span = DateSpan(date(2025, 12, 20), date(2026, 1, 20))
    found = await asked(span, SpanKind.CUSTOM, date(2026, 4, 2), moved_in)
    assert (found.sums.is_complete, found.sums.is_whole, found.unknown_days) == (True, False, 0)
    assert all(bar.is_complete for bar in found.bars)


async def test_a_span_that_is_over_is_compared_whole() -> None:
    found = await asked(span_holding(date(2026, 3, 5), SpanKind.MONTH), SpanKind.MONTH, date(2026, 4, 2))
    assert (found.compared.days, found.before.days, found.unknown_days) == (31, 28, 0)


async def test_yesterday_stands_by_the_mini_until_its_readings_arrive() -> None:
    database = Database.in_memory()
    async with running("agile", "2026-10-14 22:50", database=database) as run:
        await caught_up(run)
        number = run.state.selection.import_number or ""
        await run.advance(minutes=45)
        yesterday, today = date(2026, 10, 14), date(2026, 10, 15)
        owed = run.world.ledger.day(run.world.home.supplies[0], yesterday)
        for kind in (SpanKind.YEAR, SpanKind.WEEK, SpanKind.DAY):
            question = UsageQuestion(number, span_holding(yesterday, kind), kind, today)
            found = await run.services.past.usage(question)
            stored = await database.history.totals(number, question.span.first, question.span.last)
            assert stored[-1].day == yesterday
            total = sum(day.total_pence for day in stored) + sum(slot.shown_pence for slot in owed.slots)
            (bar,) = found.estimates
            assert (bar.days, bar.read, bar.priced) == (DateSpan(yesterday, yesterday), 48, 48)
            assert abs(bar.kwh - sum(slot.kwh for slot in owed.slots)) < Decimal("0.01")
            assert abs(bar.pence - sum(slot.shown_pence for slot in owed.slots)) < 1
            view = usage_view(found, True, None, False)
            assert abs(Decimal(view.total.removeprefix("£")) * 100 - total) < 2
            standing = stored[-1].standing_pence if kind is SpanKind.DAY else 0  # which half hours have none of
            drawn = sum(sum(part.value for part in bar.parts) for bar in view.chart.bars)
            assert abs(Decimal(drawn) * 100 + (standing or 0) - total) < 2
            assert "by the Home Mini until the readings arrive" in view.facts
            assert "48 half hours" not in view.missing
            assert sum(bar.is_live for bar in view.chart.bars) == len(found.estimate_slots or found.estimates)
        assert len(found.estimate_slots) == 48
        bills = await run.services.past.bills()
        assert bills is not None
        (part,) = [part for part in bills.by_mini if part.direction is Direction.IMPORT]
        assert part.days == (yesterday,)
        assert (part.told, part.priced, part.expected) == (48, 48, 48)
        assert abs(part.pence - sum(slot.shown_pence for slot in owed.slots)) < 1
        page = bills_view(bills, run.state.standing, run.clock.now())
        card, shown = page.cards[1], page.parts
        assert bills.so_far is not None
        assert card.figure == text.money(bills.so_far.pence + sum(part.pence for part in bills.by_mini))
        assert card.note.endswith("estimated by the Home Mini")
        assert [row.cells[-1] for row in shown].count("1 day estimated by the Home Mini") == len(bills.by_mini)
        await run.suspend(hours=16)
        assert (await run.services.past.usage(replace(question, until=today))).estimates == ()
        metered = await run.services.past.bills()
        assert metered is not None
        assert metered.by_mini == ()


async def test_a_day_that_the_mini_told_in_part_is_not_taken_for_whole() -> None:
    day = date(2026, 10, 14)
    async with running("agile", "2026-10-14 09:05", database=Database.in_memory()) as run:
        await caught_up(run)
        run.world.inject(Trouble("no-network"))
        await run.suspend(hours=24)
        number = run.state.selection.import_number or ""
        question = UsageQuestion(number, DateSpan(day, day), SpanKind.WEEK, date(2026, 10, 15))
        found = await run.services.past.usage(question)
        (bar,) = found.estimates
        assert 0 < bar.read < 48
        untold = found.sums.expected - found.sums.read - found.told_slots + found.short_slots
        assert untold + bar.read == 48
