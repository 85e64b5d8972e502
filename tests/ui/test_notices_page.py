"""The notices page: newest first, each with its reason; a line opens its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QPushButton

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.windows.notices_page import NoticesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, with_notices


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> NoticesPage:
    page = NoticesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.show()
    return page


def spoken(page: NoticesPage) -> list[str]:
    model = page.findChildren(QListView)[0].model()
    places = [model.index(row, 0) for row in range(model.rowCount())]
    return [str(place.data(Qt.ItemDataRole.AccessibleTextRole)) for place in places]


def test_without_notices_it_says_what_brings_one(page: NoticesPage) -> None:
    read = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "No notices yet" in read
    assert spoken(page) == []


def test_a_line_says_what_when_why_and_how(page: NoticesPage, publish: Callable[[AppState], None]) -> None:
    publish(with_notices(agile_home()))
    lines = spoken(page)
    assert len(lines) == 3
    assert lines[0] == (
        "Zappy is charging. The whole house pays 8.5p until 17:30. 14:30. a smart charge started · shown on the desktop"
    )
    assert "yesterday 17:10" in lines[1]
    assert "shown by the tray" in lines[2]


def test_return_opens_the_page_of_a_notice(
    page: NoticesPage, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    publish(with_notices(agile_home()))
    view = page.findChildren(QListView)[0]
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert commands.calls == [("show_page", "prices")]


def test_the_selection_stays_while_the_days_go_by(page: NoticesPage, publish: Callable[[AppState], None]) -> None:
    state = with_notices(agile_home())
    publish(state)
    view = page.findChildren(QListView)[0]
    view.setCurrentIndex(view.model().index(1, 0))
    publish(replace(state, now=NOW + timedelta(days=1)))
    assert view.currentIndex().row() == 1
    assert "Saturday" not in spoken(page)[1]
    assert "Sunday 17:10" in spoken(page)[1]


def test_reminders_that_wait_stand_above_and_can_be_taken_back(
    page: NoticesPage, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    start = NOW.replace(minute=0) + timedelta(hours=12)
    reminder = Reminder("dishwasher", Span(start, start + timedelta(hours=3)), ReminderPoint.START)
    publish(replace(agile_home(), reminders=(reminder,)))
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Time to start: dishwasher" in words
    assert "tomorrow 03:00" in words
    take_back = next(button for button in page.findChildren(QPushButton) if button.text() == "Take back")
    assert take_back.accessibleName() == "Take back: Time to start: dishwasher, tomorrow 03:00"
    take_back.click()
    assert commands.calls[-1] == ("drop_reminder", reminder.key)
    publish(agile_home())
    assert not take_back.isVisible()
