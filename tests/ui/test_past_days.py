"""Past days on the prices page, and what can be copied, saved and printed of any."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton

from kraken_desktop.domain.moments import day_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.price_sheet import HEADINGS, price_sheet
from kraken_desktop.services.state import AppState, Tariff
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.printing import print_paper
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.prices import prices_view
from kraken_desktop.ui.widgets.day_steps import DaySteps
from kraken_desktop.ui.windows.prices_page import PricesPage
from kraken_desktop.ui.windows.sheet_outputs import SheetOutputs
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home

DAY = date(2026, 10, 25)
"""The clocks go back: 50 half hours."""
YESTERDAY = date(2026, 11, 22)


def of_day(day: date, pence: str = "7.25") -> AppState:
    """The state as another tariff served that day."""
    span = day_span(day)
    rates = RateSchedule((Rate(span.start, span.end, Decimal(pence)),))
    return replace(agile_home(), import_tariff=Snapshot(Tariff("Octopus Go", "E-1R-GO-VAR-22-10-14-C", rates)))


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> PricesPage:
    page = PricesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    with qtbot.waitExposed(page):
        page.show()
    return page


def words_of(page: PricesPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def steps_of(page: PricesPage) -> DaySteps:
    steps = page.findChild(DaySteps)
    assert steps is not None
    return steps


def test_a_past_day_has_its_own_tariff_and_nothing_of_it_is_now() -> None:
    view = prices_view(agile_home(), day=DAY, day_state=of_day(DAY))
    assert view.tariff.startswith("Octopus Go")
    assert [figures.title for figures in view.days] == ["Sunday 25 October"]
    assert len(view.chart.steps) == 50
    assert view.chart.now is None
    assert not any(row.is_current or row.is_past for row in view.rows)
    assert not any("Standing" in note for note in view.notes), "today's is not that day's"


def test_until_it_is_read_the_day_says_so() -> None:
    view = prices_view(agile_home(), day=DAY)
    assert (view.is_full, view.emptiness, view.rows) == (False, None, ())
    assert view.chart.days[0].waiting == "Reading the prices of this day"


def test_stepping_back_asks_for_the_day_and_shows_it(page: PricesPage, commands: FakeCommands) -> None:
    steps_of(page).findChildren(QToolButton)[0].click()
    name, day, then = commands.calls[-1]
    assert (name, day) == ("load_day", YESTERDAY)
    then(of_day(YESTERDAY))
    assert "Octopus Go" in words_of(page)
    assert "Sunday 22 November" in words_of(page)


def test_a_day_that_comes_after_another_was_chosen_is_not_shown(page: PricesPage, commands: FakeCommands) -> None:
    earlier = steps_of(page).findChildren(QToolButton)[0]
    earlier.click()
    late = commands.calls[-1][2]
    earlier.click()
    late(of_day(YESTERDAY))
    assert "Octopus Go" not in words_of(page)


def test_the_way_back_ends_at_today(page: PricesPage, commands: FakeCommands) -> None:
    earlier, later = steps_of(page).findChildren(QToolButton)[:2]
    assert not later.isEnabled()
    earlier.click()
    later.click()
    assert "Agile Octopus" in words_of(page)
    assert not later.isEnabled()


def test_the_sheet_has_every_half_hour_of_the_days_and_no_zero_for_the_unknown() -> None:
    rows = list(csv.reader(price_sheet(of_day(DAY), [DAY], is_export=False).splitlines()))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == 51
    assert {row[3] for row in rows[1:]} == {"7.25"}
    assert [row[2] for row in rows[1:]].count("2026-10-25 01:30") == 2
    unknown = list(csv.reader(price_sheet(of_day(DAY), [DAY + timedelta(days=1)], is_export=False).splitlines()))
    assert {row[3] for row in unknown[1:]} == {""}


def outputs_of(page: PricesPage) -> SheetOutputs:
    outputs = page.findChild(SheetOutputs)
    assert outputs is not None
    return outputs


def test_a_click_copies_what_is_shown(page: PricesPage) -> None:
    outputs_of(page).click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("start_utc\t")
    assert copied.count("\n") == 97
    assert "Copied" in words_of(page)


def test_saving_asks_where_and_says_what_came_of_it(page: PricesPage, tmp_path: Path) -> None:
    save = next(action for action in outputs_of(page).actions() if "CSV" in action.text())
    save.trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("import-prices-2026-11-23.csv")
    dialog.fileSelected.emit(str(tmp_path / "mine.csv"))
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8").startswith("start_utc,")
    assert "Saved as mine.csv" in words_of(page)
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "mine.csv"))
    assert "Not saved" in words_of(page)
    dialog.close()


def test_what_is_printed_has_the_chart_and_the_whole_table(page: PricesPage, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    paper = page._sheet().paper
    assert "Agile Octopus" in paper.title
    assert "account A-0000TEST" in " ".join(paper.lines)
    assert len(paper.tables[0].rows) == 98
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "prices.pdf"))
    print_paper(paper, printer)
    assert (tmp_path / "prices.pdf").read_bytes().startswith(b"%PDF")


def test_tomorrow_becomes_today_while_a_past_day_is_open(
    page: PricesPage, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    steps_of(page).findChildren(QToolButton)[0].click()
    commands.calls[-1][2](of_day(YESTERDAY))
    publish(agile_home(NOW + timedelta(days=1)))
    assert "Sunday 22 November" in words_of(page)


def test_trying_again_reads_the_past_day_anew(page: PricesPage, commands: FakeCommands) -> None:
    steps_of(page).findChildren(QToolButton)[0].click()
    troubled = of_day(YESTERDAY)
    problem = Problem(ProblemKind.UNREACHABLE, NOW)
    commands.calls[-1][2](replace(troubled, import_tariff=Snapshot(None, problem=problem)))
    assert "No tariff that day" in words_of(page)
    commands.calls.clear()
    again = [button for button in page.findChildren(QPushButton) if button.text() == "Try now" and button.isVisible()]
    again[0].click()
    assert [call[:2] for call in commands.calls] == [("load_day", YESTERDAY)]


def test_printing_opens_the_systems_dialog(page: PricesPage) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    next(action for action in outputs_of(page).actions() if "Print" in action.text()).trigger()
    dialog = page.findChild(QPrintDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
