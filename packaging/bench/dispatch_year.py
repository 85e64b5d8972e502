"""What a year of dispatches takes in the store: 525,600 polls of a simulated car, and as many that all differ.

python packaging/bench/dispatch_year.py; some minutes. The first word says what is measured; the figure is printed.
`simulated` and `restless`: megabytes (10^6 bytes) of the year of each; `history`: seconds from the store to what came
of the plans of the restless year, month by month. Without a word all three.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
)
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.moments import Span
from kraken_desktop.services.charge_history import charge_history
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.state import AppState, Selection
from kraken_desktop.simulator import plan
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.storage import connection, dispatches_table
from kraken_desktop.storage.database import Database

START = datetime(2026, 1, 1, tzinfo=UTC)
ACCOUNT = "A-0000TEST"
MINUTE = timedelta(minutes=1)
POLLS = 365 * 24 * 60
CAR = SmartDevice("00000000-0000-4000-8000-0000000000e1", DeviceKind.VEHICLE, "Family car", "TESLA_V2", "Tesla", "3")
Listed = tuple[tuple[PlannedDispatch, ...], str, tuple[CompletedDispatch, ...]]


def simulated(household: Household, at: datetime) -> Listed:
    (life,) = household.cars
    listed = tuple(
        PlannedDispatch(CAR.id, _span(run.start, run.end), DispatchKind(run.kind.lower()), plan.planned_kwh(run))
        for run in plan.planned(life, at, household.seed)
    )
    rows = plan.completed(household.cars, at) if at.minute % 30 == 0 else []
    completed = tuple(CompletedDispatch(_span(row.run.start, row.run.end), row.kwh, None, row.location) for row in rows)
    return listed, plan.state(life, at, household.seed), completed


def restless(_household: Household, at: datetime) -> Listed:
    """Four charges, and every one of them moved since the minute before."""
    starts = (at + timedelta(hours=hours, seconds=at.minute) for hours in (0, 2, 4, 6))
    listed = tuple(PlannedDispatch(CAR.id, Span(s, s + timedelta(minutes=50)), energy_kwh=Decimal(5)) for s in starts)
    return listed, "SMART_CONTROL_IN_PROGRESS", ()


def filled(life: Callable[[Household, datetime], Listed], path: Path) -> int:
    """A year of polls in the file; how many views it holds."""
    store, trouble = connection.open_file(path)
    assert trouble is None
    household, book = Household(home_named("intelligent"), 1), DispatchBook()
    store.execute("BEGIN")
    for number in range(POLLS):
        at = START + number * MINUTE
        listed, state, completed = life(household, at)
        status, devices_plan = DeviceStatus(CAR, state, at), DevicePlan(CAR.id, at, listed)
        book = after_poll(book, at, [status], [devices_plan], completed if at.minute % 30 == 0 else None)
        dispatches_table.add_view(store, ACCOUNT, book, at)
    store.execute("COMMIT")
    (views,) = store.execute("SELECT count(*) FROM plan_views").fetchone()
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return int(views)


def _span(start: int, end: int) -> Span:
    return Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


async def _summed(path: Path) -> float:
    database = Database.open(path)
    state = AppState(now=START + POLLS * MINUTE, selection=Selection(ACCOUNT))
    began = time.perf_counter()
    history = await charge_history(state, database, DateSpan(START.date(), date(2026, 12, 31)), by_month=True)
    taken = time.perf_counter() - began
    await database.close()
    assert history.total.planned > timedelta(days=30)
    return taken


def main() -> None:
    wanted = sys.argv[1:] or ["simulated", "restless", "history"]
    with tempfile.TemporaryDirectory() as folder:
        for name, life in (("simulated", simulated), ("restless", restless)):
            path = Path(folder) / f"{name}.db"
            is_summed = life is restless and "history" in wanted
            if name in wanted or is_summed:
                views = filled(life, path)
                print(f"{name}: {views} views, MB {path.stat().st_size / 1e6:.1f}")
            if is_summed:
                print(f"history: s {asyncio.run(_summed(path)):.2f}")


if __name__ == "__main__":
    main()
