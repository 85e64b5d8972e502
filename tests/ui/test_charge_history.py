"""The history on the dispatches page: in words, as a table, by month and by year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.services.charge_history import ChargeHistory
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.charge_history import charge_history_view
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.dispatches_page import DispatchesPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import intelligent_home

NOVEMBER = DateSpan(date(2026, 11, 1), date(2026, 11, 30))
HOUR = timedelta(hours=1)
GOOD = ChargeSum(4 * HOUR, 3 * HOUR, HOUR, planned_kwh=Decimal(28), completed=3 * HOUR, completed_kwh=Decimal(21),
                 won_slots=3, unknown_slots=1, saved_pence=Decimal(46))  # fmt: skip
HISTORY = ChargeHistory(NOVEMBER, ((date(2026, 11, 1), ChargeSum()), (date(2026, 11, 2), GOOD)))


def test_a_day_in_a_row_and_the_month_in_words() -> None:
    view = charge_history_view(HISTORY, by_month=False)
    assert [row.cells[0] for row in view.rows] == ["Total", "Mon 2 Nov"]
    assert view.rows[1].cells[1:] == ("4:00", "28.0", "3:00", "21.0", "25%", "3", "£0.46*")
    assert view.sentences[0] == "25% of what was planned was not charged: 1 h of 4 h."
    assert "they saved £0.46, by the difference of the prices alone" in view.sentences[2]
    assert view.sentences[3].startswith("* 1 of them")


def test_a_month_in_which_all_was_charged_says_so() -> None:
    whole = replace(GOOD, charged=4 * HOUR, missed=timedelta())
    view = charge_history_view(ChargeHistory(NOVEMBER, ((date(2026, 11, 2), whole),)), by_month=False)
    assert view.sentences[0] == "All that was planned was charged: 4 h."


def test_hours_of_a_month_are_not_made_days_of() -> None:
    month = ChargeHistory(NOVEMBER, tuple((date(2026, 11, day), GOOD) for day in range(1, 11)))
    assert charge_history_view(month, by_month=False).rows[0].cells[1] == "40:00"


def test_unknown_is_never_nothing() -> None:
    odd = ChargeSum(HOUR, untold=HOUR, planned_kwh=None, won_slots=1, unknown_slots=1)
    view = charge_history_view(ChargeHistory(NOVEMBER, ((date(2026, 11, 2), odd),)), by_month=False)
    assert view.rows[1].cells[1:] == ("1:00", "–", "", "", "", "1", "not known")
    assert "saved not known" not in " ".join(view.sentences)
    assert "nobody looked in time" in view.sentences[0]


def test_months_and_years_are_asked_of_the_store(
    bridge: StateBridge, commands: FakeCommands, theme: Theme, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    page = DispatchesPage(bridge, commands, theme)
    qtbot.addWidget(page)
    page.show()
    publish(intelligent_home())
    page.open_view("history")
    (_, span, by_month, then) = next(call for call in commands.calls if call[0] == "load_charge_history")
    assert (span, by_month) == (NOVEMBER, False)
    then(HISTORY)
    assert len(page.findChild(FactTable).rows) == 2
    assert any("25% of what was planned" in label.text() for label in page.findChildren(QLabel))
    next(button for button in page.findChildren(QToolButton) if button.accessibleName() == "Earlier").click()
    next(button for button in page.findChildren(QPushButton) if button.text() == "Year").click()
    asked = [(call[1].first, call[2]) for call in commands.calls if call[0] == "load_charge_history"]
    assert asked == [(date(2026, 11, 1), False), (date(2026, 10, 1), False), (date(2026, 1, 1), True)]
    then(HISTORY)
    assert page.findChild(FactTable).rows == ()
