"""The usage page where something is not known: days to come, days without readings, and what is not compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QFileDialog

from kraken_desktop.domain.bands import BandScheme
from kraken_desktop.domain.costs import Billed, DayTotal
from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.exports import Exported
from kraken_desktop.services.state import AppState
from kraken_desktop.services.usage import Sums, Usage, UsageBar, empty_usage, slot_bars
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.ui.dialogs.export_dialog import with_ending
from kraken_desktop.ui.view_models.history import history_trouble
from kraken_desktop.ui.view_models.slot_reasons import slot_reasons
from kraken_desktop.ui.view_models.usage import UsageView, usage_view
from kraken_desktop.ui.view_models.usage_calendar import calendar_days
from kraken_desktop.ui.windows.usage_page import UsagePage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home
from tests.ui.usage_given import IMPORT, TODAY, answer, asked, day_bar, month_of, press, texts

MONTH = UsageQuestion(IMPORT, span_holding(TODAY, SpanKind.MONTH), SpanKind.MONTH, TODAY)


def unread(day: date, standing: str = "0", unknown_days: int = 1) -> Usage:
    """A day of which nothing was read; its standing charge may be known."""
    question = UsageQuestion(IMPORT, DateSpan(day, day), SpanKind.DAY, TODAY)
    sums = Sums(
        Decimal(0), Decimal(standing), Decimal(standing), 48 if Decimal(standing) else 0, days=1, standing_days=1
    )
    return replace(empty_usage(question), bars=slot_bars(day, (), False), sums=sums, unknown_days=unknown_days)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY + timedelta(days=3), "This day is still to come."),
        (TODAY - timedelta(days=1), "Nothing is known of this time yet."),
        (TODAY, "Nothing is known yet."),
    ],
)
@pytest.mark.parametrize("is_money", [True, False])
def test_what_is_not_known_is_no_figure(day: date, words: str, is_money: bool) -> None:
    view = usage_view(unread(day, unknown_days=int(day < TODAY)), is_money, None, False)
    assert (view.total, view.facts, view.missing) == ("–", "", words)


def test_a_standing_charge_is_owed_whatever_was_read() -> None:
    view = usage_view(unread(TODAY - timedelta(days=1), "48", unknown_days=0), False, None, False)
    assert (view.total, view.facts) == ("–", "standing charges £0.48")
    assert view.missing == "Incomplete: 48 half hours not read yet."


def test_a_day_that_the_mini_told_in_part_lacks_the_rest() -> None:
    month = month_of(MONTH)
    told = usage_view(replace(month, unknown_days=1, told_days=1, short_slots=30), False, None, False).missing
    assert "30 half hours not read yet" in told
    assert "not known" not in told


def test_a_chart_without_bars_has_words_and_no_invented_axis() -> None:
    view = usage_view(unread(TODAY - timedelta(days=1)), True, None, False)
    assert (view.chart.empty_words, view.compared) == ("No readings", "")
    assert usage_view(unread(TODAY + timedelta(days=1)), True, None, False).chart.empty_words == "Still to come"


def test_a_time_without_supply_is_not_called_unknown() -> None:
    view = usage_view(unread(TODAY - timedelta(days=900), unknown_days=0), True, None, False)
    assert (view.total, view.missing) == ("–", "Nothing was supplied here at that time.")


def test_days_to_come_are_not_gone_down_to_and_have_no_rows(usage_page: UsagePage, commands: FakeCommands) -> None:
    answer(commands)
    before = len(commands.calls)
    usage_page._chart.chosen.emit(TODAY.day)
    usage_page._go_to_day(TODAY.day)
    assert len(commands.calls) == before
    assert len(usage_page._table.rows) == TODAY.day
    usage_page._chart.pointed.emit(TODAY.day)
    assert "Tuesday 24 November: still to come" in texts(usage_page)


def test_nothing_is_exported_or_printed_before_there_is_something(
    usage_page: UsagePage, commands: FakeCommands
) -> None:
    outputs = usage_page._choices.export, usage_page._choices.print
    assert not any(button.isEnabled() for button in outputs)
    answer(commands)
    assert all(button.isEnabled() for button in outputs)


def test_a_half_hour_to_come_is_not_called_late() -> None:
    bars = slot_bars(TODAY, (), False)
    said = [slot_reasons(bar, "Agile", BandScheme(), NOW)[0] for bar in bars[29:32]]
    assert "has not arrived" in said[0]
    assert said[1:] == ["15:00–15:30 runs.", "15:30–16:00 is still to come."]


def test_a_tariff_is_called_by_its_name(usage_page: UsagePage) -> None:
    assert usage_page._choices.tariff_on(TODAY) == "Agile"
    assert usage_page._choices.tariff_on(date(2020, 1, 1)) == "no tariff"


# compared


def compared(**more: Any) -> str:
    return usage_view(replace(month_of(MONTH), **more), False, None, False).compared


def test_why_nothing_is_compared_is_said() -> None:
    gap = Sums(Decimal(1), Decimal(1), expected=48, read=47, priced=47, days=1)
    span = DateSpan(MONTH.span.first, date(2026, 11, 21))
    assert compared(compared=gap, compared_span=span) == (
        "Not compared with October 2026: not every day until 21 Nov is known."
    )
    assert compared(before=gap) == "Not compared with October 2026: not every day of it is known."
    assert compared(compared=Sums()) == ""
    assert compared().startswith("50% more than the same days of October 2026")


# rows and calendar


def row_of(bar: UsageBar, **asked_for: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    is_export = asked_for.get("is_export", False)
    view: UsageView = usage_view(month_of(MONTH).with_bars((bar,)), False, None, is_export)
    return tuple(column.title for column in view.columns), view.rows[0].cells


def test_a_row_tells_the_standing_charge_apart_and_its_mean_price_fits_its_cost() -> None:
    titles, cells = row_of(day_bar(date(2026, 11, 3), "10", "250"))
    assert titles == ("When", "kWh", "Cost", "Standing", "Together", "per kWh", "")
    assert cells == ("Tuesday 3 November", "10.000", "£2.50", "£0.50", "£3.00", "25.0p", "")
    titles, cells = row_of(replace(day_bar(date(2026, 11, 3), "10", "250"), standing_pence=Decimal(0)), is_export=True)
    assert titles == ("When", "kWh", "Earned", "per kWh", "")
    assert cells == ("Tuesday 3 November", "10.000", "£2.50", "25.0p", "")


def test_a_month_that_runs_and_lacks_a_day_says_both_and_is_hatched() -> None:
    year = UsageQuestion(IMPORT, span_holding(TODAY, SpanKind.YEAR), SpanKind.YEAR, TODAY)
    month = replace(day_bar(date(2026, 11, 1), "200", "5000"), days=MONTH.span, is_complete=False, is_lacking=True)
    view = usage_view(replace(empty_usage(year), bars=(month,)), False, day_bar(TODAY, "3", "40"), False)
    assert view.rows[0].cells[-1] == "live, incomplete"
    assert view.chart.bars[0].is_lacking
    assert view.chart.bars[0].read_out.endswith("incomplete, today a live estimate")


def test_months_of_several_years_name_the_year() -> None:
    def labels(first: date, last: date) -> list[str]:
        span = DateSpan(first, last)
        months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
        bars = [
            replace(day_bar(day, "1", "1"), days=span_holding(day, SpanKind.MONTH))
            for day in months
            if first <= day <= last
        ]
        question = UsageQuestion(IMPORT, span, SpanKind.CUSTOM, TODAY)
        view = usage_view(replace(empty_usage(question), bars=tuple(bars)), False, None, False)
        return [bar.label for bar in view.chart.bars]

    assert labels(date(2026, 1, 1), date(2026, 12, 31))[:2] == ["Jan", "Feb"]
    assert labels(date(2025, 12, 1), date(2026, 11, 30))[:2] == ["Dec 2025", "Jan 2026"]
    ten = labels(date(2017, 2, 1), date(2026, 11, 30))
    assert [label for label in ten if label] == [str(year) for year in range(2018, 2027)]
    assert ten.index("2018") == 11


def test_a_calendar_tells_a_day_without_readings_from_one_to_come_and_holds_today() -> None:
    year = UsageQuestion(IMPORT, span_holding(TODAY, SpanKind.YEAR), SpanKind.YEAR, TODAY, has_calendar=True)
    known = DayTotal(date(2026, 11, 20), 48, 48, 48, Decimal(9), Decimal(90), Decimal(10), Billed(*3 * [Decimal(0)]))
    supplied = Span(day_span(date(2026, 11, 19)).start, day_span(date(2027, 1, 1)).start)
    usage = replace(empty_usage(year), days=(known,), supplied=supplied)
    days = {day.day: day for day in calendar_days(usage, "money", day_bar(TODAY, "3", "40"))}
    shown = {day.day: (day.value, day.is_lacking) for day in days.values() if day.day.month == 11 and day.day.day > 17}
    assert [shown[date(2026, 11, day)] for day in range(18, 25)] == [
        *((None, False), (None, True), (100.0, False)),
        *((None, True), (None, True), (90.0, False), (None, False)),
    ]
    assert days[TODAY].read_out.endswith("13.3p on average, live estimate")
    assert days[date(2026, 11, 24)].read_out == "Tuesday 24 November: still to come"


# dates


def ends(page: UsagePage) -> tuple[QDateEdit, QDateEdit]:
    first, last = page.findChildren(QDateEdit)
    return first, last


def test_no_day_to_come_can_be_chosen(usage_page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(usage_page, qtbot, "Span: Dates")
    assert asked(commands)[0].span == DateSpan(date(2026, 11, 1), TODAY)
    first, last = ends(usage_page)
    first.setDate(QDate(2027, 11, 1))
    assert asked(commands)[0].span == DateSpan(TODAY, TODAY)
    first.setDate(QDate(2026, 11, 14))
    answer(commands)
    press(usage_page, qtbot, "Earlier")
    assert asked(commands)[0].span == DateSpan(date(2026, 11, 4), date(2026, 11, 13))
    last.setDate(QDate(2026, 11, 18))
    answer(commands)
    press(usage_page, qtbot, "Later")
    assert asked(commands)[0].span == DateSpan(date(2026, 11, 9), TODAY)


def test_the_other_end_comes_along_and_nothing_is_turned_round(
    usage_page: UsagePage, commands: FakeCommands, qtbot: Any
) -> None:
    answer(commands)
    press(usage_page, qtbot, "Span: Dates")
    first, last = ends(usage_page)
    last.setDate(QDate(2026, 10, 5))
    assert asked(commands)[0].span == DateSpan(date(2026, 10, 5), date(2026, 10, 5))
    assert first.date() == last.date()
    first.setDate(QDate(2026, 10, 9))
    assert asked(commands)[0].span == DateSpan(date(2026, 10, 9), date(2026, 10, 9))


# files


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("half", "Excel (*.xlsx)", "half.xlsx"),
        ("half", "CSV (*.csv)", "half.csv"),
        ("half.csv", "Excel (*.xlsx)", "half.csv"),
        ("half.XLSX", "CSV (*.csv)", "half.XLSX"),
        ("v1.5", "Excel (*.xlsx)", "v1.5.xlsx"),
        ("half", "", "half.csv"),
    ],
)
def test_a_file_has_an_ending_that_says_what_is_in_it(typed: str, kind: str, written: str) -> None:
    assert with_ending(Path("/there") / typed, kind) == Path("/there") / written


def test_the_type_of_file_that_is_chosen_changes_the_name(
    usage_page: UsagePage, commands: FakeCommands, qtbot: Any, tmp_path: Path
) -> None:
    answer(commands)
    usage_page._choices.export.click()
    dialog = usage_page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    excel = dialog.nameFilters()[1]
    dialog.selectNameFilter(excel)
    dialog.filterSelected.emit(excel)
    (shown,) = dialog.selectedFiles()
    assert Path(shown).name == "half-hours-2026-11-01-2026-11-30.xlsx"
    dialog.fileSelected.emit(str(tmp_path / "mine"))
    dialog.close()
    assert commands.calls[-1][:4] == ("export_history", Exported.HALF_HOURS, MONTH.span, tmp_path / "mine.xlsx")


@pytest.mark.parametrize(
    ("place", "what", "name"), [(1, Exported.SAMPLES, "samples"), (2, Exported.DISPATCHES, "dispatches")]
)
def test_live_power_and_smart_charging_are_exported_from_the_same_button(
    usage_page: UsagePage, commands: FakeCommands, place: int, what: Exported, name: str
) -> None:
    answer(commands)
    usage_page._choices.export.menu().actions()[place].trigger()
    dialog = usage_page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    (shown,) = dialog.selectedFiles()
    assert Path(shown).name == f"{name}-2026-11-01-2026-11-30.csv"
    dialog.fileSelected.emit(shown)
    dialog.close()
    assert commands.calls[-1][:4] == ("export_history", what, MONTH.span, Path(shown))


def test_without_a_connection_what_is_stored_is_called_read_earlier() -> None:
    problem = Problem(ProblemKind.UNREACHABLE, NOW)
    trouble = history_trouble(replace(agile_home(), history=Snapshot(problem=problem)))
    assert trouble is not None
    assert "What you see was read earlier" in trouble.detail
    nothing = history_trouble(AppState(NOW, history=Snapshot(problem=problem)))
    assert nothing is not None
    assert "read earlier" not in nothing.detail
