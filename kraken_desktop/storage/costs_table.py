"""What half hours and days cost, each with the price that it was reckoned with, and sums of them.

A day is the unit: its slots, its totals and its bands are written in one transaction with the note that it is due.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import Billed, CarPart, DayCost, DayTotal, SlotCost
from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage.columns import Number, at_seconds, exact_or_none, number_or_none, seconds
from kraken_desktop.storage.readings_table import mark_uncosted, readings

Costing = Callable[[date, Sequence[Reading]], DayCost | None]
"""A day's readings in, what they cost out; None leaves the day for later."""
_BANDS = {band.value: band for band in Band}
_POINT = "(SELECT id FROM sources WHERE name = ?)"
_UNPRICED = "(priced < read OR standing_pence IS NULL)"


def uncosted(store: sqlite3.Connection, number: str, before: date, limit: int) -> tuple[date, ...]:
    """Days that wait, the newest first."""
    rows = store.execute(
        f"SELECT day FROM uncosted WHERE point = {_POINT} AND day < ? ORDER BY day DESC LIMIT ?",
        (number, before.toordinal(), limit),
    )
    return tuple(date.fromordinal(day) for (day,) in rows)


def unpriced(store: sqlite3.Connection, number: str, before: date) -> tuple[date, ...]:
    """Costed days that lack a price, the newest first."""
    rows = store.execute(
        f"SELECT day FROM days WHERE point = {_POINT} AND day < ? AND {_UNPRICED} ORDER BY day DESC",
        (number, before.toordinal()),
    )
    return tuple(date.fromordinal(day) for (day,) in rows)


def mark(store: sqlite3.Connection, number: str, first: date, last: date, *, only_new: bool = False) -> None:
    """Have the days from first to last costed; ``only_new`` those that never were."""
    found = store.execute("SELECT id FROM sources WHERE name = ?", (number,)).fetchone()
    if found is None:
        return
    wanted = range(first.toordinal(), last.toordinal() + 1)
    mark_uncosted(
        store, found[0], [day.toordinal() for day in new_days(store, number, first, last)] if only_new else wanted
    )


def new_days(store: sqlite3.Connection, number: str, first: date, last: date) -> tuple[date, ...]:
    """Those from first to last that never were costed, in order."""
    query = f"SELECT day FROM days WHERE point = {_POINT} AND day >= ? AND day <= ?"
    known = {day for (day,) in store.execute(query, (number, first.toordinal(), last.toordinal()))}
    return tuple(date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1) if day not in known)


def owe(store: sqlite3.Connection, number: str, first: date, last: date, costing: Costing) -> None:
    """Count those from first to last that never were costed, have no reading, and owe a known standing charge."""

    def owed(day: date, read: Sequence[Reading]) -> DayCost | None:
        found = None if read else costing(day, ())
        return found if found is not None and found.total.standing_pence is not None else None

    cost(store, number, new_days(store, number, first, last), owed)


def mark_known(store: sqlite3.Connection, number: str, first: date, last: date, *, is_unpriced: bool = False) -> None:
    """Have those days from first to last costed again that once were; ``is_unpriced`` those that lack a price."""
    store.execute(
        "INSERT OR IGNORE INTO uncosted SELECT point, day FROM days"
        f" WHERE point = {_POINT} AND day >= ? AND day <= ?" + (f" AND {_UNPRICED}" if is_unpriced else ""),
        (number, first.toordinal(), last.toordinal()),
    )


def cost(store: sqlite3.Connection, number: str, days: Sequence[date], costing: Costing) -> None:
    """Reckon each day and write it over what was there."""
    (point,) = store.execute("SELECT id FROM sources WHERE name = ?", (number,)).fetchone()
    for day in days:
        span = day_span(day)
        found = costing(day, readings(store, number, span))
        if found is None:
            continue
        key = (point, day.toordinal())
        store.execute(
            "DELETE FROM costs WHERE point = ? AND start >= ? AND start < ?",
            (point, seconds(span.start), seconds(span.end)),
        )
        store.executemany(
            "INSERT INTO costs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [_slot(point, s) for s in found.slots]
        )
        month, total = month_number(day), found.total
        store.execute(
            "REPLACE INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(*key, month, total.expected, total.read, total.priced, str(total.kwh), str(total.pence)),
                number_or_none(total.standing_pence),
                *(str(figure) for figure in (total.billed.kwh, total.billed.net_pence, total.billed.vat_pence)),
            ),
        )
        store.execute("DELETE FROM day_bands WHERE point = ? AND day = ?", key)
        store.executemany(
            "INSERT INTO day_bands VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*key, month, *bands, str(kwh), str(pence)) for bands, (kwh, pence) in _by_bands(found).items()],
        )
        store.execute("DELETE FROM uncosted WHERE point = ? AND day = ?", key)


def _slot(point: int, slot: SlotCost) -> tuple[object, ...]:
    rate = slot.rate
    return (
        point,
        seconds(slot.start),
        str(slot.kwh),
        None if rate is None else str(rate.pence_inc_vat),
        None if rate is None else number_or_none(rate.pence_exc_vat),
        slot.band.value,
        slot.quadrant.value,
        None if rate is None else rate.source.name,
        str(slot.car_kwh) if slot.car else None,
        str(slot.car_pence) if slot.car else None,
    )


def _by_bands(found: DayCost) -> Mapping[tuple[int, int], tuple[Decimal, Decimal]]:
    sums: dict[tuple[int, int], tuple[Decimal, Decimal]] = {}
    for slot in found.slots:
        pence = slot.pence or ZERO
        house = (slot.kwh - slot.car_kwh, pence - slot.car_pence) if slot.car else (slot.kwh, pence)
        cars = [((part.band.value, part.quadrant.value), (part.kwh, part.pence)) for part in slot.car]
        for key, (kwh, pence) in (*cars, ((slot.band.value, slot.quadrant.value), house)):
            known = sums.get(key, (ZERO, ZERO))
            sums[key] = known[0] + kwh, known[1] + pence
    return sums


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def slots(store: sqlite3.Connection, number: str, span: Span) -> tuple[SlotCost, ...]:
    """Costed half hours that begin in the span, in order."""
    rows = store.execute(
        "SELECT start, kwh, pence_inc_vat, pence_exc_vat, source, band, quadrant, car_kwh, car_pence FROM costs"
        f" WHERE point = {_POINT} AND start >= ? AND start < ? ORDER BY start",
        (number, seconds(span.start), seconds(span.end)),
    )
    return tuple(_slot_cost(*row) for row in rows)


def _slot_cost(
    start: int,
    kwh: Number,
    inc: Number | None,
    exc: Number | None,
    source: str | None,
    band: int,
    quadrant: int,
    car_kwh: Number | None,
    car_pence: Number | None,
) -> SlotCost:
    """A car's parts come back as one, at their mean price."""
    at = at_seconds(start)
    rate = None
    if inc is not None:
        slot_end = at_seconds(start + 1800)
        told = RateSource[source] if source and source in RateSource.__members__ else RateSource.PUBLIC
        rate = Rate(at, slot_end, exact(inc), exact_or_none(exc), told)
    unknown = Band.UNKNOWN
    car: tuple[CarPart, ...] = ()
    if car_kwh and car_pence is not None:
        mean = exact(car_pence) / exact(car_kwh)
        car = (CarPart(exact(car_kwh), Rate(at, at_seconds(start + 1800), mean)),)
    return SlotCost(at, exact(kwh), rate, _BANDS.get(band, unknown), _BANDS.get(quadrant, unknown), car)


def totals(store: sqlite3.Connection, number: str, first: date, last: date) -> tuple[DayTotal, ...]:
    """Each costed day from first to last, in order."""
    rows = store.execute(
        "SELECT day, expected, read, priced, kwh, pence, standing_pence, billed_kwh, net_pence, vat_pence FROM days"
        f" WHERE point = {_POINT} AND day >= ? AND day <= ? ORDER BY day",
        (number, first.toordinal(), last.toordinal()),
    )
    return tuple(
        DayTotal(
            *(date.fromordinal(day), expected, read, priced, exact(kwh), exact(pence), exact_or_none(standing)),
            Billed(exact(billed), exact(net), exact(vat)),
        )
        for day, expected, read, priced, kwh, pence, standing, billed, net, vat in rows
    )


@dataclass(frozen=True, slots=True)
class BandSum:
    """Energy and pence (without standing charges) of one band in one day (its ordinal) or month (its number)."""

    key: int
    band: Band
    kwh: float
    pence: float


@dataclass(frozen=True, slots=True)
class SpanSum:
    """One day or month: slots expected, read and priced, days costed, days with a standing charge, their sums."""

    key: int
    expected: int
    read: int
    priced: int
    days: int
    standing_days: int
    kwh: float
    pence: float
    standing_pence: float

    @property
    def is_complete(self) -> bool:
        return self.read == self.priced == self.expected and self.standing_days == self.days


def band_sums(
    store: sqlite3.Connection, number: str, first: date, last: date, *, by_month: bool, by_quadrant: bool
) -> tuple[BandSum, ...]:
    key, band = "month" if by_month else "day", "quadrant" if by_quadrant else "band"
    rows = store.execute(
        f"SELECT {key}, {band}, sum(kwh), sum(pence) FROM day_bands WHERE point = {_POINT} AND day >= ? AND day <= ?"
        f" GROUP BY {key}, {band} ORDER BY {key}, {band}",
        (number, first.toordinal(), last.toordinal()),
    )
    return tuple(BandSum(key, _BANDS.get(band, Band.UNKNOWN), kwh, pence) for key, band, kwh, pence in rows)


def span_sums(
    store: sqlite3.Connection, number: str, first: date, last: date, *, by_month: bool
) -> tuple[SpanSum, ...]:
    key = "month" if by_month else "day"
    rows = store.execute(
        f"SELECT {key}, sum(expected), sum(read), sum(priced), count(*), count(standing_pence),"
        f" sum(kwh), sum(pence), total(standing_pence) FROM days WHERE point = {_POINT} AND day >= ? AND day <= ?"
        f" GROUP BY {key} ORDER BY {key}",
        (number, first.toordinal(), last.toordinal()),
    )
    return tuple(SpanSum(*row) for row in rows)


def extent(store: sqlite3.Connection, number: str) -> tuple[date, date] | None:
    """The first day with a reading and the last, among the costed ones."""
    first, last = store.execute(
        f"SELECT min(day), max(day) FROM days WHERE point = {_POINT} AND read > 0", (number,)
    ).fetchone()
    return None if first is None else (date.fromordinal(first), date.fromordinal(last))


def first_incomplete(store: sqlite3.Connection, number: str, first: date, last: date) -> date | None:
    """The oldest costed day from first to last that lacks a reading."""
    (found,) = store.execute(
        f"SELECT min(day) FROM days WHERE point = {_POINT} AND day >= ? AND day <= ? AND read < expected",
        (number, first.toordinal(), last.toordinal()),
    ).fetchone()
    return None if found is None else date.fromordinal(found)
