"""What goes on paper is ink on white, whatever the window wears, and all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter, QPicture, QTextTable
from PySide6.QtWidgets import QApplication, QWidget

from kraken_desktop.ui.paper import Paper, PaperTable, chart_on_paper
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.plots.price_view import PriceChartView
from kraken_desktop.ui.printing import a4, paper_document, print_paper
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.price_days import coming_days
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.windows.usage_page import UsagePage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home
from tests.ui.usage_given import IMPORT, answer, press


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("dark")
    theme.wear()
    yield theme
    theme.choose("light", "default")


def chart_in(theme: Theme) -> PriceChart:
    chart = PriceChart(theme)
    chart.resize(640, 320)
    chart.set_view(PriceChartView(coming_days(agile_home(), is_export=False), NOW))
    return chart


def dots(picture: QPicture) -> QImage:
    """The picture on white."""
    image = QImage(picture.boundingRect().size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawPicture(0, 0, picture)
    painter.end()
    return image


def test_a_chart_of_a_dark_window_is_light_on_paper(dark: Theme) -> None:
    chart = chart_in(dark)
    before = chart.grab().toImage()
    paper = dots(chart_on_paper(chart, dark))
    assert {paper.pixelColor(x, 2).name() for x in (2, paper.width() - 3)} == {"#ffffff"}
    assert paper == dots(chart_on_paper(chart_in(Theme("light")), Theme("light")))
    assert dark.is_dark
    assert chart.grab().toImage() == before, "the window stays as it was"


def test_a_chart_that_is_not_shown_is_drawn_as_large_as_it_would_like_to_be(theme: Theme) -> None:
    holder = QWidget()
    chart = PriceChart(theme, holder)
    assert chart.width() < 200, "nobody laid it out"
    assert chart_on_paper(chart, theme).boundingRect().size() == chart.sizeHint()


def printed(paper: Paper, path: Path) -> QPdfWriter:
    writer = QPdfWriter(str(path))
    writer.setPageLayout(a4())
    print_paper(paper, writer)
    return writer


def long_paper(rows: int, chart: QPicture | None = None) -> Paper:
    columns = (Column("When"), Column("kWh", is_number=True))
    table = PaperTable(columns, tuple(Row((f"row {n}", str(n))) for n in range(rows)), "Half <hours>", ("note",))
    empty = PaperTable(columns, (), "Nothing")
    return Paper("Import & more", (table, empty), ("1 STREET", ""), (("Used", "3 kWh", "metered"),), chart)


def test_every_row_is_on_paper_and_every_sheet_has_the_heading_row(tmp_path: Path, theme: Theme) -> None:
    counts = []
    for rows in (1, 300):
        file = tmp_path / f"{rows}.pdf"
        device = printed(long_paper(rows), file)
        counts.append(len(re.findall(rb"/Type */Page\b", file.read_bytes())))
        document = paper_document(long_paper(rows), device, QSizeF(device.width(), device.height()))
        words = document.toPlainText()
        assert all(f"row {n}\n" in words for n in range(rows))
        assert "Half <hours>" in words
        assert "Nothing" not in words
        (table,) = [one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable) and one.rows() > 1]
        assert (table.rows(), table.format().headerRowCount()) == (rows + 1, 1)
    assert counts[0] == 1 < counts[1] < 10


def test_words_and_charts_are_no_pictures_of_dots(tmp_path: Path, theme: Theme) -> None:
    file = tmp_path / "prices.pdf"
    printed(long_paper(3, chart_on_paper(chart_in(theme), theme)), file)
    written = file.read_bytes()
    assert b"/Font" in written
    assert b"/Subtype /Image" not in written
    assert len(written) > 2 * 4000, "the chart's lines are in it"


def test_a_paper_holds_all_rows_and_says_whose(usage_page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    assert usage_page.paper() is None
    answer(commands, read=47)
    for way in ("Bars", "Table"):
        press(usage_page, qtbot, f"Shown as: {way}")
        paper = usage_page.paper()
        assert paper is not None
        assert paper.title == "Import, November 2026"
        assert paper.lines[0] == f"1 INVENTED STREET, ZZ1 1ZZ · meter point {IMPORT} · account A-0000TEST"
        assert "Incomplete: 30 half hours not read yet." in paper.lines
        assert paper.figures[0][1] == usage_page._total.text()
        assert [row.cells[0] for row in paper.tables[0].rows][:2] == ["Sunday 1 November", "Monday 2 November"]
        assert "dearest" in paper.legend_html
        assert paper.chart is not None
        assert paper.chart.boundingRect().width() == 900


def test_printing_asks_for_a_printer_without_holding_up_the_app(
    usage_page: UsagePage, commands: FakeCommands, qtbot: Any
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    answer(commands)
    usage_page._choices.print.click()
    dialog = usage_page.findChild(QPrintDialog)
    assert isinstance(dialog, QPrintDialog)
    assert dialog.windowTitle() == "Print usage"
    assert dialog.printer().docName() == "Import, November 2026"
    dialog.reject()
