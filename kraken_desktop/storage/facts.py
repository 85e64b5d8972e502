"""Frozen domain values as bytes, and everything that start-up paints from."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.money import Standing
from kraken_desktop.domain.past_means import KeptMeans
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.reminder import Reminder
from kraken_desktop.domain.sent_notice import SentNotice
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.storage.columns import at_seconds, seconds

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StartFacts:
    """What the store knew when the app began. ``rates`` are those of the accounts' agreements in force, from
    yesterday on, by tariff code; samples (of the last hour) and half hours (of the London day) go by device.
    """

    account: Account | None = None
    account_saved_at: datetime | None = None
    other_accounts: tuple[Account, ...] = ()
    """Of the same key."""
    other_accounts_saved_at: datetime | None = None
    rates: Mapping[str, Mapping[Register, RateSchedule]] = field(default_factory=dict)
    has_mini: Mapping[str, bool] = field(default_factory=dict)
    """By device."""
    samples: Mapping[str, tuple[Sample, ...]] = field(default_factory=dict)
    half_hours: Mapping[str, tuple[HalfHour, ...]] = field(default_factory=dict)
    dispatches: Mapping[str, tuple[DispatchBook, datetime]] = field(default_factory=dict)
    """The last book and when it was last confirmed, by account."""
    standings: Mapping[str, tuple[Standing, datetime]] = field(default_factory=dict)
    """Balance and billing period and when they were told, by account."""
    past_means: KeptMeans | None = None
    notices: tuple[SentNotice, ...] = ()
    """Newest first, at most 200."""
    reminders: tuple[Reminder, ...] = ()
    """In order of time."""


def encoded(value: object) -> bytes:
    """A frozen domain value as JSON."""
    return msgspec.json.encode(value)


def decoded(body: bytes, kind: type[T]) -> T | None:
    """The value, or None where an older or newer version wrote it in another shape: it is fetched anew."""
    try:
        return msgspec.json.decode(body, type=kind, strict=False)
    except msgspec.MsgspecError as error:
        _log.warning("A stored %s could not be read: %s", kind.__name__, error)
        return None


def save(store: sqlite3.Connection, name: str, value: object, at: datetime) -> None:
    """One value a name, the newest counts."""
    store.execute("REPLACE INTO facts VALUES (?, ?, ?)", (name, seconds(at), encoded(value)))


def forget(store: sqlite3.Connection, name: str) -> None:
    store.execute("DELETE FROM facts WHERE name = ?", (name,))


def saved_at(store: sqlite3.Connection, name: str) -> datetime | None:
    row: tuple[int] | None = store.execute("SELECT saved_at FROM facts WHERE name = ?", (name,)).fetchone()
    return at_seconds(row[0]) if row is not None else None


def load(store: sqlite3.Connection, name: str, kind: type[T]) -> tuple[T, datetime] | None:
    """The value and when it was saved."""
    row: tuple[int, bytes] | None = store.execute("SELECT saved_at, body FROM facts WHERE name = ?", (name,)).fetchone()
    value = decoded(row[1], kind) if row else None
    return None if row is None or value is None else (value, at_seconds(row[0]))


def load_all(store: sqlite3.Connection, prefix: str, kind: type[T]) -> dict[str, T]:
    """The values whose names begin with ``prefix``, by the rest of the name."""
    return {name: value for name, (value, _) in load_dated(store, prefix, kind).items()}


def load_dated(store: sqlite3.Connection, prefix: str, kind: type[T]) -> dict[str, tuple[T, datetime]]:
    """The same, each with when it was saved."""
    rows: list[tuple[str, int, Any]] = store.execute(
        "SELECT name, saved_at, body FROM facts WHERE substr(name, 1, ?) = ?", (len(prefix), prefix)
    ).fetchall()
    found = {name[len(prefix) :]: (decoded(body, kind), at_seconds(saved_at)) for name, saved_at, body in rows}
    return {name: (value, at) for name, (value, at) in found.items() if value is not None}
