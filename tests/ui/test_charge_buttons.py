"""Nothing is sent to Octopus before the person agreed; what the service would refuse is disabled with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from kraken_desktop.services.state import AppState
from kraken_desktop.services.steering import Action, Order, Outcome
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.goals_dialog import GoalsDialog
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.windows.dispatches_page import DispatchesPage
from tests.ui.states import intelligent_home


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


def test_what_would_be_refused_is_disabled_with_the_reason(
    page: DispatchesPage, publish: Callable[[AppState], None]
) -> None:
    publish(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[]))
    found = button(page, "Boost")
    assert not found.isEnabled()
    assert found.toolTip() == "Not possible now: it is unplugged or away from home."


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
