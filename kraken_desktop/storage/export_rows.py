"""Half hours and samples as plain rows, in chunks that leave the store's thread room for others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from kraken_desktop.domain.moments import Span
from kraken_desktop.storage.columns import seconds

Rows = Iterable[tuple[Any, ...]]


def half_hours(store: sqlite3.Connection, number: str, span: Span) -> Rows:
    """start (seconds), as metered, kWh, pence with and without VAT per kWh, band, quadrant, where the price is from,
    what of the kWh a car is charged for and its pence.

    What is not known is None: a half hour that is read and not yet costed has no kWh and no price.
    """
    return store.execute(
        "SELECT readings.start, readings.kwh, costs.kwh, pence_inc_vat, pence_exc_vat, band, quadrant, source,"
        " car_kwh, car_pence"
        " FROM readings LEFT JOIN costs ON costs.point = readings.point AND costs.start = readings.start"
        " WHERE readings.point = (SELECT id FROM sources WHERE name = ?) AND readings.start >= ? AND readings.start < ?"
        " ORDER BY readings.start",
        (number, seconds(span.start), seconds(span.end)),
    )


def samples(store: sqlite3.Connection, span: Span) -> Rows:
    """Device, time (seconds), watts, and the registers in Wh, in order of device and time."""
    return store.execute(
        "SELECT name, read_at, watts, import_wh, export_wh FROM sources CROSS JOIN samples ON device = id"
        " WHERE read_at >= ? AND read_at < ? ORDER BY device, read_at",
        (seconds(span.start), seconds(span.end)),
    )
