"""Before the first answer: every page that shows the account claims nothing of it, and asks for no more room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.page_registry import PAGES, PageEntry
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.skeleton import Skeleton
from kraken_desktop.ui.windows.main_window import MainWindow
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.test_settings_dialog import two_homes

OF_THE_ACCOUNT = [entry for entry in PAGES if entry.name != "notices"]
UNANSWERED = Problem(ProblemKind.UNAVAILABLE, NOW)
Open = Callable[[PageEntry, AppState], QWidget]


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def opened(theme: Theme, qtbot: Any, commands: FakeCommands) -> Open:
    def _open(entry: PageEntry, state: AppState) -> QWidget:
        page = entry.build(StateBridge(StateHolder(state)), commands, theme)  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.show()
        return page

    return _open


def seen(page: QWidget, kind: type[QLabel] | type[QPushButton]) -> list[str]:
    return [one.text() for one in page.findChildren(kind) if one.isVisible()]


@pytest.mark.parametrize("entry", OF_THE_ACCOUNT, ids=lambda entry: entry.name)
def test_a_page_waits_for_the_first_answer(entry: PageEntry, opened: Open) -> None:
    page = opened(entry, AppState(NOW, Phase.STARTING))
    assert any(skeleton.isVisible() for skeleton in page.findChildren(Skeleton))


@pytest.mark.parametrize("entry", OF_THE_ACCOUNT, ids=lambda entry: entry.name)
def test_a_first_answer_that_failed_is_no_answer(entry: PageEntry, opened: Open, commands: FakeCommands) -> None:
    page = opened(entry, AppState(NOW, Phase.SIGNED_IN, account=Snapshot(problem=UNANSWERED)))
    assert "Not read yet" in seen(page, QLabel)
    commands.calls.clear()
    next(one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Try now").click()
    assert ("refresh",) in commands.calls


@pytest.mark.parametrize("entry", OF_THE_ACCOUNT, ids=lambda entry: entry.name)
def test_signed_out_a_page_says_what_it_would_show(entry: PageEntry, opened: Open, commands: FakeCommands) -> None:
    page = opened(entry, AppState(NOW, Phase.SIGNED_OUT))
    assert any(words.startswith("Sign in to see") for words in seen(page, QLabel))
    next(one for one in page.findChildren(QPushButton) if one.isVisible() and "Sign in" in one.text()).click()
    assert commands.calls[-1] == ("show_page", "sign-in")


@pytest.mark.parametrize("entry", OF_THE_ACCOUNT, ids=lambda entry: entry.name)
def test_an_empty_page_is_not_scrolled_for_what_it_showed_before(entry: PageEntry, theme: Theme, qtbot: Any) -> None:
    holder = StateHolder(two_homes())
    window = MainWindow(StateBridge(holder), FakeCommands(), theme, lambda: True)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show_page(entry.name)
    holder.fold(lambda _state: AppState(NOW, Phase.SIGNED_OUT))
    page = window.page_widget(entry.name)
    assert page is not None
    qtbot.waitUntil(lambda: any(words.startswith("Sign in") for words in seen(page, QLabel)))
    place = page.parentWidget().parentWidget()
    assert isinstance(place, QScrollArea)
    qtbot.waitUntil(lambda: place.verticalScrollBar().maximum() == 0)


def test_a_stack_asks_for_the_room_of_the_page_that_is_shown(qtbot: Any) -> None:
    stack, low, high = CurrentStack(), QWidget(), QWidget()
    qtbot.addWidget(stack)
    low.setMinimumSize(100, 50)
    high.setMinimumSize(300, 900)
    numbers = [stack.addWidget(low), stack.addWidget(high)]
    assert stack.minimumSizeHint().toTuple() == (100, 50)
    stack.setCurrentIndex(numbers[1])
    assert stack.minimumSizeHint().toTuple() == (300, 900)
    stack.setCurrentWidget(low)
    assert (stack.currentWidget(), stack.minimumSizeHint().toTuple()) == (low, (100, 50))
