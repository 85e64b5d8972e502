"""Nothing is sent to Octopus before the person agreed; what the service would refuse is disabled with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.dispatch import DispatchKind
from kraken_desktop.services.state import AppState
from kraken_desktop.services.steering import Action, Order, Outcome
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.goals_dialog import GoalsDialog
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.widgets.charge_buttons import ChargeButtons
from kraken_desktop.ui.windows.dispatches_page import DispatchesPage
from tests.ui.states import NOW, intelligent_home


@pytest.fixture
def page(qtbot: QtBot, bridge: StateBridge, commands: Any, theme: Theme) -> DispatchesPage:
    built = DispatchesPage(bridge, commands, theme)
    qtbot.addWidget(built)
    built.show()
    return built


def button(page: DispatchesPage, label: str) -> QPushButton:
    return next(found for found in page.findChildren(QPushButton) if found.text() == label and not found.isHidden())


def dialog(page: DispatchesPage) -> QDialog:
    return page.window().findChildren(QDialog)[-1]


def press(owner: QDialog, label: str) -> None:
    next(found for found in owner.findChildren(QPushButton) if found.text() == label).click()


def said(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


def retired(home: AppState) -> AppState:
    """The state's own word is what it was before the device was removed."""
    book = home.dispatches.value
    assert book is not None
    (status,) = book.statuses
    gone = replace(status, device=replace(status.device, life="RETIRED"))
    return replace(home, dispatches=replace(home.dispatches, value=replace(book, statuses=(gone,))))


def orders(commands: Any) -> list[Order]:
    return [call[1] for call in commands.calls if call[0] == "steer"]


def test_a_boost_is_sent_once_and_only_after_agreeing(
    page: DispatchesPage, publish: Callable[[AppState], None], commands: Any
) -> None:
    publish(intelligent_home())
    button(page, "Boost").click()
    asked = dialog(page)
    said = " ".join(label.text() for label in asked.findChildren(QLabel))
    assert "Charging costs 30.5p per kWh now." in said
    press(asked, "Leave it")
    assert orders(commands) == []
    button(page, "Boost").click()
    press(dialog(page), "Boost")
    (order,) = orders(commands)
    assert order.action is Action.BOOST
    assert not button(page, "Boost").isEnabled(), "not twice while the first is under way"
    then = next(call[2] for call in commands.calls if call[0] == "steer")
    then(Outcome(False, "Octopus did not start a boost: it is not at home."))
    assert button(page, "Boost").isEnabled()
    assert "it is not at home" in " ".join(label.text() for label in page.findChildren(QLabel))


def test_what_came_of_it_stands_until_the_device_shows_it(
    page: DispatchesPage, publish: Callable[[AppState], None], commands: Any
) -> None:
    publish(intelligent_home(planned=[]))
    button(page, "Boost").click()
    press(dialog(page), "Boost")
    then = next(call[2] for call in commands.calls if call[0] == "steer")
    then(Outcome(True, "A boost was asked for."))

    publish(replace(intelligent_home(planned=[]), now=NOW + timedelta(minutes=1)))
    assert "A boost was asked for." in said(page)
    publish(intelligent_home(state="BOOSTING", planned=[("15:00", "16:00")], kind=DispatchKind.BOOST))
    assert "A boost was asked for." not in said(page)


def test_the_keyboard_stays_with_the_device_that_was_asked(
    page: DispatchesPage, publish: Callable[[AppState], None], commands: Any, qtbot: QtBot
) -> None:
    """A button that goes hands the focus on, but never to another device's."""
    home = intelligent_home(planned=[])
    book = home.dispatches.value
    assert book is not None
    van = replace(book.statuses[0], device=replace(book.statuses[0].device, id="van", name="Van"))
    with qtbot.waitActive(page):
        page.activateWindow()
    publish(replace(home, dispatches=replace(home.dispatches, value=replace(book, statuses=(*book.statuses, van)))))
    first, second = page.findChildren(ChargeButtons)
    button(page, "Boost").setFocus()
    button(page, "Boost").click()
    asked = dialog(page)
    press(asked, "Boost")
    qtbot.waitUntil(lambda: not asked.isVisible())
    then = next(call[2] for call in commands.calls if call[0] == "steer")
    then(Outcome(True, "A boost was asked for."))
    qtbot.waitUntil(lambda: first.isAncestorOf(page.focusWidget()))
    assert not second.isAncestorOf(page.focusWidget())


def test_what_would_be_refused_is_disabled_with_the_reason(
    page: DispatchesPage, publish: Callable[[AppState], None]
) -> None:
    publish(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[]))
    found = button(page, "Boost")
    assert not found.isEnabled()
    assert found.toolTip() == "Not possible now: it is unplugged or away from home."
    assert found.accessibleName() == f"Boost. {found.toolTip()}"
    assert "Boost is not possible: it is unplugged or away from home." in said(page)
    assert button(page, "Suspend smart charging").isEnabled()
    publish(intelligent_home(planned=[]))
    assert (found.isEnabled(), found.toolTip(), found.accessibleName()) == (True, "", "")


def test_a_device_that_was_removed_shows_its_buttons_disabled_with_one_reason(
    page: DispatchesPage, publish: Callable[[AppState], None]
) -> None:
    publish(retired(intelligent_home(planned=[])))
    labels = ("Boost", "Suspend smart charging", "Target and ready-by…")
    assert not any(button(page, label).isEnabled() for label in labels)
    assert "Removed from Octopus" in said(page)
    assert "Battery" not in said(page), "what it said last means nothing any more"
    assert "Nothing can be asked of it: it was removed from Octopus." in said(page)


def test_goals_keep_what_nobody_touched_and_tell_what_is_only_suggested(qtbot: QtBot, theme: Theme) -> None:
    told = [
        ReadyBy("MONDAY", time(7, 15), Decimal(5)),
        ReadyBy("TUESDAY", time(13), None),
        *(ReadyBy(weekday, time(8), Decimal(83)) for weekday in WEEKDAYS[2:6]),
    ]
    goals = GoalsDialog(theme, "Zappy", told)
    qtbot.addWidget(goals)
    kept = {goal.weekday: goal for goal in goals.goals()}
    assert [kept[goal.weekday] for goal in told if goal.target_percent is not None] == [told[0], *told[2:]]
    assert kept["TUESDAY"].clock == time(13)
    assert "Octopus tells no target for Tuesday and Sunday" in said(goals)


def test_goals_of_the_week_are_chosen_in_one_dialog(qtbot: QtBot, theme: Theme) -> None:
    book = intelligent_home().dispatches.value
    assert book is not None
    goals = GoalsDialog(theme, "Zappy", book.statuses[0].schedule)
    qtbot.addWidget(goals)
    targets, times = goals.findChildren(QSpinBox), goals.findChildren(QComboBox)
    assert (len(targets), len(times)) == (7, 7)
    targets[2].setValue(95)
    times[2].setCurrentText("09:30")
    with qtbot.waitSignal(goals.chosen) as chosen:
        press(goals, "Save goals")
    wednesday = chosen.args[0][2]
    assert (wednesday.weekday, wednesday.clock, wednesday.target_percent) == ("WEDNESDAY", time(9, 30), Decimal(95))
