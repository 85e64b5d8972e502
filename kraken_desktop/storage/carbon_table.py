"""Carbon intensity of the grid at a home, half hour by half hour, as it was last told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kraken_desktop.domain.greenness import CarbonIntensity
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.units import exact
from kraken_desktop.storage.columns import at_seconds, seconds, source_id
from kraken_desktop.storage.export_rows import Rows

_PLACE = "(SELECT id FROM sources WHERE name = ?)"


def add(store: sqlite3.Connection, place: str, rows: Iterable[CarbonIntensity]) -> None:
    """What is told later counts: a forecast grows better as its time comes."""
    number = source_id(store, place)
    store.executemany(
        "REPLACE INTO carbon VALUES (?, ?, ?, ?)",
        [(number, seconds(row.start), str(row.grams_per_kwh), row.index) for row in rows],
    )


def intensities(store: sqlite3.Connection, place: str, span: Span) -> tuple[CarbonIntensity, ...]:
    """In order of time."""
    rows = store.execute(
        f"SELECT start, grams, level FROM carbon WHERE place = {_PLACE} AND start >= ? AND start < ? ORDER BY start",
        (place, seconds(span.start), seconds(span.end)),
    )
    return tuple(CarbonIntensity(at_seconds(start), exact(grams), level) for start, grams, level in rows)


def with_use(store: sqlite3.Connection, number: str, place: str, span: Span) -> Rows:
    """start (seconds), kWh, grams a kWh or None: every half hour that is read, in order of time."""
    return store.execute(
        "SELECT readings.start, kwh, grams FROM readings"
        f" LEFT JOIN carbon ON place = {_PLACE} AND carbon.start = readings.start"
        f" WHERE point = {_PLACE} AND readings.start >= ? AND readings.start < ? ORDER BY readings.start",
        (place, number, seconds(span.start), seconds(span.end)),
    )
