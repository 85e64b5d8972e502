"""Tariffs compared on the home's own half hours: asked by a press, ranked, two by month, and what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QProgressBar

from kraken_desktop.domain.battery import Battery
from kraken_desktop.domain.market import Alternative, Comparison
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.compare_report import comparison_lines
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.comparison import (
    ComparedTariff,
    ComparisonQuestion,
    MonthCost,
    TariffComparison,
    order,
    unknowns,
)
from kraken_desktop.ui.plots.curve_chart import CurveChart
from kraken_desktop.ui.view_models.compare import compare_view, octopus_words
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.compare_panel import ComparePanel
from kraken_desktop.ui.windows.insight_page import InsightPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.test_insight_page import KNOWN, grow, page, part, press, texts

__all__ = ["page"]  # a fixture
SPAN = DateSpan(date(2025, 12, 1), date(2026, 11, 22))


def tariff(name: str, pence_a_month: float, *, days: int = 30, is_mine: bool = False, **more: Any) -> ComparedTariff:
    """Two months; a fifth of it is standing charges. The own tariff costs £100 a month."""
    months = tuple(
        MonthCost(date(2026, month, 1), days, pence_a_month * 0.8, pence_a_month * 0.2, 0.0, 10_000.0)
        for month in (9, 10)
    )
    told = ComparedTariff(name, "E-1R-X", None, is_mine, 2 * days, months if days else (), 20_000.0, None)
    return replace(told, **more)


def comparison(question: ComparisonQuestion, *rows: ComparedTariff, **more: Any) -> TariffComparison:
    every = rows or (
        tariff("Agile Octopus", 10_000.0, is_mine=True, break_even_kwh_a_day=0.0),
        tariff("Octopus Go", 9_000.0, break_even_kwh_a_day=0.0),
        tariff("Flexible Octopus", 11_000.0),
        tariff("Cosy Octopus", 10_500.0, break_even_kwh_a_day=1.2),
        tariff("Octopus Tracker", 0.0, days=0),
    )
    told = unknowns(question, False, True)
    ordered = order(every, more.get("estimated", ()))
    return replace(TariffComparison(question, 60, 3, ordered, told), **more)


class Comparer:
    def __init__(self, commands: FakeCommands) -> None:
        self.asked: list[tuple[ComparisonQuestion, Callable[[float], None], Any]] = []
        self.ended: list[int] = []
        commands.compare_tariffs = self._compare  # type: ignore[attr-defined]

    def _compare(self, *question: Any) -> Callable[[], None]:
        self.asked.append(question)
        number = len(self.asked) - 1
        return lambda: self.ended.append(number)

    def answer(self, *rows: ComparedTariff, **more: Any) -> None:
        question, _told, then = self.asked[-1]
        then(comparison(question, *rows, **more))


@pytest.fixture
def comparer(page: InsightPage, commands: FakeCommands) -> Comparer:
    comparer = Comparer(commands)
    page.open_view("tariffs")
    return comparer


def panel_of(page: InsightPage) -> ComparePanel:
    return part(page, ComparePanel)


def test_nothing_is_read_from_octopus_before_a_press(page: InsightPage, comparer: Comparer, qtbot: Any) -> None:
    assert not comparer.asked
    assert "Would another tariff have been cheaper?" in texts(page)
    press(page, qtbot, "Compare tariffs")
    question, told, _then = comparer.asked[0]
    assert question == ComparisonQuestion(DateSpan(date(2025, 11, 23), KNOWN.last))
    told(0.25)
    bar = page.findChild(QProgressBar)
    assert bar is not None
    assert (bar.isVisible(), bar.value()) == (True, 25)


def test_tariffs_are_ranked_with_mine_marked(page: InsightPage, comparer: Comparer, qtbot: Any) -> None:
    press(page, qtbot, "Compare tariffs")
    comparer.answer()
    words = texts(page)
    assert "Octopus Go would have cost you £20.00 over 60 days less, used just as you did." in words
    assert "these days alone, which are not of every month" in words
    assert "3 days incomplete and left out" in words
    assert "You might have used energy at other times" in words
    rows = part(panel_of(page), FactTable).rows
    assert [row.cells[0] for row in rows] == [
        *("Octopus Go", "Agile Octopus", "Cosy Octopus", "Flexible Octopus", "Octopus Tracker"),
    ]
    assert rows[0].cells[1:] == ("£1,095", "−£122", "£144.00", "£36.00", "", "60", "now")
    assert [row.cells[-1] for row in rows] == ["now", "", "1.2 kWh a day", "never", ""]
    assert [row.is_current for row in rows] == [False, True, False, False, False]


def test_the_cheapest_and_a_chosen_one_stand_beside_mine(page: InsightPage, comparer: Comparer, qtbot: Any) -> None:
    press(page, qtbot, "Compare tariffs")
    comparer.answer()
    told = "Octopus Go: £180.00 over 60 days (import £144.00, standing charges £36.00), yours cost £200.00"
    assert f"{told} on the same days." in texts(page)
    part(panel_of(page), FactTable).selectRow(4)
    assert "Octopus Tracker: no price of it is known for these days." in texts(page)
    part(panel_of(page), FactTable).selectRow(2)
    assert "it breaks even by moving 1.2 kWh a day to its cheapest time" in texts(page)
    qtbot.keyClick(part(panel_of(page), CurveChart), Qt.Key.Key_Home)
    told = "Cosy Octopus £3.50 a day, £105.00 over 30 days; yours £3.33 a day, £100.00 over 30 days"
    assert f"September 2026: {told}" in texts(page)


def test_smart_charges_and_the_planners_battery_are_choices(
    page: InsightPage, comparer: Comparer, commands: FakeCommands, qtbot: Any
) -> None:
    commands.change_setting("battery", {"power": "5", "efficiency": "80", "charges": "My hours"})
    press(page, qtbot, "Compare tariffs")
    smart, has_battery = panel_of(page).findChildren(QCheckBox)[:2]
    smart.click()
    assert comparer.asked[-1][0].with_smart is False
    has_battery.click()
    panel_of(page).findChild(QDoubleSpinBox).setValue(12.5)
    question = comparer.asked[-1][0]
    assert question.battery == Battery(12.5, 5.0, 0.8)
    assert len(question.windows) == 1
    assert comparer.ended == list(range(len(comparer.asked) - 1)), "what nobody waits for is ended"


def test_a_month_of_few_days_stands_beside_whole_ones() -> None:
    few = MonthCost(date(2026, 11, 1), 6, 1_600.0, 400.0, 0.0, 2_000.0)
    mine = tariff("Agile Octopus", 9_000.0, is_mine=True)
    rows = [replace(row, months=(*row.months, few)) for row in (mine, tariff("Octopus Go", 9_000.0))]
    view = compare_view(comparison(ComparisonQuestion(SPAN), *rows), NOW)
    assert [curve.values for curve in view.months.curves] == [pytest.approx((3.0, 3.0, 20 / 6))] * 2


def test_what_is_compared_stays_while_history_comes_in(
    page: InsightPage, comparer: Comparer, commands: FakeCommands, publish: Any, qtbot: Any
) -> None:
    press(page, qtbot, "Compare tariffs")
    grow(commands, publish)
    comparer.answer()
    assert len(comparer.asked) == 1
    assert not comparer.ended
    assert "Octopus Go would have cost you" in texts(page)
    press(page, qtbot, "Reckon again")
    assert len(comparer.asked) == 2
    assert "More of your history is known" not in texts(page)


def test_cancelling_goes_back_to_where_it_was(page: InsightPage, comparer: Comparer, qtbot: Any) -> None:
    press(page, qtbot, "Compare tariffs")
    press(page, qtbot, "Cancel")
    assert comparer.ended == [0]
    assert "Would another tariff have been cheaper?" in texts(page)
    press(page, qtbot, "Compare tariffs")
    comparer.answer()
    press(page, qtbot, "Of the last: 30 days")
    press(page, qtbot, "Cancel")
    assert "Octopus Go would have cost you" in texts(page)


def test_a_failure_and_no_days_have_words(page: InsightPage, comparer: Comparer, qtbot: Any) -> None:
    press(page, qtbot, "Compare tariffs")
    comparer.asked[-1][2](None)
    assert "The comparison could not be reckoned" in texts(page)
    press(page, qtbot, "Try again")
    comparer.answer(days=0)
    assert "No complete day to compare" in texts(page)


def test_what_octopus_refuses_is_a_bar_and_the_rest_is_compared(
    page: InsightPage, comparer: Comparer, qtbot: Any
) -> None:
    press(page, qtbot, "Compare tariffs")
    comparer.answer(problem=Problem(ProblemKind.UNREACHABLE, NOW))
    assert "Octopus Go would have cost you" in texts(page)
    assert "No connection" in texts(page) or "network" in texts(page).casefold()


def test_mine_is_the_cheapest_or_as_good() -> None:
    question = ComparisonQuestion(SPAN)
    mine = tariff("Agile Octopus", 10_000.0, is_mine=True)
    dearer = compare_view(comparison(question, mine, tariff("Octopus Go", 12_000.0)), NOW)
    assert dearer.sentence.startswith(
        "Your tariff was the cheapest: the next, Octopus Go, would have cost £40.00 over 60 days more"
    )
    same = compare_view(comparison(question, mine, tariff("Octopus Go", 10_001.0)), NOW)
    assert same.sentence == "Octopus Go would have cost as much as your tariff."
    alone = compare_view(comparison(question, mine, tariff("Octopus Go", 0.0, days=0)), NOW)
    assert alone.sentence == "No other tariff's prices are known for these days."


def test_each_month_counts_by_its_length_where_all_twelve_are_known() -> None:
    """Few winter days, on which Go is dear, and all of summer, when it is cheap."""
    winter = {month: MonthCost(date(2026, month, 1), 10, 10 * 500.0, 0.0, 0.0, 10 * 400.0) for month in (1, 2, 3, 10)}
    summer = {month: MonthCost(date(2026, month, 1), 30, 30 * 350.0, 0.0, 0.0, 30 * 400.0) for month in (4, 5, 6, 7, 8)}
    autumn = {month: MonthCost(date(2026, month, 1), 10, 10 * 500.0, 0.0, 0.0, 10 * 400.0) for month in (9, 11, 12)}
    months = tuple((winter | summer | autumn).values())
    days = sum(month.days for month in months)
    go = tariff("Octopus Go", 0.0, months=months, mine_pence=400.0 * days)
    go = replace(go, days=days)
    own = tuple(replace(month, import_pence=month.mine_pence) for month in months)
    mine = replace(tariff("Agile Octopus", 0.0, is_mine=True, months=own, mine_pence=400.0 * days), days=days)
    summer_days, others = 30 + 31 + 30 + 31 + 31, 365 - (30 + 31 + 30 + 31 + 31)
    a_year = (others * 100 - summer_days * 50) / 100
    view = compare_view(comparison(ComparisonQuestion(SPAN), mine, go), NOW)
    assert view.sentence.endswith(f"the next, Octopus Go, would have cost £{a_year:.0f} a year more.")
    assert "these days alone" not in view.note


def test_the_own_tariff_at_public_prices_is_not_the_news() -> None:
    mine = tariff("Your tariff", 10_000.0, is_mine=True)
    public = tariff("Agile Octopus", 10_000.0, is_held=True)
    view = compare_view(comparison(ComparisonQuestion(SPAN), mine, public, tariff("Octopus Go", 12_000.0)), NOW)
    assert "the next, Octopus Go" in view.sentence


def test_days_that_are_not_settled_rank_nothing() -> None:
    """Each tariff's own cost is known, and yours is not: so neither is a difference."""
    estimated = (date(2026, 11, 1), date(2026, 11, 2))
    found = comparison(
        ComparisonQuestion(SPAN),
        tariff("Your tariff", 12_000.0, is_mine=True, break_even_kwh_a_day=0.0),
        tariff("Octopus Go", 11_000.0),
        tariff("Agile Octopus", 13_000.0),
        tariff("An unknown one", 0.0, days=0),
        estimated=estimated,
    )
    names = ["Your tariff", "Agile Octopus", "Octopus Go", "An unknown one"]
    view = compare_view(found, NOW)
    assert [row.cells[0] for row in view.rows] == names
    assert "no ranking can be trusted" in view.sentence
    assert "2 days" in view.note
    assert [row.cells[2] for row in view.rows] == ["", "–", "–", "–"]
    assert [row.cells[-1] for row in view.rows] == ["", "–", "–", ""]
    assert "yours is estimated at £200.00" in view.words
    assert "moving" not in view.words
    lines = comparison_lines(found)
    assert any("no ranking can be trusted" in line for line in lines)
    told = [line for line in lines if line.strip().startswith(tuple(names))]
    assert [line.split("  ")[1] for line in told] == names
    assert not any("+£" in line or "−£" in line for line in told)


def test_octopus_own_comparison_stands_beside_it(
    page: InsightPage, comparer: Comparer, commands: FakeCommands, qtbot: Any
) -> None:
    press(page, qtbot, "Compare tariffs")
    comparer.answer()
    press(page, qtbot, "What does Octopus say?")
    name, then = commands.calls[-1]
    assert name == "load_octopus_comparison"
    span = Span(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    then(Comparison(span, Decimal(9_000), (Alternative("Octopus Go", Decimal(8_000)),)))
    assert "1 October 2026 to 1 November 2026: yours £90.00; Octopus Go £80.00." in texts(page)
    assert "cannot be asked" in octopus_words(None)
    assert octopus_words(Problem(ProblemKind.UNREACHABLE, NOW)).startswith("Octopus's own comparison: ")
