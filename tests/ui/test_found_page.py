"""What we found: cards for every part, rebuilt only when something changed."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.windows.found_page import FoundPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.test_settings_dialog import two_homes


def shown(state: AppState, theme: Theme, qtbot: Any) -> FoundPage:
    page = FoundPage(StateBridge(StateHolder(state)), FakeCommands(), theme)
    qtbot.addWidget(page)
    page.set_state(state)
    return page


def test_each_property_and_meter_has_its_card(theme: Theme, qtbot: Any) -> None:
    page = shown(two_homes(), theme, qtbot)
    titles = [card.accessibleName() for card in page.findChildren(QFrame) if card.property("role") == "card"]
    assert titles[0] == "Account"
    assert {"Property 1", "Property 2", "Electricity import"} <= set(titles)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "1200099999990" in said
    assert "→" in said


def test_another_account_is_turned_to_from_its_card(theme: Theme, qtbot: Any) -> None:
    other = Account("A-1111TEST", "ACTIVE", None, ())
    state = replace(two_homes(), other_accounts=Snapshot((other,), NOW))
    commands = FakeCommands()
    page = FoundPage(StateBridge(StateHolder(state)), commands, theme)
    qtbot.addWidget(page)
    page.set_state(state)
    (turn,) = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Show account A-1111TEST"]
    turn.click()
    assert commands.calls == [("show_account", "A-1111TEST")]


def test_signed_out_it_says_what_it_will_show(theme: Theme, qtbot: Any) -> None:
    page = shown(AppState(NOW, Phase.SIGNED_OUT), theme, qtbot)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "where each price comes from" in said
