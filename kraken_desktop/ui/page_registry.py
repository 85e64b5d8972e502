"""The pages of the main window and the dialogs, by the names that menus and notices use. Imported when first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PageEntry:
    """``icon`` is a symbol's name; ``build`` imports the page's module."""

    name: str
    title: str
    icon: str
    build: Callable[[StateBridge, Commands, Theme], QWidget]


def _live(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.live_page import LivePage

    return LivePage(bridge, commands, theme)


def _prices(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.prices_page import PricesPage

    return PricesPage(bridge, commands, theme)


def _dispatches(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.dispatches_page import DispatchesPage

    return DispatchesPage(bridge, commands, theme)


def _usage(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.usage_page import UsagePage

    return UsagePage(bridge, commands, theme)


def _insight(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.insight_page import InsightPage

    return InsightPage(bridge, commands, theme)


def _bills(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.bills_page import BillsPage

    return BillsPage(bridge, commands, theme)


def _notices(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.notices_page import NoticesPage

    return NoticesPage(bridge, commands, theme)


def _found(bridge: StateBridge, commands: Commands, theme: Theme) -> QWidget:
    from kraken_desktop.ui.windows.found_page import FoundPage

    return FoundPage(bridge, commands, theme)


PAGES = (
    PageEntry("live", "Live", "live", _live),
    PageEntry("prices", "Prices", "prices", _prices),
    PageEntry("dispatches", "Dispatches", "dispatches", _dispatches),
    PageEntry("usage", "Usage", "usage", _usage),
    PageEntry("bills", "Bills", "bills", _bills),
    PageEntry("insight", "Insight", "insight", _insight),
    PageEntry("notices", "Notices", "notices", _notices),
    PageEntry("found", "What we found", "home", _found),
)


def build_dialog(name: str, bridge: StateBridge, commands: Commands, theme: Theme) -> QDialog | None:
    """``settings sign-in about welcome other-tariffs``; None for any other name."""
    if name == "other-tariffs":
        from kraken_desktop.ui.dialogs.other_tariffs_dialog import OtherTariffsDialog

        return OtherTariffsDialog(bridge, commands, theme)
    if name == "settings":
        from kraken_desktop.ui.dialogs.settings_dialog import SettingsDialog

        return SettingsDialog(bridge, commands, theme)
    if name == "sign-in":
        from kraken_desktop.ui.dialogs.sign_in_dialog import SignInDialog

        return SignInDialog(bridge, commands, theme)
    if name == "about":
        from kraken_desktop.ui.dialogs.about_dialog import AboutDialog

        return AboutDialog(bridge, commands, theme)
    if name == "welcome":
        from kraken_desktop.ui.dialogs.welcome_dialog import WelcomeDialog

        return WelcomeDialog(bridge, commands, theme)
    return None
