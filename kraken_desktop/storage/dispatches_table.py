"""What was known of dispatches, and when: a row for each view that differs from the one before."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import Span
from kraken_desktop.storage.columns import at_seconds, seconds
from kraken_desktop.storage.facts import decoded, encoded

_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def add_view(store: sqlite3.Connection, book: DispatchBook, at: datetime) -> None:
    """A view that says nothing new only moves the end of the last one on."""
    row = store.execute("SELECT id, meaning FROM dispatch_views ORDER BY id DESC LIMIT 1").fetchone()
    meaning, body = encoded(_meaning(book)), encoded(book)
    if row is not None and row[1] == meaning:
        store.execute("UPDATE dispatch_views SET last_seen = ?, body = ? WHERE id = ?", (seconds(at), body, row[0]))
        return
    store.execute(
        "INSERT INTO dispatch_views (first_seen, last_seen, meaning, body) VALUES (?, ?, ?, ?)",
        (seconds(at), seconds(at), meaning, body),
    )


def newest_view(store: sqlite3.Connection) -> tuple[DispatchBook, datetime] | None:
    """The last book and when it was last confirmed."""
    row = store.execute("SELECT body, last_seen FROM dispatch_views ORDER BY id DESC LIMIT 1").fetchone()
    book = decoded(row[0], DispatchBook) if row else None
    return None if book is None else (book, at_seconds(row[1]))


def views(store: sqlite3.Connection, span: Span) -> tuple[tuple[Span, DispatchBook], ...]:
    """What was known when: each view with the time on which it stood, in order."""
    rows = store.execute(
        "SELECT first_seen, last_seen, body FROM dispatch_views WHERE last_seen >= ? AND first_seen < ? ORDER BY id",
        (seconds(span.start), seconds(span.end)),
    )
    found = ((Span(at_seconds(first), at_seconds(last)), decoded(body, DispatchBook)) for first, last, body in rows)
    return tuple((seen, book) for seen, book in found if book is not None)


def _meaning(book: DispatchBook) -> DispatchBook:
    """The book without when it was looked at, and without the charge, which moves with every look."""
    return replace(
        book,
        statuses=tuple(
            replace(status, seen_at=_ANY_TIME, charge_percent=None, charge_seen_at=None) for status in book.statuses
        ),
        plans=tuple(
            replace(plan, seen_at=_ANY_TIME, problem=plan.problem and replace(plan.problem, since=_ANY_TIME))
            for plan in book.plans
        ),
    )
