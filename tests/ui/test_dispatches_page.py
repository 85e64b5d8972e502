"""The dispatches page: the lives of a dispatch, what the house pays, and the empty state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import DeviceStatus, DispatchKind, StartedDispatch
from kraken_desktop.domain.effective_price import CarRates
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.dispatch_rows import Life
from kraken_desktop.ui.view_models.dispatches import Fullness, dispatches_view
from kraken_desktop.ui.windows.dispatches_page import DispatchesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, clock_span, intelligent_home


def rows(state: AppState) -> list[tuple[Life, str]]:
    return [(row.life, row.when) for row in dispatches_view(state).devices[0].rows]


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> DispatchesPage:
    page = DispatchesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.show()
    return page


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_planned_is_told_from_running() -> None:
    home = intelligent_home(planned=[("15:00", "15:40"), ("23:40", "02:15")])
    assert rows(home) == [(Life.RUNNING, "15:00–15:40"), (Life.PLANNED, "23:40–02:15")]
    running, planned = dispatches_view(home).devices[0].rows
    assert running.countdown == "ends in 30 min"
    assert planned.countdown == "starts in 8 h 30 min"
    assert planned.house == "whole house 23:30–02:30 at 8.5p"


def test_countdown_follows_the_clock_of_the_state() -> None:
    later = replace(intelligent_home(planned=[("16:45", "17:25")]), now=NOW + timedelta(minutes=10))
    assert dispatches_view(later).devices[0].rows[0].countdown == "starts in 1 h 25 min"


def test_a_plan_not_read_for_long_is_ignored_and_says_since_when() -> None:
    late = replace(intelligent_home(planned=[("16:45", "17:25")]), now=NOW + timedelta(minutes=20))
    (row,) = dispatches_view(late).devices[0].rows
    assert row.life is Life.PHANTOM
    assert "15:09" in row.remark


def test_a_phantom_is_shown_with_its_reason_and_prices_nothing() -> None:
    view = dispatches_view(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[("15:00", "15:40")]))
    (row,) = view.devices[0].rows
    assert (row.life, row.house, row.countdown) == (Life.PHANTOM, "", "")
    assert "unplugged, so we ignore it" in row.remark
    assert not view.is_house_cheap


def test_a_boost_is_labelled_and_makes_nothing_cheap() -> None:
    boosting = intelligent_home(state="BOOSTING", planned=[("15:00", "15:40")], kind=DispatchKind.BOOST)
    view = dispatches_view(boosting)
    assert view.devices[0].rows[0].life is Life.BOOST
    assert view.devices[0].rows[0].house == "a boost makes nothing cheaper"
    assert not view.is_house_cheap


def test_the_house_is_cheap_for_the_whole_extended_slot() -> None:
    early = dispatches_view(intelligent_home(planned=[("15:20", "15:40")]))
    assert early.is_house_cheap
    assert early.house == "The whole house pays 8.5p until 16:00."
    before = dispatches_view(intelligent_home(planned=[("16:45", "17:25")]))
    assert not before.is_house_cheap
    assert before.house == "The whole house pays 8.5p from 16:30 to 17:30."


def begun(home: AppState, start: str, end: str) -> AppState:
    """The home with its car's charge seen started in those slots."""
    book = home.dispatches.value
    assert book is not None
    started = StartedDispatch(book.statuses[0].device.id, clock_span(home.now, start, end))
    return replace(home, dispatches=replace(home.dispatches, value=replace(book, started=(started,))))


def test_a_charge_that_began_and_was_called_off_stays_as_started() -> None:
    home = begun(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[]), "15:00", "15:30")
    view = dispatches_view(home)
    assert view.house == "The whole house pays 8.5p until 15:30."
    (row,) = view.devices[0].rows
    assert (row.life, row.when, row.countdown) == (Life.STARTED, "15:00–15:30", "ends in 20 min")
    assert row.house == "whole house 15:00–15:30 at 8.5p"
    assert "stays cheap" in row.remark
    assert view.devices[0].remark == "No further charge is planned."


def test_a_started_charge_that_still_runs_is_one_row() -> None:
    home = begun(intelligent_home(planned=[("15:05", "15:40")]), "15:00", "15:30")
    assert rows(home) == [(Life.RUNNING, "15:05–15:40")]


def test_the_house_stays_cheap_to_the_end_of_the_night() -> None:
    midnight = clock_span(NOW, "23:00", "00:10").end
    night = intelligent_home(midnight, planned=[("00:00", "00:50")])
    assert dispatches_view(night).house == "The whole house pays 8.5p until 05:30."
    later = intelligent_home(midnight, planned=[("01:00", "01:50")])
    assert dispatches_view(later).house == "The whole house pays 8.5p until 05:30."
    assert dispatches_view(later).is_house_cheap
    evening = intelligent_home(planned=[("23:40", "02:15")])
    assert dispatches_view(evening).house == "The whole house pays 8.5p from 23:30 to 05:30."


def test_completed_rows_say_where_and_how() -> None:
    home, away, boost = dispatches_view(intelligent_home()).completed
    assert (home.life, home.house, home.energy) == (Life.COMPLETED, "whole house 12:00–13:00 at 8.5p", "3.4 kWh")
    assert "away from home" in away.house
    assert boost.life is Life.BOOST


def test_what_is_over_is_no_longer_planned() -> None:
    over = replace(intelligent_home(planned=[("16:45", "17:25")]), now=NOW + timedelta(hours=3))
    assert dispatches_view(over).devices[0].rows == ()
    assert dispatches_view(over).devices[0].remark == "No charge is planned."


def test_device_says_what_it_is_doing(page: DispatchesPage, publish: Callable[[AppState], None]) -> None:
    publish(intelligent_home(planned=[("15:00", "15:40")]))
    read = words(page)
    assert "Zappy" in read
    assert "Charging until 15:40" in read
    assert "Battery 62% at 14:45" in read
    assert "charges to 80%" in read
    assert "80% ready by 07:00" in read
    assert "SMART_CONTROL" not in read


def test_rows_come_and_go(page: DispatchesPage, publish: Callable[[AppState], None]) -> None:
    publish(intelligent_home(planned=[("16:45", "17:25"), ("23:40", "02:15")]))
    assert "23:40–02:15" in words(page)
    publish(intelligent_home(planned=[("16:45", "17:25")]))
    assert "23:40–02:15" not in words(page)
    assert "16:45–17:25" in words(page)


def test_a_home_without_devices_is_told_what_would_be_here(page: DispatchesPage) -> None:
    assert dispatches_view(agile_home()).fullness is Fullness.EMPTY
    assert "No smart device on this account" in words(page)
    assert "Intelligent Octopus Go" in words(page)


def test_before_the_first_answer_the_page_is_loading() -> None:
    assert dispatches_view(AppState(NOW)).fullness is Fullness.LOADING


def test_trouble_stands_above_what_is_known(page: DispatchesPage, publish: Callable[[AppState], None]) -> None:
    home = intelligent_home()
    problem = Problem(ProblemKind.UNAVAILABLE, NOW - timedelta(minutes=3))
    publish(replace(home, dispatches=home.dispatches.failed(problem, NOW + timedelta(minutes=1))))
    read = words(page)
    assert "Octopus cannot answer this just now" in read
    assert "Next try at 15:11." in read
    assert "Zappy" in read


def four_rates(home: AppState) -> AppState:
    """The same home on the tariff that has prices of its own for the car, and an allowance."""
    tariff = home.import_tariff.value
    assert tariff is not None
    assert tariff.terms is not None
    terms = replace(tariff.terms, car=CarRates(tariff.schedule, tariff.schedule))
    return replace(home, import_tariff=replace(home.import_tariff, value=replace(tariff, terms=terms)))


def test_no_row_promises_the_cheap_price_beyond_the_allowance() -> None:
    """Half an hour is completed: the first charge gets the other five and a half, the second nothing."""
    home = four_rates(intelligent_home(planned=[("15:10", "21:10"), ("21:40", "22:00")]))
    first, second = dispatches_view(home).devices[0].rows
    assert first.house == "whole house 15:00–21:00 at 8.5p, 21:00–21:30 at 30.5p"
    assert second.house == "whole house 21:30–22:00 at 30.5p"
    late = four_rates(intelligent_home(clock_span(NOW, "21:32", "22:00").start, planned=[("15:00", "21:50")]))
    view = dispatches_view(late)
    assert view.house.startswith("What is listed is beyond the six hours")
    assert not view.is_house_cheap
    (row,) = view.devices[0].rows
    assert row.house == "whole house 15:00–20:30 at 8.5p, 20:30–22:00 at 30.5p"


def test_the_four_rate_tariff_counts_its_allowance_and_the_older_one_does_not() -> None:
    home = intelligent_home(planned=[("15:05", "15:40")])
    assert "our estimate" not in dispatches_view(home).house
    house = dispatches_view(four_rates(home)).house
    assert house.endswith("35 min of 6 h smart charging used since noon (our estimate).")


def test_nothing_lies_beyond_the_side_of_the_smallest_window(
    page: DispatchesPage, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    publish(intelligent_home(planned=[("15:00", "15:40"), ("23:40", "02:15")]))
    page.resize(700, 540)
    scroll = page.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scroll.viewport().width() > 600)
    assert scroll.horizontalScrollBar().maximum() == 0


def test_a_device_that_is_no_car_is_said_to_be_none() -> None:
    home = intelligent_home()
    book = home.dispatches.value
    assert book is not None
    meter = SmartDevice("meter", DeviceKind.OTHER)
    book = replace(book, statuses=(*book.statuses, DeviceStatus(meter, "SMART_CONTROL_CAPABLE", NOW)))
    *_, card = dispatches_view(replace(home, dispatches=replace(home.dispatches, value=book))).devices
    assert card.status == "Neither a car nor a charger: nothing is planned for it"
    assert (card.rows, card.remark, card.offers) == ((), "", ())
