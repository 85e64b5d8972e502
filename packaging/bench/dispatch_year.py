"""What a year of dispatches takes in the store: 525,600 polls of a simulated car, and as many that all differ.

python packaging/bench/dispatch_year.py; a minute or two. Prints megabytes (10^6 bytes).
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
    after_poll,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.simulator import plan
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.storage import connection, dispatches_table

START = datetime(2026, 1, 1, tzinfo=UTC)
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
    starts = (at + timedelta(hours=hours, seconds=at.minute) for hours in (2, 4, 6, 8))
    listed = tuple(PlannedDispatch(CAR.id, Span(s, s + timedelta(minutes=50)), energy_kwh=Decimal(5)) for s in starts)
    return listed, "SMART_CONTROL_IN_PROGRESS", ()


def megabytes_of(life: Callable[[Household, datetime], Listed], path: Path) -> tuple[float, int]:
    """The file's size after a year, and how many views it holds."""
    store, trouble = connection.open_file(path)
    assert trouble is None
    household, book = Household(home_named("intelligent"), 1), DispatchBook()
    store.execute("BEGIN")
    for number in range(POLLS):
        at = START + number * MINUTE
        listed, state, completed = life(household, at)
        status, devices_plan = DeviceStatus(CAR, state, at), DevicePlan(CAR.id, at, listed)
        book = after_poll(book, at, [status], [devices_plan], completed if at.minute % 30 == 0 else None)
        dispatches_table.add_view(store, book, at)
    store.execute("COMMIT")
    (views,) = store.execute("SELECT count(*) FROM plan_views").fetchone()
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path.stat().st_size / 1e6, views


def _span(start: int, end: int) -> Span:
    return Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for life in (simulated, restless):
            size, views = megabytes_of(life, Path(folder) / f"{life.__name__}.db")
            print(f"{life.__name__}: {size:.1f} MB, {views} views")


if __name__ == "__main__":
    main()
