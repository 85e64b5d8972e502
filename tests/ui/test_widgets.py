"""The small widgets that pages share."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services import text
from kraken_desktop.ui.theme import HERO, Theme
from kraken_desktop.ui.view_models.parts import Bar, BarGroup, Emptiness, Trouble
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.trouble import trouble_of
from kraken_desktop.ui.widgets.band_chip import BandChip
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.number_label import NumberLabel
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.price_bars import PriceBars
from kraken_desktop.ui.widgets.trouble_bar import TroubleBar
from tests.ui.states import NOW


@pytest.fixture
def bars(theme: Theme, qtbot: Any) -> PriceBars:
    bars = PriceBars(theme)
    qtbot.addWidget(bars)
    bars.resize(204, 100)
    bars.show()
    return bars


def group(*pence: str, now: int = -1) -> BarGroup:
    bands = {True: Band.NEGATIVE, False: Band.QUADRANT_3}
    return BarGroup(
        "today",
        tuple(Bar(Decimal(p), bands[Decimal(p) < 0], f"slot {i} {p}p", i == now) for i, p in enumerate(pence)),
    )


def column(bars: PriceBars, x: int, colour: str) -> int:
    """How many pixels of a colour stand above each other."""
    picture = bars.grab().toImage()
    return sum(picture.pixelColor(x, y) == QColor(colour) for y in range(picture.height()))


def test_a_bar_is_as_high_as_its_price_is_dear(bars: PriceBars) -> None:
    bars.set_groups([group("10", "20", "40", "20")])
    heights = [column(bars, 2 + 25 + 50 * index, "#C92A2A") for index in range(4)]
    assert heights[2] == pytest.approx(4 * heights[0], abs=4)
    assert heights[1] == heights[3] == pytest.approx(heights[2] / 2, abs=2)


def test_a_negative_price_hangs_below_the_line(bars: PriceBars) -> None:
    bars.set_groups([group("20", "-20")])
    picture = bars.grab().toImage()

    def reach(x: int, colour: str) -> list[int]:
        return [y for y in range(picture.height()) if picture.pixelColor(x, y) == QColor(colour)]

    assert max(reach(50, "#C92A2A")) <= min(reach(150, "#0B7285")) + 1


def test_two_days_share_the_room_by_their_slots(bars: PriceBars, qtbot: Any) -> None:
    bars.set_groups([group("1", "2"), group("3", "4")])
    heard: list[str] = []
    bars.read_out.connect(heard.append)
    for x in (10, 60, 120, 190):
        qtbot.mouseMove(bars, QPoint(x, 30))
    assert heard == ["slot 0 1p", "slot 1 2p", "slot 0 3p", "slot 1 4p"]


def test_keys_stop_at_the_ends(bars: PriceBars, qtbot: Any) -> None:
    bars.set_groups([group("1", "2", now=1)])
    heard: list[str] = []
    bars.read_out.connect(heard.append)
    for _ in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert heard == ["slot 1 2p", "slot 0 1p"]


def test_bars_have_their_table_as_text(bars: PriceBars) -> None:
    bars.set_groups([group("1", "2")])
    assert bars.accessibleDescription() == "slot 0 1p\nslot 1 2p"


def test_no_bars_at_all_is_no_obstacle(bars: PriceBars, qtbot: Any) -> None:
    bars.set_groups([BarGroup("today", (), "no prices")])
    bars.grab()
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    assert bars.accessibleDescription() == ""


def test_number_grows_with_its_figures_and_says_itself(theme: Theme, qtbot: Any) -> None:
    label = NumberLabel(theme, HERO, bold=True)
    qtbot.addWidget(label)
    label.set_number("8.5", "p")
    short = label.sizeHint().width()
    label.set_number("108.5", "p per kWh")
    assert label.sizeHint().width() > short
    assert label.accessibleName() == "108.5p per kWh"


def test_unit_is_lighter_than_the_number(theme: Theme, qtbot: Any) -> None:
    label = NumberLabel(theme, HERO, bold=True)
    qtbot.addWidget(label)
    label.set_number("88", "    WW")
    label.resize(label.sizeHint())
    picture = label.grab().toImage()
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    inks = {picture.pixelColor(x, y).name() for x, y in places}
    assert {theme.colour("text").name(), theme.colour("text_muted").name()} <= inks


@pytest.mark.parametrize("band", Band)
def test_chip_has_its_word_on_its_colour(theme: Theme, qtbot: Any, band: Band) -> None:
    chip = BandChip(theme)
    qtbot.addWidget(chip)
    chip.set_band(band, "standard")
    chip.resize(chip.sizeHint())
    picture = chip.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 1).name() == theme.band(band).fill.lower()
    assert chip.accessibleName() == "standard"


def test_trouble_says_what_and_offers_one_thing(theme: Theme, qtbot: Any) -> None:
    bar = TroubleBar(theme)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.set_trouble(Trouble("No connection", "Since 14:58.", "Try now", "refresh"))
    assert not bar.isHidden()
    assert (bar.accessibleName(), bar.accessibleDescription()) == ("No connection", "Since 14:58.")
    with qtbot.waitSignal(bar.pressed) as pressed:
        bar.findChildren(QPushButton)[0].click()
    assert pressed.args == ["refresh"]
    bar.set_trouble(None)
    assert bar.isHidden()


def test_trouble_says_what_to_do(theme: Theme, qtbot: Any) -> None:
    bar = TroubleBar(theme)
    qtbot.addWidget(bar)
    problem = Problem(ProblemKind.CLOCK_WRONG, NOW)
    remedy = text.problem_text(problem).action
    bar.set_trouble(trouble_of(problem, NOW))
    assert [label.text() for label in bar.findChildren(QLabel) if label.text() == remedy and not label.isHidden()]
    assert bar.accessibleDescription().endswith(remedy)
    bar.set_trouble(trouble_of(problem, NOW, is_brief=True))
    assert not [label.text() for label in bar.findChildren(QLabel) if remedy in label.text()]


@pytest.mark.parametrize("kind", [ProblemKind.LIMITED, ProblemKind.BLOCKED, ProblemKind.BUDGET_SPENT])
def test_trying_before_a_limit_ends_is_not_offered(kind: ProblemKind) -> None:
    waiting = trouble_of(Problem(kind, NOW), NOW, NOW + timedelta(minutes=5))
    assert waiting is not None
    assert (waiting.action, "Next try at" in waiting.detail) == ("", True)
    over = trouble_of(Problem(kind, NOW), NOW, NOW - timedelta(minutes=5))
    assert over is not None
    assert over.action == "Try now"


def test_page_frame_has_four_states(theme: Theme, qtbot: Any) -> None:
    frame = PageFrame("Prices", theme)
    qtbot.addWidget(frame)
    content, export = QLabel("content"), QPushButton("Export…")
    frame.set_content(content)
    frame.offer_when_full(export)
    frame.show()
    assert not content.isVisible()
    assert not export.isEnabled()
    frame.show_empty(Emptiness("Nothing yet", "It comes by itself.", "prices", "Sign in", "sign-in"))
    assert any(label.text() == "Nothing yet" and label.isVisible() for label in frame.findChildren(QLabel))
    with qtbot.waitSignal(frame.asked) as asked:
        next(entry for entry in frame.findChildren(QPushButton) if entry.text() == "Sign in").click()
    assert asked.args == ["sign-in"]
    frame.show_full()
    assert content.isVisible()
    assert export.isEnabled()
    frame.set_trouble(Trouble("No connection"))
    assert content.isVisible(), "trouble hides nothing"
    frame.show_loading()
    assert not export.isEnabled()
    frame.deleteLater()
    export.deleteLater()


def test_empty_words_are_whole(theme: Theme, qtbot: Any) -> None:
    frame = PageFrame("Prices", theme)
    qtbot.addWidget(frame)
    frame.resize(840, 500)
    frame.show_empty(Emptiness("Nothing yet", "Long words about what this page will show. " * 6))
    frame.show()
    label = next(entry for entry in frame.findChildren(QLabel) if entry.text().startswith("Long"))
    assert label.height() >= label.heightForWidth(label.width())


def test_detaching_is_offered_only_when_somebody_takes_it(theme: Theme, qtbot: Any) -> None:
    frame = PageFrame("Prices", theme)
    qtbot.addWidget(frame)
    frame.show()
    button = frame.findChildren(QToolButton)[0]
    assert not button.isVisible()
    frame.offer_detaching(True)
    assert button.isVisible()


def test_every_cell_of_a_long_table_has_room(theme: Theme, qtbot: Any) -> None:
    table = FactTable(theme, "Days", (Column("Day"), Column("kWh", is_number=True), Column("", stretches=True)))
    qtbot.addWidget(table)
    cells = [(f"day {number}", f"{number * 7919 % 10 ** (number % 9)}.000", "") for number in range(400)]
    table.set_rows([Row(("A heading that is longer than any cell of its column",), is_heading=True)])
    table.set_rows([Row(("400 days", "1,234,567.000", ""), is_current=True), *map(Row, cells)])
    for column in range(2):
        hints = [table.sizeHintForIndex(table.model().index(row, column)).width() for row in range(401)]
        assert table.columnWidth(column) >= max(hints)
        assert table.columnWidth(column) < max(hints) + 40


def test_words_are_kept_whole_and_off_the_figures_before_them(theme: Theme, qtbot: Any) -> None:
    columns = (Column("Part"), Column("Together", is_number=True), Column("", stretches=True))
    widths = []
    for keeps in (False, True):
        table = FactTable(theme, "Parts", columns, keeps_words=keeps)
        qtbot.addWidget(table)
        table.resize(table.columnWidth(0) + table.columnWidth(1) + 60, 200)
        table.set_rows((Row(("Electricity", "£36.98", "1 incomplete")),))
        table.show()
        told = table.model().index(0, 2)
        widths.append(table.columnWidth(2) - table.sizeHintForIndex(told).width())
        assert told.data() == "\u20031 incomplete"
        assert told.data(Qt.ItemDataRole.ToolTipRole) == "1 incomplete"
    assert widths[0] < 0 == widths[1]
    table.resize(900, 200)
    assert table.horizontalHeader().length() == table.viewport().width()
    table.set_columns((Column("Day", stretches=True), Column("£", is_number=True)))
    assert table.rows == ()
    table.set_rows((Row(("Monday", "£1.00")),))
    assert table.model().index(0, 1).data() == "£1.00"


def test_words_beside_a_bands_colour_are_kept_off_by_it_alone(theme: Theme, qtbot: Any) -> None:
    table = FactTable(theme, "Prices", (Column("p/kWh", is_number=True), Column("Band")), band_column=1)
    qtbot.addWidget(table)
    table.set_rows([Row(("38.1", "3 dearest"), Band.QUADRANT_3)])
    assert table.model().index(0, 1).data() == "3 dearest"
