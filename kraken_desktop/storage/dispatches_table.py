"""What was known of dispatches, and when: a row for each view of a device that differs from the one before.

A plan stands in a row as packed numbers, 13 bytes a dispatch, so that a year of one-minute polling stays small
(docs/performance.md, The store). Started and completed charges are kept for good: nobody else keeps them.
Each row has its account, since one key may open several that charge smartly. Rows of before may lack it, where nothing
told whose they were: they count for every account.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.dispatch import (
    STARTED_KEPT,
    CompletedDispatch,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
)
from kraken_desktop.domain.dispatch_record import PlanView, views_of
from kraken_desktop.domain.moments import Span
from kraken_desktop.storage import facts
from kraken_desktop.storage.columns import at_seconds, exact_or_none, number_or_none, seconds, source_id

VIEWS_KEPT = timedelta(days=400)
"""Thirteen months: the same month of last year can still be asked about."""
ONE_VIEW = timedelta(minutes=20)
"""Polls further apart do not prove that nothing changed between them; the slowest interval is a quarter of an hour."""
BOOKS = "dispatches:"
"""The last book of each account, by its number."""
_OF_ACCOUNT = "(account IS NULL OR account = (SELECT id FROM sources WHERE name = ?))"
_SMART, _BOOST = 0, 1
_PACKED = struct.Struct(">IIBi")
"""Start in seconds since 1970, length in seconds, kind, watt-hours or _UNKNOWN."""
_UNKNOWN = -1
_FOR_EVER = 1 << 32
"""Beyond any start that can be packed."""
_ViewRow = tuple[str, int, int, str | None, bytes | None]


def add_view(store: sqlite3.Connection, account_number: str, book: DispatchBook, at: datetime) -> None:
    """The account's newest book, what each device's plan was, and what has started and completed."""
    facts.save(store, f"{BOOKS}{account_number}", book, at)
    account = source_id(store, account_number)
    for view in views_of(book, at):
        _add_plan(store, account, view)
    _add_started(store, account, book.started)
    _add_completed(store, account, book.completed, at)


def plan_views(store: sqlite3.Connection, account_number: str | None, span: Span) -> tuple[PlanView, ...]:
    """Every view of the account's plans that stood within the span, in order of time."""
    return tuple(_view(row) for row in _view_rows(store, account_number, span))


def due_views(store: sqlite3.Connection, account_number: str | None, span: Span) -> tuple[PlanView, ...]:
    """The same, each plan without the charges that come only after the device's next one was read, or that were over
    before: a quarter of the work where plans never rest.
    """
    found: list[PlanView] = []
    next_read: dict[str, int] = {}
    for row in reversed(_view_rows(store, account_number, span)):
        device, first, _last, _state, plan = row
        found.append(_view(row, first, next_read.get(device, _FOR_EVER)))
        if plan is not None:
            next_read[device] = first
    return tuple(reversed(found))


def charges(store: sqlite3.Connection, account_number: str | None, span: Span) -> DispatchBook:
    """What the account started and completed within the span, as a book of nothing else; newest completed first."""
    bounds = (seconds(span.start), seconds(span.end), account_number)
    started = store.execute(
        "SELECT name, start, stop FROM started_charges JOIN sources ON id = device"
        f" WHERE stop > ? AND start < ? AND {_OF_ACCOUNT} ORDER BY start, device",
        bounds,
    )
    completed = store.execute(
        "SELECT start, stop, kwh, source, location FROM completed_charges"
        f" WHERE stop > ? AND start < ? AND {_OF_ACCOUNT} ORDER BY start DESC, stop DESC",
        bounds,
    )
    return DispatchBook(
        started=tuple(StartedDispatch(name, _span(start, stop)) for name, start, stop in started),
        completed=tuple(
            CompletedDispatch(_span(start, stop), exact_or_none(kwh), source, location)
            for start, stop, kwh, source, location in completed
        ),
    )


def prune(store: sqlite3.Connection) -> None:
    """Let go of plans older than thirteen months before the newest; what was charged stays."""
    (newest,) = store.execute("SELECT max(last_seen) FROM plan_views").fetchone()
    if newest is not None:
        store.execute("DELETE FROM plan_views WHERE last_seen < ?", (newest - int(VIEWS_KEPT.total_seconds()),))


def _view_rows(store: sqlite3.Connection, account_number: str | None, span: Span) -> list[_ViewRow]:
    return store.execute(
        "SELECT device.name, first_seen, last_seen, state.name, plan FROM plan_views"
        " JOIN sources AS device ON device.id = device LEFT JOIN sources AS state ON state.id = state"
        f" WHERE last_seen >= ? AND first_seen < ? AND {_OF_ACCOUNT} ORDER BY first_seen, device",
        (seconds(span.start), seconds(span.end), account_number),
    ).fetchall()


def _view(row: _ViewRow, since: int = 0, until: int = _FOR_EVER) -> PlanView:
    """Of its plan what has a part in the time from ``since`` to ``until``."""
    device, first, last, state, plan = row
    return PlanView(device, at_seconds(first), at_seconds(last), state, _unpacked(device, plan, since, until))


def _add_plan(store: sqlite3.Connection, account: int, view: PlanView) -> None:
    device, at = source_id(store, view.device_id), seconds(view.first_seen)
    state = None if view.state is None else source_id(store, view.state)
    plan = None if view.dispatches is None else b"".join(map(_packed, view.dispatches))
    last = store.execute(
        "SELECT first_seen, last_seen, state, plan, account FROM plan_views WHERE device = ?"
        " ORDER BY first_seen DESC LIMIT 1",
        (device,),
    ).fetchone()
    if last is not None and last[2:] == (state, plan, account) and 0 <= at - last[1] <= ONE_VIEW.total_seconds():
        store.execute("UPDATE plan_views SET last_seen = ? WHERE device = ? AND first_seen = ?", (at, device, last[0]))
    else:
        store.execute("REPLACE INTO plan_views VALUES (?, ?, ?, ?, ?, ?)", (device, at, at, state, plan, account))


def _add_started(store: sqlite3.Connection, account: int, started: Iterable[StartedDispatch]) -> None:
    store.executemany(
        "INSERT INTO started_charges VALUES (?, ?, ?, ?)"
        " ON CONFLICT (device, start) DO UPDATE SET stop = excluded.stop WHERE stop < excluded.stop",
        [(source_id(store, row.device_id), seconds(row.span.start), seconds(row.span.end), account) for row in started],
    )


def _add_completed(
    store: sqlite3.Connection, account: int, completed: Iterable[CompletedDispatch], at: datetime
) -> None:
    """The book's own list in place of what was known of its time, where the two differ."""
    wanted = {
        (seconds(row.span.start), seconds(row.span.end), number_or_none(row.energy_kwh), row.source, row.location)
        for row in completed
    }
    since = min((stop for _, stop, *_rest in wanted), default=seconds(at))
    since = max(since, seconds(at - STARTED_KEPT))
    known = store.execute(
        "SELECT rowid, start, stop, kwh, source, location FROM completed_charges"
        " WHERE stop >= ? AND (account IS NULL OR account = ?)",
        (since, account),
    ).fetchall()
    present = {(start, stop, _number(kwh), source, location) for _, start, stop, kwh, source, location in known}
    store.executemany(
        "DELETE FROM completed_charges WHERE rowid = ?",
        [
            (rowid,)
            for rowid, start, stop, kwh, source, location in known
            if (start, stop, _number(kwh), source, location) not in wanted
        ],
    )
    store.executemany(
        f"INSERT INTO completed_charges VALUES (?, ?, ?, ?, ?, {account})", sorted(wanted - present, key=str)
    )


def _span(start: int, stop: int) -> Span:
    return Span(at_seconds(start), at_seconds(stop))


def _number(kwh: float | str | None) -> str | None:
    return number_or_none(exact_or_none(kwh))


def _packed(dispatch: PlannedDispatch) -> bytes:
    span, kwh = dispatch.span, dispatch.energy_kwh
    kind = _BOOST if dispatch.kind is DispatchKind.BOOST else _SMART
    length = seconds(span.end) - seconds(span.start)
    return _PACKED.pack(seconds(span.start), length, kind, _UNKNOWN if kwh is None else round(kwh * 1000))


def _unpacked(device_id: str, plan: bytes | None, since: int, until: int) -> tuple[PlannedDispatch, ...] | None:
    if plan is None:
        return None
    return tuple(
        PlannedDispatch(
            device_id,
            Span(at_seconds(start), at_seconds(start + length)),
            DispatchKind.BOOST if kind == _BOOST else DispatchKind.SMART,
            None if watt_hours == _UNKNOWN else Decimal(watt_hours) / 1000,
        )
        for start, length, kind, watt_hours in _PACKED.iter_unpack(plan)
        if start < until and start + length > since
    )
