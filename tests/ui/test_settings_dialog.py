"""Settings: every control applies at once, says what it means, and destroys nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QTimeEdit, QWidget

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Budget, Phase, Polling
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.polling_section import polling_words
from kraken_desktop.ui.dialogs.privacy_section import size_words
from kraken_desktop.ui.dialogs.settings_dialog import SettingsDialog
from kraken_desktop.ui.theme import Theme
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home

LEFT = Qt.MouseButton.LeftButton
Publish = Callable[[AppState], None]


@pytest.fixture
def dialog(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> SettingsDialog:
    dialog = SettingsDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def named(dialog: QWidget, kind: type[Any], name: str) -> Any:
    """The control with this label."""
    return next(found for found in dialog.findChildren(kind) if name in (found.accessibleName(), _text(found)))


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def choose(box: QComboBox, index: int, qtbot: Any) -> None:
    box.setCurrentIndex(index)
    box.activated.emit(index)


def words(dialog: SettingsDialog, section: str) -> str:
    return "\n".join(label.text() for label in dialog.sections[section].findChildren(QLabel))


def test_a_choice_applies_at_once_and_can_be_undone(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    choose(named(dialog, QComboBox, "Colours"), 1, qtbot)
    assert commands.settings.palette == "colour-blind"
    qtbot.mouseClick(named(dialog, QAbstractButton, "Undo"), LEFT)
    assert commands.settings.palette == "default"
    assert not named(dialog, QAbstractButton, "Undo").isEnabled()


def test_what_changes_elsewhere_shows_here(dialog: SettingsDialog, commands: FakeCommands) -> None:
    commands.change_setting("polling_minutes", 5)
    box = named(dialog, QComboBox, "Ask for live power every")
    assert box.currentText() == "5 minutes"


@pytest.mark.parametrize(
    ("minutes", "calls", "late"), [(1, 60, "a minute"), (2, 30, "2 minutes"), (5, 12, "5 minutes")]
)
def test_polling_says_what_it_costs_and_how_late_a_charge_is_seen(minutes: int, calls: int, late: str) -> None:
    said = polling_words(minutes)
    assert said.startswith(f"{calls} of about 100 calls an hour")
    assert said.endswith(f"seen up to {late} late.")


def test_the_budget_and_why_polling_slowed_are_said(dialog: SettingsDialog, publish: Publish) -> None:
    slow = Polling(current=timedelta(minutes=3), slowed_by=Problem(ProblemKind.BUDGET_SPENT, NOW))
    publish(replace(agile_home(), budget=Budget(61, 65, 20), polling=slow))
    said = words(dialog, "Polling")
    assert "61 of the 65" in said
    assert "20 are left for all apps" in said
    assert "Polling has slowed down: every 3 min for now" in said
    assert "take turns" not in said


def test_many_devices_are_said_to_take_turns(dialog: SettingsDialog, publish: Publish) -> None:
    publish(replace(agile_home(), polling=Polling(plans_every=timedelta(minutes=2))))
    assert "your devices take turns: each one's plan every 2 min" in words(dialog, "Polling")


def test_start_at_login_is_carried_out_not_only_remembered(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    qtbot.mouseClick(named(dialog, QAbstractButton, "Start when I sign in to this computer"), LEFT)
    assert ("set_start_at_login", True) in commands.calls


def test_the_menu_entry_comes_and_goes_by_the_one_button_that_applies(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    button = named(dialog, QAbstractButton, "Add to the menu")
    qtbot.mouseClick(button, LEFT)
    assert (commands.calls[-1], button.text()) == (("install_launchers", True), "Remove from the menu")
    qtbot.mouseClick(button, LEFT)
    assert (commands.calls[-1], button.text()) == (("install_launchers", False), "Add to the menu")


def test_without_notices_their_kinds_and_quiet_hours_are_out_of_reach(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    kind = named(dialog, QAbstractButton, "The price falls below zero")
    qtbot.mouseClick(kind, LEFT)
    assert commands.settings.notice_negative is True
    qtbot.mouseClick(named(dialog, QAbstractButton, "Show notices on the desktop"), LEFT)
    assert commands.settings.notices_on is False
    assert not kind.isEnabled()
    assert not named(dialog, QTimeEdit, "From").isEnabled()


def test_quiet_hours_are_clock_times(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    commands.change_setting("quiet_hours_on", True)
    clock = named(dialog, QTimeEdit, "From")
    assert clock.isEnabled()
    clock.setTime(clock.time().addSecs(45 * 60))
    assert commands.settings.quiet_from == "22:45"


class TestAccount:
    def test_it_says_who_and_what_was_found(self, dialog: SettingsDialog, publish: Publish) -> None:
        publish(two_homes())
        said = words(dialog, "Account")
        assert "Signed in to account A-0000TEST. The key is in this computer's keyring." in said
        assert "2 properties, 2 import meters, 1 export meter, a Home Mini" in said

    def test_another_home_and_another_meter_can_be_taken(
        self, dialog: SettingsDialog, commands: FakeCommands, publish: Publish, qtbot: Any
    ) -> None:
        publish(two_homes())
        homes, exports = named(dialog, QComboBox, "Property"), named(dialog, QComboBox, "Export meter")
        assert [homes.itemText(i) for i in range(2)] == [
            "1 Sample Street, ZZ1 1ZZ",
            "2 Other Road, ZZ2 2ZZ (moved out)",
        ]
        assert exports.currentText() == "1200099999991 · Outgoing"
        choose(homes, 1, qtbot)
        assert commands.settings.property_id == "home-2"

    def test_another_account_is_turned_to_and_a_closed_one_is_not_offered(
        self, dialog: SettingsDialog, commands: FakeCommands, publish: Publish, qtbot: Any
    ) -> None:
        other, closed = Account("A-1111TEST", "ACTIVE", None, ()), Account("A-0LD0TEST", "CLOSED", None, ())
        publish(replace(two_homes(), other_accounts=Snapshot((other, closed), NOW)))
        accounts = named(dialog, QComboBox, "Account")
        assert [accounts.itemText(i) for i in range(accounts.count())] == [
            "A-0000TEST · 2 properties",
            "A-1111TEST · no properties",
        ]
        assert accounts.currentIndex() == 0
        choose(accounts, 1, qtbot)
        assert commands.calls[-1] == ("show_account", "A-1111TEST")

    def test_a_keyring_in_trouble_is_said(self, dialog: SettingsDialog, publish: Publish) -> None:
        publish(replace(two_homes(), secrets_problem=Problem(ProblemKind.NO_KEYRING, NOW)))
        assert "This computer has no keyring" in words(dialog, "Account")

    def test_signing_out_asks_first_and_keeps_history_unless_told(
        self, dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
    ) -> None:
        dialog.show_section("Account")
        qtbot.mouseClick(named(dialog, QAbstractButton, "Sign out…"), LEFT)
        assert not [call for call in commands.calls if call[0] == "sign_out"]
        qtbot.mouseClick(named(dialog, QAbstractButton, "Sign out"), LEFT)
        assert ("sign_out", False) in commands.calls

    def test_forgetting_the_history_is_a_choice_that_says_what_it_destroys(
        self, dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
    ) -> None:
        dialog.show_section("Account")
        qtbot.mouseClick(named(dialog, QAbstractButton, "Sign out…"), LEFT)
        assert "destroys the stored prices, readings, live power, dispatches and notices" in words(dialog, "Account")
        qtbot.mouseClick(named(dialog, QAbstractButton, "Forget the history too"), LEFT)
        qtbot.mouseClick(named(dialog, QAbstractButton, "Sign out"), LEFT)
        assert ("sign_out", True) in commands.calls

    def test_a_sample_home_has_nobody_to_sign_out(self, dialog: SettingsDialog, publish: Publish) -> None:
        publish(replace(agile_home(), home="agile"))
        assert "sample home" in words(dialog, "Account")
        assert named(dialog, QAbstractButton, "Sign out…").isHidden()

    def test_signed_out_it_offers_to_sign_in(
        self, dialog: SettingsDialog, commands: FakeCommands, publish: Publish, qtbot: Any
    ) -> None:
        publish(AppState(NOW, phase=Phase.SIGNED_OUT))
        dialog.show_section("Account")
        qtbot.mouseClick(named(dialog, QAbstractButton, "Sign in…"), LEFT)
        assert ("show_page", "sign-in") in commands.calls


def test_privacy_says_where_everything_is(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    said = words(dialog, "Privacy")
    assert all(str(folder) in said for folder in commands.folders)
    assert "to nobody else" in said
    dialog.show_section("Privacy")
    qtbot.mouseClick(named(dialog, QAbstractButton, "Open log folder"), LEFT)
    assert ("open_log_folder",) in commands.calls


def test_deleting_everything_takes_two_presses_and_the_second_can_be_refused(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    dialog.show_section("Privacy")
    first = named(dialog, QAbstractButton, "Delete everything…")
    qtbot.mouseClick(first, LEFT)
    qtbot.mouseClick(named(dialog, QAbstractButton, "Keep everything"), LEFT)
    assert ("delete_everything",) not in commands.calls
    qtbot.mouseClick(first, LEFT)
    qtbot.mouseClick(named(dialog, QAbstractButton, "Delete everything now"), LEFT)
    assert ("delete_everything",) in commands.calls


def test_the_size_of_a_folder_counts_what_lies_below(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "kraken.db").write_bytes(b"x" * 1_400_000)
    assert size_words(tmp_path) == "1.4 MB"
    assert size_words(tmp_path / "nowhere") == "0 kB"


def test_with_large_words_it_stays_on_the_screen_and_keeps_its_buttons(
    bridge: StateBridge, commands: FakeCommands, large_theme: Theme, qtbot: Any
) -> None:
    dialog = SettingsDialog(bridge, commands, large_theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert dialog.screen().availableGeometry().contains(dialog.frameGeometry())
    close = named(dialog, QAbstractButton, "Close")
    assert dialog.rect().contains(close.geometry())


def test_closed_it_hears_no_more(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert commands.watchers == []


def two_homes() -> AppState:
    def point(number: str, direction: Direction, product: str) -> MeterPoint:
        agreement = Agreement(f"E-1R-{product}-C", product, NOW - timedelta(days=90))
        return MeterPoint(number, Fuel.ELECTRICITY, direction, "C", (Meter("TEST0001"),), (agreement,))

    here = Property(
        "home-1", "1 Sample Street", "ZZ1 1ZZ", None, None,
        (
            point("1200099999990", Direction.IMPORT, "AGILE-24-10-01"),
            point("1200099999991", Direction.EXPORT, "OUTGOING-VAR-24-10-26"),
        ),
    )  # fmt: skip
    there = Property(
        "home-2", "2 Other Road", "ZZ2 2ZZ", None, NOW - timedelta(days=30),
        (point("1200099999992", Direction.IMPORT, "VAR-22-11-01"),),
    )  # fmt: skip
    state = agile_home()
    selection = replace(
        state.selection, property_id="home-1", import_number="1200099999990", export_number="1200099999991"
    )
    account = Account("A-0000TEST", "ACTIVE", 1234, (there, here))
    return replace(state, account=Snapshot(account, NOW), selection=selection)
