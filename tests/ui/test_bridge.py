"""One signal a turn of the loop; views that watch only while visible."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from kraken_desktop.services.state import AppState, Budget, StateHolder
from kraken_desktop.ui.bridge import StateBridge, StatefulView
from kraken_desktop.ui.theme import Theme
from tests.ui.states import agile_home


class Counter(StatefulView):
    """Shows how much of the hour is used."""

    def __init__(self, bridge: StateBridge, theme: Theme) -> None:
        super().__init__(bridge, theme)
        self.shown: list[int] = []

    def view_of(self, state: AppState) -> int:
        return state.budget.used

    def show_view(self, view: object) -> None:
        self.shown.append(cast(int, view))


@pytest.fixture
def counter(bridge: StateBridge, theme: Theme, qtbot: Any) -> Counter:
    view = Counter(bridge, theme)
    qtbot.addWidget(view)
    return view


def use(holder: StateHolder, *counts: int) -> None:
    for count in counts:
        holder.update(budget=Budget(used=count))


def test_many_updates_of_a_turn_are_one_signal(holder: StateHolder, bridge: StateBridge, qtbot: Any) -> None:
    heard: list[int] = []
    bridge.changed.connect(lambda state: heard.append(state.budget.used))
    use(holder, 1, 2, 3)
    assert heard == []
    qtbot.waitUntil(lambda: heard != [])
    use(holder, 4)
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert heard == [3, 4]


def test_a_closed_bridge_is_silent(holder: StateHolder, bridge: StateBridge, qtbot: Any) -> None:
    heard: list[int] = []
    closed = StateBridge(holder)
    closed.changed.connect(lambda state: heard.append(state.budget.used))
    use(holder, 1)
    closed.close()
    with qtbot.waitSignal(bridge.changed):
        use(holder, 2)
    assert heard == []


def test_a_view_shows_the_newest_state_when_it_is_shown(holder: StateHolder, counter: Counter) -> None:
    use(holder, 7)
    counter.show()
    assert counter.shown == [7]


def test_a_hidden_view_does_no_work(holder: StateHolder, bridge: StateBridge, counter: Counter, qtbot: Any) -> None:
    counter.show()
    counter.hide()
    with qtbot.waitSignal(bridge.changed):
        use(holder, 8)
    assert counter.shown == [42]
    counter.show()
    assert counter.shown == [42, 8]


def test_an_equal_view_value_touches_nothing(
    holder: StateHolder, bridge: StateBridge, counter: Counter, qtbot: Any
) -> None:
    counter.show()
    with qtbot.waitSignal(bridge.changed):
        holder.fold(lambda state: replace(agile_home(), home="agile"))
    assert counter.shown == [42]


def test_a_new_theme_shows_everything_anew(counter: Counter, theme: Theme) -> None:
    counter.show()
    theme.choose("dark", "default")
    assert counter.shown == [42, 42]
