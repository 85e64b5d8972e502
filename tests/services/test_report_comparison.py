"""What the monthly report compares: sums that are whole and settled on both sides, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from kraken_desktop.domain.account import Account, Agreement
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.moments import Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.settled import SettledDay
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.month_report import MonthReport, month_report
from kraken_desktop.services.insights.report_page import Chart, Paragraph, Standing, Tiles
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.database import Database
from tests.services import homes
from tests.services.given import utc

NUMBER = "1200099999990"
OCTOBER = DateSpan(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = DateSpan(date(2026, 9, 1), date(2026, 9, 30))
YEAR_AGO = DateSpan(date(2025, 10, 1), date(2025, 10, 31))
STANDING = RateSchedule((Rate(utc("2020-01-01 00:00"), None, Decimal(50)),))
TIMED, SMART = "GO-VAR-22-10-14", "IOG-SMB-TOU-25-12-12"
NOW = utc("2026-11-12 09:00")


def days_of(*months: DateSpan) -> list[date]:
    return [month.first + timedelta(days=number) for month in months for number in range(month.days)]


def costed(day: date, found: Sequence[Reading]) -> DayCost:
    """A kWh a day, 20p in October 2026 and 10p before; a dear evening of which nothing is used."""
    slots, price = day_slots(day), Decimal(20 if OCTOBER.holds(day) else 10)
    rates = RateSchedule.of(
        Rate(slot.start, slot.end, price if number < 40 else Decimal(60)) for number, slot in enumerate(slots)
    )
    return day_cost(day, {reading.start: reading.kwh for reading in found}, rates, rates, STANDING)


class Home:
    """A store with three months of a home, less the days that it lacks, and of those settled what Octopus settled."""

    def __init__(
        self,
        product: str,
        lacking: Collection[date] = (),
        settled: Sequence[DateSpan] = (),
        since: datetime = homes.LONG_AGO,
    ) -> None:
        self._lacking, self._settled = lacking, settled
        point = homes.point(NUMBER, agreements=[Agreement(f"E-1R-{product}-C", product, since)])
        self.account: Account = homes.account(homes.home("1", point))
        state = AppState(now=NOW, phase=Phase.SIGNED_IN, account=Snapshot(self.account, NOW))
        self._holder = StateHolder(state)

    async def report(self) -> MonthReport:
        store = Database.in_memory()
        history, days = store.history, days_of(YEAR_AGO, SEPTEMBER, OCTOBER)
        readings = [
            Reading(slot.start, Decimal(1) if not number else Decimal(0))
            for day in days
            for number, slot in enumerate(day_slots(day))
            if number or day not in self._lacking
        ]
        whole = Span(day_span(YEAR_AGO.first).start, day_span(OCTOBER.last).end)
        await history.add_page(NUMBER, "S", readings, whole, is_done=True)
        await history.cost(NUMBER, days, costed)
        for month in self._settled:
            totals = await history.totals(NUMBER, month.first, month.last)
            told = [SettledDay(day.day, day.kwh, day.total_pence) for day in totals]
            await history.add_settled(NUMBER, told, month.instants)
        found = await month_report(store, self._holder, self.account, OCTOBER)
        await store.close()
        assert found is not None
        return found


def words_of(report: MonthReport) -> str:
    return " ".join(block.text for block in report.page.blocks if isinstance(block, Paragraph))


def label_of(report: MonthReport) -> str:
    return next(block for block in report.page.blocks if isinstance(block, Tiles)).tiles[0].label


async def test_whole_months_are_compared() -> None:
    report = await Home(TIMED).report()
    # 31 x (20p + 50p) against 30 x (10p + 50p) and 31 x (10p + 50p)
    assert "You paid £21.70 for what you bought: £3.70 more than in September 2026, and £3.10 more than in" in words_of(
        report
    )
    assert label_of(report) == "Electricity"
    assert report.page.standing is Standing.FINAL
    assert report.page.subtitle == "1 to 31 October 2026"


async def test_a_month_that_lacks_days_is_compared_with_none() -> None:
    report = await Home(TIMED, [date(2026, 10, 30), date(2026, 10, 31)]).report()
    words = words_of(report)
    assert "more than" not in words
    assert "less than" not in words
    assert "2 days lack a reading or a price" in words
    assert "not compared with other months before all its days are known" in words
    assert label_of(report) == "Electricity, 2 days short"
    assert report.page.standing is Standing.LACKING
    assert report.page.subtitle == "1 to 31 October 2026, as known on 12 November 2026"


async def test_a_month_that_lacks_days_is_not_compared_with() -> None:
    words = words_of(await Home(TIMED, [date(2026, 9, 30)]).report())
    assert "September" not in words
    assert "£3.10 more than in October 2025" in words


async def test_a_month_in_which_supply_began_is_not_compared_with() -> None:
    words = words_of(await Home(TIMED, since=utc("2026-09-11 23:00")).report())
    assert "September" not in words


async def test_a_month_in_which_supply_began_is_compared_with_none() -> None:
    words = words_of(await Home(TIMED, since=utc("2026-10-11 23:00")).report())
    assert "more than" not in words
    assert "less than" not in words


async def test_an_estimate_is_compared_with_nothing() -> None:
    report = await Home(SMART, settled=(YEAR_AGO, SEPTEMBER)).report()
    words = words_of(report)
    assert "more than" not in words
    assert "not compared with other months before Octopus has settled" in words
    assert label_of(report) == "Electricity, estimated"
    assert report.page.standing is Standing.ESTIMATED


async def test_what_is_settled_is_not_compared_with_an_estimate_and_says_so() -> None:
    report = await Home(SMART, settled=(SEPTEMBER, OCTOBER)).report()
    words = words_of(report)
    assert "£3.70 more than in September 2026." in words
    assert "Not compared with October 2025: Octopus has not settled the smart charges of that time." in words
    assert report.page.standing is Standing.FINAL


@pytest.mark.parametrize(("settled", "pale"), [((SEPTEMBER, OCTOBER), 0), ((OCTOBER,), 1), ((), 2)])
async def test_estimated_months_are_pale_in_the_chart_of_twelve_months(settled: Sequence[DateSpan], pale: int) -> None:
    report = await Home(SMART, settled=settled).report()
    chart = next(block for block in report.page.blocks if isinstance(block, Chart) and "twelve months" in block.title)
    rects = ElementTree.fromstring(chart.svg).iter("{http://www.w3.org/2000/svg}rect")
    assert sum(rect.get("class") == "estimated" for rect in rects) == pale
    assert ("pale = estimated" in chart.svg) == (pale > 0)
    assert chart.told.count("(estimated)") == pale
    assert ("Estimated: what smart charging made cheap" in words_of(report)) == (pale > 0)
