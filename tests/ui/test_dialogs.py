"""Welcome, About and the crash window."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QPlainTextEdit

from kraken_desktop import __version__
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.session import Discovery
from kraken_desktop.services.state import Selection
from kraken_desktop.simulator import HOMES as SIMULATED
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.about_dialog import LIBRARIES, AboutDialog, library_words
from kraken_desktop.ui.dialogs.crash_dialog import CrashDialog, last_line
from kraken_desktop.ui.dialogs.parts import UNOFFICIAL
from kraken_desktop.ui.dialogs.welcome_dialog import HOMES, WelcomeDialog
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.sign_in import found_view
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW

LEFT = Qt.MouseButton.LeftButton
DETAILS = 'Traceback (most recent call last):\n  File "page.py", line 3\nValueError: odd\n'


def button(dialog: QDialog, text: str) -> QAbstractButton:
    return next(found for found in dialog.findChildren(QAbstractButton) if found.text().replace("&", "") == text)


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_tried_key_that_is_wrong_speaks_of_nothing_kept() -> None:
    """Who signs in for the first time has nothing stored, and stands before the dialog already."""
    found = found_view(Discovery(problem=Problem(ProblemKind.KEY_REFUSED, NOW)), Selection(), NOW)
    assert "Copy the key once more" in found.explanation
    assert not any(phrase in found.explanation for phrase in ("kept", "until you sign in", "Choose Sign in"))


@pytest.fixture
def welcome(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> WelcomeDialog:
    dialog = WelcomeDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_a_customer_is_led_to_sign_in(welcome: WelcomeDialog, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.keyClick(welcome, Qt.Key.Key_Return)
    assert commands.calls[-1] == ("show_page", "sign-in")
    assert commands.settings.welcome_done
    assert not welcome.isVisible()


def test_every_sample_home_that_shows_something_of_its_own_is_offered() -> None:
    offered = [name for name, _ in HOMES]
    assert set(SIMULATED) - set(offered) == {"gas-smets1", "mini-not-live"}
    assert set(offered) <= set(SIMULATED)


@pytest.mark.parametrize("index", [0, 6, len(HOMES) - 1])
def test_anybody_can_look_around(index: int, welcome: WelcomeDialog, commands: FakeCommands, qtbot: Any) -> None:
    box = welcome.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(index)
    qtbot.mouseClick(button(welcome, "Look around"), LEFT)
    assert commands.calls[-1] == ("look_around", HOMES[index][0])
    assert commands.settings.welcome_done


@pytest.mark.parametrize("wanted", [True, False])
def test_the_menu_entry_is_offered_once_and_may_be_refused(
    wanted: bool, welcome: WelcomeDialog, commands: FakeCommands, theme: Theme, bridge: StateBridge, qtbot: Any
) -> None:
    offer = "Add Kraken Desktop to this computer's application menu"
    if not wanted:
        qtbot.mouseClick(button(welcome, offer), LEFT)
    qtbot.mouseClick(button(welcome, "Sign in…"), LEFT)
    assert (("install_launchers", True) in commands.calls) is wanted
    again = WelcomeDialog(bridge, commands, theme)
    qtbot.addWidget(again)
    assert button(again, offer).isHidden()


def test_leaving_the_welcome_decides_nothing(welcome: WelcomeDialog, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.keyClick(welcome, Qt.Key.Key_Escape)
    assert not welcome.isVisible()
    assert commands.calls == []


def test_about_says_version_licence_and_whose_it_is_not(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    dialog = AboutDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    said = words(dialog)
    assert f"Version {__version__} · MIT licence" in said
    assert UNOFFICIAL in said
    assert all(name in said for name, _ in LIBRARIES)
    qtbot.mouseClick(button(dialog, "Close"), LEFT)
    assert not dialog.isVisible()


def test_the_unofficial_statement_names_all_three() -> None:
    assert all(name in UNOFFICIAL for name in ("Octopus Energy", "Kraken Technologies", "Kraken exchange"))


def test_a_library_that_a_frozen_build_does_not_list_keeps_its_name() -> None:
    assert library_words("not-installed-here", "MIT") == "not-installed-here (MIT)"


@pytest.fixture
def crash(commands: FakeCommands, theme: Theme, qtbot: Any) -> CrashDialog:
    dialog = CrashDialog(commands, theme, DETAILS)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_a_crash_is_told_readably(crash: CrashDialog, qtbot: Any) -> None:
    details = crash.findChild(QPlainTextEdit)
    assert details is not None
    assert details.toPlainText() == DETAILS
    assert "safe" in words(crash)
    assert "ValueError: odd" in words(crash)
    crash.close()


@pytest.mark.parametrize(("label", "asked"), [("Open log folder", "open_log_folder"), ("Quit", "quit")])
def test_what_can_be_done_after_a_crash(
    label: str, asked: str, crash: CrashDialog, commands: FakeCommands, qtbot: Any
) -> None:
    qtbot.mouseClick(button(crash, label), LEFT)
    assert commands.calls == [(asked,)]
    crash.close()


def test_details_can_be_copied(crash: CrashDialog, qtbot: Any) -> None:
    qtbot.mouseClick(button(crash, "Copy details"), LEFT)
    assert QGuiApplication.clipboard().text() == DETAILS
    crash.close()


def test_the_crash_window_stays_while_nobody_holds_it_and_goes_when_closed(
    commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    def windows() -> list[CrashDialog]:
        return [
            found for found in QApplication.topLevelWidgets() if isinstance(found, CrashDialog) and found.isVisible()
        ]

    CrashDialog(commands, theme, "x").open()
    gc.collect()
    assert len(windows()) == 1
    qtbot.keyClick(windows()[0], Qt.Key.Key_Return)
    assert windows() == []


def test_the_error_itself_is_the_last_line() -> None:
    assert last_line(DETAILS) == "ValueError: odd"
    assert last_line("") == ""
