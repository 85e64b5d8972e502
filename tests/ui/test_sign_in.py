"""Signing in: tried before it is saved, said exactly, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import Discovery, SignInChoice
from kraken_desktop.services.state import AppState, Phase, Selection
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.parts import UNOFFICIAL
from kraken_desktop.ui.dialogs.sign_in_dialog import SignInDialog
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.sign_in import KEY_PAGE
from tests.ui.conftest import FakeCommands
from tests.ui.discoveries import FOUND, TWO_HOMES, WHICH, refused
from tests.ui.states import NOW

KEY = "sk_live_invented"
LEFT = Qt.MouseButton.LeftButton
Answer = Callable[[Discovery], None]


@pytest.fixture
def dialog(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> SignInDialog:
    dialog = SignInDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.activateWindow()
    return dialog


def line(dialog: SignInDialog, name: str) -> QLineEdit:
    return next(found for found in dialog.findChildren(QLineEdit) if found.accessibleName().startswith(name))


def main_button(dialog: SignInDialog) -> QPushButton:
    return next(found for found in dialog.findChildren(QPushButton) if found.isDefault())


def words(dialog: SignInDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def visible_choices(dialog: SignInDialog) -> dict[str, QComboBox]:
    return {box.accessibleName(): box for box in dialog.findChildren(QComboBox) if box.isVisible()}


def ask(dialog: SignInDialog, commands: FakeCommands, qtbot: Any, key: str = KEY, account: str = "") -> Answer:
    """Type and press Enter; the answer to what was asked last."""
    line(dialog, "API key").setText(key)
    line(dialog, "Account number").setText(account)
    qtbot.keyClick(line(dialog, "API key"), Qt.Key.Key_Return)
    return last_answer(commands)


def last_answer(commands: FakeCommands) -> Answer:
    answer: Answer = commands.calls[-1][-1]
    return answer


def test_without_a_key_there_is_nothing_to_check(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    assert not main_button(dialog).isEnabled()
    qtbot.keyClick(line(dialog, "API key"), Qt.Key.Key_Return)
    assert commands.calls == []


def test_it_says_where_the_key_is_and_opens_the_page(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    assert "Personal details, then API access" in words(dialog)
    link = next(found for found in dialog.findChildren(QPushButton) if found.text() == "Open the API access page")
    qtbot.mouseClick(link, LEFT)
    assert commands.calls == [("open_link", KEY_PAGE)]


def test_it_says_whose_app_this_is_not(dialog: SignInDialog) -> None:
    assert UNOFFICIAL in words(dialog)


def test_the_key_is_hidden_until_shown(dialog: SignInDialog, qtbot: Any) -> None:
    key = line(dialog, "API key")
    assert key.echoMode() is QLineEdit.EchoMode.Password
    show = next(found for found in dialog.findChildren(QPushButton) if found.text() == "Show")
    qtbot.mouseClick(show, LEFT)
    assert key.echoMode() is QLineEdit.EchoMode.Normal


def test_a_pasted_key_loses_its_blanks_and_line_ends(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    QGuiApplication.clipboard().setText(f"  {KEY}\n")
    line(dialog, "API key").paste()
    qtbot.keyClick(line(dialog, "API key"), Qt.Key.Key_Return)
    assert commands.calls[-1][:3] == ("discover", KEY, None)


def test_a_password_is_not_mistaken_for_a_key(dialog: SignInDialog, qtbot: Any) -> None:
    qtbot.keyClicks(line(dialog, "API key"), "hunter2")
    assert "Is this your password? That is never needed here." in words(dialog)


def test_while_octopus_is_asked_it_says_so_and_asks_once(
    dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    ask(dialog, commands, qtbot, account=" a-0000test ")
    assert commands.calls[-1][:3] == ("discover", KEY, "A-0000TEST")
    assert (main_button(dialog).text(), main_button(dialog).isEnabled()) == ("Asking Octopus …", False)
    qtbot.keyClick(line(dialog, "API key"), Qt.Key.Key_Return)
    assert len(commands.calls) == 1


def test_what_was_found_and_what_is_missing_are_said_exactly(
    dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    ask(dialog, commands, qtbot)(FOUND)
    said = words(dialog)
    for expected in (
        "Account A-0000TEST, 1 Sample Street, ZZ1 1ZZ",
        "Import meter 1200099999990 · Agile",
        "Export meter 1200099999991 · Outgoing",
        "On smart charging: Zappy",
        "No Home Mini was found, so there is no live power. Prices work without it.",
    ):
        assert expected in said
    assert visible_choices(dialog) == {}


def test_nothing_is_saved_before_the_second_press(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    ask(dialog, commands, qtbot)(FOUND)
    assert [call[0] for call in commands.calls] == ["discover"]
    assert main_button(dialog).text() == "Sign in"
    qtbot.mouseClick(main_button(dialog), LEFT)
    name, choice, answer = commands.calls[-1]
    assert (name, choice) == ("sign_in", SignInChoice(Credentials(KEY, "A-0000TEST"), FOUND.selection))
    answer(FOUND)
    assert not dialog.isVisible()


def test_several_accounts_are_chosen_from(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    ask(dialog, commands, qtbot)(WHICH)
    box = visible_choices(dialog)["Account"]
    assert [box.itemText(i) for i in range(box.count())] == ["A-0000TEST", "A-0000MORE (closed)"]
    box.activated.emit(1)
    assert commands.calls[-1][:3] == ("discover", KEY, "A-0000MORE")


def test_several_homes_are_chosen_from_and_bring_their_meters(
    dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    ask(dialog, commands, qtbot)(TWO_HOMES)
    visible_choices(dialog)["Property"].activated.emit(1)
    assert "Import meter 1200099999992 · Flexible" in words(dialog)
    assert "Export meter" not in words(dialog)
    qtbot.mouseClick(main_button(dialog), LEFT)
    assert commands.calls[-1][1].selection == Selection("A-0000TEST", "home-2", "1200099999992")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ProblemKind.KEY_REFUSED, "Octopus does not know this key"),
        (ProblemKind.ACCOUNT_REFUSED, "account"),
        (ProblemKind.UNREACHABLE, "No connection to Octopus"),
        (ProblemKind.CAPTIVE_PORTAL, "This network wants you to sign in first"),
        (ProblemKind.BLOCKED, "Octopus asks us to slow down"),
    ],
)
def test_what_went_wrong_is_said_and_can_be_tried_again(
    kind: ProblemKind, said: str, dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    ask(dialog, commands, qtbot)(refused(kind))
    assert said in words(dialog)
    assert (main_button(dialog).text(), main_button(dialog).isEnabled()) == ("Check", True)
    qtbot.mouseClick(main_button(dialog), LEFT)
    assert [call[0] for call in commands.calls] == ["discover", "discover"]


def test_typing_anew_forgets_what_was_found(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    ask(dialog, commands, qtbot)(FOUND)
    qtbot.keyClicks(line(dialog, "Account number"), "A")
    assert main_button(dialog).text() == "Check"
    assert "1 Sample Street" not in words(dialog)


def test_an_answer_to_what_was_typed_before_is_let_fall(
    dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    answer = ask(dialog, commands, qtbot)
    line(dialog, "API key").setText(KEY + "2")
    answer(FOUND)
    assert "1 Sample Street" not in words(dialog)
    assert main_button(dialog).text() == "Check"


def test_closing_lets_a_late_answer_fall_and_forgets_the_key(
    dialog: SignInDialog, commands: FakeCommands, qtbot: Any
) -> None:
    answer = ask(dialog, commands, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    answer(FOUND)
    assert not dialog.isVisible()
    assert line(dialog, "API key").text() == ""


def test_a_keyring_that_would_not_keep_the_key_is_said_before_closing(
    dialog: SignInDialog, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    ask(dialog, commands, qtbot)(FOUND)
    qtbot.mouseClick(main_button(dialog), LEFT)
    publish(AppState(NOW, phase=Phase.SIGNED_IN, secrets_problem=Problem(ProblemKind.NO_KEYRING, NOW)))
    last_answer(commands)(FOUND)
    assert dialog.isVisible()
    assert "You are signed in. This computer has no keyring" in words(dialog)
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width()), "its words are cut"
    assert dialog.focusWidget() is main_button(dialog)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert commands.calls[2:] == [("show_page", "live")]


def test_an_impatient_second_enter_does_nothing(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    ask(dialog, commands, qtbot)(FOUND)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    # Not on Cancel or the link: with some platforms' keys Enter presses the button that has the focus.
    assert dialog.focusWidget() is line(dialog, "API key")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert [call[0] for call in commands.calls] == ["discover", "sign_in"]


def test_by_keyboard_alone(dialog: SignInDialog, commands: FakeCommands, qtbot: Any) -> None:
    assert dialog.focusWidget() is line(dialog, "API key")
    qtbot.keyClicks(dialog.focusWidget(), KEY)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is line(dialog, "Account number")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    last_answer(commands)(FOUND)
    assert dialog.focusWidget() is main_button(dialog)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    last_answer(commands)(FOUND)
    assert [call[0] for call in commands.calls] == ["discover", "sign_in", "show_page"]
    assert QApplication.activeModalWidget() is None


def test_a_refused_key_is_asked_for_anew(
    commands: FakeCommands, theme: Theme, publish: Callable[[AppState], None], bridge: StateBridge, qtbot: Any
) -> None:
    publish(AppState(NOW, phase=Phase.KEY_REFUSED))
    dialog = SignInDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert "no longer accepts the key" in words(dialog)
