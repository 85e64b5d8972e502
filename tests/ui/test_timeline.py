"""The timeline of dispatches: lanes and prices, its table, past days, and why a half hour is cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, PlannedDispatch
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.effective_price import CarRates
from kraken_desktop.domain.moments import day_span, london_date, slot_of, today_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.services import derive, text
from kraken_desktop.services.dispatch_past import DispatchPast
from kraken_desktop.services.state import AppState
from kraken_desktop.services.why import WhyAnswer
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.dispatch_rows import Life
from kraken_desktop.ui.view_models.timeline import COMPLETED, TimelineView, timeline_view
from kraken_desktop.ui.widgets.day_steps import DaySteps
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.timeline_chart import TimelineChart
from kraken_desktop.ui.windows.dispatches_page import DispatchesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, clock_span, intelligent_home

HOUR = timedelta(hours=1)


def lives(view: TimelineView, lane: str) -> list[tuple[str, Life]]:
    return [(text.span(bar.span), bar.life) for found in view.lanes if found.title == lane for bar in found.bars]


def past_of(home: AppState, state: str, start: str, end: str) -> DispatchPast:
    """The store as it knows of a plan that stood since midnight."""
    book = home.dispatches.value
    assert book is not None
    car, midnight = book.statuses[0].device.id, today_span(NOW).start
    planned = (PlannedDispatch(car, clock_span(NOW, start, end)),)
    view = PlanView(car, midnight, NOW, state, planned)
    return DispatchPast(london_date(NOW), {london_date(NOW): home}, DispatchBook(), (view,))


@pytest.fixture
def page(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, publish: Callable[[AppState], None], qtbot: Any
) -> DispatchesPage:
    page = DispatchesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(800, 640)
    page.show()
    publish(intelligent_home())
    page.open_view("timeline")
    return page


def test_each_life_has_its_own_form_in_the_lane_of_its_device() -> None:
    view = timeline_view(intelligent_home(planned=[("15:00", "15:40"), ("23:40", "02:15")]))
    assert lives(view, "Zappy") == [
        ("15:00–15:40", Life.RUNNING), ("23:40–02:15", Life.PLANNED), ("04:00–05:00", Life.STARTED)
    ]  # fmt: skip
    assert lives(view, COMPLETED) == [
        ("12:10–12:40", Life.COMPLETED), ("08:05–08:50", Life.AWAY), ("04:00–05:00", Life.BOOST)
    ]  # fmt: skip


def test_the_plan_of_an_unplugged_car_is_a_phantom_ahead_and_behind() -> None:
    home = intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[("16:45", "17:25")])
    view = timeline_view(home, None, past_of(home, "SMART_CONTROL_NOT_AVAILABLE", "09:20", "10:40"))
    found = lives(view, "Zappy")
    assert ("09:20–10:40", Life.PHANTOM) in found
    assert ("16:45–17:25", Life.PHANTOM) in found


def test_a_plan_of_the_past_that_counted_is_shown_as_planned() -> None:
    home = intelligent_home(planned=[])
    view = timeline_view(home, None, past_of(home, "SMART_CONTROL_CAPABLE", "09:20", "10:40"))
    assert ("09:20–10:40", Life.PLANNED) in lives(view, "Zappy")


def test_two_days_with_their_nights_and_the_price_that_the_house_really_pays() -> None:
    home = intelligent_home(planned=[("16:45", "17:25")])
    view = timeline_view(home)
    assert view.span.duration == 48 * HOUR
    assert [text.span(night) for night in view.nights] == ["23:30–05:30"] * 3
    ((title, cells),) = view.prices
    assert title == "House pays"
    paid = {text.clock_time(cell.span.start): cell.label for cell in cells if cell.span.start < today_span(NOW).end}
    assert (paid["16:00"], paid["16:30"], paid["17:00"], paid["17:30"]) == ("30.5p", "8.5p", "8.5p", "30.5p")


def test_the_car_has_its_own_row_of_prices_on_the_four_rate_tariff_alone() -> None:
    home = intelligent_home()
    tariff = home.import_tariff.value
    assert tariff is not None
    assert tariff.terms is not None
    terms = replace(tariff.terms, car=CarRates(tariff.schedule, tariff.schedule))
    four = replace(home, import_tariff=replace(home.import_tariff, value=replace(tariff, terms=terms)))
    assert [title for title, _ in timeline_view(four).prices] == ["House pays", "Car pays"]


def test_the_table_says_of_each_slot_what_the_lanes_show() -> None:
    home = intelligent_home(planned=[("15:00", "15:20"), ("16:45", "17:25"), ("23:40", "02:15")])
    done = CompletedDispatch(clock_span(NOW, "15:10", "15:12"))
    home = replace(home, dispatches=replace(home.dispatches, value=replace(home.dispatches.value, completed=(done,))))
    view = timeline_view(home, None, past_of(home, "SMART_CONTROL_CAPABLE", "15:00", "15:20"))
    rows = {row.cells[0]: row for row in reversed(view.rows) if row.cells[1:]}
    assert rows["16:30–17:00"].cells[1:] == ("8.5p", "", "Zappy: planned")
    assert rows["15:00–15:30"].cells[3] == "Zappy: planned, running; completed"
    assert rows["17:30–18:00"].cells[1:] == ("30.5p", "", "")
    assert "night window" in rows["23:30–00:00"].cells[3]


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 10, 25), 98), (date(2026, 3, 29), 94)])
def test_days_on_which_the_clocks_change_have_every_slot_once(day: date, slots: int) -> None:
    view = timeline_view(replace(intelligent_home(), now=day_span(day).start + 30 * HOUR), day)
    starts = [start for start in view.starts if start is not None]
    assert len(starts) == len(set(starts)) == slots


def test_a_car_whose_price_changes_within_a_half_hour_has_both_there() -> None:
    """Half an hour is completed, so that the allowance ends at 20:40."""
    home = intelligent_home(planned=[("15:10", "21:00")])
    tariff = home.import_tariff.value
    assert tariff is not None
    assert tariff.terms is not None
    rates = (RateSchedule((Rate(NOW - 30 * HOUR, None, Decimal(pence)),)) for pence in (31, 5))
    terms = replace(tariff.terms, car=CarRates(*rates))
    four = replace(home, import_tariff=replace(home.import_tariff, value=replace(tariff, terms=terms)))
    view = timeline_view(four)
    row = view.row_of(clock_span(NOW, "20:30", "21:00").start)
    assert row is not None
    assert view.rows[row].cells[2] == "5.0p, 31.0p"
    (_, cells) = view.prices[1]
    found = [
        (text.span(cell.span), cell.label)
        for cell in cells
        if slot_of(cell.span.start) == clock_span(NOW, "20:30", "21:00")
    ]
    assert found == [("20:30–20:40", "5.0p"), ("20:40–21:00", "31.0p")]


def test_a_boost_within_another_cars_charge_lies_on_top() -> None:
    home = intelligent_home()
    book = home.dispatches.value
    assert book is not None
    rows = tuple(
        CompletedDispatch(clock_span(NOW, start, end), Decimal(5), source)
        for start, end, source in (("11:00", "12:00", "BOOST"), ("10:30", "13:30", None), ("10:00", "12:37", None))
    )
    view = timeline_view(replace(home, dispatches=replace(home.dispatches, value=replace(book, completed=rows))))
    assert lives(view, COMPLETED)[-1] == ("11:00–12:00", Life.BOOST)


def test_a_narrow_timeline_has_its_legend_in_more_lines(theme: Theme, qtbot: Any) -> None:
    chart = TimelineChart(theme)
    qtbot.addWidget(chart)
    chart.set_view(timeline_view(intelligent_home()))
    heights, plots = [], []
    for width in (1200, 480):
        chart.resize(width, chart.sizeHint().height())
        chart.resize(width, chart.sizeHint().height())
        heights.append(chart.sizeHint().height())
        picture = chart.grab().toImage()
        plots.append({picture.pixelColor(x, picture.height() - 1).name() for x in range(width)})
    assert heights[1] > heights[0]
    assert [len(edge) for edge in plots] == [1, 1], "nothing is cut off at the bottom"


def test_a_click_and_enter_on_a_slot_ask_why(page: DispatchesPage, commands: FakeCommands, qtbot: Any) -> None:
    chart = page.findChild(TimelineChart)
    wanted = NOW + 2 * HOUR
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(chart.place_of(wanted)), 40))
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    asked = [call[1] for call in commands.calls if call[0] == "load_why"]
    assert asked == [slot_of(wanted).start, slot_of(wanted).end]


def test_a_row_of_the_table_asks_why_and_the_answer_is_told(page: DispatchesPage, commands: FakeCommands) -> None:
    table = page.findChild(FactTable)
    number = next(number for number, row in enumerate(table.rows) if row.cells[0] == "17:00–17:30")
    table.activated.emit(table.model().index(number, 0))
    (_, at, then) = next(call for call in commands.calls if call[0] == "load_why")
    home = intelligent_home()
    sentence = text.price_explanation(home, at)
    then(WhyAnswer(slot_of(at), derive.explanation(home, at), sentence, (), ("14:02–16:31  Zappy: known",)))
    read = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "smart charge of Zappy 16:45–17:25 makes the half hours 16:30–17:30 cheap for the whole house" in read
    assert "14:02–16:31  Zappy: known" in read


def test_it_scrolls_back_through_what_is_stored(page: DispatchesPage, commands: FakeCommands, qtbot: Any) -> None:
    steps, chart = page.findChild(DaySteps), page.findChild(TimelineChart)
    yesterday = london_date(NOW) - timedelta(days=1)
    steps.chosen.emit(yesterday)
    asked = [call[1] for call in commands.calls if call[0] == "load_dispatches"]
    assert asked == [london_date(NOW), yesterday]
    assert round(chart.place_of(day_span(yesterday).end)) < round(chart.place_of(NOW))
