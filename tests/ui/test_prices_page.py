"""The prices page: figures, steps and table of today and tomorrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.prices import PricesView, prices_view
from kraken_desktop.ui.view_models.table import Row
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.day_prices_panel import DayPricesPanel
from kraken_desktop.ui.windows.prices_page import PricesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home, export_only_home, flat_home, intelligent_home
from tests.ui.test_settings_dialog import two_homes

LEFT = Qt.MouseButton.LeftButton


def both_ways() -> AppState:
    return replace(agile_home(), export_tariff=export_only_home().export_tariff)


def test_figures_are_the_days_lowest_mean_and_highest() -> None:
    prices = ["10", "20", "40", "30"]
    today, _ = prices_view(agile_home(prices=prices)).days
    assert (today.lowest, today.lowest_when) == ("10.0p", "00:00–00:30")
    assert (today.mean, today.highest, today.highest_when) == ("25.0p", "40.0p", "01:00–01:30")


def test_a_figure_that_holds_twice_names_the_longer_stretch() -> None:
    night = ["30"] + ["8"] * 10 + ["30"] * 37
    today, _ = prices_view(agile_home(prices=night)).days
    assert (today.lowest_when, today.highest_when) == ("00:30–05:30", "05:30–00:00")


def test_a_smart_charge_does_not_cut_the_cheap_night() -> None:
    today, tomorrow = prices_view(intelligent_home()).days
    assert (today.lowest_when, tomorrow.lowest_when) == ("00:00–05:30", "00:00–05:30")


def test_the_table_marks_now_and_what_is_past() -> None:
    view = prices_view(agile_home())
    current = [row for row in view.rows if row.is_current]
    assert [row.cells[:2] for row in current] == [("15:00–15:30", "13.2")]
    assert sum(row.is_past for row in view.rows) == 30
    assert [row.cells[0] for row in view.rows if row.is_heading] == [
        "Today, Monday 23 November",
        "Tomorrow, Tuesday 24 November",
    ]
    assert len(view.rows) == len(view.row_starts) == 2 * 48 + 2


def test_a_band_is_a_letter_and_a_word_beside_its_colour() -> None:
    below = prices_view(agile_home(prices=["-4", "10", "20", "38"])).rows
    assert {(row.band, row.cells[2]) for row in below if row.band is not None} == {
        (Band.NEGATIVE, "− below zero"),
        (Band.QUADRANT_1, "1 fair"),
        (Band.QUADRANT_2, "2 dear"),
        (Band.QUADRANT_3, "3 dearest"),
    }


def test_until_they_are_published_tomorrows_prices_are_waited_for() -> None:
    view = prices_view(replace(agile_home(has_tomorrow=False), look=Snapshot(next_try=NOW + timedelta(hours=1))))
    assert view.days[1].note == "Tomorrow's prices are published about 16:00."
    assert view.chart.days[1].waiting.endswith("next look at 16:10.")
    assert view.chart.days[1].steps == ()


def test_a_look_for_tomorrows_prices_that_failed_says_why() -> None:
    look: Snapshot[date] = Snapshot()
    look = look.failed(Problem(ProblemKind.UNREACHABLE, NOW), NOW + timedelta(minutes=2))
    view = prices_view(replace(agile_home(has_tomorrow=False), look=look))
    assert view.chart.days[1].waiting == (
        "Tomorrow's prices could not be looked for: No connection to Octopus.\n"
        "Prices appear here by themselves; next look at 15:12."
    )


def test_a_flat_tariff_is_explained() -> None:
    view = prices_view(flat_home())
    assert [(day.mean, day.note) for day in view.days] == [("24.9p", "one price all day")] * 2
    assert "One price at all hours until the tariff changes" in view.notes
    assert [row.cells[0] for row in view.rows if not row.is_heading] == ["all day", "all day"]


def test_on_a_day_of_one_price_none_is_called_cheap_unless_ones_own_limits_do() -> None:
    assert {row.cells[2] for row in prices_view(flat_home()).rows if row.band is not None} == {"one price"}
    limits = BandScheme(SchemeKind.THRESHOLDS, (Decimal(20), Decimal(30)))
    own = replace(flat_home(), scheme=limits)
    assert {row.cells[2] for row in prices_view(own).rows if row.band is not None} == {"2 high"}


def test_a_tariff_that_ends_tonight_says_so_in_place_of_tomorrows_prices() -> None:
    home = agile_home(has_tomorrow=False)
    midnight = NOW.replace(hour=0, minute=0) + timedelta(days=1)
    ending = Agreement("E-1R-AGILE-24-10-01-C", "AGILE-24-10-01", NOW - timedelta(days=90), midnight)
    point = MeterPoint("1200099999990", Fuel.ELECTRICITY, Direction.IMPORT, "C", (), (ending,))
    account = Account("A-0000TEST", "ACTIVE", 0, (Property("p", "", "", None, None, (point,)),))
    view = prices_view(replace(home, account=Snapshot(account, NOW)))
    assert view.days[1].note == "The agreement ends tomorrow 00:00."
    assert "names no tariff after it" in view.chart.days[1].waiting
    following = replace(ending, tariff_code="E-1R-VAR-22-11-01-C", valid_from=midnight, valid_to=None)
    both = replace(point, agreements=(following, ending))
    known = replace(account, properties=(Property("p", "", "", None, None, (both,)),))
    assert "published" in prices_view(replace(home, account=Snapshot(known, NOW))).days[1].note


def test_where_prices_come_from_and_the_standing_charge_are_said() -> None:
    assert prices_view(agile_home()).notes[:2] == (
        "Prices from Octopus's public price list",
        "Standing charge 53.4p a day",
    )


def test_smart_charges_are_marked_in_chart_and_table() -> None:
    view = prices_view(intelligent_home())
    marked = [row for row in view.rows if len(row.cells) > 3 and row.cells[3]]
    assert ("16:30–17:30", "8.5") in [row.cells[:2] for row in marked]
    assert any(step.is_dispatch and "smart charge" in step.read_out for step in view.chart.steps)
    assert any("plug" in note for note in view.notes)


def test_whose_prices_they_are_is_said_where_there_are_several_homes() -> None:
    assert prices_view(two_homes()).tariff == "Agile Octopus · per kWh including VAT · 1 Sample Street"
    assert prices_view(agile_home()).tariff == "Agile Octopus · per kWh including VAT"


def test_export_is_looked_at_on_request_and_alone_where_there_is_nothing_else() -> None:
    assert not prices_view(both_ways()).is_export
    wanted = prices_view(both_ways(), "export")
    assert (wanted.is_export, wanted.chart.is_export, wanted.days[0].mean) == (True, True, "15.0p")
    assert prices_view(export_only_home()).is_export
    assert not prices_view(agile_home(), "export").is_export


def test_gas_is_offered_beside_them_where_there_is_some() -> None:
    gas = replace(agile_home(), gas_tariff=flat_home(pence="6.01").import_tariff)
    assert prices_view(gas).choices == ("import", "gas")
    view = prices_view(gas, "gas")
    assert (view.shown, view.is_export, view.days[0].mean) == ("gas", False, "6.0p")
    assert prices_view(agile_home(), "gas").shown == "import"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (AppState(NOW, phase=Phase.SIGNED_OUT), "Sign in to see your prices"),
        (
            replace(agile_home(), import_tariff=Snapshot(problem=Problem(ProblemKind.NO_RATE, NOW))),
            "No price is known",
        ),
    ],
)
def test_without_prices_it_says_what_brings_them(state: AppState, title: str) -> None:
    view = prices_view(state)
    assert view.emptiness is not None
    assert view.emptiness.title == title


def test_old_prices_stay_below_the_bar_that_says_so() -> None:
    state = agile_home()
    trouble = Problem(ProblemKind.UNREACHABLE, NOW - timedelta(hours=2))
    view = prices_view(replace(state, import_tariff=state.import_tariff.failed(trouble)))
    assert view.trouble is not None
    assert view.is_full


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any) -> PricesPage:
    page = PricesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    with qtbot.waitExposed(page):
        page.show()
    return page


def test_a_past_day_shows_what_was_supplied_then_whatever_is_today() -> None:
    day, sold = london_date(NOW), export_only_home()
    ended = replace(flat_home(), export_tariff=Snapshot())
    view = prices_view(ended, "export", day, replace(sold, import_tariff=flat_home().import_tariff))
    assert (view.choices, view.shown) == (("import", "export"), "export")
    assert view.rows
    nothing_now = replace(flat_home(), import_tariff=Snapshot())
    assert prices_view(nothing_now, "import", day, flat_home()).rows


def test_a_cars_own_price_is_never_cut_off(page: PricesPage) -> None:
    days = page.findChild(DayPricesPanel)
    table = days.findChild(FactTable)
    for mark in ("smart · car 5.7p to 28.0p", ""):
        days.show_prices(PricesView(rows=(Row(("23:30–00:00", "6.7", "3 dearest", mark), is_current=True),)))
        assert table.sizeHintForColumn(3) <= table.columnWidth(3)
        assert sum(table.columnWidth(column) for column in range(4)) <= table.width()


def test_pointing_at_a_step_chooses_its_row_and_choosing_a_row_marks_its_step(page: PricesPage, qtbot: Any) -> None:
    days = page.findChild(DayPricesPanel)
    assert days is not None
    chart, table = days.findChild(PriceChart), days.findChild(FactTable)
    assert chart is not None
    assert table is not None
    at = NOW + timedelta(hours=3)
    chart.point_at(at)
    assert table.rows[table.currentIndex().row()].cells[0] == "18:00–18:30"
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert chart.pointed_step is not None
    assert chart.pointed_step.span.start == NOW.replace(hour=18, minute=30)


def test_the_person_turns_between_import_and_export(
    page: PricesPage, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    export = next(button for button in page.findChildren(QPushButton) if button.text() == "Export")
    assert not export.isVisible()
    publish(both_ways())
    qtbot.mouseClick(export, LEFT)
    assert any("earned per kWh" in label.text() for label in page.findChildren(QLabel))


def test_prices_that_appear_are_shown_without_asking(page: PricesPage, publish: Callable[[AppState], None]) -> None:
    publish(agile_home(has_tomorrow=False))
    days = page.findChild(DayPricesPanel)
    assert days is not None
    table = days.findChild(FactTable)
    assert table is not None
    assert len(table.rows) == 49
    publish(agile_home())
    assert len(table.rows) == 98


def test_gas_has_no_best_times_and_other_tariffs_are_seen_both_ways_by_any_home(
    page: PricesPage, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    gas = replace(agile_home(), gas_tariff=flat_home(pence="6.01").import_tariff)
    publish(gas)

    def ways() -> list[str]:
        return [
            one.text()
            for one in page.findChildren(QPushButton)
            if one.text() in ("Import", "Export", "Gas") and one.isVisible()
        ]

    def chosen() -> list[str]:
        return [one.text() for one in page.findChildren(QPushButton) if one.isChecked() and one.text() in ways()]

    page.open_direction("gas")
    assert (ways(), chosen()) == (["Import", "Gas"], ["Gas"])
    page.open_view("best")
    assert ways() == []
    page.open_view("others")
    assert (ways(), chosen()) == (["Import", "Export"], ["Import"])
    qtbot.mouseClick(next(one for one in page.findChildren(QPushButton) if one.text() == "Export"), LEFT)
    assert chosen() == ["Export"]
    page.open_view("days")
    assert (ways(), chosen()) == (["Import", "Gas"], ["Import"])
