"""The best times: the list, the plan for a wish, and reminders of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.domain.bands import band_of
from kraken_desktop.domain.moments import SLOT, Span, day_span, london_date
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive, text
from kraken_desktop.services.planning import Wish, best_times
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.best_times import best_times_view
from kraken_desktop.ui.view_models.prices import prices_view
from kraken_desktop.ui.widgets.check_switch import CheckSwitch
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.best_times_panel import BestTimesPanel
from kraken_desktop.ui.windows.prices_page import PricesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, export_only_home, flat_home, intelligent_home

THREE_HOURS = Wish(hours=Decimal(3), kilowatts=Decimal(2))


def both_ways() -> AppState:
    return replace(agile_home(), export_tariff=export_only_home().export_tariff)


def test_there_is_a_window_for_each_length_with_its_day_and_price() -> None:
    view = best_times_view(agile_home(), THREE_HOURS)
    assert [row.cells[0] for row in view.rows] == [
        "½ h", "1 h", "1½ h", "2 h", "2½ h", "3 h", "3½ h", "4 h", "4½ h", "5 h", "5½ h", "6 h",
    ]  # fmt: skip
    assert all(row.cells[1].startswith("tomorrow 0") for row in view.rows[:6]), "the night is cheap"
    prices = [Decimal(row.cells[2]) for row in view.rows]
    assert prices == sorted(prices)


def test_a_window_has_the_band_of_its_mean_and_a_word() -> None:
    for is_export, home in ((False, agile_home()), (True, export_only_home())):
        rows = best_times_view(home, replace(THREE_HOURS, is_export=is_export)).rows
        for row, best in zip(rows, best_times(home, is_export), strict=True):
            assert best is not None
            day = derive.schedule_of(home, is_export).between(day_span(london_date(best.span.start)))
            scheme = derive.scheme_of(home, is_export)
            assert row.band is band_of(best.mean_pence, day, scheme)
            assert row.cells[-1] == text.word_among(row.band, day, scheme)
    assert {row.cells[-1] for row in best_times_view(flat_home(), THREE_HOURS).rows} == {"one price"}


def test_too_late_for_today_is_said_over_the_plan_for_tomorrow() -> None:
    late, in_time = (best_times_view(agile_home(), replace(THREE_HOURS, before=time(hour))).plan for hour in (17, 19))
    assert late.caution == "Too late for 17:00, as it takes 3 h: this is for tomorrow 17:00"
    assert late.spoken.startswith(late.caution)
    assert in_time.caution == ""


def test_where_no_window_is_known_it_says_so_and_offers_no_reminder() -> None:
    late = agile_home(NOW + timedelta(hours=7, minutes=30), has_tomorrow=False)
    view = best_times_view(late, THREE_HOURS)
    assert view.rows[-1].cells == ("6 h", "not known yet", "–", "")
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
    assert any("not known yet" in note for note in plan.notes)


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


def test_the_plan_and_the_chosen_row_are_marked_in_the_chart() -> None:
    view = best_times_view(agile_home(), replace(THREE_HOURS, appliance=Appliance.CAR, is_split=True), row=5)
    plan, best = view.chart.marks
    assert [text.span_with_day(span, NOW) for span in plan.spans] == list(view.plan.times)
    assert (plan.label, best.label) == ("car charge", "best 3 h")
    offer = view.offers[5]
    assert offer is not None
    assert best.spans == (offer.reminder.span,)
    assert view.plan.times[0] in view.chart.words
    assert best_times_view(agile_home(), THREE_HOURS).chart.marks[0].label == "appliance"


def test_a_reminder_marks_its_time_in_the_prices_of_its_own_way() -> None:
    home = agile_home()
    offer = best_times_view(home, replace(THREE_HOURS, appliance=Appliance.DISHWASHER)).plan.end
    assert offer is not None
    both = replace(home, reminders=(offer.reminder,), export_tariff=export_only_home().export_tariff)
    (mark,) = prices_view(both).chart.marks
    assert (mark.label, mark.spans) == ("dishwasher", (offer.reminder.span,))
    assert prices_view(both, "export").chart.marks == ()
    span = offer.reminder.span
    runs = (Span(span.start, span.start + SLOT), Span(span.end - SLOT, span.end))
    (mark,) = prices_view(replace(both, reminders=(replace(offer.reminder, runs=runs),))).chart.marks
    assert mark.spans == runs, "not the pause"


def test_a_battery_sells_when_it_pays_most() -> None:
    sale = Wish(Appliance.BATTERY, kwh=Decimal(5), kilowatts=Decimal(5), is_export=True)
    dear = export_only_home().export_tariff.value
    assert dear is not None
    evening = derive.schedule_of(agile_home(prices=["10"] * 33 + ["40"] * 2 + ["10"] * 13))
    home = replace(export_only_home(), export_tariff=Snapshot(replace(dear, schedule=evening), NOW))
    plan = best_times_view(home, sale).plan
    assert plan.times == ("16:30–17:30",)
    assert plan.cost.startswith("Earns ")
    assert plan.start is not None
    assert plan.start.reminder.is_export


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


def test_each_way_has_its_own_appliances_and_remembers_its_choice(
    panel: BestTimesPanel, commands: FakeCommands, bridge: StateBridge, theme: Theme, qtbot: Any
) -> None:
    choose(panel, "What is to run", "Electric car")
    power = next(spin for spin in panel.findChildren(QDoubleSpinBox) if spin.accessibleName() == "Power")
    power.setValue(3.7)
    panel.show_state(both_ways(), is_export=True)
    sells = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "What is to sell")
    assert [sells.itemText(index) for index in range(sells.count())] == ["Home battery", "Something else"]
    choose(panel, "What is to sell", "Something else")
    panel.show_state(both_ways(), is_export=False)
    assert "20.0 kWh" in words_of(panel)
    assert power.value() == 3.7
    panel.show_state(both_ways(), is_export=True)
    assert sells.currentText() == "Something else"
    next_time = BestTimesPanel(commands, theme)
    qtbot.addWidget(next_time)
    next_time.show_state(both_ways(), is_export=True)
    assert next_time.findChildren(QComboBox)[0].currentText() == "Something else"


def test_what_waits_stands_below_the_list_and_is_taken_back_there(
    panel: BestTimesPanel, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    offer = best_times_view(agile_home(), THREE_HOURS).plan.start
    assert offer is not None
    publish(replace(agile_home(), reminders=(offer.reminder,)))
    qtbot.waitUntil(lambda: "Time to start: appliance" in words_of(panel))
    button(panel, "Take back").click()
    assert commands.calls[-1] == ("drop_reminder", offer.reminder.key)


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
