"""The live page: headline, chart and table of the same samples, and what an appliance adds."""

from __future__ import annotations

import subprocess
import sys
from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from kraken_desktop.domain.power import Sample, Trace
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase, Polling
from kraken_desktop.storage.samples_table import SampleColumns
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.live import KEPT, band_runs, live_view, read_out
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.live_page import LivePage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, export_only_home, flat_home

Publish = Callable[[AppState], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> LivePage:
    page = LivePage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(900, 640)
    with qtbot.waitExposed(page):
        page.show()
    return page


def button(page: QWidget, text: str) -> QAbstractButton:
    return next(found for found in page.findChildren(QAbstractButton) if found.text() == text)


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def stored(hours: float, watts: float = 400.0) -> SampleColumns:
    times = array("d", [NOW.timestamp() - 10 * i for i in range(int(hours * 360), 0, -1)])
    return SampleColumns(times, array("d", [watts] * len(times)))


def answer_load(commands: FakeCommands, samples: SampleColumns, index: int = -1) -> None:
    [call for call in commands.calls if call[0] == "load_samples"][index][2](samples)


def with_power(state: AppState, watts: Iterable[int], **changes: Any) -> AppState:
    """The home a poll later: ten-second samples that end now."""
    powers = list(watts)
    start = state.now - timedelta(seconds=10 * (len(powers) - 1))
    samples = [Sample(start + timedelta(seconds=10 * i), Decimal(power)) for i, power in enumerate(powers)]
    trace = (state.live.value or Trace()).with_samples(samples)
    return replace(state, live=Snapshot(trace, state.now, next_try=state.now + timedelta(minutes=1)), **changes)


def test_the_headline_is_power_and_its_cost_now() -> None:
    view = live_view(agile_home())
    assert (view.number, view.unit, view.direction) == ("1.24", " kW", "using")
    # 1237 W at the 13.2p of this slot.
    assert (view.cost, view.price) == ("16p an hour", "at 13.2p per kWh")
    assert not view.is_stale


def test_while_exporting_the_export_price_is_earned() -> None:
    home = replace(agile_home(), export_tariff=export_only_home().export_tariff)
    view = live_view(replace(home, live=Snapshot(Trace((Sample(NOW, Decimal(-2000)),)), NOW)))
    assert (view.number, view.direction, view.cost, view.price) == (
        "2.00", "exporting", "earning 30p an hour", "at 15.0p per kWh",
    )  # fmt: skip


def test_an_old_sample_is_kept_and_said_to_be_old() -> None:
    state = agile_home()
    trouble = Problem(ProblemKind.UNREACHABLE, NOW - timedelta(minutes=9))
    view = live_view(replace(state, live=state.live.failed(trouble, NOW + timedelta(minutes=1))))
    assert view.is_stale
    assert view.number == "1.24"
    assert view.trouble is not None
    assert "15:01" in view.trouble.detail


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (flat_home(), "Live power needs a Home Mini"),
        (AppState(NOW, phase=Phase.SIGNED_OUT), "Sign in to see your live power"),
        (
            AppState(NOW, phase=Phase.SIGNED_IN, live=Snapshot(problem=Problem(ProblemKind.MINI_SILENT, NOW))),
            "Your Home Mini has not said anything yet",
        ),
    ],
)
def test_without_power_it_says_what_brings_it(
    state: AppState, title: str, bridge: StateBridge, publish: Publish, commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    publish(state)
    page = LivePage(bridge, commands, theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    assert title in words(page)
    qtbot.mouseClick(next(found for found in page.findChildren(QPushButton) if found.isVisible()), LEFT)
    assert commands.calls[-1] in [("show_page", "prices"), ("show_page", "sign-in"), ("refresh",)]


def test_seven_days_are_asked_for_when_it_is_shown(page: LivePage, commands: FakeCommands) -> None:
    (_, span, _), *_ = [call for call in commands.calls if call[0] == "load_samples"]
    assert span.start == NOW - KEPT
    assert span.end > NOW


def test_stored_samples_and_newer_ones_are_one_curve(page: LivePage, commands: FakeCommands, publish: Publish) -> None:
    answer_load(commands, stored(24))
    assert page.chart is not None
    assert len(page.chart.plot.trace.times) == 24 * 360
    later = NOW + timedelta(minutes=1)
    publish(with_power(replace(agile_home(), now=later), [900] * 6))
    assert page.chart.plot.trace.times[-1] == later.timestamp()
    assert page.chart.plot.trace.watts[-1] == 900
    assert page.chart.plot.visible_span[1] >= later


def test_an_answer_for_another_meter_is_let_fall(page: LivePage, commands: FakeCommands, publish: Publish) -> None:
    state = agile_home()
    publish(replace(state, selection=replace(state.selection, device_id="00-00-00-00-00-00-00-02"), live=Snapshot()))
    answer_load(commands, stored(3), index=0)
    answer_load(commands, stored(1, watts=700.0))
    assert page.chart is not None
    assert set(page.chart.plot.trace.watts) == {700.0}


@pytest.mark.parametrize(("label", "hours"), [("1 h", 1), ("6 h", 6), ("24 h", 24), ("7 days", 168)])
def test_ranges(label: str, hours: int, page: LivePage, commands: FakeCommands, qtbot: Any) -> None:
    answer_load(commands, stored(24))
    qtbot.mouseClick(button(page, label), LEFT)
    assert page.chart is not None
    start, end = page.chart.plot.visible_span
    assert abs((end - start) - timedelta(hours=hours)) < timedelta(seconds=1)
    assert end >= NOW


def test_after_panning_one_press_leads_back_to_now(page: LivePage, commands: FakeCommands, qtbot: Any) -> None:
    answer_load(commands, stored(24))
    assert page.chart is not None
    page.chart.plot.pan(-2)
    back = button(page, "Back to now")
    assert back.isVisible()
    qtbot.mouseClick(back, LEFT)
    assert page.chart.plot.visible_span[1] >= NOW
    assert not back.isVisible()


def test_the_table_says_what_the_chart_draws(page: LivePage, commands: FakeCommands, qtbot: Any) -> None:
    answer_load(commands, stored(24, watts=400.0))
    qtbot.mouseClick(button(page, "6 h"), LEFT)
    qtbot.mouseClick(button(page, "Table"), LEFT)
    table = page.findChild(FactTable)
    assert table is not None
    heading, newest, before, *_ = table.rows
    assert (heading.is_heading, heading.cells[0]) == (True, "Today")
    assert newest.cells[0] == "15:00–15:30"
    assert before.cells[:4] == ("14:30–15:00", "0.40 kW", "0.40 kW", "0.40 kW")
    # The slot's 14.0p for 0.4 kW.
    assert before.cells[4:] == ("14.0p", "5.6p")


def test_bands_stand_behind_the_days_whose_prices_are_known() -> None:
    runs = band_runs(agile_home())
    assert runs[0].span.start == NOW.replace(hour=0, minute=0)
    assert all(before.span.end <= after.span.start for before, after in pairwise(runs))
    assert all(before.band is not after.band for before, after in pairwise(runs))


def test_in_a_home_with_two_prices_it_says_whose_bands_stand_behind(
    page: LivePage, commands: FakeCommands, publish: Publish
) -> None:
    answer_load(commands, stored(1))
    assert "shaded by" not in words(page)
    publish(with_power(agile_home(), [-2000, -2000], export_tariff=export_only_home().export_tariff))
    assert "shaded by the import price" in words(page)


def test_the_crosshair_reads_time_power_price_and_cost() -> None:
    assert read_out(NOW - timedelta(seconds=50), 2000.0, agile_home()).split("\n") == [
        "15:09:10", "2,000 W", "13.2p per kWh", "26p an hour",
    ]  # fmt: skip
    assert read_out(NOW, -500.0, agile_home()).split("\n") == ["15:10:00", "500 W exported"]


def test_hiding_lets_go_of_the_samples(page: LivePage, commands: FakeCommands, qtbot: Any) -> None:
    answer_load(commands, stored(24))
    page.hide()
    assert page.chart is not None
    assert page.chart.plot.trace.is_empty
    with qtbot.waitExposed(page):
        page.show()
    answer_load(commands, stored(2))
    assert len(page.chart.plot.trace.times) == 2 * 360


def test_opening_the_page_alone_imports_no_numpy() -> None:
    code = "import sys, kraken_desktop.ui.windows.live_page; print(sorted({'numpy', 'pyqtgraph'} & set(sys.modules)))"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


class TestMeasuring:
    @pytest.fixture
    def measuring(self, page: LivePage, publish: Publish, commands: FakeCommands, qtbot: Any) -> LivePage:
        publish(calm_home())
        qtbot.mouseClick(button(page, "Measure an appliance"), LEFT)
        return page

    def test_it_says_what_to_do_and_when_the_next_reading_comes(self, measuring: LivePage) -> None:
        assert "Switch the appliance on now" in words(measuring)
        assert "Before: 300 W. The next reading comes in 1 min" in words(measuring)

    def test_one_poll_later_it_reads_what_was_added_and_its_cost(self, measuring: LivePage, publish: Publish) -> None:
        publish(with_power(replace(calm_home(), now=NOW + timedelta(minutes=1)), [300, 300, 2300, 2300, 2300, 2300]))
        assert "The appliance adds" in words(measuring)
        # 2 kW at 13.2p.
        assert "It costs 26p an hour at the price now. Before 300 W, after 2,300 W." in words(measuring)
        assert button(measuring, "Done").isVisible()

    def test_what_was_read_stands_while_polls_go_on(self, measuring: LivePage, publish: Publish) -> None:
        first = with_power(replace(calm_home(), now=NOW + timedelta(minutes=1)), [300, 300, 2300, 2300, 2300, 2300])
        publish(first)
        publish(with_power(replace(first, now=NOW + timedelta(minutes=2)), [300] * 6))
        assert "after 2,300 W" in words(measuring)

    def test_no_change_in_two_polls_is_said(self, measuring: LivePage, publish: Publish) -> None:
        first = with_power(replace(calm_home(), now=NOW + timedelta(minutes=1)), [300] * 6)
        publish(first)
        publish(with_power(replace(first, now=NOW + timedelta(minutes=2, seconds=10)), [301] * 7))
        assert "No change seen" in words(measuring)
        assert button(measuring, "Measure again").isVisible()

    def test_while_polling_is_paused_it_says_that_nothing_will_come(
        self, measuring: LivePage, publish: Publish
    ) -> None:
        publish(replace(calm_home(), polling=Polling(paused_until=NOW + timedelta(hours=1))))
        assert "Polling is paused" in words(measuring)

    def test_a_reading_can_be_asked_for(self, measuring: LivePage, commands: FakeCommands, qtbot: Any) -> None:
        qtbot.mouseClick(button(measuring, "Read now"), LEFT)
        assert ("refresh",) in commands.calls

    def test_it_can_be_cancelled(self, measuring: LivePage, qtbot: Any) -> None:
        qtbot.mouseClick(button(measuring, "Cancel"), LEFT)
        assert "Switch the appliance on" not in words(measuring)
        assert button(measuring, "Measure an appliance").isVisible()


def calm_home() -> AppState:
    """300 W for two minutes up to now."""
    return with_power(replace(agile_home(), live=Snapshot()), [300] * 13)
