"""The best times: the list, the plan for a wish, and reminders of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.services.planning import Wish
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.best_times import best_times_view
from kraken_desktop.ui.widgets.check_switch import CheckSwitch
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.best_times_panel import BestTimesPanel
from kraken_desktop.ui.windows.prices_page import PricesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, export_only_home, flat_home, intelligent_home

THREE_HOURS = Wish(hours=Decimal(3), kilowatts=Decimal(2))


def test_there_is_a_window_for_each_length_with_its_day_and_price() -> None:
    view = best_times_view(agile_home(), THREE_HOURS)
    assert [row.cells[0] for row in view.rows] == [
        "½ h", "1 h", "1½ h", "2 h", "2½ h", "3 h", "3½ h", "4 h", "4½ h", "5 h", "5½ h", "6 h",
    ]  # fmt: skip
    assert all(row.cells[1].startswith("tomorrow 0") for row in view.rows[:6]), "the night is cheap"
    prices = [Decimal(row.cells[2]) for row in view.rows]
    assert prices == sorted(prices)


def test_where_no_window_is_known_it_says_so_and_offers_no_reminder() -> None:
    late = agile_home(NOW + timedelta(hours=7, minutes=30), has_tomorrow=False)
    view = best_times_view(late, THREE_HOURS)
    assert view.rows[-1].cells == ("6 h", "not known yet", "–")
    assert view.offers[-1] is None
    assert "tomorrow's are published" in view.note


def test_a_plan_says_when_what_it_costs_and_what_waiting_saves() -> None:
    plan = best_times_view(agile_home(), THREE_HOURS).plan
    assert len(plan.times) == 1
    assert plan.times[0].startswith("tomorrow 0")
    assert plan.cost.startswith("Costs ")
    assert "6.0 kWh" in plan.cost
    assert plan.gain.startswith("Waiting saves ")
    assert plan.notes == ()


def test_a_flat_price_is_as_good_now() -> None:
    plan = best_times_view(flat_home(), THREE_HOURS).plan
    assert plan.gain == "As good as starting now"
    assert plan.start is None, "it begins now"
    assert plan.end is not None
    assert "no time is better" in best_times_view(flat_home(), THREE_HOURS).note


def test_export_is_planned_for_when_it_pays_most() -> None:
    view = best_times_view(export_only_home(), replace(THREE_HOURS, is_export=True))
    assert view.title == "Best paid, from now on"
    assert view.plan.cost.startswith("Earns ")


def test_a_plan_in_a_smart_charge_says_that_it_hangs_on_it() -> None:
    soon = Wish(hours=Decimal("0.5"), before=time(17, 0))
    plan = best_times_view(intelligent_home(), soon).plan
    assert plan.times == ("16:30–17:00",)
    assert any("smart charge" in note for note in plan.notes)


def test_unpublished_prices_are_told() -> None:
    plan = best_times_view(agile_home(has_tomorrow=False), THREE_HOURS).plan
    assert any("not published yet" in note for note in plan.notes)


def test_what_does_not_fit_and_what_makes_no_sense_is_said() -> None:
    night = Wish(hours=Decimal(10), after=time(22), before=time(7))
    assert "does not fit" in best_times_view(agile_home(), night).plan.message
    nothing = Wish(Appliance.CAR, kwh=Decimal(200), kilowatts=Decimal("0.1"))
    assert "at most 48 hours" in best_times_view(agile_home(), nothing).plan.message


def test_a_reminder_that_waits_is_known() -> None:
    home = agile_home()
    offer = best_times_view(home, THREE_HOURS).plan.start
    assert offer is not None
    assert not offer.is_set
    again = best_times_view(replace(home, reminders=(offer.reminder,)), THREE_HOURS).plan.start
    assert again is not None
    assert again.is_set


@pytest.fixture
def panel(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> BestTimesPanel:
    page = PricesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    with qtbot.waitExposed(page):
        page.show()
    button(page, "Best times").click()
    panel = page.findChild(BestTimesPanel)
    assert panel is not None
    assert panel.isVisible()
    return panel


def button(widget: Any, words: str) -> QPushButton:
    buttons: list[QPushButton] = widget.findChildren(QPushButton)
    return next(one for one in buttons if words in (one.text(), one.accessibleName()))


def choose(panel: BestTimesPanel, name: str, words: str) -> None:
    box = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == name)
    box.setCurrentIndex(next(index for index in range(box.count()) if box.itemText(index).startswith(words)))


def words_of(panel: BestTimesPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_each_edit_plans_anew(panel: BestTimesPanel) -> None:
    assert "1.0 kWh" in words_of(panel), "the dishwasher stands first"
    choose(panel, "What is to run", "Electric car")
    assert "20.0 kWh" in words_of(panel)
    choose(panel, "Ready by", "18:00")
    assert "tomorrow" not in words_of(panel).splitlines()[-1]
    choose(panel, "Not before", "17:00")
    assert "tomorrow 17:00" not in words_of(panel)


def test_a_programme_cannot_stop_and_start(panel: BestTimesPanel) -> None:
    split = next(box for box in panel.findChildren(CheckSwitch) if box.text() == "It may stop and start")
    assert not split.isEnabled()
    choose(panel, "What is to run", "Electric car")
    assert split.isEnabled()


def test_reminders_are_asked_for_and_taken_back(
    panel: BestTimesPanel, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    start = button(panel, "Remind me at the start")
    start.click()
    name, reminder = commands.calls[-1]
    assert (name, reminder.what, reminder.point) == ("remind", "dishwasher", ReminderPoint.START)
    publish(replace(agile_home(), reminders=(reminder,)))
    assert start.isChecked()
    start.click()
    assert commands.calls[-1] == ("drop_reminder", reminder.key)


def test_a_row_of_the_list_can_be_remembered(panel: BestTimesPanel, commands: FakeCommands) -> None:
    remind = button(panel, "Remind me when it begins")
    assert not remind.isEnabled()
    table = panel.findChild(FactTable)
    assert table is not None
    table.selectRow(5)
    remind.click()
    reminder = commands.calls[-1][1]
    assert isinstance(reminder, Reminder)
    assert reminder.what == "best 3 h"
    assert reminder.span.duration == timedelta(hours=3)
    assert isinstance(reminder.span, Span)


def test_the_wish_is_kept_for_the_next_time(
    panel: BestTimesPanel, bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    choose(panel, "What is to run", "Electric car")
    choose(panel, "Ready by", "07:00")
    next_time = BestTimesPanel(commands, theme)
    qtbot.addWidget(next_time)
    next_time.show_state(bridge.state, is_export=False)
    boxes = {box.accessibleName(): box.currentText() for box in next_time.findChildren(QComboBox)}
    assert (boxes["What is to run"], boxes["Ready by"]) == ("Electric car", "07:00")


def test_a_kept_wish_that_makes_no_sense_is_left_alone(commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    commands.change_setting("wish", {"appliance": "Time machine", "kwh": "lots", "before": "25:00"})
    panel = BestTimesPanel(commands, theme)
    qtbot.addWidget(panel)
    boxes = {box.accessibleName(): box.currentText() for box in panel.findChildren(QComboBox)}
    assert boxes == {"What is to run": "Dishwasher, 3 h", "Not before": "Now", "Ready by": "Any time"}
