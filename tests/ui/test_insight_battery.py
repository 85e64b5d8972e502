"""The battery planner: asked anew after an edit, the timer at once, the best with its progress, each can be ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QProgressBar

from kraken_desktop.domain.battery import Flow
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import (
    BatterySlot,
    BatteryWish,
    Strategy,
    curve_of,
    days_of,
)
from kraken_desktop.ui.plots.curve_chart import CurveChart
from kraken_desktop.ui.view_models.battery import battery_day_view, battery_view
from kraken_desktop.ui.windows.battery_form import BatteryForm
from kraken_desktop.ui.windows.insight_page import InsightPage
from tests.ui.battery_planner import DAYS, FEW, Planner, curve, house
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_page import KNOWN, asked, page, press, texts

__all__ = ["page"]  # a fixture


@pytest.fixture
def planner(page: InsightPage, commands: FakeCommands) -> Planner:
    planner = Planner(commands)
    page.open_view("battery")
    return planner


def settle(page: InsightPage, qtbot: Any, planner: Planner) -> None:
    """Until the edit has become a question."""
    count = len(planner.asked)
    qtbot.waitUntil(lambda: len(planner.asked) > count)


def spin(page: InsightPage, name: str) -> QDoubleSpinBox:
    return next(box for box in page.findChildren(QDoubleSpinBox) if box.accessibleName() == name)


def test_the_timer_is_told_at_once_and_the_best_beside_it(page: InsightPage, planner: Planner, qtbot: Any) -> None:
    span, wish, *_ = planner.asked[0]
    assert (span, wish.strategy) == (DateSpan(date(2025, 11, 23), KNOWN.last), Strategy.TIMER)
    assert wish.capacities == tuple(map(float, range(31)))
    planner.answer()
    assert "would have saved" in texts(page)
    assert "at best" not in texts(page).split("\n")[0]
    assert planner.wish == replace(wish, strategy=Strategy.BEST)
    planner.answer()
    assert "of it." in texts(page)
    assert not any(bar.isVisible() for bar in page.findChildren(QProgressBar))


def test_progress_is_shown_and_can_be_cancelled_and_asked_again(
    page: InsightPage, planner: Planner, qtbot: Any
) -> None:
    planner.answer()
    bar = page.findChild(QProgressBar)
    assert bar is not None
    planner.asked[-1][2](0.4)
    assert (bar.isVisible(), bar.value()) == (True, 40)
    press(page, qtbot, "Cancel")
    assert planner.ended == [1]
    assert not bar.isVisible()
    press(page, qtbot, "Reckon the best, too")
    assert (len(planner.asked), planner.wish.strategy) == (3, Strategy.BEST)


def test_an_edit_asks_anew_and_is_kept(page: InsightPage, planner: Planner, qtbot: Any, commands: FakeCommands) -> None:
    planner.answer()
    spin(page, "Power in and out").setValue(5)
    spin(page, "Never used").setValue(10)
    settle(page, qtbot, planner)
    assert (planner.wish.power_kw, planner.wish.reserve, planner.wish.strategy) == (5.0, 0.1, Strategy.TIMER)
    assert planner.ended == [1], "the best of the figures before is not waited for"
    assert commands.settings.battery["power"] == "5"


def test_an_answer_to_older_figures_is_not_shown(page: InsightPage, planner: Planner, qtbot: Any) -> None:
    old = planner.asked[0]
    spin(page, "Power in and out").setValue(5)
    settle(page, qtbot, planner)
    old[3](curve(replace(old[1], capacities=FEW)))
    assert "would have saved" not in texts(page)


def test_leaving_the_view_ends_what_is_reckoned_and_coming_back_goes_on(
    page: InsightPage, planner: Planner, commands: FakeCommands
) -> None:
    planner.answer()
    page.open_view("days")
    assert planner.ended == [1]
    page.open_view("battery")
    assert planner.wish.strategy is Strategy.BEST


def test_a_flat_price_and_no_complete_day_and_a_failure_have_words(page: InsightPage, planner: Planner) -> None:
    planner.answer(is_flat=True)
    assert "A battery has nothing to save here" in texts(page)


@pytest.mark.parametrize(("found", "words"), [(0, "No complete day yet"), (None, "The planner could not reckon this")])
def test_what_cannot_be_told_says_why(page: InsightPage, planner: Planner, found: int | None, words: str) -> None:
    planner.asked[-1][3](None) if found is None else planner.answer(days=0)
    assert words in texts(page)


def test_a_size_is_chosen_with_keys_and_told_with_its_price(page: InsightPage, planner: Planner, qtbot: Any) -> None:
    spin(page, "Costs for each kWh").setValue(500)
    settle(page, qtbot, planner)
    planner.answer()
    chart = page.findChild(CurveChart)
    assert chart is not None
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(chart, key)
    words = texts(page)
    assert "2 kWh would have saved" in words
    assert "costs £1,000, pays back in" in words


def test_words_and_figures_are_the_curves_own() -> None:
    wish = BatteryWish(capacities=FEW, efficiency=1.0, power_kw=10)
    timer = curve(wish)
    view = battery_view(timer, curve(replace(wish, strategy=Strategy.BEST)), 2)
    # 4 kWh bought at 10p serve from 05:00 on at 30p: 80p a day; at best the evening at 40p, 120p
    assert view.sentence == "4 kWh would have saved £292 a year by a timer, £438 at best: the timer had 67% of it."
    assert view.rows[2].cells[:3] == ("4 kWh", "£292", "£438")
    assert view.saving.curves[1].values[0] == 0.0


def test_the_distribution_counts_every_day_once() -> None:
    wish = BatteryWish(capacities=FEW)
    timer, best = curve(wish), curve(replace(wish, strategy=Strategy.BEST))
    for view, strategies in ((battery_view(timer, None, 3), 1), (battery_view(timer, best, 3), 2)):
        assert sum(part.value for bar in view.dear_days.bars for part in bar.parts) == DAYS * strategies
        assert len({part.ink for bar in view.dear_days.bars for part in bar.parts}) == strategies


def test_a_day_shows_what_is_in_the_battery() -> None:
    slots = [
        BatterySlot(1_760_000_400, 0.2, 0.0, 10.0, 0.0, True, Flow(bought=2.0, stored=2.0)),
        BatterySlot(1_760_002_200, 1.0, 0.0, 40.0, 0.0, False, Flow(served=0.75, stored=1.25)),
    ]
    view = battery_day_view(date(2025, 10, 9), slots, 4.0)
    assert view.chart.line == (50.0, 31.25)
    assert view.facts == "The battery gave 0.8 kWh to the house, 0.3 kWh were still bought dear; it saved £0.10."
    assert [part.value for part in view.chart.bars[0].parts] == [0.2, -2.0]
    assert "left out" in battery_day_view(date(2025, 10, 9), (), 4.0).facts


def test_days_are_asked_once_for_a_battery(
    page: InsightPage, planner: Planner, commands: FakeCommands, qtbot: Any
) -> None:
    planner.answer()
    press(page, qtbot, "Shown: A day")
    _span, wish, capacity, then = asked(commands, "load_battery_days")
    assert wish.strategy is Strategy.TIMER
    then(days_of(house(), replace(wish, capacities=FEW), capacity, lambda _share: None))
    before = len(commands.calls)
    press(page, qtbot, "Earlier")
    assert "still bought dear" in texts(page)
    assert len(commands.calls) == before
    press(page, qtbot, "Controlled: At best")
    assert asked(commands, "load_battery_days")[1].strategy is Strategy.BEST


def test_the_form_remembers_and_leaves_out_nonsense(theme: Any, qtbot: Any) -> None:
    form, again = BatteryForm(theme), BatteryForm(theme)
    qtbot.addWidget(form)
    qtbot.addWidget(again)
    form.fill(
        {
            "power": "5",
            "reserve": "much",
            "windows": "02:00-05:30, 13:00-16:00 GMT",
            "charges": "My hours",
            "sells": "yes",
        }
    )
    again.fill(form.kept())
    wish = again.wish(Strategy.TIMER)
    assert (wish.power_kw, wish.reserve, wish.sells) == (5.0, 0.0, True)
    assert [(f"{w.start:%H:%M}", f"{w.end:%H:%M}", w.is_utc) for w in wish.windows] == [
        ("02:00", "05:30", False),
        ("13:00", "16:00", True),
    ]


def test_hours_that_make_no_sense_are_said_and_those_before_count(theme: Any, qtbot: Any) -> None:
    form = BatteryForm(theme)
    qtbot.addWidget(form)
    form.fill({"charges": "My hours"})
    line = form.findChild(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert line is not None
    for typed, windows, said in (("01:00-03:00, soon", 1, "soon"), ("01:00-03:00,14:00-15:00", 2, "")):
        line.setText(typed)
        line.editingFinished.emit()
        assert len(form.wish(Strategy.TIMER).windows) == windows
        assert any(said in label.text() and label.isVisibleTo(form) for label in form.findChildren(QLabel)) or not said


def test_another_span_is_asked_for_anew(page: InsightPage, planner: Planner, qtbot: Any) -> None:
    planner.answer()
    press(page, qtbot, "Of the last: Everything")
    assert planner.asked[-1][0] == KNOWN
    planner.answer()
    assert "would have saved" in texts(page)


def test_a_car_with_its_own_prices_is_left_to_the_grid() -> None:
    with_car, without = house(), house()
    for at in range(len(with_car.kwh)):
        with_car.car_kwh[at] = 7.0 if at % 48 == 36 else 0.0
        with_car.kwh[at] += with_car.car_kwh[at]
    span = DateSpan(KNOWN.last - timedelta(days=DAYS), KNOWN.last)
    for strategy in Strategy:
        wish = BatteryWish(capacities=FEW, strategy=strategy)
        found, plain = (curve_of(home, span, wish, lambda _share: None) for home in (with_car, without))
        assert [p.run.saved_pence for p in found.points] == pytest.approx([p.run.saved_pence for p in plain.points])
        assert found.points[0].run.dear_kwh == pytest.approx(plain.points[0].run.dear_kwh)
        assert "own prices" in " ".join(found.assumptions)
        assert "own prices" not in " ".join(plain.assumptions)


def test_unsettled_smart_charges_are_called_estimated(page: InsightPage, planner: Planner) -> None:
    planner.asked[-1][3](replace(curve(replace(planner.wish, capacities=FEW)), estimated=(KNOWN.last,)))
    assert "Estimated: what smart charging made cheap" in texts(page)
