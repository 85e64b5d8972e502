"""The monthly report in the window: looked at, kept as HTML or PDF, and told of on the first of the month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.month_report import MonthReport
from kraken_desktop.services.insights.report_page import Page, Paragraph, Table, Tile, Tiles
from kraken_desktop.ui.windows.insight_page import InsightPage
from kraken_desktop.ui.windows.report_panel import ReportPanel
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_page import asked, page, part, press, texts

__all__ = ["page"]  # a fixture
OCTOBER = DateSpan(date(2026, 10, 1), date(2026, 10, 31))
BLOCKS = (
    Tiles((Tile("Electricity", "£52.10", "312.4 kWh"),)),
    Paragraph("In October 2026 you bought 89% in the cheapest quarter."),
    Table("The dearest hours", ("When", "£"), (("Sunday", "1.20"),)),
)
REPORT = MonthReport(OCTOBER, (), Page("Energy in October 2026", "1 to 31 October 2026", BLOCKS, "Unofficial"))


@pytest.fixture
def panel(page: InsightPage, commands: FakeCommands) -> ReportPanel:
    page.open_view("report")
    return part(page, ReportPanel)


def answer(commands: FakeCommands, report: MonthReport | None = REPORT) -> DateSpan:
    month, then = asked(commands, "load_report")
    then(report)
    return month  # type: ignore[no-any-return]


def test_the_last_whole_month_is_drawn_as_on_paper(panel: ReportPanel, commands: FakeCommands) -> None:
    assert answer(commands) == OCTOBER
    paper = next(label for label in panel.findChildren(QLabel) if label.accessibleName() == "The report")
    picture = paper.pixmap().toImage()
    assert picture.height() > picture.width()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    assert len(colours) > 2, "something is written on it"
    assert paper.accessibleDescription() == "Energy in October 2026. 1 to 31 October 2026."


def test_it_is_kept_as_html_and_as_pdf(
    page: InsightPage, panel: ReportPanel, commands: FakeCommands, tmp_path: Path
) -> None:
    answer(commands)
    panel.save(tmp_path / "october.html")
    assert "In October 2026 you bought 89%" in (tmp_path / "october.html").read_text(encoding="utf-8")
    panel.save(tmp_path / "october.pdf")
    assert (tmp_path / "october.pdf").read_bytes().startswith(b"%PDF")
    assert "Saved as october.pdf" in texts(page)
    panel.save(tmp_path / "gone" / "october.html")
    assert "Not saved: No such file or directory" in texts(page)


@pytest.mark.parametrize(("kind", "start"), [("PDF", b"%PDF"), ("Page for a browser", b"<!DOCTYPE")])
def test_a_name_without_an_ending_gets_that_of_the_type_that_is_chosen(
    page: InsightPage, panel: ReportPanel, commands: FakeCommands, qtbot: Any, tmp_path: Path, kind: str, start: bytes
) -> None:
    answer(commands)
    press(page, qtbot, "Save…")
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    (filter_,) = [name for name in dialog.nameFilters() if name.startswith(kind)]
    dialog.selectNameFilter(filter_)
    dialog.filterSelected.emit(filter_)
    dialog.fileSelected.emit(str(tmp_path / "mine"))
    (saved,) = tmp_path.iterdir()
    assert saved.read_bytes().startswith(start)
    assert saved.suffix == (".pdf" if kind == "PDF" else ".html")
    assert f"Saved as {saved.name}" in texts(page)
    press(page, qtbot, "Earlier")
    assert "Saved as" not in texts(page)
    dialog.reject()


def test_months_before_and_none_stored(
    page: InsightPage, panel: ReportPanel, commands: FakeCommands, qtbot: Any
) -> None:
    answer(commands)
    press(page, qtbot, "Earlier")
    assert answer(commands, None) == DateSpan(date(2026, 9, 1), date(2026, 9, 30))
    assert "Nothing is stored of this month" in texts(page)
    assert not next(button for button in panel.findChildren(QPushButton) if button.text() == "Save…").isEnabled()


def test_a_month_that_ended_while_the_window_stood_open_is_the_one_that_is_shown(
    panel: ReportPanel, commands: FakeCommands, qtbot: Any, page: InsightPage
) -> None:
    answer(commands)
    press(page, qtbot, "Earlier")
    answer(commands)
    subject, state = panel.subject, panel.state
    assert subject is not None
    assert state is not None
    panel.show_subject(replace(subject, revision=subject.revision + 1), state)
    assert answer(commands) == DateSpan(date(2026, 9, 1), date(2026, 9, 30)), "what was chosen stays"
    panel.show_subject(replace(subject, today=date(2026, 12, 1)), state)
    assert answer(commands) == DateSpan(date(2026, 11, 1), date(2026, 11, 30))


def test_the_notice_of_the_first_is_a_switch_here(panel: ReportPanel, commands: FakeCommands) -> None:
    answer(commands)
    assert not commands.settings.notice_month
    part(panel, QCheckBox).click()
    assert commands.settings.notice_month
