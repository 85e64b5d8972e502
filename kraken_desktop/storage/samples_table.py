"""Live power: one row a sample while it is young, then a row a minute, then a row a half hour."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.power import Sample
from kraken_desktop.storage.columns import at_seconds, exact_or_none, number_or_none, seconds, source_id

WHOLE = timedelta(days=30)
"""How long every sample is kept, where nobody says otherwise."""
BY_MINUTES = timedelta(days=365)
_MINUTE, _HALF_HOUR = 60, 1800


def _empty() -> array[float]:
    return array("d")


@dataclass(frozen=True, slots=True)
class SampleColumns:
    """Samples with a known power as two columns of one length, in order of time: seconds since 1970 and watts."""

    times: array[float] = field(default_factory=_empty)
    watts: array[float] = field(default_factory=_empty)

    def __len__(self) -> int:
        return len(self.times)


def add(store: sqlite3.Connection, device_id: str, samples: Iterable[Sample]) -> None:
    """A sample already there is kept; what it lacked is filled in. Seconds are the finest grain."""
    device = source_id(store, device_id)
    store.executemany(
        "INSERT INTO samples VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET watts = coalesce(watts, excluded.watts),"
        " import_wh = coalesce(import_wh, excluded.import_wh), export_wh = coalesce(export_wh, excluded.export_wh)"
        " WHERE watts IS NULL OR import_wh IS NULL OR export_wh IS NULL",
        [
            (
                device,
                seconds(sample.read_at),
                number_or_none(sample.watts),
                number_or_none(sample.import_wh),
                number_or_none(sample.export_wh),
            )
            for sample in samples
        ],
    )


def thin(store: sqlite3.Connection, whole: timedelta = WHOLE) -> None:
    """Older samples become means a minute, and after a year more a half hour; registers are those of its start.

    Ages count from each device's newest sample and not from the computer's clock.
    """
    for device, newest in store.execute("SELECT device, max(read_at) FROM samples GROUP BY device").fetchall():
        for age, width in ((whole, _MINUTE), (whole + BY_MINUTES, _HALF_HOUR)):
            _thin(store, device, (newest - int(age.total_seconds())) // width * width, width)


def _thin(store: sqlite3.Connection, device: int, before: int, width: int) -> None:
    """Once for each stretch of time: where the last one ended is kept."""
    name = f"thinned:{device}:{width}"
    row = store.execute("SELECT saved_at FROM facts WHERE name = ?", (name,)).fetchone()
    since = row[0] if row else -1
    if before <= since:
        return
    stretch = (device, since, before)
    means = store.execute(
        "SELECT device, min(read_at), avg(watts), min(import_wh), min(export_wh) FROM samples"
        f" WHERE device = ? AND read_at >= ? AND read_at < ? GROUP BY read_at / {width}",
        stretch,
    ).fetchall()
    store.execute("DELETE FROM samples WHERE device = ? AND read_at >= ? AND read_at < ?", stretch)
    store.executemany(
        "INSERT INTO samples VALUES (?, ?, ?, ?, ?)",
        [(device, at, _tenths(watts), import_wh, export_wh) for device, at, watts, import_wh, export_wh in means],
    )
    store.execute("REPLACE INTO facts VALUES (?, ?, x'')", (name, before))


def _tenths(watts: float | None) -> float | None:
    return None if watts is None else round(watts, 1)


def columns(store: sqlite3.Connection, device_id: str, span: Span, most_points: int | None) -> SampleColumns:
    """``most_points`` keeps the lowest and the highest of each stretch where there are more, so no peak is lost."""
    where = (
        "FROM samples WHERE device = (SELECT id FROM sources WHERE name = :name)"
        " AND read_at >= :start AND read_at < :end AND watts IS NOT NULL"
    )
    start, end = seconds(span.start), seconds(span.end)
    bounds: dict[str, str | int] = {"name": device_id, "start": start, "end": end}
    query = f"SELECT read_at, watts {where} ORDER BY read_at"
    if most_points is not None:
        (count,) = store.execute(f"SELECT count(*) {where}", bounds).fetchone()
        if count > most_points:
            bounds["width"] = max(1, -((start - end) // max(1, most_points // 2)))
            # Beside min() and max() sqlite gives the other columns of the very row.
            query = (
                f"SELECT read_at, min(watts) {where} GROUP BY (read_at - :start) / :width"
                f" UNION SELECT read_at, max(watts) {where} GROUP BY (read_at - :start) / :width ORDER BY read_at"
            )
    found = SampleColumns()
    for read_at, watts in store.execute(query, bounds):
        found.times.append(read_at)
        found.watts.append(float(watts))
    return found


def newest(store: sqlite3.Connection, now: datetime, reach: timedelta) -> dict[str, tuple[Sample, ...]]:
    """Each device's samples since ``now - reach``, in order of time."""
    # CROSS keeps this order, so that each device is a search by its key.
    found: dict[str, list[Sample]] = {}
    rows = store.execute(
        "SELECT name, read_at, watts, import_wh, export_wh FROM sources CROSS JOIN samples ON device = id"
        " WHERE read_at >= ? AND read_at <= ? ORDER BY device, read_at",
        (seconds(now - reach), seconds(now)),
    )
    for name, read_at, watts, import_wh, export_wh in rows:
        found.setdefault(name, []).append(
            Sample(at_seconds(read_at), exact_or_none(watts), exact_or_none(import_wh), exact_or_none(export_wh))
        )
    return {name: tuple(samples) for name, samples in found.items()}
