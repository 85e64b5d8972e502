"""The glance panel: what it says in each state, where it opens, when it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.widgets.band_chip import BandChip
from kraken_desktop.ui.widgets.number_label import NumberLabel
from kraken_desktop.ui.widgets.price_bars import PriceBars
from kraken_desktop.ui.widgets.skeleton import Skeleton
from kraken_desktop.ui.windows.glance import HEIGHT, GlancePanel, beside
from kraken_desktop.ui.windows.glance_sections import PriceSection
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, clock_span, export_only_home, flat_home, intelligent_home, solar_home

SCREEN = QRect(0, 0, 1280, 800)


@pytest.fixture
def panel(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> GlancePanel:
    panel = GlancePanel(bridge, commands, theme)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def words(panel: QWidget) -> str:
    """All that can be read on it."""
    labels = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    numbers = [number.text for number in panel.findChildren(NumberLabel) if number.isVisible()]
    chips = [chip.word for chip in panel.findChildren(BandChip) if chip.isVisible()]
    return "\n".join([*labels, *numbers, *chips])


def button(panel: QWidget, name: str) -> QAbstractButton:
    return next(
        entry for entry in panel.findChildren(QAbstractButton) if name in (entry.text(), entry.accessibleName())
    )


def test_says_until_when_and_how_much(panel: GlancePanel) -> None:
    read = words(panel)
    assert "13.2p per kWh" in read
    assert "cheap" in read.splitlines()
    assert "until 15:30 · then 12.6p" in read
    assert "1.24 kW" in read
    assert "16p an hour" in read
    assert "import" in read
    assert "10 s ago · Home Mini" in read


def test_today_is_energy_money_and_the_standing_charge_beside(panel: GlancePanel) -> None:
    read = words(panel)
    assert "6.4 kWh" in read
    assert "+ £0.53 a day · estimate" in read


def test_export_of_today_has_its_own_line_and_the_net(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(solar_home())  # thirty slots of 0.1 kWh at 15p
    assert "exported 3.0 kWh, £0.45 · net £0.81" in words(panel)


def test_on_a_low_screen_its_buttons_stay_and_the_rest_is_scrolled(
    bridge: StateBridge, commands: FakeCommands, large_theme: Theme, qtbot: Any
) -> None:
    panel = GlancePanel(bridge, commands, large_theme)
    qtbot.addWidget(panel)
    panel.open_near(QPoint(400, 790))
    screen = panel.screen().availableGeometry()
    assert screen.height() < large_theme.scaled(HEIGHT)
    assert screen.contains(panel.geometry())
    assert panel.rect().contains(button(panel, "Settings").geometry())
    section = panel.findChildren(PriceSection)[0]
    assert section.height() >= section.minimumSizeHint().height()


def test_bars_are_the_slots_of_two_days(panel: GlancePanel, qtbot: Any) -> None:
    bars = panel.findChildren(PriceBars)[0]
    assert len(bars.accessibleDescription().splitlines()) == 96
    with qtbot.waitSignal(bars.read_out) as read:
        qtbot.mouseMove(bars, QPoint(4, bars.height() // 2))
    assert read.args == ["00:00–00:30 · 19.0p"]


def test_arrow_keys_read_the_bars_from_now_on(panel: GlancePanel, qtbot: Any) -> None:
    bars = panel.findChildren(PriceBars)[0]
    heard: list[str] = []
    bars.read_out.connect(heard.append)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert [read[:5] for read in heard] == ["15:00", "15:30", "15:00"]


LONG = "intelligent four rates and two cars at the end of the lane"


def test_the_longest_words_stay_within_the_panel(
    panel: GlancePanel, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    """A sample home of a long name, and a car of one."""
    home = intelligent_home()
    book = home.dispatches.value
    assert book is not None
    device = replace(book.statuses[0].device, name="Grandfather's second hand car in the garage behind the house")
    named = replace(book, statuses=(replace(book.statuses[0], device=device),))
    publish(replace(home, home=LONG, dispatches=replace(home.dispatches, value=named)))
    panel.close()
    panel.open_near(QPoint(0, 0))
    qtbot.waitUntil(lambda: "Grandfather" in words(panel))
    (scrolled,) = panel.findChildren(QScrollArea)
    room = scrolled.viewport().width()
    shown = [label for label in scrolled.findChildren(QLabel) if label.isVisible()]
    assert f"sample home {LONG}" in [label.text() for label in shown]
    assert scrolled.height() >= scrolled.heightForWidth(room)
    assert [label.text() for label in shown if not label.wordWrap() and label.width() < label.sizeHint().width()] == []
    assert all(label.mapTo(scrolled, label.rect().topRight()).x() < room for label in shown)
    assert not scrolled.verticalScrollBar().isVisible(), "high enough for all of it"


def test_devices_stand_there_only_where_there_are_any(
    panel: GlancePanel, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    assert "Zappy" not in words(panel)
    publish(intelligent_home(planned=[("15:00", "15:40")]))
    qtbot.waitUntil(lambda: "Zappy" in words(panel))
    assert "charging until 15:40\xa0· 30\xa0min" in words(panel)
    publish(agile_home())
    assert "Zappy" not in words(panel)


def test_the_coming_night_is_named_one_way(panel: GlancePanel, publish: Callable[[AppState], None], qtbot: Any) -> None:
    publish(intelligent_home(clock_span(NOW, "20:00", "22:10").end, planned=[("22:00", "00:57")]))
    qtbot.waitUntil(lambda: "Zappy" in words(panel))
    assert "charging until 00:57\xa0· 2\xa0h\xa047\xa0min" in words(panel)
    publish(intelligent_home(clock_span(NOW, "20:00", "22:10").end, planned=[("24:10", "24:57")]))
    qtbot.waitUntil(lambda: "charges 00:10–00:57" in words(panel))
    assert "tomorrow" not in words(panel)


def test_without_a_mini_power_is_not_guessed(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(flat_home())
    read = words(panel)
    assert "no Home Mini" in read
    assert "kW\n" not in read
    assert "24.9p all day" in read


def test_a_day_of_one_price_is_not_called_cheap(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(flat_home())
    assert "one price" in {label.text() for label in panel.findChildren(QLabel)} | {
        chip.accessibleName() for chip in panel.findChildren(BandChip)
    }


def test_an_export_price_says_so(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(export_only_home())
    assert "15.0p per kWh earned" in words(panel)


def test_tomorrow_not_yet_published_says_when(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(agile_home(has_tomorrow=False))
    bars = panel.findChildren(PriceBars)[0]
    assert len(bars.accessibleDescription().splitlines()) == 48


def test_trouble_keeps_what_is_known_and_offers_to_try(
    panel: GlancePanel, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    home = agile_home()
    problem = Problem(ProblemKind.UNREACHABLE, NOW - timedelta(minutes=12))
    publish(replace(home, live=home.live.failed(problem, NOW + timedelta(minutes=2))))
    read = words(panel)
    assert "No connection to Octopus" in read
    assert "Since 14:58. Next try at 15:12." in read
    assert "13.2p per kWh" in read
    qtbot.mouseClick(button(panel, "Try now"), Qt.MouseButton.LeftButton)
    assert commands.calls == [("refresh",)]


def test_no_price_is_said_not_shown_as_nought(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(replace(agile_home(), import_tariff=Snapshot()))
    assert "– no price" in words(panel)
    assert "0.0p" not in words(panel)


def test_signed_out_offers_both_ways_in(
    panel: GlancePanel, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    publish(AppState(NOW, Phase.SIGNED_OUT))
    assert "Not signed in" in words(panel)
    qtbot.mouseClick(button(panel, "Sign in…"), Qt.MouseButton.LeftButton)
    assert commands.calls == [("show_page", "sign-in")]
    assert not panel.isVisible()


def test_a_shut_keyring_is_said_beside_what_is_kept(
    panel: GlancePanel, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    shut = Problem(ProblemKind.KEYRING_DISMISSED, NOW)
    publish(replace(agile_home(), phase=Phase.SIGNED_OUT, secrets_problem=shut))
    read = words(panel)
    assert "The keyring was not opened" in read
    assert "13.2p per kWh" in read, "the icon shows it too"
    assert "Not signed in" not in read
    publish(AppState(NOW, Phase.SIGNED_OUT, secrets_problem=shut))
    assert "The keyring was not opened" in words(panel)
    qtbot.mouseClick(button(panel, "Try now"), Qt.MouseButton.LeftButton)
    assert commands.calls == [("refresh",)]


def test_starting_shows_a_still_skeleton(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(AppState(NOW))
    assert any(skeleton.isVisible() for skeleton in panel.findChildren(Skeleton))


def test_starting_with_stored_prices_shows_them(panel: GlancePanel, publish: Callable[[AppState], None]) -> None:
    publish(replace(agile_home(), phase=Phase.STARTING))
    assert "13.2p per kWh" in words(panel)


@pytest.mark.parametrize("page", ["Prices", "Live", "Dispatches", "Settings"])
def test_buttons_open_their_page_and_the_panel_goes(
    panel: GlancePanel, commands: FakeCommands, qtbot: Any, page: str
) -> None:
    qtbot.mouseClick(button(panel, page), Qt.MouseButton.LeftButton)
    assert commands.calls == [("show_page", page.lower())]
    assert not panel.isVisible()


def test_escape_closes_and_f5_refreshes(panel: GlancePanel, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.keyClick(panel, Qt.Key.Key_F5)
    assert commands.calls == [("refresh",)]
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_losing_the_focus_closes_and_the_same_click_does_not_reopen(panel: GlancePanel, qtbot: Any) -> None:
    panel.open_near(QPoint(10, 10))
    qtbot.waitUntil(panel.isActiveWindow)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not panel.isVisible())
    panel.toggle()
    assert not panel.isVisible()


def test_toggle_closes_an_open_panel(panel: GlancePanel) -> None:
    panel.toggle()
    assert not panel.isVisible()
    panel.toggle()
    assert panel.isVisible()


@pytest.mark.parametrize(
    "pointer", [QPoint(1270, 790), QPoint(5, 5), QPoint(1275, 2), QPoint(640, 799), QPoint(640, 1)]
)
def test_opens_wholly_on_the_screen(pointer: QPoint) -> None:
    placed = QRect(beside(pointer, QRect(0, 0, 340, 420), SCREEN), QRect(0, 0, 340, 420).size())
    assert SCREEN.contains(placed)
    assert not placed.contains(pointer)


def test_every_control_has_a_name(panel: GlancePanel) -> None:
    nameless = [entry for entry in panel.findChildren(QAbstractButton) if not (entry.text() or entry.accessibleName())]
    assert nameless == [entry for entry in nameless if not entry.isVisible()]
