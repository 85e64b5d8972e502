"""What Octopus itself settled: the cost of each day, and who half hours were charged to where that was asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from kraken_desktop.domain.measurement import Share
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.settled import SettledDay, SettledSlot
from kraken_desktop.domain.units import exact
from kraken_desktop.storage.columns import at_seconds, exact_or_none, number_or_none, seconds
from kraken_desktop.storage.readings_table import mark_uncosted

_POINT = "(SELECT id FROM sources WHERE name = ?)"
_SAME_PENCE = 0.05
"""By so little do sums of rounded and exact figures differ."""


def add_days(store: sqlite3.Connection, point: int, days: Sequence[SettledDay]) -> None:
    """A later figure replaces the earlier: the service corrects its own. A corrected day is split anew."""
    store.executemany(
        "INSERT INTO settled (point, start, stop, kwh, pence_inc_vat, car_kwh) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET kwh = excluded.kwh, pence_inc_vat = excluded.pence_inc_vat,"
        " car_kwh = excluded.car_kwh, is_split = iif(pence_inc_vat = excluded.pence_inc_vat, is_split, NULL)",
        [
            (point, seconds(span.start), seconds(span.end), str(day.kwh), str(day.pence), number_or_none(day.car_kwh))
            for day in days
            for span in (day_span(day.day),)
        ],
    )


def days(store: sqlite3.Connection, number: str, first: date, last: date) -> tuple[SettledDay, ...]:
    rows = store.execute(
        f"SELECT start, kwh, pence_inc_vat, car_kwh FROM settled WHERE point = {_POINT} AND start >= ? AND start < ?"
        " ORDER BY start",
        (number, seconds(day_span(first).start), seconds(day_span(last).end)),
    )
    return tuple(
        SettledDay(london_date(at_seconds(start)), exact(kwh), exact(pence), exact_or_none(car))
        for start, kwh, pence, car in rows
    )


def unexplained(store: sqlite3.Connection, number: str, span: Span, limit: int) -> tuple[date, ...]:
    """Whole days, newest first, whose cost by Octopus is not ours, or holds a car's, and that were not split yet."""
    rows = store.execute(
        "SELECT start FROM settled JOIN days ON days.point = settled.point"
        " AND days.day = (start + 7200) / 86400 + 719163"  # as date.toordinal counts: midnight is 23:00 or 00:00 UTC
        f" WHERE settled.point = {_POINT} AND start >= ? AND start < ? AND is_split IS NULL"
        " AND read = expected AND priced = expected AND standing_pence IS NOT NULL"
        " AND (car_kwh > 0 OR abs(pence + standing_pence - pence_inc_vat) > ?) ORDER BY start DESC LIMIT ?",
        (number, seconds(span.start), seconds(span.end), _SAME_PENCE, limit),
    )
    return tuple(london_date(at_seconds(start)) for (start,) in rows)


def add_slots(store: sqlite3.Connection, point: int, day: date, slots: Sequence[SettledSlot], is_whole: bool) -> None:
    """A day's half hours in place of what was known of it; it is costed anew. Not whole: it is not asked again."""
    span = day_span(day)
    bounds = (point, seconds(span.start), seconds(span.end))
    store.execute("DELETE FROM settled_slots WHERE point = ? AND start >= ? AND start < ?", bounds)
    store.executemany(
        "INSERT OR IGNORE INTO settled_slots VALUES (?, ?, ?, ?, ?)",
        [
            (point, seconds(slot.start), share.is_car, share.is_off_peak, str(kwh))
            for slot in slots
            for share, kwh in slot.parts
        ],
    )
    store.execute("UPDATE settled SET is_split = ? WHERE point = ? AND start >= ? AND start < ?", (is_whole, *bounds))
    mark_uncosted(store, point, (day.toordinal(),))


def slots(store: sqlite3.Connection, number: str, span: Span) -> Mapping[datetime, SettledSlot]:
    """By their start; half hours that were never asked for are left out."""
    rows = store.execute(
        f"SELECT start, is_car, is_off_peak, kwh FROM settled_slots WHERE point = {_POINT} AND start >= ? AND start < ?"
        " ORDER BY start, is_car",
        (number, seconds(span.start), seconds(span.end)),
    )
    found = {}
    for start, parts in groupby(rows, key=lambda row: row[0]):
        told = tuple((Share(bool(is_car), bool(is_off_peak)), exact(kwh)) for _, is_car, is_off_peak, kwh in parts)
        found[at_seconds(start)] = SettledSlot(at_seconds(start), told)
    return found
