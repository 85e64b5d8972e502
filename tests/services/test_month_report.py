"""The month on one page: its figures are those of the store, its pictures and its file whole."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.month_report import last_whole_month, month_report
from kraken_desktop.services.insights.report_html import as_html
from kraken_desktop.services.insights.report_page import Chart, Page, Paragraph, Table, Tile, Tiles
from kraken_desktop.services.insights.report_svg import (
    Bar,
    Series,
    nice_step,
    stacked_bars,
    stacked_shares,
    week_heat,
)
from tests.services.test_backfill import backfilled

SVG = "{http://www.w3.org/2000/svg}"
TELLS_QT = """
import json, sys
from kraken_desktop.__main__ import main
sys.argv = ["kraken-desktop", *sys.argv[1:]]
code = main()
loaded = {name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "qasync", "pyqtgraph"}
json.dump(sorted(loaded), sys.stderr)
sys.exit(code)
"""
SERIES = (Series("off-peak", "#237A35"), Series("peak", "#C92A2A"))


def test_the_report_is_of_the_month_before() -> None:
    assert last_whole_month(date(2026, 11, 1)) == DateSpan(date(2026, 10, 1), date(2026, 10, 31))
    assert last_whole_month(date(2026, 1, 31)) == DateSpan(date(2025, 12, 1), date(2025, 12, 31))


async def test_a_months_figures_are_the_stores_own() -> None:
    async with backfilled("flux") as (run, database):
        account = run.state.account.value
        assert account is not None
        month = DateSpan(date(2026, 9, 1), date(2026, 9, 30))
        found = await month_report(database, run.services.holder, account, month)
        assert found is not None
        for told in found.points:
            days = await database.history.totals(told.point.number, month.first, month.last)
            assert told.kwh == sum(day.kwh for day in days)
            assert told.pence == sum(day.total_pence for day in days)
            assert told.lacking == 0
        page = found.page
        assert page.title == "Energy in September 2026"
        (tiles,) = (block for block in page.blocks if isinstance(block, Tiles))
        names = [tile.label for tile in tiles.tiles]
        assert names[:2] == ["Electricity", "Exported"]
        assert {"Off-peak", "Saving efficiency", "Quadrant score"} <= set(names)
        words = " ".join(block.text for block in page.blocks if isinstance(block, Paragraph))
        assert "In September 2026 you bought" in words
        assert "Your dearest habit: " in words
        assert "than in August" in words
        charts = [block for block in page.blocks if isinstance(block, Chart)]
        assert len(charts) == 3
        for chart in charts:
            picture = ElementTree.fromstring(chart.svg)
            assert picture.get("height") == str(chart.height)
        assert next(block for block in page.blocks if isinstance(block, Table)).rows
        html = as_html(page)
        assert html.count("<svg ") == 3
        assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
        assert (
            await month_report(database, run.services.holder, account, DateSpan(date(2020, 1, 1), date(2020, 1, 31)))
            is None
        )


def test_bars_are_as_high_as_their_values() -> None:
    picture = ElementTree.fromstring(
        stacked_bars([Bar("1", (6.0, 2.0)), Bar("", None), Bar("3", (4.0, 0.0))], SERIES, "kWh")
    )
    heights = {
        fill: [float(rect.get("height", 0)) for rect in picture.iter(f"{SVG}rect") if rect.get("fill") == fill][1:]
        for fill in ("#237A35", "#C92A2A")
    }
    assert heights["#237A35"][0] == pytest.approx(heights["#C92A2A"][0] * 3, abs=0.3)
    assert heights["#237A35"][0] == pytest.approx(heights["#237A35"][1] * 1.5, abs=0.3)
    assert len(heights["#C92A2A"]) == 1
    assert any(rect.get("stroke-dasharray") for rect in picture.iter(f"{SVG}rect"))


def test_the_line_of_shares_stays_on_the_picture() -> None:
    bars = [Bar("Jan", (0.25, 0.75), -0.4), Bar("Feb", None, None), Bar("Mar", (1.0, 0.0), 0.9)]
    picture = ElementTree.fromstring(stacked_shares(bars, SERIES, "saving"))
    (line, _) = picture.iter(f"{SVG}polyline")
    heights = [float(point.split(",")[1]) for point in line.get("points", "").split()]
    assert len(heights) == 2
    assert heights[0] > heights[1] > 0


def test_savings_below_zero_are_told_apart_and_lie_under_the_bars() -> None:
    bars = [Bar("Jan", (1.0,), -0.9), Bar("Feb", (1.0,), -0.3), Bar("Mar", (1.0,), 0.0), Bar("Apr", (1.0,), 1.0)]
    picture = ElementTree.fromstring(stacked_shares(bars, SERIES[:1], "saving"))
    (line, _) = picture.iter(f"{SVG}polyline")
    lost, less, even, won = (float(point.split(",")[1]) for point in line.get("points", "").split())
    assert (lost - even) == pytest.approx(0.9 * (even - won), abs=0.2)
    assert (less - even) == pytest.approx(0.3 * (even - won), abs=0.2)
    bar = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("fill") == SERIES[0].colour][-1]
    top, size = float(bar.get("y", "")), float(bar.get("height", ""))
    assert (top, top + size) == (pytest.approx(won, abs=0.2), pytest.approx(even, abs=0.2))
    assert {"-100%", "0%", "100%"} <= {text.text for text in picture.iter(f"{SVG}text")}


def test_heat_is_white_where_nothing_is_and_full_where_most_is() -> None:
    cells = [0.0] * 168
    cells[6 * 24 + 16] = 310.0
    words = [f"cell <{number}>" for number in range(168)]
    picture = ElementTree.fromstring(week_heat(cells, "#C92A2A", words))
    fills = [rect.get("fill") for rect in picture.iter(f"{SVG}rect")][1:]
    assert len(fills) == 168
    assert fills[6 * 24 + 16] == "#C92A2A"
    assert set(fills) == {"#C92A2A", "#FFFFFF"}


@given(st.floats(1e-3, 1e6))
def test_steps_of_an_axis_are_round_and_few(most: float) -> None:
    step = nice_step(most)
    assert 1 <= most / step <= 10
    assert f"{step:e}"[0] in "125"


def test_words_are_escaped() -> None:
    page = Page("A & B", "<i>", (Tiles((Tile("<b>", "1", "&"),)), Paragraph("<script>")), "é")
    html = as_html(page)
    assert "<script>" not in html
    assert "A &amp; B" in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("more", "start", "loaded"), [((), b"<!DOCTYPE html>", []), (("--pdf",), b"%PDF-", ["PySide6", "shiboken6"])]
)
def test_the_command_writes_a_file_and_only_a_pdf_needs_qt(
    tmp_path: Path, more: tuple[str, ...], start: bytes, loaded: list[str]
) -> None:
    path = tmp_path / f"month.{'pdf' if more else 'html'}"
    command = [sys.executable, "-c", TELLS_QT, "report", "--month", "2026-09", "--file", str(path), *more]
    done = subprocess.run(
        [*command, "--demo=flexible", "--clock", "2026-10-14T17:20:00Z", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stderr)) == (0, loaded)
    assert json.loads(done.stdout)["file"] == str(path)
    written = path.read_bytes()
    assert written.startswith(start)
    assert len(written) > 5000
