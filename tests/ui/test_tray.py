"""The tray: icon, tooltip and menu follow the state; the menu asks for what it says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.dispatch import DispatchKind
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase, Polling
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.tray import Tray
from kraken_desktop.ui.tray_icon import tray_icon
from kraken_desktop.ui.view_models.icon import IconView, Overlay
from kraken_desktop.ui.view_models.tray import icon_view
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, export_only_home, flat_home, intelligent_home


@pytest.fixture
def tray(bridge: StateBridge, commands: FakeCommands) -> Iterator[Tray]:
    icon, menu = QSystemTrayIcon(), QMenu()
    icon.setContextMenu(menu)
    tray = Tray(bridge, commands, icon, menu)
    yield tray
    tray.hide()


def action(tray: Tray, title: str) -> QAction:
    menus = [tray.menu, *(entry.menu() for entry in tray.menu.actions() if entry.menu() is not None)]
    return next(entry for menu in menus for entry in menu.actions() if entry.text() == title)


def shown(tray: Tray) -> list[str]:
    return [entry.text() for entry in tray.menu.actions() if entry.isVisible() and not entry.isSeparator()]


def view(state: AppState, style: str = "price") -> IconView:
    return icon_view(state, style, "default")


def test_icon_is_painted_at_once(tray: Tray) -> None:
    assert tray.icon.icon().cacheKey() == tray_icon(IconView(Band.QUADRANT_0, "13")).cacheKey()


def test_icon_changes_with_the_price_and_only_then(tray: Tray, publish: Callable[[AppState], None]) -> None:
    before = tray.icon.icon().cacheKey()
    publish(replace(agile_home(), now=NOW + timedelta(minutes=2)))
    assert tray.icon.icon().cacheKey() == before
    publish(agile_home(NOW + timedelta(hours=1)))
    assert tray.icon.icon().cacheKey() == tray_icon(IconView(Band.QUADRANT_3, "26")).cacheKey()


def test_tooltip_is_four_short_lines(tray: Tray, publish: Callable[[AppState], None]) -> None:
    publish(intelligent_home())
    lines = tray.icon.toolTip().splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("30.5p until ")
    assert "kW" in lines[1]
    assert "Zappy" in lines[2]


@pytest.mark.parametrize("kind", [ProblemKind.KEYRING_LOCKED, ProblemKind.KEYRING_DISMISSED])
def test_a_shut_keyring_can_be_opened_from_the_menu(
    kind: ProblemKind, tray: Tray, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    publish(AppState(NOW, Phase.SIGNED_OUT, secrets_problem=Problem(kind, NOW)))
    opening = action(tray, "Open the keyring…")
    assert opening.isEnabled()
    opening.trigger()
    assert commands.calls == [("refresh",)]
    publish(agile_home())
    assert opening.text() == "Refresh now"


def test_menu_begins_with_the_tooltips_facts(tray: Tray) -> None:
    facts = tray.icon.toolTip().splitlines()
    assert shown(tray)[: len(facts)] == facts
    assert not any(entry.isEnabled() for entry in tray.menu.actions()[: len(facts)])


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Live", ("show_page", "live")),
        ("Prices", ("show_page", "prices")),
        ("Dispatches", ("show_page", "dispatches")),
        ("Notices", ("show_page", "notices")),
        ("At a glance", ("show_glance",)),
        ("Copy price", ("copy_price",)),
        ("Refresh now", ("refresh",)),
        ("For an hour", ("pause_polling", NOW + timedelta(hours=1))),
        ("Until tomorrow", ("pause_polling", datetime(2026, 11, 24, tzinfo=UTC))),
        ("Resume polling", ("pause_polling", None)),
        ("Settings…", ("show_page", "settings")),
        ("Quit", ("quit",)),
    ],
)
def test_menu_asks_for_what_it_says(tray: Tray, commands: FakeCommands, title: str, asked: tuple[object, ...]) -> None:
    action(tray, title).trigger()
    assert commands.calls == [asked]


def test_paused_polling_can_be_resumed(tray: Tray, publish: Callable[[AppState], None]) -> None:
    assert "Pause polling" in shown(tray)
    assert "Resume polling" not in shown(tray)
    publish(replace(agile_home(), polling=Polling(paused_until=NOW + timedelta(hours=1))))
    assert "Paused until 16:10" in shown(tray)
    assert "Resume polling" in shown(tray)
    assert "Pause polling" not in shown(tray)


def test_signed_out_offers_to_sign_in(tray: Tray, commands: FakeCommands, publish: Callable[[AppState], None]) -> None:
    publish(AppState(NOW, Phase.SIGNED_OUT))
    assert "Sign in…" in shown(tray)
    assert not action(tray, "Copy price").isEnabled()
    action(tray, "Sign in…").trigger()
    assert commands.calls == [("show_page", "sign-in")]


def test_a_click_opens_the_glance_panel(tray: Tray, commands: FakeCommands) -> None:
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert commands.calls == [("show_glance",)]


def test_a_setting_applies_at_once(tray: Tray, commands: FakeCommands) -> None:
    commands.change_setting("icon_style", "symbol")
    assert tray.icon.icon().cacheKey() == tray_icon(IconView(Band.QUADRANT_0, "")).cacheKey()
    commands.change_setting("palette", "colour-blind")
    expected = IconView(Band.QUADRANT_0, "", palette="colour-blind")
    assert tray.icon.icon().cacheKey() == tray_icon(expected).cacheKey()


def test_an_account_that_only_exports_shows_its_export_price() -> None:
    assert view(export_only_home(pence="15")).text == "15"


def test_negative_and_high_prices() -> None:
    assert view(flat_home(pence="-4.2")) == IconView(Band.NEGATIVE, "−4")
    assert view(flat_home(pence="101")).text == "99+"


def test_overlays_in_their_order() -> None:
    nothing = AppState(NOW, Phase.SIGNED_IN)
    charging = intelligent_home(planned=[("15:00", "15:40")])
    boosting = intelligent_home(state="BOOSTING", planned=[("15:00", "15:40")], kind=DispatchKind.BOOST)
    assert view(nothing) == IconView(Band.UNKNOWN, "", Overlay.NO_PRICE)
    assert view(charging).overlay is Overlay.DISPATCH
    assert view(boosting).overlay is Overlay.BOOST
    assert view(replace(boosting, now=NOW + timedelta(minutes=6))).overlay is Overlay.STALE
    assert view(intelligent_home()).overlay is Overlay.NONE


def test_whole_extended_slot_shows_the_plug() -> None:
    """Planned 15:20–15:40: the house pays the night price from 15:00 on."""
    at = view(intelligent_home(planned=[("15:20", "15:40")]))
    assert (at.text, at.overlay) == ("9", Overlay.DISPATCH)


def test_a_phantom_shows_no_plug_and_no_cheap_price() -> None:
    at = view(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[("15:00", "15:40")]))
    assert (at.text, at.overlay) == ("31", Overlay.NONE)


def test_a_failed_poll_alone_does_not_fade_the_icon() -> None:
    home = agile_home()
    failed = replace(home, live=home.live.failed(Problem(ProblemKind.UNREACHABLE, NOW), NOW + timedelta(minutes=1)))
    assert view(failed).overlay is Overlay.NONE
    assert view(replace(failed, now=NOW + timedelta(minutes=10))).overlay is Overlay.STALE


def test_slow_polling_is_not_stale() -> None:
    slow = replace(agile_home(), polling=Polling(current=timedelta(minutes=5)))
    assert view(replace(slow, now=NOW + timedelta(minutes=9))).overlay is Overlay.NONE
    assert view(replace(slow, now=NOW + timedelta(minutes=11))).overlay is Overlay.STALE


def test_prices_unread_for_more_than_two_polls_are_stale() -> None:
    home = flat_home()
    old = replace(home, import_tariff=Snapshot(home.import_tariff.value, NOW - timedelta(minutes=66)))
    assert view(home).overlay is Overlay.NONE
    assert view(old) == IconView(Band.QUADRANT_0, "25", Overlay.STALE)


def test_settings_choose_the_palette() -> None:
    assert icon_view(flat_home(), Settings().icon_style, "colour-blind").palette == "colour-blind"


def test_the_tray_alone_loads_nothing_heavy() -> None:
    heavy = ["numpy", "pyqtgraph", "PySide6.QtSvg", "httpx", "keyring", "kraken_desktop.ui.windows"]
    script = f"import sys, kraken_desktop.ui.tray; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
