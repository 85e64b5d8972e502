"""Tariffs side by side: on the prices page, and in a dialog for somebody who has no account here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from kraken_desktop.domain.moments import day_slots, london_date
from kraken_desktop.domain.offers import Offer, Product, ProductTariff, Shelf
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.dialogs.other_tariffs_dialog import OtherTariffsDialog
from kraken_desktop.ui.dialogs.sign_in_dialog import SignInDialog
from kraken_desktop.ui.dialogs.welcome_dialog import WelcomeDialog
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.other_tariffs import NO_REGION, UNREADABLE, other_tariffs_view
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.prices_page import PricesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home

SIGNED_OUT = AppState(NOW, phase=Phase.SIGNED_OUT)


def offer(code: str, name: str, price: str, *, is_export: bool = False, days: int = 2) -> Offer:
    today = london_date(NOW)
    slots = [slot for number in range(days) for slot in day_slots(today + timedelta(days=number))]
    rates = tuple(Rate(slot.start, slot.end, Decimal(price) + index % 4) for index, slot in enumerate(slots))
    tariff = ProductTariff(f"E-1R-{code}-C", (Register.STANDARD,), Decimal("47.61"))
    return Offer(Product(code, name, is_export), tariff, rates, NOW)


SHELF = Shelf(
    "C",
    NOW,
    (
        offer("VAR-22-11-01", "Flexible Octopus", "24"),
        offer("AGILE-24-10-01", "Agile Octopus", "15"),
        offer("COSY-22-12-08", "Cosy Octopus", "12", days=1),
        offer("OUTGOING-VAR-24-10-26", "Outgoing Octopus", "9", is_export=True),
    ),
)


def with_shelf(state: AppState) -> AppState:
    return replace(state, other_tariffs=Snapshot(SHELF, NOW))


def test_mine_comes_first_and_is_not_told_twice() -> None:
    view = other_tariffs_view(with_shelf(agile_home()), "C", is_export=False)
    assert [row.cells[0] for row in view.rows] == ["Agile Octopus (yours)", "Flexible Octopus", "Cosy Octopus"]
    assert [row.is_current for row in view.rows] == [True, False, False]
    assert view.mine is not None
    assert view.chosen is not None
    assert view.chosen.title == "Flexible Octopus"


def test_both_charts_have_one_axis() -> None:
    view = other_tariffs_view(with_shelf(agile_home()), "C", is_export=False)
    assert view.mine is not None
    assert view.chosen is not None
    reach = [{step.pence for step in chart.steps} | set(chart.beside) for chart in (view.mine.chart, view.chosen.chart)]
    assert (min(reach[0]), max(reach[0])) == (min(reach[1]), max(reach[1]))


def test_a_tariff_has_its_range_and_mean_of_each_day_and_unknown_is_no_number() -> None:
    view = other_tariffs_view(with_shelf(SIGNED_OUT), "C", is_export=False, code="E-1R-COSY-22-12-08-C")
    assert [row.cells[1:] for row in view.rows] == [
        ("26.0", "24.0 to 27.0", "25.5", "24.0 to 27.0", "25.5", "47.6"),
        ("17.0", "15.0 to 18.0", "16.5", "15.0 to 18.0", "16.5", "47.6"),
        ("14.0", "12.0 to 15.0", "13.5", "–", "–", "47.6"),
    ]
    assert view.mine is None
    assert view.chosen is not None
    assert view.chosen.title == "Cosy Octopus"
    assert view.chosen.chart.days[1].waiting == "Not published yet"


def test_export_twins_stand_apart() -> None:
    view = other_tariffs_view(with_shelf(SIGNED_OUT), "C", is_export=True)
    assert [row.cells[0] for row in view.rows] == ["Outgoing Octopus"]
    assert "Agile Outgoing" in view.note
    assert "Tracker" not in view.note


def test_it_asks_where_loads_and_says_what_is_wrong() -> None:
    assert other_tariffs_view(SIGNED_OUT, None, is_export=False).emptiness is NO_REGION
    loading = other_tariffs_view(SIGNED_OUT, "C", is_export=False)
    assert (loading.emptiness, loading.is_full) == (None, False)
    other_region = other_tariffs_view(with_shelf(SIGNED_OUT), "P", is_export=False)
    assert (other_region.emptiness, other_region.is_full) == (None, False)
    failed = replace(SIGNED_OUT, other_tariffs=Snapshot(problem=Problem(ProblemKind.UNREACHABLE, NOW)))
    assert other_tariffs_view(failed, "C", is_export=False).emptiness is UNREADABLE
    stale = replace(failed, other_tariffs=replace(failed.other_tariffs, value=SHELF))
    view = other_tariffs_view(stale, "C", is_export=False)
    assert view.is_full
    assert view.trouble is not None


@pytest.fixture
def dialog(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> OtherTariffsDialog:
    dialog = OtherTariffsDialog(bridge, commands, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget: Any, words: str) -> None:
    next(button for button in widget.findChildren(QPushButton) if button.text() == words).click()


def test_the_return_key_asks_once(
    dialog: OtherTariffsDialog, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    publish(SIGNED_OUT)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClicks(line, "ZZ1 1ZZ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [call[0] for call in commands.calls].count("find_regions") == 1


def test_a_stranger_finds_the_region_by_postcode(
    dialog: OtherTariffsDialog, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    publish(SIGNED_OUT)
    assert NO_REGION.title in words_of(dialog)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText("ZZ1 1ZZ")
    press(dialog, "Find region")
    name, postcode, then = commands.calls[-1]
    assert (name, postcode) == ("find_regions", "ZZ1 1ZZ")
    then(())
    assert "no region for this postcode" in words_of(dialog)
    then(Problem(ProblemKind.UNREACHABLE, NOW))
    assert commands.settings.region is None
    then(("C", "J"))
    assert commands.settings.region == "C"
    assert commands.calls[-1] == ("read_other_tariffs", "C")
    assert "London (C) or South East England (J)" in words_of(dialog)
    publish(with_shelf(SIGNED_OUT))
    table = dialog.findChild(FactTable)
    assert table is not None
    assert len(table.rows) == 3
    press(dialog, "Export")
    assert len(table.rows) == 1


def test_a_region_can_be_chosen_by_name(
    dialog: OtherTariffsDialog, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    publish(SIGNED_OUT)
    box = dialog.findChild(QComboBox)
    assert box is not None
    index = box.findText("North Scotland (P)")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert commands.settings.region == "P"
    assert commands.calls[-1] == ("read_other_tariffs", "P")


def test_choosing_a_row_draws_that_tariff(
    dialog: OtherTariffsDialog, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    commands.change_setting("region", "C")
    publish(with_shelf(agile_home()))
    table = dialog.findChild(FactTable)
    assert table is not None
    table.selectRow(2)
    assert [chart.accessibleName() for chart in dialog.findChildren(PriceChart)] == [
        "Agile Octopus (yours) as a chart",
        "Cosy Octopus as a chart",
    ]


def test_an_open_window_asks_again_when_tomorrow_can_be_there(
    dialog: OtherTariffsDialog, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    commands.change_setting("region", "C")
    shelf = Shelf("C", NOW, (offer("AGILE-24-10-01", "Agile Octopus", "15", days=1),))
    home = replace(agile_home(), other_tariffs=Snapshot(shelf, NOW))
    publish(home)
    commands.calls.clear()
    publish(replace(home, now=NOW + timedelta(minutes=40)))
    assert commands.calls == []
    publish(replace(home, now=NOW + timedelta(minutes=51)))
    assert commands.calls == [("read_other_tariffs", "C")]
    publish(replace(home, now=NOW + timedelta(minutes=55)))
    assert len(commands.calls) == 1


def test_the_page_shows_it_to_somebody_who_is_signed_out(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    page = PricesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    publish(SIGNED_OUT)
    assert "Sign in to see your prices" in words_of(page)
    press(page, "Other tariffs")
    assert NO_REGION.title in words_of(page)


def test_it_is_offered_before_anybody_signs_in(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any
) -> None:
    for dialog in (WelcomeDialog(bridge, commands, theme), SignInDialog(bridge, commands, theme)):
        qtbot.addWidget(dialog)
        press(dialog, "See what tariffs cost")
        assert commands.calls[-1] == ("show_page", "other-tariffs")
