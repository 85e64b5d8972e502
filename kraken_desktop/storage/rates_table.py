"""Prices by tariff and price list, merged as schedules are (docs/domain.md, Rates)."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import FOREVER, PaymentMethod, Rate, RateSchedule, RateSource, for_payment
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.units import exact
from kraken_desktop.storage.columns import at_seconds, exact_or_none, number_or_none, seconds

_FOREVER = seconds(FOREVER)
_REGISTERS = {register.value: register for register in Register}
_COLUMNS = "start, stop, pence_inc_vat, pence_exc_vat, source, payment_method"


def add(
    store: sqlite3.Connection, tariff_code: str, register: Register, rows: Iterable[Rate], *, is_newest: bool = False
) -> None:
    """Newer rows count where both know a price; the rest of the old is kept, with ``is_newest`` as the list's newest
    reading leaves it (``RateSchedule.read_anew``). Each payment method by itself.
    """
    by_method: dict[PaymentMethod | None, list[Rate]] = {}
    for row in rows:
        by_method.setdefault(row.payment_method, []).append(row)
    for method, given in by_method.items():
        newer = RateSchedule.of(given)
        if newer.rates:
            price_list = (tariff_code, register.value, method.value if method else "")
            _merge(store, price_list, newer, RateSchedule.read_anew if is_newest else RateSchedule.merged_with)


def _merge(
    store: sqlite3.Connection,
    price_list: tuple[str, str, str],
    newer: RateSchedule,
    joined: Callable[[RateSchedule, RateSchedule], RateSchedule],
) -> None:
    where = "FROM rates WHERE tariff_code = ? AND register = ? AND payment_method = ? AND stop > ? AND start < ?"
    touched = (*price_list, seconds(newer.rates[0].start), seconds(newer.rates[-1].stop))
    old = RateSchedule(
        tuple(_rate(*row) for row in store.execute(f"SELECT {_COLUMNS} {where} ORDER BY start", touched))
    )
    merged = joined(old, newer)
    if merged == old:
        return
    store.execute(f"DELETE {where}", touched)
    code, register, method = price_list
    store.executemany(
        f"INSERT INTO rates (tariff_code, register, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                code,
                register,
                seconds(rate.start),
                seconds(rate.stop),
                str(rate.pence_inc_vat),
                number_or_none(rate.pence_exc_vat),
                rate.source.name,
                method,
            )
            for rate in merged.rates
        ],
    )


def schedules(
    store: sqlite3.Connection, tariff_code: str, method: PaymentMethod | None, span: Span | None = None
) -> dict[Register, RateSchedule]:
    """The price lists of a tariff as they serve a customer; ``span`` leaves out rates that do not touch it."""
    first, last = (seconds(span.start), seconds(span.end)) if span else (-_FOREVER, _FOREVER)
    found: dict[Register, list[Rate]] = {}
    rows = store.execute(
        f"SELECT register, {_COLUMNS} FROM rates WHERE tariff_code = ? AND stop > ? AND start < ? ORDER BY start",
        (tariff_code, first, last),
    )
    for register, *row in rows:
        if register in _REGISTERS:
            found.setdefault(_REGISTERS[register], []).append(_rate(*row))
    return {register: RateSchedule.of(for_payment(rates, method)) for register, rates in found.items()}


def registers(store: sqlite3.Connection, tariff_code: str) -> frozenset[Register]:
    """The lists of a tariff of which any row is known."""
    rows = store.execute("SELECT DISTINCT register FROM rates WHERE tariff_code = ?", (tariff_code,))
    return frozenset(_REGISTERS[register] for (register,) in rows if register in _REGISTERS)


def columns(
    store: sqlite3.Connection, tariff_code: str, register: Register, method: PaymentMethod | None, span: Span
) -> tuple[array[int], array[int], array[float]] | None:
    """Start, stop (seconds) and pence including VAT of a list's rates that touch the span: years of it in a moment.

    None where rates for several ways of paying would have to be merged: `schedules` does that.
    """
    wanted = (method or PaymentMethod.DIRECT_DEBIT).value
    rows = store.execute(
        "SELECT start, stop, pence_inc_vat, payment_method FROM rates WHERE tariff_code = ? AND register = ?"
        " AND payment_method IN ('', ?) AND stop > ? AND start < ? ORDER BY start",
        (tariff_code, register.value, wanted, seconds(span.start), seconds(span.end)),
    ).fetchall()
    if len({row[3] for row in rows}) > 1:
        return None
    starts, stops, pence = array("q"), array("q"), array("d")
    for start, stop, price, _ in rows:
        starts.append(start)
        stops.append(stop)
        pence.append(float(price))
    return starts, stops, pence


def _rate(start: int, stop: int, inc_vat: float | str, exc_vat: float | str | None, source: str, method: str) -> Rate:
    return Rate(
        at_seconds(start),
        None if stop == _FOREVER else at_seconds(stop),
        exact(inc_vat),
        exact_or_none(exc_vat),
        RateSource[source] if source in RateSource.__members__ else RateSource.PUBLIC,
        PaymentMethod(method) if method else None,
    )
