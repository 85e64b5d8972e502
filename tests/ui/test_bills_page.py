"""The bill page: balance, parts, projection and past bills in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.billing import Bill, BillingPeriod, BillPart, Projection
from kraken_desktop.domain.costs import Billed
from kraken_desktop.domain.money import Payment, PaymentSchedule, Standing
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.settled import Comparison
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.bills import Bills, PastBill
from kraken_desktop.services.mini_days import MiniPart
from kraken_desktop.services.state import AppState, HistoryProgress
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.bills import bills_view
from kraken_desktop.ui.view_models.history import history_progress
from kraken_desktop.ui.windows.bills_page import BillsPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.usage_given import home

PERIOD = BillingPeriod(date(2026, 11, 22), date(2026, 12, 21))


def part(direction: Direction, kwh: str, pence: str, standing: str, incomplete: tuple[date, ...] = ()) -> BillPart:
    billed = Billed(Decimal(kwh), abs(Decimal(pence)), Decimal(0))
    return BillPart(
        "1", Fuel.ELECTRICITY, direction, Decimal(kwh), Decimal(pence), Decimal(standing), billed, 1, incomplete
    )


def bill(incomplete: tuple[date, ...] = ()) -> Bill:
    imported = part(Direction.IMPORT, "100", "3050", "550", incomplete)
    return Bill(PERIOD, (imported, part(Direction.EXPORT, "20", "-300", "0")))


def bills(problem: Problem | None = None, incomplete: tuple[date, ...] = ()) -> Bills:
    past = PastBill(
        BillingPeriod(date(2025, 12, 22), date(2026, 1, 21)), 4100, 4100, Decimal(3900), 0, "the same to the penny"
    )
    projection = Projection(Decimal(9000), Decimal(8000), Decimal(10000), 12, False)
    payment = Payment("1", 12500, date(2026, 12, 18), "SCHEDULED")
    return Bills(bill(incomplete), 29, projection, (past,), (payment,), problem)


def told(standing: Standing) -> Snapshot[Standing]:
    return Snapshot(standing, NOW - timedelta(hours=5))


def cells(rows: tuple[Any, ...]) -> list[tuple[str, ...]]:
    return [row.cells for row in rows]


def test_credit_is_positive_and_debt_is_said() -> None:
    schedule = PaymentSchedule(12500, 18, "Monthly", None, None, None)
    credit = bills_view(bills(), told(Standing(4215, schedules=(schedule,))), NOW).cards[0]
    assert (credit.figure, credit.note) == ("£42.15", "in credit · £125.00 by direct debit on day 18")
    debt = bills_view(bills(), told(Standing(-4215, overdue_pence=1000)), NOW).cards[0]
    assert (debt.figure, debt.note) == ("£42.15", "to pay, £10.00 overdue")
    assert bills_view(bills(), Snapshot(), NOW).cards[0].figure == "–"
    paid_out = bills_view(bills(), told(Standing(0, schedules=(replace(schedule, pence=-1329),))), NOW).cards[0]
    assert paid_out.note == "nothing owed · £13.29 paid to you on day 18"


def test_a_balance_that_could_not_be_asked_anew_has_its_age() -> None:
    fresh = told(Standing(4215))
    assert bills_view(bills(), fresh, NOW).cards[0].note == "in credit"
    stale = fresh.failed(Problem(ProblemKind.UNREACHABLE, NOW))
    assert bills_view(bills(), stale, NOW).cards[0].note == "in credit · as Octopus told it 5 h ago"
    assert bills_view(bills(), fresh, NOW + timedelta(days=2)).cards[0].note.endswith("told it 2 days ago")


def test_a_meter_that_is_never_read_promises_no_bill() -> None:
    unknown = replace(bills(), so_far=Bill(PERIOD, ()), projection=None, never_read="No half hours.")
    cards = bills_view(unknown, Snapshot(), NOW).cards
    assert [(card.figure, card.note) for card in cards[1:]] == [
        ("–", "22 Nov – 21 Dec 2026 · No half hours."),
        ("–", ""),
    ]


def test_what_the_mini_told_of_a_day_is_counted_in_half_hours_where_it_is_not_all() -> None:
    day, figures = (date(2026, 11, 23),), (Fuel.ELECTRICITY, Direction.IMPORT, Decimal(2), Decimal(60), Decimal(50))
    for told, priced, words in (
        (48, 48, "1 day estimated by the Home Mini"),
        (18, 18, "1 day estimated by the Home Mini, 18 of 48 half hours"),
        (18, 17, "1 day estimated by the Home Mini, 18 of 48 half hours, 1 half hour without a price"),
    ):
        view = bills_view(replace(bills(), by_mini=(MiniPart(*figures, day, 48, told, priced),)), Snapshot(), NOW)
        assert [row.cells[-1] for row in view.parts] == ["", "", words, ""]


def test_history_is_not_said_to_come_in_a_moment_while_there_is_no_way_to_it() -> None:
    state = replace(home(), history=Snapshot())
    assert history_progress(state) is not None
    lost: Snapshot[HistoryProgress] = Snapshot().failed(Problem(ProblemKind.UNREACHABLE, NOW))
    assert history_progress(replace(state, history=lost)) is None


def test_no_period_is_made_up() -> None:
    unknown = replace(bills(), so_far=None, projection=None, remaining_days=0)
    view = bills_view(unknown, Snapshot(), NOW)
    assert [card.figure for card in view.cards] == ["–", "–", "–"]
    assert "has not told when your billing period begins" in view.cards[1].note
    assert (view.parts, view.notes) == ((), ())
    assert len(view.past) == 1


def test_the_bill_so_far_is_told_by_parts_and_together() -> None:
    view = bills_view(bills(), Snapshot(), NOW)
    assert cells(view.parts) == [
        ("Electricity", "100.0 kWh", "£25.00", "£5.50", "£30.50", ""),
        ("Export", "20.0 kWh", "−£3.00", "–", "−£3.00", ""),
        ("Together", "", "", "", "£27.50", ""),
    ]
    assert view.notes == ()
    uneven = replace(
        bill(),
        parts=(part(Direction.IMPORT, "100", "3050.4", "550.4"), part(Direction.EXPORT, "20", "-300.6", "0")),
    )
    (note,) = bills_view(replace(bills(), so_far=uneven), Snapshot(), NOW).notes
    assert note == "As a bill rounds its parts, £27.49 together."
    assert view.cards[1].note == "22 Nov – 21 Dec 2026 · 1 of 30 days"
    assert view.cards[2].note == "likely £80.00 to £100.00 · from this period's 12 days"


def test_nothing_known_is_no_bill_of_nothing() -> None:
    unknown = part(Direction.IMPORT, "0", "0", "0", tuple(date(2026, 11, day) for day in (22, 23)))
    view = bills_view(replace(bills(), so_far=Bill(PERIOD, (unknown,)), projection=None), Snapshot(), NOW)
    assert [card.figure for card in view.cards] == ["–", "–", "–"]
    assert view.parts == ()


def test_an_incomplete_day_is_said_beside_the_figure() -> None:
    view = bills_view(bills(incomplete=(date(2026, 11, 22),)), Snapshot(), NOW)
    assert view.cards[1].note.endswith("1 day incomplete")
    assert view.parts[0].cells[-1] == "1 incomplete"


def test_past_bills_stand_beside_ours_with_their_mean() -> None:
    view = bills_view(bills(), Snapshot(), NOW)
    assert cells(view.past) == [
        ("22 Dec 2025 – 21 Jan 2026", "£41.00", "£41.00", "£0.00", "the same to the penny", "£39.00")
    ]
    uneven = replace(bills().past[0], ours_pence=3950, why="rounding")
    (row,) = bills_view(replace(bills(), past=(uneven,)), Snapshot(), NOW).past
    assert row.cells[3:5] == ("−£1.50", "rounding")
    (row,) = bills_view(replace(bills(), past=(replace(uneven, ours_pence=4725),)), Snapshot(), NOW).past
    assert row.cells[3] == "+£6.25"
    assert cells(view.payments) == [("18 December 2026", "£125.00", "Scheduled")]


def test_octopuss_own_figures_stand_below_the_parts_and_estimates_are_named() -> None:
    found = bills()
    same = Comparison(3, Decimal(1234), Decimal(1234), (), is_energy_same=True)
    dearer = Comparison(2, Decimal(900), Decimal(700), (date(2026, 11, 23),), is_energy_same=True)
    settled = ((bill().parts[0], dearer), (bill().parts[1], same))
    view = bills_view(
        replace(found, settled=settled, estimated=(date(2026, 11, 23), date(2026, 11, 24))), Snapshot(), NOW
    )
    electricity, export, estimated = view.notes
    assert electricity.startswith(
        "Electricity: Octopus settled £7.00 for 2 days of it; ours is £2.00 more. 1 day differs"
    )
    assert export == "Export: Octopus settled £12.34 for 3 days of it, as we do."
    assert estimated.startswith("Estimated: what smart charging made cheap between 23 Nov 2026 and 24 Nov 2026")
    assert bills_view(found, Snapshot(), NOW).notes == ()


def test_the_page_asks_once_and_again_when_history_grows(
    bridge: StateBridge,
    commands: FakeCommands,
    theme: Theme,
    qtbot: Any,
    publish: Callable[[AppState], None],
) -> None:
    publish(home())
    page = BillsPage(bridge, commands, theme)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.show()
    (call,) = commands.calls
    assert call[0] == "load_bills"
    call[1](bills(Problem(ProblemKind.UNREACHABLE, NOW)))
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "£27.50" in words
    assert [button.text() for button in page.findChildren(QPushButton) if button.isVisible()].count("Print…") == 1
    paper = page.paper()
    assert paper is not None
    assert (paper.title, paper.lines) == (
        "Bills on Monday 23 November 2026",
        ("1 INVENTED STREET, ZZ1 1ZZ · account A-0000TEST",),
    )
    assert [(table.title, len(table.rows)) for table in paper.tables] == [
        *(("The bill so far", 3), ("Past bills", 1), ("Payments", 1))
    ]
    assert [figure for _, figure, _ in paper.figures] == ["–", "£27.50", "£90.00"]
    assert any("cannot be reached" in word or "No connection" in word or "reach" in word for word in words)
    grown = home()
    assert grown.history.value is not None
    publish(replace(grown, history=Snapshot(replace(grown.history.value, revision=9), NOW)))
    assert [name for name, *_ in commands.calls] == ["load_bills", "load_bills"]
