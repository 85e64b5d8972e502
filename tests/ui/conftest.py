"""Widgets are real and so is Qt; what they ask for is written down in place of being carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.settings import Settings, with_value
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import BODY, Theme
from tests.ui.states import agile_home


class FakeCommands:
    """``calls`` has each request as (name, its arguments); settings apply at once, as in the app."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.settings = Settings()
        self.has_launchers = False
        self.watchers: list[Callable[[Settings], None]] = []

    @property
    def insight(self) -> Any:
        """Its requests are among the others."""
        return self

    @property
    def folders(self) -> tuple[Path, ...]:
        return (Path("/home/person/.local/share/kraken-desktop"), Path("/home/person/.local/state/kraken-desktop/log"))

    def change_setting(self, key: str, value: object) -> None:
        self.settings = with_value(self.settings, key, value)
        self.calls.append(("change_setting", key, value))
        for watcher in tuple(self.watchers):
            watcher(self.settings)

    def watch_settings(self, watcher: Callable[[Settings], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        return lambda: self.watchers.remove(watcher) if watcher in self.watchers else None

    def install_launchers(self, on: bool) -> None:
        self.has_launchers = on
        self.calls.append(("install_launchers", on))

    def pause_polling(self, until: datetime | None) -> None:
        self.calls.append(("pause_polling", until))

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def holder() -> StateHolder:
    return StateHolder(agile_home())


@pytest.fixture
def bridge(qapp: QApplication, holder: StateHolder) -> Iterator[StateBridge]:
    bridge = StateBridge(holder)
    yield bridge
    bridge.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light one, whatever the machine's own."""
    theme = Theme("light")
    theme.wear()
    return theme


@pytest.fixture
def large_theme(qapp: QApplication) -> Iterator[Theme]:
    """Of a desktop whose words are twice as large, on a screen that has not grown with them."""
    before = qapp.font()
    font = QFont(before)
    font.setPixelSize(2 * BODY)
    qapp.setFont(font)
    yield Theme("light")
    qapp.setFont(before)


@pytest.fixture
def publish(holder: StateHolder, bridge: StateBridge, qtbot: Any) -> Callable[[AppState], None]:
    """Make a state the newest one and wait until the views have heard of it."""

    def published(state: AppState) -> None:
        with qtbot.waitSignal(bridge.changed):
            holder.fold(lambda _before: state)

    return published


@pytest.fixture
def usage_page(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any, publish: Callable[[AppState], None]
) -> Any:
    """Of a home with three meters, shown; it has asked for the month that runs, and has no answer yet."""
    from kraken_desktop.ui.windows.usage_page import UsagePage
    from tests.ui.usage_given import home

    publish(home())
    page = UsagePage(bridge, commands, theme)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page
