"""The Insight page: which meters it speaks of, and how well they bought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import Bought, Efficiency, Middle, Undefined
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.spending import Habit, Spending
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.efficiency import EfficiencyReport, EfficiencyRow
from kraken_desktop.services.insights.spans import Pace, a_year_before, cut
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.services.state import AppState, HistoryProgress, Phase
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.insight_window import InsightWindow
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.insight_page import InsightPage
from kraken_desktop.ui.windows.sheet_outputs import SheetOutputs
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home
from tests.ui.usage_given import EXPORT, IMPORT, home

Piece = TypeVar("Piece", bound=QWidget)
YESTERDAY = NOW.date() - timedelta(days=1)
KNOWN = DateSpan(date(2017, 4, 1), YESTERDAY)
LEFT = Qt.MouseButton.LeftButton
SHARES = ("0.895", "0", "0.102", "0.003")
BANDS = (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)


def bought(shares: tuple[str, ...] = SHARES) -> tuple[Bought, ...]:
    rows = zip(BANDS, map(Decimal, shares), (12, 16, 24, 48), strict=True)
    return tuple(Bought(band, share * 300, share * 300 * price, share) for band, share, price in rows)


def efficiency(saving: str = "0.82", **more: Any) -> Efficiency:
    parts = bought()
    pence = sum((part.pence for part in parts), Decimal(0))
    measures = Decimal("1.27"), Decimal(saving), Middle.MEAN, Decimal("0.858")
    return replace(Efficiency(30, 0, Decimal(300), pence, *measures, parts, parts), **more)


def flat() -> Efficiency:
    parts = (Bought(Band.QUADRANT_0, Decimal(300), Decimal(7200), Decimal(1)),)
    return replace(
        efficiency(),
        average_ratio=Decimal(1),
        saving=Undefined.FLAT,
        score=Undefined.FLAT,
        bands=parts,
        quadrants=parts,
    )


def report_of(span: DateSpan, pace: Pace, tell: Callable[[int], Efficiency] | None = None) -> EfficiencyReport:
    """As the store would tell it: only what is over."""
    tell = tell or (lambda n: efficiency(str(round(0.4 + 0.04 * n, 2)), left_out=2 if n == 3 else 0))
    over = DateSpan(span.first, min(span.last, YESTERDAY))
    parts = [a_year_before(part) if pace is Pace.MOVING_YEAR else part for part in cut(over, pace)]
    rows = tuple(EfficiencyRow(part, tell(n)) for n, part in enumerate(parts))
    return EfficiencyReport(IMPORT, over, pace, efficiency(), rows)


@pytest.fixture
def page(bridge: StateBridge, commands: FakeCommands, theme: Theme, qtbot: Any, publish: Any) -> InsightPage:
    publish(home())
    page = InsightPage(bridge, commands, theme)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    asked(commands, "load_extent")[0](KNOWN)
    return page


def asked(commands: FakeCommands, name: str = "load_efficiency") -> tuple[Any, ...]:
    return next(call[1:] for call in reversed(commands.calls) if call[0] == name)


def answer(commands: FakeCommands, tell: Callable[[int], Efficiency] | None = None) -> tuple[DateSpan, Pace]:
    span, pace, then = asked(commands)
    then(report_of(span, pace, tell))
    return span, pace


def texts(page: InsightPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def part(page: QWidget, kind: type[Piece], name: str = "") -> Piece:
    """One of the widgets that the page is made of, by its name for screen readers."""
    return next(found for found in page.findChildren(kind) if name in ("", found.accessibleName()))


def press(page: InsightPage, qtbot: Any, name: str) -> None:
    buttons = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    qtbot.mouseClick(next(b for b in buttons if name in (b.accessibleName(), b.text()) and b.isVisible()), LEFT)


def grow(commands: FakeCommands, publish: Any) -> None:
    """The store has learnt something."""
    publish(replace(home(), history=Snapshot(HistoryProgress(1.0, NOW, True, 9), NOW)))
    asked(commands, "load_extent")[0](KNOWN)


def test_the_last_month_that_is_over_stands_in_a_plain_sentence(page: InsightPage, commands: FakeCommands) -> None:
    assert answer(commands) == (DateSpan(date(2025, 12, 1), date(2026, 11, 30)), Pace.MONTH)
    words = texts(page)
    assert "In October 2026 you bought 90% in the cheapest quarter; 80% of the possible saving." in words
    assert "127% of the lowest price" in words
    assert "score 86%" in words
    assert "cheap&nbsp;90%&nbsp;·&nbsp;268.5&nbsp;kWh&nbsp;·&nbsp;£32.22" in words


def test_the_dearest_habit_of_that_month_is_told(page: InsightPage, commands: FakeCommands) -> None:
    answer(commands)
    span, then = asked(commands, "load_where")
    assert span == DateSpan(date(2026, 10, 1), date(2026, 10, 31))
    spending = Spending(31, (), Habit(6, 16, 18, 310.0, 8.0), (), (), None)
    then(WhereItGoes(IMPORT, span, spending))
    assert "Your dearest habit: Sundays 16:00–18:00, £3.10 a month." in texts(page)


def test_a_chosen_month_is_put_into_words(page: InsightPage, commands: FakeCommands) -> None:
    answer(commands)
    part(page, UsageChart, "Efficiency as a chart").chosen.emit(3)
    words = texts(page)
    assert "In March 2026 you bought" in words
    assert "2 incomplete days left out" in words


@pytest.mark.parametrize(
    ("name", "pace", "span", "sentence"),
    [
        (
            "Weeks",
            Pace.WEEK,
            (date(2026, 8, 31), date(2026, 11, 29)),
            "From 16 November to 22 November 2026 you bought",
        ),
        ("Days", Pace.DAY, (date(2026, 11, 1), date(2026, 11, 30)), "On 22 November 2026 you bought"),
        ("Years", Pace.YEAR, (date(2017, 1, 1), date(2026, 12, 31)), "In 2025 you bought"),
        (
            "12 months",
            Pace.MOVING_YEAR,
            (date(2025, 12, 1), date(2026, 11, 30)),
            "From 1 November 2025 to 31 October 2026 you",
        ),
    ],
)
def test_bars_of_other_lengths(
    page: InsightPage, commands: FakeCommands, qtbot: Any, name: str, pace: Pace, span: Any, sentence: str
) -> None:
    answer(commands)
    press(page, qtbot, f"Each bar is one of: {name}")
    assert answer(commands) == (DateSpan(*span), pace)
    assert sentence in texts(page)


def test_earlier_and_later_move_by_all_that_is_shown(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(page, qtbot, "Earlier")
    assert answer(commands)[0] == DateSpan(date(2024, 12, 1), date(2025, 11, 30))
    press(page, qtbot, "Later")
    assert asked(commands)[0] == DateSpan(date(2025, 12, 1), date(2026, 11, 30))


@given(st.sampled_from(Pace), st.dates(date(2018, 1, 1), date(2026, 11, 23)))
def test_windows_stand_side_by_side(pace: Pace, last: date) -> None:
    window = InsightWindow(pace, last, NOW.date())
    before = window.earlier
    assert window.span.holds(last)
    assert before.span.last + timedelta(days=1) == window.span.first
    assert before.later.span == window.span


def test_a_flat_price_says_why_there_is_no_efficiency(page: InsightPage, commands: FakeCommands) -> None:
    answer(commands, lambda _n: flat())
    assert "the price never changed within a day" in texts(page)
    assert "%" not in part(page, FactTable, "Efficiency as a table").rows[0].cells[5]


def test_little_history_is_said(page: InsightPage, commands: FakeCommands, publish: Any) -> None:
    publish(replace(home(), history=Snapshot(HistoryProgress(1.0, NOW, True, 9), NOW)))
    asked(commands, "load_extent")[0](DateSpan(date(2026, 11, 9), YESTERDAY))
    answer(commands)
    assert "Only 14 days of half hours are stored" in texts(page)


def test_what_is_not_settled_is_called_estimated(page: InsightPage, commands: FakeCommands) -> None:
    span, pace, then = asked(commands)
    then(replace(report_of(span, pace), estimated=(date(2026, 9, 30), date(2026, 10, 1))))

    assert "Estimated: what smart charging made cheap between 30 Sep 2026 and 1 Oct 2026" in texts(page)


def test_a_moving_year_without_a_year_says_what_it_needs(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    press(page, qtbot, "Each bar is one of: 12 months")
    span, pace, then = asked(commands)
    then(replace(report_of(span, pace), rows=()))
    assert "A moving year needs twelve whole months" in texts(page)


def test_nothing_stored_says_what_brings_it(page: InsightPage, commands: FakeCommands, publish: Any) -> None:
    publish(replace(home(), history=Snapshot(HistoryProgress(0.0, None, False, 0), NOW)))
    asked(commands, "load_extent")[0](None)
    assert "Nothing to measure yet" in texts(page)


def test_an_account_that_only_exports_is_told_so(page: InsightPage, publish: Callable[[AppState], None]) -> None:
    state = home()
    account = state.account.value
    assert account is not None
    place = account.properties[0]
    selling = replace(place, meter_points=tuple(p for p in place.meter_points if p.number == EXPORT))
    publish(replace(state, account=Snapshot(replace(account, properties=(selling,)), NOW)))
    assert "This account buys no electricity" in texts(page)


def test_signed_out_offers_signing_in(page: InsightPage, publish: Any, commands: FakeCommands, qtbot: Any) -> None:
    publish(replace(agile_home(), account=Snapshot(), phase=Phase.SIGNED_OUT))
    press(page, qtbot, "Sign in")
    assert commands.calls[-1] == ("show_page", "sign-in")


def test_definitions_are_one_press_away(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    assert "(middle price − price paid)" not in texts(page)
    press(page, qtbot, "What do these mean?")
    assert "(middle price − price paid) ÷ (middle price − lowest price)" in texts(page)


def test_new_readings_ask_again_and_an_older_answer_is_not_shown(
    page: InsightPage, commands: FakeCommands, publish: Callable[[AppState], None], qtbot: Any
) -> None:
    span, pace, then = asked(commands)
    press(page, qtbot, "Each bar is one of: Days")
    then(report_of(span, pace))
    assert "you bought" not in texts(page)
    before = len(commands.calls)
    grow(commands, publish)
    assert [call[0] for call in commands.calls[before:]] == ["load_extent", "load_efficiency"]


def test_keys_choose_a_bar_and_the_table_goes_out(page: InsightPage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    chart = part(page, UsageChart, "Efficiency as a chart")
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert "In December 2025 you bought" in texts(page)
    part(page, SheetOutputs).click()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("December 2025\t300.000\t£")
