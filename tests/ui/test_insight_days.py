"""Days off-peak, standard and peak, and where the money goes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSpinBox

from kraken_desktop.domain.spending import SpentSlot, spending_of
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.daily import Amount, DailyBreakdown, DailyRow, Split, daily_sheet
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.ui.plots.hour_map import HourMap
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.daily_panel import DailyPanel
from kraken_desktop.ui.windows.insight_page import InsightPage
from kraken_desktop.ui.windows.sheet_outputs import SheetOutputs
from kraken_desktop.ui.windows.where_panel import WherePanel
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_page import IMPORT, KNOWN, asked, page, part, press, texts

__all__ = ["page"]  # a fixture
A_DAY = timedelta(days=1)


def amount(kwh: str, pence: str) -> Amount:
    return Amount(Decimal(kwh), Decimal(pence))


def breakdown_of(span: DateSpan) -> DailyBreakdown:
    """Ten days, the fourth incomplete: 6 kWh off-peak at 8p, 2 standard at 20p, 1 peak at 40p."""
    split = Split(amount("6", "48"), amount("2", "40"), amount("1", "40"))
    days = [span.first + n * A_DAY for n in range(10)]
    rows = tuple(DailyRow(day, split, Decimal("45"), n != 3) for n, day in enumerate(days))
    whole = Split()
    for row in rows:
        whole = whole.plus(row.split)
    return DailyBreakdown(IMPORT, span, rows, whole, Decimal(450), 1)


def spending_slots(days: int = 28, *, is_flat: bool = False) -> list[SpentSlot]:
    """From 1 January 1970 on: 0.1 kWh a half hour, and 1 kWh from 17:00 to 19:00, at 40p instead of 10p."""
    found = []
    for day in range(days):
        for slot in range(48):
            is_evening = 34 <= slot < 38
            pence = 10.0 if is_flat or not is_evening else 40.0
            start = (day * 48 + slot) * 1800
            found.append(
                SpentSlot(start, day, slot * 30, 1.0 if is_evening else 0.1, pence, is_evening and not is_flat)
            )
    return found


def open_days(page: InsightPage, commands: FakeCommands) -> DateSpan:
    page.open_view("days")
    span, then = asked(commands, "load_daily")
    then(breakdown_of(span))
    return span  # type: ignore[no-any-return]


def open_where(page: InsightPage, commands: FakeCommands, **more: Any) -> WherePanel:
    page.open_view("where")
    span, then = asked(commands, "load_where")
    then(WhereItGoes(IMPORT, span, spending_of(spending_slots(**more), 212.0)))
    return part(page, WherePanel)


def test_days_of_the_last_month_with_their_total(page: InsightPage, commands: FakeCommands) -> None:
    assert open_days(page, commands) == DateSpan(date(2026, 11, 1), date(2026, 11, 30))
    words = texts(page)
    assert "67% bought off-peak" in words
    assert "Off-peak 60.0 kWh for £4.80 · standard 20.0 kWh for £4.00 · peak 10.0 kWh for £4.00" in words
    assert "standing charges £4.50 besides · 1 day is incomplete" in words
    rows = part(page, FactTable, "Days off-peak, standard and peak as a table").rows
    assert rows[0].cells == (
        *("10 days", "60.000", "£4.80", "20.000", "£4.00", "10.000", "£4.00", "90.000", "£12.80", "67%"),
    )
    assert rows[1].cells[0] == "Tue 10 Nov"
    assert [row.cells[0] for row in rows if "," in row.cells[0]] == ["Wed 4 Nov, incomplete"]


def test_the_days_go_out_as_a_file_with_exact_figures(page: InsightPage, commands: FakeCommands) -> None:
    span = open_days(page, commands)
    assert daily_sheet(breakdown_of(span).rows).splitlines()[:2] == [
        "date,off_peak_kwh,off_peak_pence,standard_kwh,standard_pence,peak_kwh,peak_pence,one_price_kwh,"
        "one_price_pence,unpriced_kwh,total_kwh,total_pence,standing_pence,is_complete",
        "2026-11-01,6,48,2,40,1,40,0,0,0,9,128,45,yes",
    ]
    outputs = part(page, SheetOutputs, "Copy the days as a table, or save or print it")
    outputs.click()
    assert "10 days\t60.000\t£4.80" in QGuiApplication.clipboard().text()
    paper = outputs.sheet().paper
    assert paper.lines[0] == f"1 INVENTED STREET, ZZ1 1ZZ · meter point {IMPORT} · account A-0000TEST"
    assert paper.lines[1] in texts(page)
    assert len(paper.tables[0].rows) == 11
    assert paper.chart is not None
    assert paper.chart.boundingRect().height() > 100, "whether the chart is shown or the table"


def test_a_day_of_one_price_is_neither_off_peak_nor_peak(page: InsightPage, commands: FakeCommands) -> None:
    page.open_view("days")
    span, then = asked(commands, "load_daily")
    flat = Split(one_price=amount("9", "180"))
    rows = (DailyRow(span.first, flat, Decimal(45), True),)
    then(DailyBreakdown(IMPORT, span, rows, flat, Decimal(45), 0))
    words = texts(page)
    assert "One price all day: no hour was off-peak or peak" in words
    assert "On days of one price 9.0 kWh for £1.80" in words
    table = next(table for table in page.findChildren(FactTable) if table.isVisible())
    assert table.rows[1].cells == ("Sun 1 Nov, one price", *[""] * 6, "9.000", "£1.80", "–")
    assert [table.isColumnHidden(column) for column in range(10)] == [False, *[True] * 6, *[False] * 3]
    mixed = flat.plus(Split(amount("6", "48"), amount("2", "40"), amount("1", "40")))
    then(DailyBreakdown(IMPORT, span, (DailyRow(span.first, mixed, None, True),), mixed, Decimal(0), 0))
    assert "67% bought off-peak" in texts(page)
    assert not any(table.isColumnHidden(column) for column in range(10))


def test_days_before_and_after(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    open_days(page, commands)
    press(page, qtbot, "Earlier")
    assert asked(commands, "load_daily")[0] == DateSpan(date(2026, 10, 1), date(2026, 10, 31))
    press(page, qtbot, "Days of a: Week")
    assert asked(commands, "load_daily")[0] == DateSpan(date(2026, 11, 16), date(2026, 11, 22))


def test_days_as_bars_can_be_pointed_at(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    open_days(page, commands)
    press(page, qtbot, "Shown as: £")
    qtbot.keyClick(part(part(page, DailyPanel), UsageChart), Qt.Key.Key_Home)
    assert "Sunday 1 November: off-peak 6.0 kWh £0.48, standard 2.0 kWh £0.40" in texts(page)


def test_no_day_stored_says_so(page: InsightPage, commands: FakeCommands) -> None:
    page.open_view("days")
    span, then = asked(commands, "load_daily")
    then(DailyBreakdown(IMPORT, span, (), Split(), ZERO, 0))
    assert "Nothing is stored of this time" in texts(page)


def test_where_it_goes_tells_habit_always_on_and_the_dearest_hours(page: InsightPage, commands: FakeCommands) -> None:
    panel = open_where(page, commands)
    assert asked(commands, "load_where")[0] == DateSpan(date(2025, 11, 23), KNOWN.last)
    words = texts(page)
    # 4 weeks of one weekday's 4 kWh at 40p are £6.40 in 28 days
    assert "17:00–19:00, £6.95 a month." in words
    assert "212 W are always on: 1,857 kWh" in words
    assert len(part(panel, FactTable).rows) == 10
    assert part(panel, FactTable).rows[0].cells[1:] == ("2.000", "40.0", "£0.80")


def test_shifting_tells_what_each_kwh_saves(page: InsightPage, commands: FakeCommands) -> None:
    open_where(page, commands)
    spin = page.findChild(QSpinBox)
    assert spin is not None
    assert "saves £219.00 a year" in texts(page)  # 2 kWh × 30p × 365
    spin.setValue(10)
    assert "saves £438.00 a year (on most days there is less to move: 4.0 kWh a day on average)" in texts(page)


def test_an_hour_of_the_week_is_pointed_at_with_keys(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    open_where(page, commands)
    hours = page.findChild(HourMap)
    assert hours is not None
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Right] * 17, Qt.Key.Key_Down):
        qtbot.keyClick(hours, key)
    assert "Tuesdays 17:00–18:00: 8.0 kWh, £3.20; dear 8.0 kWh, £3.20" in texts(page)


def test_a_price_that_never_changes_has_nothing_to_shift(page: InsightPage, commands: FakeCommands) -> None:
    panel = open_where(page, commands, is_flat=True)
    assert "Nothing was dear" in texts(page)
    assert not part(panel, QSpinBox, "Energy to shift a day").isVisible()


@pytest.mark.parametrize(("name", "first"), [("30 days", date(2026, 10, 24)), ("Everything", KNOWN.first)])
def test_other_stretches(page: InsightPage, commands: FakeCommands, qtbot: Any, name: str, first: date) -> None:
    open_where(page, commands)
    press(page, qtbot, f"Of the last: {name}")
    assert asked(commands, "load_where")[0] == DateSpan(first, KNOWN.last)
