"""What prices cost to work with. The first word says what is measured; the figure is printed in milliseconds.

`schedule`: 14 months of half-hourly rows resolved and asked 20,000 times for a price. `windows`: the
best windows of every length over two days. `page`: from a store on disk to the window with the prices page in it,
offline, neither the window's modules nor the page's imported yet.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.windows import LENGTHS, best_windows
from kraken_desktop.storage.database import Database

START = datetime(2026, 10, 5, 23, tzinfo=UTC)
MONTHS_14 = 425 * 48
ASKED = 20_000
RUNS = 9


def rows(count: int, start: datetime = START) -> list[Rate]:
    """Half hours, newest first as the service lists them."""
    prices = [Decimal(8 + index * 37 % 23) + Decimal("0.26") for index in range(count)]
    return [Rate(start + SLOT * i, start + SLOT * (i + 1), price) for i, price in enumerate(prices)][::-1]


def schedule() -> Callable[[], object]:
    listed = rows(MONTHS_14)
    instants = [START + timedelta(minutes=index * 7919 % (MONTHS_14 * 30)) for index in range(ASKED)]

    def resolve_and_ask() -> None:
        resolved = RateSchedule.of(listed)
        for at in instants:
            resolved.at(at)

    return resolve_and_ask


def windows() -> Callable[[], object]:
    two_days = RateSchedule.of(rows(96))
    return lambda: best_windows(LENGTHS, Span(START, START + SLOT * 96), two_days)


def page() -> float:
    """Once, in this process: a second time the modules would be there."""
    from PySide6.QtWidgets import QApplication

    from kraken_desktop.services.start import state_at_start
    from kraken_desktop.services.state import StateHolder
    from kraken_desktop.storage.settings import Settings
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.theme import Theme
    from tests.ui.conftest import FakeCommands

    application = QApplication([])
    code, now = "E-1R-AGILE-24-10-01-C", START + timedelta(hours=17)
    held = Agreement(code, "AGILE-24-10-01", START - timedelta(days=600), None)
    point = MeterPoint("1200099999990", Fuel.ELECTRICITY, Direction.IMPORT, "C", (), (held,))
    account = Account("A-1234ABCD", "ACTIVE", 0, (Property("1", "", "", None, None, (point,)),))
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "store.db")
        asyncio.run(_write(database, account, code, now))
        theme = Theme("light")
        theme.wear()
        began = time.perf_counter()
        facts = database.at_start(now)
        bridge = StateBridge(StateHolder(state_at_start(facts, now, Settings(account_number=account.number))))
        from kraken_desktop.ui.windows.main_window import MainWindow

        window = MainWindow(bridge, FakeCommands(), theme)
        window.show_page("prices")
        application.processEvents()
        window.grab()
        took = (time.perf_counter() - began) * 1000
        from kraken_desktop.ui.widgets.fact_table import FactTable

        table = next(iter(window.findChildren(FactTable)), None)
        assert table is not None, "the page is not there"
        assert len(table.rows) > 90, "the page is not full"
        window.close()
        bridge.close()
        database.close_now()
    return took


async def _write(store: Database, account: Account, code: str, now: datetime) -> None:
    await store.save_account(account, now)
    await store.add_rates(code, Register.STANDARD, rows(48 * 60, START - timedelta(days=58)))


def median_ms(measured: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        measured()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    asked = sys.argv[1]
    print(f"{page() if asked == 'page' else median_ms({'schedule': schedule, 'windows': windows}[asked]()):.2f}")


if __name__ == "__main__":
    main()
