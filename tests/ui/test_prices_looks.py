"""The prices page of every kind of home, light and dark, in the smallest window: nothing is cut off or scrolled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateEdit, QDoubleSpinBox, QWidget

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.services.planning import Wish
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.best_times import best_times_view
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent
from kraken_desktop.ui.windows.prices_page import PricesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import agile_home, export_only_home, flat_home, intelligent_home, solar_home
from tests.ui.test_other_tariffs import with_shelf

LEAST = (900 - 56, 600 - 39)
"""The least window without its narrow sidebar and the status line."""


def three_ways() -> AppState:
    return replace(solar_home(), gas_tariff=flat_home(pence="6.01").import_tariff)


def reminded() -> AppState:
    """With what waits below the list, and a car to plan for."""
    home = solar_home()
    plan = best_times_view(home, Wish(Appliance.WASHING_MACHINE)).plan
    assert plan.start is not None
    assert plan.end is not None
    return replace(home, reminders=(plan.start.reminder, plan.end.reminder))


HOMES: dict[str, Callable[[], AppState]] = {
    "agile": agile_home,
    "flat": flat_home,
    "intelligent": intelligent_home,
    "export-only": export_only_home,
    "import-export-gas": three_ways,
    "reminded": reminded,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("home", HOMES)
def test_every_view_fits_the_smallest_window(home: str, scheme: str, qapp: QApplication, qtbot: Any) -> None:
    theme, commands = Theme(scheme), FakeCommands()
    theme.wear()
    commands.change_setting("region", "C")
    commands.change_setting("wish", {"appliance": "Electric car", "split": "yes"})
    bridge = StateBridge(StateHolder(with_shelf(HOMES[home]())))
    page = PricesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(*LEAST)
    with qtbot.waitExposed(page):
        page.show()
    for view in ("days", "best", "others"):
        page.open_view(view)
        assert page.minimumSizeHint().width() <= LEAST[0], view
        page.grab()
        assert (page.width(), page.height()) == LEAST
        assert _cut_off(page) == [], view
        assert _scrolled_sideways(page) == [], view
    bridge.close()


def test_every_control_has_a_name(qapp: QApplication, theme: Theme, qtbot: Any) -> None:
    bridge = StateBridge(StateHolder(with_shelf(three_ways())))
    page = PricesPage(bridge, FakeCommands(), theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    nameless, seen = [], 0
    for view in ("days", "best", "others"):
        page.open_view(view)
        for kind in (QAbstractButton, QComboBox, QDateEdit, QDoubleSpinBox):
            shown = [control for control in page.findChildren(kind) if control.isVisible()]
            seen += len(shown)
            nameless += [c for c in shown if not (c.accessibleName() or getattr(c, "text", str)())]
    assert seen > 25
    assert nameless == []
    bridge.close()


def _cut_off(page: QWidget) -> list[str]:
    """Buttons that are narrower than their words."""
    buttons = [button for button in page.findChildren(QAbstractButton) if button.isVisible()]
    return [button.text() for button in buttons if button.text() and button.width() < button.minimumSizeHint().width()]


def _scrolled_sideways(page: QWidget) -> list[str]:
    """Areas whose content is wider than they are."""
    areas = [area for area in page.findChildren(ScrolledContent) if area.isVisible()]
    return [area.objectName() or "area" for area in areas if area.widget().width() > area.viewport().width()]
