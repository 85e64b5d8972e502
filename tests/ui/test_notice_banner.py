"""The last rung of the notices: a bar in the window where the desktop showed nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from kraken_desktop.domain.sent_notice import NoticeKind, SentNotice
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.widgets.trouble_bar import TroubleBar
from kraken_desktop.ui.windows.notice_banner import SHOWN_FOR, NoticeBanner
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home

Publish = Callable[[AppState], None]


@pytest.fixture
def banner(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> NoticeBanner:
    banner = NoticeBanner(bridge, commands, theme)
    qtbot.addWidget(banner)
    banner.show()
    return banner


def told(shown_by: str = "window", key: str = "a") -> SentNotice:
    return SentNotice(key, "tomorrow", NoticeKind.TOMORROW, f"Title {key}", "Body", "Why", "prices", NOW, shown_by)


def home(*notices: SentNotice, age: timedelta = timedelta()) -> AppState:
    return replace(agile_home(NOW + age), notices=notices)


def said(banner: NoticeBanner) -> str:
    bar = banner.findChildren(TroubleBar)[0]
    return "" if bar.isHidden() else bar.accessibleName()


def press(banner: NoticeBanner, name: str, qtbot: Any) -> None:
    found = [b for b in banner.findChildren(QAbstractButton) if name in (b.text(), b.accessibleName())]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_it_takes_no_room_while_there_is_nothing_to_say(banner: NoticeBanner, publish: Publish) -> None:
    assert banner.sizeHint().height() == 0
    publish(home(told("desktop"), told("quiet hours", "b")))
    assert (said(banner), banner.sizeHint().height()) == ("", 0)


def test_it_says_what_the_desktop_could_not_show(banner: NoticeBanner, publish: Publish) -> None:
    publish(home(told("desktop", "b"), told()))
    assert said(banner) == "Title a"
    publish(home(told(key="c"), told()))
    assert said(banner) == "Title c"


def test_dismissed_it_is_gone_and_does_not_come_back(banner: NoticeBanner, publish: Publish, qtbot: Any) -> None:
    publish(home(told()))
    press(banner, "Dismiss this notice", qtbot)
    assert said(banner) == ""
    publish(home(told(), age=timedelta(minutes=1)))
    assert said(banner) == ""


def test_it_opens_the_page_of_its_notice(
    banner: NoticeBanner, publish: Publish, commands: FakeCommands, qtbot: Any
) -> None:
    publish(home(told()))
    press(banner, "Open", qtbot)
    assert commands.calls == [("show_page", "prices")]
    assert said(banner) == ""


def test_an_old_notice_is_left_to_its_page(banner: NoticeBanner, publish: Publish) -> None:
    publish(home(told(), age=SHOWN_FOR + timedelta(seconds=1)))
    assert said(banner) == ""
