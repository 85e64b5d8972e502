"""A home with three meters, what the store answers of a month, and what the usage page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import day_slots, london, london_date
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.state import AppState, HistoryProgress
from kraken_desktop.services.usage import Sums, Usage, UsageBar, UsagePart, empty_usage
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.ui.windows.usage_page import UsagePage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home

LEFT = Qt.MouseButton.LeftButton
IMPORT, EXPORT, GAS = "1200099999990", "1200099999999", "9999999901"
TODAY = london_date(NOW)


def point(number: str, fuel: Fuel, direction: Direction) -> MeterPoint:
    held = Agreement("E-1R-AGILE-24-10-01-C", "AGILE-24-10-01", NOW - timedelta(days=500))
    return MeterPoint(number, fuel, direction, "C", (Meter("99Z9999991"),), (held,))


def home() -> AppState:
    points = (
        point(IMPORT, Fuel.ELECTRICITY, Direction.IMPORT),
        point(EXPORT, Fuel.ELECTRICITY, Direction.EXPORT),
        point(GAS, Fuel.GAS, Direction.IMPORT),
    )
    place = Property("1", "1 INVENTED STREET", "ZZ1 1ZZ", None, None, points)
    state = agile_home()
    return replace(
        state,
        account=Snapshot(Account("A-0000TEST", "ACTIVE", 0, (place,)), NOW),
        selection=replace(state.selection, import_number=IMPORT, export_number=EXPORT),
        history=Snapshot(HistoryProgress(1.0, NOW, True, 1), NOW),
    )


def day_bar(day: date, kwh: str, pence: str, read: int = 48) -> UsageBar:
    span = DateSpan(day, day)
    part = UsagePart(Band.QUADRANT_3, Decimal(kwh), Decimal(pence))
    return UsageBar(day_slots(day)[0].start, span, (part,), Decimal(50), 48, read, read, read == 48)


def month_of(question: UsageQuestion, read: int = 48) -> Usage:
    days = [question.span.first + timedelta(days=n) for n in range(question.span.days)]
    bars = tuple(day_bar(day, "10", "250", read) for day in days)
    is_whole = read == 48
    sums = Sums(Decimal(300), Decimal(9000), Decimal(1500), 48 * 30, read * 30, read * 30, is_whole, is_whole)
    before = replace(sums, pence=Decimal(6000), kwh=Decimal(200), is_whole=True)
    return replace(empty_usage(question), bars=bars, sums=sums, compared=sums, before=before)


def a_day(day: date) -> list[Reading]:
    """A fridge, and cooking at six."""
    slots = day_slots(day)
    return [Reading(slot.start, Decimal("1.5" if london(slot.start).hour == 18 else "0.1")) for slot in slots]


def asked(commands: FakeCommands) -> tuple[UsageQuestion, Callable[[Usage], None]]:
    return next(call[1:] for call in reversed(commands.calls) if call[0] == "load_usage")  # type: ignore[return-value]


def answer(commands: FakeCommands, **more: Any) -> UsageQuestion:
    question, then = asked(commands)
    then(month_of(question, **more))
    return question


def texts(page: UsagePage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def press(page: UsagePage, qtbot: Any, name: str) -> None:
    qtbot.mouseClick(next(b for b in page.findChildren(QPushButton) if b.accessibleName() == name), LEFT)
