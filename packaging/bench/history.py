"""What years of history cost to work with. The first word says what is measured; the figure is printed.

`backfill`: seconds for 14 months of import, export and gas against a simulator of its own process, and `requests` for
consumption. Over ten years of the three (526,000 readings): `span`, milliseconds for the usage page's slowest span;
`heat`, from the store to the pixels of a year; `csv` and `xlsx`, seconds for a file of everything; `memory`, the most
megabytes gained while the window shows every span and all is exported, and `left` what of it is still there when the
window is closed; `linear`, how many times longer ten years take to be costed than one, a year.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from peak import Peak, used_megabytes

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.moments import SLOT, Span, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.exports import export_half_hours
from kraken_desktop.services.usage import usage_of
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.storage.database import Database
from kraken_desktop.system.memory import give_back

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.windows.main_window import MainWindow

START = datetime(2016, 10, 1, 23, tzinfo=UTC)
DAYS = 3653
NUMBERS = ("1200099999990", "1200099999999", "9999999901")
LAST = date(2026, 10, 2)


def costed(day: date, found: Sequence[Reading]) -> DayCost:
    span = day_span(day)
    third = (span.end - span.start) / 3
    prices = (("7.5", 0), ("24.25", 1), ("38.75", 2))
    agreed = RateSchedule.of(
        Rate(span.start + third * part, span.start + third * (part + 1), Decimal(price), Decimal(price) / 2)
        for price, part in prices
    )
    standing = RateSchedule((Rate(span.start, span.end, Decimal("47.85"), Decimal("45.57")),))
    return day_cost(day, {reading.start: reading.kwh for reading in found}, agreed, agreed, standing)


async def filled(database: Database) -> None:
    for number in NUMBERS:
        readings = [Reading(START + SLOT * n, Decimal(n * 37 % 900) / 1000) for n in range(DAYS * 48)]
        page = Span(readings[0].start, readings[-1].start)
        await database.history.add_page(number, f"S{number}", readings, page, is_done=True)
        while days := await database.history.uncosted(number, LAST, 31):
            await database.history.cost(number, days, costed)


def account() -> Account:
    held = Agreement("E-1R-COSY-22-12-08-C", "COSY-22-12-08", START)
    kinds = ((Fuel.ELECTRICITY, Direction.IMPORT), (Fuel.ELECTRICITY, Direction.EXPORT), (Fuel.GAS, Direction.IMPORT))
    points = tuple(
        MeterPoint(number, fuel, direction, "C", (Meter(f"S{number}"),), (held,))
        for number, (fuel, direction) in zip(NUMBERS, kinds, strict=True)
    )
    return Account("A-1234ABCD", "ACTIVE", 0, (Property("1", "", "", START, None, points),))


async def span(database: Database) -> float:
    """The slowest of all kinds, and of ten years at once."""
    spans = {kind: span_holding(date(2026, 5, 20), kind, 22) for kind in SpanKind}
    spans[SpanKind.CUSTOM] = DateSpan(date(2016, 10, 2), LAST)
    await database.history.extent(NUMBERS[0])  # the file is open and checked from then on
    slowest = 0.0
    for kind, days in spans.items():
        for by_quadrant in (False, True):
            began = time.perf_counter()
            await usage_of(database.history, UsageQuestion(NUMBERS[0], days, kind, LAST, by_quadrant))
            slowest = max(slowest, time.perf_counter() - began)
    return slowest * 1000


async def heat(database: Database) -> float:
    """From asking to the painted year; Qt and the page's modules are there already."""
    from PySide6.QtWidgets import QApplication

    from kraken_desktop.ui.plots.heat_map import HeatMap
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.usage_calendar import calendar_days

    app = QApplication.instance() or QApplication([])
    chart = HeatMap(Theme("light"))
    chart.resize(1000, 400)
    chart.show()
    app.processEvents()
    began = time.perf_counter()
    year = DateSpan(date(2025, 1, 1), date(2025, 12, 31))
    question = UsageQuestion(NUMBERS[0], year, SpanKind.YEAR, LAST, has_calendar=True)
    chart.set_days(calendar_days(await usage_of(database.history, question), "money", None))
    chart.grab()
    return (time.perf_counter() - began) * 1000


async def exported(database: Database, folder: Path, ending: str) -> float:
    began = time.perf_counter()
    await export_half_hours(database, account(), DateSpan(date(2016, 10, 1), LAST), folder / f"all.{ending}")
    return time.perf_counter() - began


async def linear() -> float:
    """Seconds of processor time a reading, of the last year of ten against the first."""
    took = []
    database = Database.in_memory()
    for year in range(10):
        first = START + timedelta(days=365 * year)
        readings = [Reading(first + SLOT * n, Decimal(n * 37 % 900) / 1000) for n in range(365 * 48)]
        began = time.process_time()
        await database.history.add_page(NUMBERS[0], "S", readings, Span(first, readings[-1].start), is_done=True)
        while days := await database.history.uncosted(NUMBERS[0], LAST, 31):
            await database.history.cost(NUMBERS[0], days, costed)
        took.append(time.process_time() - began)
    await database.close()
    return took[-1] / min(took[:3])


async def memory(database: Database, folder: Path) -> tuple[float, float]:
    """The most that is gained while a window shows ten years and they are exported, and what stays when it is closed.

    The charts' libraries and the window's own modules are there before.
    """
    import numpy  # noqa: F401 - the charts' libraries are not counted
    import pyqtgraph  # noqa: F401 - likewise

    end(*await shown(database, all_spans=False))
    give_back()
    before = used_megabytes()
    with Peak() as peak:
        window, bridge = await shown(database, all_spans=True)
        await exported(database, folder, "csv")
        await exported(database, folder, "xlsx")
        window.close()  # the app keeps it, hidden
    give_back()
    left = used_megabytes() - before
    end(window, bridge)
    return peak.megabytes - before, left


async def shown(database: Database, *, all_spans: bool) -> "tuple[MainWindow, StateBridge]":
    """A window on the usage page, every span of it in turn, as bars, calendar and table."""
    from PySide6.QtWidgets import QApplication, QPushButton

    from kraken_desktop.domain.snapshot import Snapshot
    from kraken_desktop.services.state import AppState, HistoryProgress, Phase, Selection, StateHolder
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.windows.main_window import MainWindow
    from tests.ui.conftest import FakeCommands

    app = QApplication.instance() or QApplication([])
    now = datetime(2026, 10, 3, 12, tzinfo=UTC)
    state = AppState(
        now=now,
        phase=Phase.SIGNED_IN,
        account=Snapshot(account(), now),
        selection=Selection(account_number="A-1234ABCD", import_number=NUMBERS[0]),
        history=Snapshot(HistoryProgress(1.0, START, True, 1), now),
    )
    commands, theme = FakeCommands(), Theme("light")
    bridge = StateBridge(StateHolder(state))
    window = MainWindow(bridge, commands, theme)
    window.resize(1100, 720)
    window.show()
    window.show_page("usage")
    names = ["Day", "Week", "Month", "Year", "Bill"] if all_spans else ["Month"]
    for name in [f"Span: {name}" for name in names] + ["Shown as: Calendar", "Shown as: Table"]:
        buttons = window.findChildren(QPushButton)
        next(button for button in buttons if button.accessibleName() == name).click()
        app.processEvents()
        asked = [call for call in commands.calls if call[0] == "load_usage"]
        question, then = asked[-1][1:]
        then(await usage_of(database.history, question))
        if all_spans:
            whole = DateSpan(date(2016, 10, 2), LAST)
            await usage_of(database.history, replace(question, span=whole, kind=SpanKind.CUSTOM))
        app.processEvents()
        window.grab()
    return window, bridge


def end(window: "MainWindow", bridge: "StateBridge") -> None:
    """A window must be gone before the interpreter is."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    window.close()
    window.deleteLater()
    bridge.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def over_ten_years(what: str) -> float:
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "kraken.db")
        await filled(database)
        await database.close()
        database = Database.open(Path(folder) / "kraken.db")
        try:
            if what == "span":
                return await span(database)
            if what == "heat":
                return await heat(database)
            if what in ("csv", "xlsx"):
                return await exported(database, Path(folder), what)
            gained, left = await memory(database, Path(folder))
            return gained if what == "memory" else left
        finally:
            await database.close()


async def backfill() -> tuple[float, int]:
    """Through the app's own services over TCP; the account is read before, as at a sign-in."""
    from kraken_desktop.services.assembly import Services
    from kraken_desktop.services.clients import client_factory
    from kraken_desktop.services.clock import OffsetClock
    from kraken_desktop.services.ports import Credentials
    from kraken_desktop.services.start import state_at_start
    from kraken_desktop.services.state import StateHolder
    from kraken_desktop.storage.facts import StartFacts
    from kraken_desktop.storage.secrets import MemorySecrets
    from kraken_desktop.storage.settings import Settings
    from tests.simulated import Simulated

    start = datetime(2026, 10, 14, 16, 20, tzinfo=UTC)
    with Simulated("solar-and-gas", start=start, own_process=True) as octopus, TemporaryDirectory() as folder:
        clock, settings = OffsetClock(start, 1.0), Settings()
        own = Credentials(octopus.api_key, octopus.account)
        holder = StateHolder(state_at_start(StartFacts(), clock.now(), settings, account_number=own.account_number))
        database = Database.open(Path(folder) / "kraken.db")
        services = Services(
            holder,
            client_factory(clock, octopus.base_url),
            database,
            MemorySecrets(),
            settings,
            clock,
            credentials=own,
        )
        await services.fetch_once()
        octopus.forget_calls()
        began = time.perf_counter()
        assert services.line is not None
        await services.line.fetch_history()
        took = time.perf_counter() - began
        asked = sum("consumption" in call["path"] for call in octopus.calls())
        await services.stop()
        return took, asked


def main() -> None:
    what = sys.argv[1]
    if what in ("backfill", "requests"):
        took, asked = asyncio.run(backfill())
        print(took if what == "backfill" else asked)
    elif what == "linear":
        print(asyncio.run(linear()))
    else:
        print(asyncio.run(over_ten_years(what)))


if __name__ == "__main__":
    main()
