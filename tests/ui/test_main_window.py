"""The main window: pages, shortcuts, detached pages, remembered places, the status line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QToolButton, QWidget

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.state import AppState, Budget, Phase, Polling
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.windows.best_times_panel import BestTimesPanel
from kraken_desktop.ui.windows.detached import DetachedPage
from kraken_desktop.ui.windows.main_window import LEAST, MainWindow
from kraken_desktop.ui.windows.status_line import StatusLine
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, flat_home, intelligent_home


@pytest.fixture
def window(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> Iterator[MainWindow]:
    window = MainWindow(bridge, commands, theme, has_tray=lambda: True)
    qtbot.addWidget(window)
    window.show_page("notices")
    yield window
    for entry in detached():
        entry.close()


def detached() -> list[DetachedPage]:
    return [entry for entry in QApplication.topLevelWidgets() if isinstance(entry, DetachedPage) and entry.isVisible()]


def nav(window: MainWindow, title: str) -> QToolButton:
    return next(entry for entry in window.findChildren(QToolButton) if entry.accessibleName() == title)


def status(window: MainWindow) -> str:
    line = window.findChildren(StatusLine)[0]
    return "\n".join(label.text() for label in line.findChildren(QLabel))


def test_opens_at_the_page_that_was_asked_for(window: MainWindow) -> None:
    assert window.page == "notices"
    assert nav(window, "Notices").isChecked()
    window.show_page("dispatches")
    assert window.page == "dispatches"
    assert nav(window, "Dispatches").isChecked()


def test_pages_are_built_when_first_looked_at_and_kept(window: MainWindow) -> None:
    assert window.page_widget("dispatches") is None
    window.show_page("dispatches")
    built = window.page_widget("dispatches")
    window.show_page("notices")
    window.show_page("dispatches")
    assert window.page_widget("dispatches") is built


def test_only_the_page_in_sight_watches(window: MainWindow) -> None:
    window.show_page("dispatches")
    notices, dispatches = window.page_widget("notices"), window.page_widget("dispatches")
    assert notices is not None
    assert dispatches is not None
    assert (notices.isVisible(), dispatches.isVisible()) == (False, True)


def test_sidebar_turns_the_page(window: MainWindow, qtbot: Any) -> None:
    qtbot.mouseClick(nav(window, "Dispatches"), Qt.MouseButton.LeftButton)
    assert window.page == "dispatches"


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, ("refresh",)),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier, ("quit",)),
    ],
)
def test_shortcuts(
    window: MainWindow, commands: FakeCommands, qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier, asked: object
) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)
    assert commands.calls == [asked]


def test_pages_have_numbers(window: MainWindow, qtbot: Any) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "dispatches"
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "usage"


def test_escape_closes_into_the_tray(window: MainWindow, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert ("quit",) not in commands.calls


def test_without_a_tray_closing_quits(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    window = MainWindow(bridge, commands, theme, has_tray=lambda: False)
    qtbot.addWidget(window)
    window.show_page("notices")
    window.close()
    assert ("quit",) in commands.calls


def test_sidebar_shows_symbols_alone_where_it_is_narrow(window: MainWindow, qtbot: Any) -> None:
    window.resize(1200, 700)
    assert nav(window, "Notices").toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    window.resize(900, 600)
    assert nav(window, "Notices").toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert nav(window, "Notices").toolTip() == "Notices (Ctrl+7)"


def test_least_size_holds_every_page_and_never_outgrows_the_screen(window: MainWindow) -> None:
    window.resize(100, 100)
    for page in ("live", "prices", "dispatches", "notices"):
        window.show_page(page)
    screen = window.screen().availableGeometry()
    assert screen.width() < LEAST.width()
    assert screen.width() - 12 <= window.width() < screen.width()
    assert window.height() == LEAST.height()


def test_what_a_small_window_cannot_hold_is_scrolled_to(window: MainWindow) -> None:
    window.show_page("prices")
    page = window.page_widget("prices")
    assert page is not None
    window.setMinimumSize(0, 0)
    window.resize(500, 300)
    assert (window.width(), window.height()) == (500, 300)
    assert page.width() >= page.minimumSizeHint().width()
    assert page.height() >= page.minimumSizeHint().height()


def test_a_page_gets_a_window_of_its_own_and_comes_back(window: MainWindow) -> None:
    page = window.page_widget("notices")
    assert page is not None
    window.detach("notices")
    (own,) = detached()
    assert page.window() is own
    assert page.isVisible()
    own.close()
    assert page.window() is window
    assert detached() == []


def test_asking_for_a_detached_page_shows_its_window(window: MainWindow) -> None:
    window.detach("notices")
    window.show_page("dispatches")
    window.show_page("notices")
    assert window.page == "dispatches"
    assert len(detached()) == 1


def test_the_pages_own_button_detaches_it(window: MainWindow, qtbot: Any) -> None:
    page = window.page_widget("notices")
    assert page is not None
    button = next(
        entry for entry in page.findChildren(QToolButton) if entry.accessibleName() == "Open in a window of its own"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(detached()) == 1
    assert not button.isVisible()


def test_always_on_top_is_a_choice_that_is_kept(window: MainWindow, commands: FakeCommands) -> None:
    window.detach("notices")
    (own,) = detached()
    pin = next(entry for entry in own.findChildren(QToolButton) if entry.isCheckable())
    assert not own.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    pin.click()
    assert own.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert own.isVisible()
    assert commands.settings.detached_on_top


def test_size_is_remembered(
    window: MainWindow, bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    window.resize(window.width(), 666)
    window.close()
    again = MainWindow(bridge, commands, theme, has_tray=lambda: True)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (window.width(), 666)


def test_a_spoilt_size_is_no_obstacle(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    commands.change_setting("windows", {"main": "not a geometry"})
    window = MainWindow(bridge, commands, theme, has_tray=lambda: True)
    qtbot.addWidget(window)
    assert window.height() == 720


def test_status_line_says_ages_requests_and_the_next_poll(window: MainWindow) -> None:
    read = status(window)
    assert "Prices 10 min ago" in read
    assert "Live just now" in read
    assert "Dispatches" not in read
    assert "23 of 65 requests left this hour" in read
    assert "next poll 15:10" in read


def test_live_is_as_old_as_its_newest_sample(window: MainWindow, publish: Callable[[AppState], None]) -> None:
    state = agile_home()
    later = NOW + timedelta(minutes=4)
    publish(replace(state, now=later, live=replace(state.live, fetched_at=later)))
    assert "Live 4 min ago" in status(window)


def test_status_line_names_only_the_feeds_of_this_home(window: MainWindow, publish: Callable[[AppState], None]) -> None:
    publish(flat_home())
    assert "Live" not in status(window)
    publish(intelligent_home())
    assert "Dispatches just now" in status(window)


def test_status_line_cuts_off_no_age(window: MainWindow, publish: Callable[[AppState], None], qtbot: Any) -> None:
    publish(replace(intelligent_home(), home="intelligent four rates, two cars and the longest of names"))
    window.resize(window.minimumSize())
    line = window.findChildren(StatusLine)[0]
    (feeds,) = (label for label in line.findChildren(QLabel) if "Dispatches" in label.text())
    qtbot.waitUntil(lambda: feeds.height() >= feeds.heightForWidth(feeds.width()))
    assert feeds.wordWrap()
    assert line.rect().contains(feeds.geometry())


def test_status_line_offers_to_resume(
    window: MainWindow, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    publish(replace(agile_home(), polling=Polling(paused_until=NOW + timedelta(hours=1))))
    assert "paused until 16:10" in status(window)
    resume = next(entry for entry in window.findChildren(QToolButton) if entry.text() == "Resume")
    assert resume.isVisible()
    resume.click()
    assert commands.calls == [("pause_polling", None)]


def test_status_line_says_when_others_spend_the_hour(window: MainWindow, publish: Callable[[AppState], None]) -> None:
    slowed = Problem(ProblemKind.BUDGET_SPENT, NOW)
    polling = Polling(current=timedelta(minutes=5), slowed_by=slowed)
    publish(replace(agile_home(), polling=polling, budget=Budget(used=10, remaining_by_service=4)))
    assert "4 requests left by Octopus this hour" in status(window)
    assert "slowed down" in status(window)


def test_signed_out_has_no_ages(window: MainWindow, publish: Callable[[AppState], None]) -> None:
    publish(AppState(NOW, Phase.SIGNED_OUT))
    assert status(window).strip() == "Not signed in"


def test_every_control_has_a_name(window: MainWindow) -> None:
    window.show_page("dispatches")
    controls: list[QWidget] = [entry for entry in window.findChildren(QAbstractButton) if entry.isVisible()]
    assert controls
    assert [entry for entry in controls if not (entry.accessibleName() or getattr(entry, "text", str)())] == []


def test_a_dialog_opens_once_and_again_after_closing(window: MainWindow) -> None:
    def dialogs() -> list[QDialog]:
        return [entry for entry in QApplication.topLevelWidgets() if isinstance(entry, QDialog) and entry.isVisible()]

    window.show_page("settings")
    window.show_page("settings")
    (first,) = dialogs()
    assert window.page == "notices"
    first.close()
    assert dialogs() == []
    window.show_page("settings")
    (second,) = dialogs()
    second.close()


def test_a_page_of_several_views_is_turned_to_one_of_them(window: MainWindow) -> None:
    window.show_page("prices/best")
    assert window.page == "prices"
    page = window.page_widget("prices")
    assert page is not None
    panel = page.findChild(BestTimesPanel)
    assert panel is not None
    assert panel.isVisible()
    window.show_page("prices/nowhere")
    assert panel.isVisible()
