"""Half hours: the Mini's own rows, and what the meter reported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.units import exact
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage.columns import at_seconds, exact_or_none, number_or_none, seconds, source_id


def add_half_hours(store: sqlite3.Connection, device_id: str, rows: Iterable[HalfHour]) -> None:
    """A later row counts; what it leaves out is kept, since the newest row often lacks its energy."""
    device = source_id(store, device_id)
    store.executemany(
        "INSERT INTO half_hours VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " import_wh = coalesce(excluded.import_wh, import_wh), export_wh = coalesce(excluded.export_wh, export_wh),"
        " import_delta_wh = coalesce(excluded.import_delta_wh, import_delta_wh)",
        [
            (
                device,
                seconds(row.start),
                number_or_none(row.import_wh),
                number_or_none(row.export_wh),
                number_or_none(row.import_delta_wh),
            )
            for row in rows
        ],
    )


def half_hours(store: sqlite3.Connection, device_id: str, span: Span) -> tuple[HalfHour, ...]:
    """Those that begin in the span, in order of time."""
    rows = store.execute(
        "SELECT start, import_wh, export_wh, import_delta_wh FROM half_hours"
        " WHERE device = (SELECT id FROM sources WHERE name = ?) AND start >= ? AND start < ? ORDER BY start",
        (device_id, seconds(span.start), seconds(span.end)),
    )
    return tuple(_half_hour(*row) for row in rows)


def devices_with_half_hours(store: sqlite3.Connection, since: datetime) -> tuple[str, ...]:
    rows = store.execute(
        "SELECT name FROM sources WHERE EXISTS (SELECT * FROM half_hours WHERE device = id AND start >= ?) ORDER BY id",
        (seconds(since),),
    )
    return tuple(name for (name,) in rows)


def _half_hour(start: int, import_wh: float | None, export_wh: float | None, import_delta_wh: float | None) -> HalfHour:
    return HalfHour(
        at_seconds(start), exact_or_none(import_wh), exact_or_none(export_wh), exact_or_none(import_delta_wh)
    )


def add_readings(
    store: sqlite3.Connection, number: str, readings: Iterable[Reading], serial: str | None = None
) -> None:
    """A later reading of a slot replaces the earlier: the service corrects its own. What changes is costed anew."""
    given = {seconds(reading.start): reading.kwh for reading in readings}
    if not given:
        return
    point, meter = source_id(store, number), source_id(store, serial) if serial is not None else None
    known = dict(
        store.execute(
            "SELECT start, kwh FROM readings WHERE point = ? AND start >= ? AND start <= ?",
            (point, min(given), max(given)),
        ).fetchall()
    )
    changed = {start: kwh for start, kwh in given.items() if start not in known or exact(known[start]) != kwh}
    store.executemany(
        "INSERT INTO readings (point, start, kwh, meter) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET kwh = excluded.kwh, meter = coalesce(excluded.meter, meter)",
        [(point, start, str(kwh), meter) for start, kwh in changed.items()],
    )
    mark_uncosted(store, point, {day_number(start) for start in changed})


def mark_uncosted(store: sqlite3.Connection, point: int, days: Iterable[int]) -> None:
    """Have these days (numbered as ``date.toordinal`` does) costed again."""
    store.executemany("INSERT OR IGNORE INTO uncosted VALUES (?, ?)", [(point, day) for day in days])


def day_number(start: int) -> int:
    """The London day of an instant in seconds."""
    return london_date(at_seconds(start)).toordinal()


def readings(store: sqlite3.Connection, number: str, span: Span) -> tuple[Reading, ...]:
    rows = store.execute(
        "SELECT start, kwh, name FROM readings LEFT JOIN sources ON id = meter"
        " WHERE point = (SELECT id FROM sources WHERE name = ?)"
        " AND start >= ? AND start < ? ORDER BY start",
        (number, seconds(span.start), seconds(span.end)),
    )
    return tuple(Reading(at_seconds(start), exact(kwh), meter) for start, kwh, meter in rows)
