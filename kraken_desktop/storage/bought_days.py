"""Days as the measures of efficiency need them, summed by the database itself: ten years in a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import THREE_PRICES, DayBought, DayPrices
from kraken_desktop.domain.moments import LONDON, day_span
from kraken_desktop.domain.units import exact
from kraken_desktop.storage.columns import seconds

A_DAY = timedelta(days=1)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_POINT = "(SELECT id FROM sources WHERE name = ?)"
_BANDS = {band.value: band for band in Band}
_PLACES = 9


def bought(store: sqlite3.Connection, number: str, first: date, last: date) -> tuple[DayBought, ...]:
    """Every day from first to last, in order; one that is not complete, or not known at all, has no prices."""
    rows = store.execute(
        f"SELECT day FROM days WHERE point = {_POINT} AND day >= ? AND day <= ?"
        " AND read = expected AND priced = expected AND expected > 0",
        (number, first.toordinal(), last.toordinal()),
    )
    whole = {day for (day,) in rows}
    prices, parts = _prices(store, number, first, last), _parts(store, number, first, last)
    return tuple(
        DayBought(date.fromordinal(day), prices.get(day) if day in whole else None, parts.get(day, {}))
        for day in range(first.toordinal(), last.toordinal() + 1)
    )


def _prices(store: sqlite3.Connection, number: str, first: date, last: date) -> dict[int, DayPrices]:
    found: dict[int, DayPrices] = {}
    for begins, ends, offset in _stretches(first, last):
        # the long day in autumn has an hour more than a day, which is its own and not the next day's
        rows = store.execute(
            f"SELECT min((start + ?) / 86400 + {EPOCH_ORDINAL}, ?) AS day, min(pence_inc_vat), avg(pence_inc_vat),"
            " max(pence_inc_vat), count(DISTINCT pence_inc_vat), sum(DISTINCT pence_inc_vat) FROM costs"
            f" WHERE point = {_POINT} AND start >= ? AND start < ? GROUP BY day",
            (
                *(offset, ends.toordinal(), number),
                *(seconds(day_span(begins).start), seconds(day_span(ends).end)),
            ),
        )
        for day, lowest, mean, highest, count, total in rows:
            if lowest is not None:
                middle = _exact(total - lowest - highest) if count == THREE_PRICES else None
                found[day] = DayPrices(
                    *(exact(lowest), exact(lowest) if count == 1 else _exact(mean), exact(highest)), middle
                )
    return found


def _parts(
    store: sqlite3.Connection, number: str, first: date, last: date
) -> dict[int, dict[tuple[Band, Band], tuple[Decimal, Decimal]]]:
    rows = store.execute(
        f"SELECT day, band, quadrant, kwh, pence FROM day_bands WHERE point = {_POINT} AND day >= ? AND day <= ?",
        (number, first.toordinal(), last.toordinal()),
    )
    found: dict[int, dict[tuple[Band, Band], tuple[Decimal, Decimal]]] = {}
    for day, band, quadrant, kwh, pence in rows:
        bands = _BANDS.get(band, Band.UNKNOWN), _BANDS.get(quadrant, Band.UNKNOWN)
        found.setdefault(day, {})[bands] = exact(kwh), exact(pence)
    return found


def _stretches(first: date, last: date) -> Iterator[tuple[date, date, int]]:
    """Days from first to last by the offset of London's clocks, in seconds, with which each begins."""
    begins, day = first, first
    offset = _offset(first)
    while day <= last:
        if (found := _offset(day)) != offset:
            yield begins, day - A_DAY, offset
            begins, offset = day, found
        day += A_DAY
    if begins <= last:
        yield begins, last, offset


def _offset(day: date) -> int:
    told = datetime.combine(day, time(), tzinfo=LONDON).utcoffset()
    return 0 if told is None else int(told.total_seconds())


def _exact(figure: float) -> Decimal:
    return exact(round(figure, _PLACES))
