"""How instants, numbers and names stand in a row.

Instants are whole seconds since 1970, numbers are exact to fifteen digits in columns of type NUMERIC, and a device or
a meter point is a small number that stands for its name.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.units import exact

Number = int | float | str
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(seconds=1)


def at_seconds(value: int) -> datetime:
    return _EPOCH + timedelta(seconds=value)


def number_or_none(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def exact_or_none(value: Number | None) -> Decimal | None:
    return None if value is None else exact(value)


def source_id(store: sqlite3.Connection, name: str) -> int:
    """The number of a device or meter point, given at first sight."""
    store.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
    found: tuple[int] = store.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    return found[0]
