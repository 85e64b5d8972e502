"""The energy wave: a file is chosen, its columns mapped by hand and remembered, and stacked with the grid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from kraken_desktop.domain.energy_wave import Part, wave_slot, wave_sums
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.energy_wave import EnergyWave, WaveBar, WaveQuestion
from kraken_desktop.services.wave_file import ColumnUse, FileHead, Unit
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.view_models.wave import wave_view
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.insight_page import InsightPage
from kraken_desktop.ui.windows.wave_panel import WavePanel
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_page import page, part, press, texts

__all__ = ["page"]  # a fixture
NIGHT = ("2026-11-01 00:00", "0", "-1.2", "x", "0")
HEAD = FileHead(
    ("Start", "PV (W)", "Battery kW", "Notes", "Heating power"), (NIGHT, NIGHT, (*NIGHT[:4], "12,5"), (*NIGHT[:4], "7"))
)
FILE = Path("/home/person/inverter.csv")


def asked(commands: FakeCommands, name: str) -> tuple[Any, ...]:
    return next(call[1:] for call in reversed(commands.calls) if call[0] == name)


def wave_of(question: WaveQuestion, told: int = 2, file_span: DateSpan | None = None) -> EnergyWave:
    """Three days with 2 kWh bought and 1 exported; the first ones, which the file tells, with 4 kWh of sun."""
    slots = []
    for number in range(3):
        start = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=number)
        slots.append(wave_slot(start, 2.0, 1.0, {Part.SOLAR: 4.0, Part.HEAT_PUMP: 0.5} if number < told else None))
    bars = tuple(WaveBar(slot.start, slot.start.date(), wave_sums([slot])) for slot in slots)
    return EnergyWave(question, bars, wave_sums(slots), rows=96, skipped=1, file_span=file_span)


@pytest.fixture
def panel(page: InsightPage, commands: FakeCommands) -> WavePanel:
    page.open_view("wave")
    return part(page, WavePanel)


def choose(panel: WavePanel, commands: FakeCommands, head: FileHead | str = HEAD) -> None:
    panel.open_file(str(FILE))
    path, then = asked(commands, "load_file_head")
    assert path == FILE
    then(head)


def box(panel: WavePanel, name: str) -> QComboBox:
    return next(found for found in panel.findChildren(QComboBox) if found.accessibleName() == name)


def mapped(panel: WavePanel, commands: FakeCommands) -> WaveQuestion:
    choose(panel, commands)
    box(panel, "Meaning of PV (W)").setCurrentText("Sun")
    return asked(commands, "load_wave")[0]  # type: ignore[no-any-return]


def test_without_a_file_it_says_what_to_bring(page: InsightPage, panel: WavePanel) -> None:
    assert "Your sun, battery or heat pump beside the grid" in texts(page)
    buttons = [button.text() for button in panel.findChildren(QPushButton) if button.isVisible()]
    assert buttons == ["Choose a file…"]


def test_columns_are_guessed_as_far_as_their_names_go_and_asked_for(
    page: InsightPage, panel: WavePanel, commands: FakeCommands
) -> None:
    choose(panel, commands)
    assert "What do the columns mean?" in texts(page)
    assert box(panel, "Meaning of Start").currentText() == "Time"
    assert box(panel, "Unit of PV (W)").currentText() == "W"
    assert box(panel, "Unit of Battery kW").currentText() == "kW"
    assert box(panel, "Unit of Heating power").currentText() == "W"
    assert "e.g. 12,5, 7" in texts(page), "a figure tells more than a night's 0"
    assert not any(call[0] == "load_wave" for call in commands.calls)


def test_a_mapped_column_asks_for_the_month(panel: WavePanel, commands: FakeCommands) -> None:
    question = mapped(panel, commands)
    assert question.span == DateSpan(date(2026, 11, 1), date(2026, 11, 30))
    assert question.columns.time == "Start"
    assert question.columns.uses == {"PV (W)": (ColumnUse(Part.SOLAR, Unit.W),)}
    box(panel, "Meaning of Battery kW").setCurrentText("Battery, + out and − in")
    uses = asked(commands, "load_wave")[0].columns.uses["Battery kW"]
    assert uses == (ColumnUse(Part.DISCHARGE, Unit.KW), ColumnUse(Part.CHARGE, Unit.KW, is_negated=True))


def test_the_mapping_and_the_file_are_remembered(
    page: InsightPage, panel: WavePanel, commands: FakeCommands, qtbot: Any, theme: Any
) -> None:
    mapped(panel, commands)
    again = WavePanel(commands, theme)  # type: ignore[arg-type]
    qtbot.addWidget(again)
    path, then = asked(commands, "load_file_head")
    then(HEAD)
    assert path == FILE
    assert [box(again, f"Meaning of {name}").currentText() for name in ("Start", "PV (W)")] == ["Time", "Sun"]
    assert box(again, "Unit of PV (W)").currentText() == "W"


def test_sources_and_sinks_are_told(page: InsightPage, panel: WavePanel, commands: FakeCommands, qtbot: Any) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    then(wave_of(question))
    words = texts(page)
    assert "Of the time that your file tells, 60% of what the home used did not come from the grid." in words
    assert "75% of the sun's 8.0 kWh stayed in the home" in words
    assert "Your file tells 2 of 3 half hours" in words
    assert "1 line of the file could not be read" in words
    chart = part(panel, UsageChart)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert "Sunday 1 November: from the grid 2.0 kWh, from the sun 4.0 kWh, house 4.5 kWh, heat pump 0.5 kWh" in texts(
        page
    )
    rows = part(panel, FactTable).rows
    assert rows[0].cells[0] == "All"
    assert [row.cells[-1] for row in rows] == ["60%", "–", "60%", "60%"], "newest first, the third day is not told"
    bars = wave_view(wave_of(question)).chart.bars
    assert sum(one.value for one in bars[0].parts) == pytest.approx(0), "sources above, sinks below"
    assert [bar.is_lacking for bar in bars] == [False, False, True]


def test_it_opens_where_the_file_has_figures(page: InsightPage, panel: WavePanel, commands: FakeCommands) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    october = DateSpan(date(2026, 10, 24), date(2026, 10, 26))
    then(wave_of(question, told=0, file_span=october))
    question, then = asked(commands, "load_wave")
    assert question.span == DateSpan(date(2026, 10, 1), date(2026, 10, 31))
    then(wave_of(question, told=3, file_span=october))
    assert "60% of what the home used did not come from the grid." in texts(page)


def test_nothing_is_told_of_a_time_that_the_file_does_not_tell(
    page: InsightPage, panel: WavePanel, commands: FakeCommands, qtbot: Any
) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    november = DateSpan(date(2026, 11, 1), date(2026, 11, 9))
    then(wave_of(question, file_span=november))
    press(page, qtbot, "Earlier")
    question, then = asked(commands, "load_wave")
    assert question.span == DateSpan(date(2026, 10, 1), date(2026, 10, 31))
    then(wave_of(question, told=0, file_span=november))
    words = texts(page)
    assert "Your file tells nothing of this time" in words
    assert "It has figures from 1 November to 9 November 2026." in words
    assert "from the grid." not in words
    press(page, qtbot, "Show that time")
    assert asked(commands, "load_wave")[0].span == DateSpan(date(2026, 11, 1), date(2026, 11, 30))


def test_a_file_of_another_time_than_the_meter_has_nothing_to_show(
    page: InsightPage, panel: WavePanel, commands: FakeCommands
) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    then(wave_of(question, told=0, file_span=DateSpan(date(2016, 1, 1), date(2016, 1, 31))))
    assert "It has figures in January 2016." in texts(page)
    assert "Show that time" not in texts(page)


def test_a_day_is_a_press_away(panel: WavePanel, commands: FakeCommands, qtbot: Any) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    then(wave_of(question))
    part(panel, UsageChart).chosen.emit(1)
    assert asked(commands, "load_wave")[0].span == DateSpan(date(2026, 11, 2), date(2026, 11, 2))


@pytest.mark.parametrize("fails", ["head", "wave", "nothing"])
def test_what_cannot_be_used_says_why(page: InsightPage, panel: WavePanel, commands: FakeCommands, fails: str) -> None:
    if fails == "head":
        choose(panel, commands, "This file has no table.")
        assert "This file has no table." in texts(page)
        return
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    then(EnergyWave(question, trouble="It went away.") if fails == "wave" else EnergyWave(question))
    assert ("It went away." if fails == "wave" else "Nothing is stored of this time") in texts(page)


def test_an_answer_to_an_older_mapping_is_not_shown(
    page: InsightPage, panel: WavePanel, commands: FakeCommands
) -> None:
    question, then = mapped(panel, commands), asked(commands, "load_wave")[1]
    box(panel, "Unit of PV (W)").setCurrentText("Wh")
    then(wave_of(question))
    assert "did not come from the grid" not in texts(page)
