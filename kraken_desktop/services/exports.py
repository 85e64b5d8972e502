"""What a person takes along: half hours, live power and charges of a span, in a file (docs/export.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.services import text
from kraken_desktop.services.spreadsheet import London, Moment, table_file
from kraken_desktop.services.usage import DateSpan
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.export_rows import Rows, half_hours, samples

SLOT_SECONDS = 1800
STEP = timedelta(days=92)
HALF_HOUR_COLUMNS = (
    *("start_utc", "end_utc", "start_london", "meter_point", "kind", "metered", "kwh"),
    *("price_pence_per_kwh", "price_pence_per_kwh_exc_vat", "cost_pence", "band", "quadrant", "smart_charge"),
    *("price_source", "basis"),
)
SAMPLE_COLUMNS = ("time_utc", "time_london", "device", "watts", "import_register_wh", "export_register_wh")
CHARGE_COLUMNS = ("start_utc", "end_utc", "start_london", "end_london", "state", "kwh", "source", "location", "device")

_SOURCES = {source.name: source.value for source in RateSource}


async def export_half_hours(database: Database, account: Account, span: DateSpan, path: Path) -> int:
    """Every reading of every meter point in the span, point by point; how many. Raises OSError and StorageError."""
    clock, count = London(), 0
    with table_file(path, HALF_HOUR_COLUMNS) as file:
        for point in account.meter_points:

            def write(found: Rows, point: MeterPoint = point) -> int:
                table = [_half_hour(row, point, clock) for row in found]
                file.write(table)
                return len(table)

            for part in _steps(span.instants):
                count += await database.history.consume(partial(half_hours, number=point.number, span=part), write)
    return count


async def export_samples(database: Database, span: DateSpan, path: Path) -> int:
    """Live power as it is kept. Raises OSError and StorageError."""
    clock, count = London(), 0
    with table_file(path, SAMPLE_COLUMNS) as file:

        def write(found: Rows) -> int:
            table = [(Moment(at), clock.shown(at), device, *figures) for device, at, *figures in found]
            file.write(table)
            return len(table)

        for part in _steps(span.instants, timedelta(days=1)):
            count += await database.history.consume(partial(samples, span=part), write)
    return count


async def export_charges(database: Database, span: DateSpan, path: Path) -> int:
    """Smart charges and boosts, started and completed. Raises OSError and StorageError."""
    table = list(_charges(await database.charges(span.instants), London()))
    with table_file(path, CHARGE_COLUMNS) as file:
        file.write(table)  # a few a day at most
    return len(table)


def _steps(whole: Span, step: timedelta = STEP) -> Iterator[Span]:
    start = whole.start
    while start < whole.end:
        yield Span(start, min(start + step, whole.end))
        start += step


def _kind(point: MeterPoint) -> str:
    return "gas" if point.fuel is Fuel.GAS else point.direction.value


_WORDS = {
    (kind, is_export): {band.value: text.band_word(band, BandScheme(kind, is_export=is_export)) for band in Band}
    for kind in (SchemeKind.TARIFF, SchemeKind.QUADRANT)
    for is_export in (False, True)
}


def _half_hour(row: tuple[Any, ...], point: MeterPoint, clock: London) -> tuple[Any, ...]:
    start, metered, kwh, inc, exc, band, quadrant, source = row
    is_export = point.direction is Direction.EXPORT
    cost = None if inc is None else round(float(kwh) * float(inc), 6)
    return (
        Moment(start),
        Moment(start + SLOT_SECONDS),
        clock.shown(start),
        point.number,
        _kind(point),
        metered,
        kwh,
        inc,
        exc,
        cost,
        None if band is None else _WORDS[SchemeKind.TARIFF, is_export][band],
        quadrant if quadrant is not None and 0 <= quadrant <= 3 else None,
        int(source == RateSource.DISPATCH.name) if source is not None else None,
        _SOURCES.get(source),
        "metered",
    )


def _charges(book: DispatchBook, clock: London) -> Iterator[tuple[Any, ...]]:
    def times(span: Span) -> tuple[Moment, Moment, Moment, Moment]:
        start, end = int(span.start.timestamp()), int(span.end.timestamp())
        return Moment(start), Moment(end), clock.shown(start), clock.shown(end)

    for started in sorted(book.started, key=lambda row: row.span):
        yield *times(started.span), "started", None, None, None, started.device_id
    for row in sorted(book.completed, key=lambda row: row.span):
        kwh = None if row.energy_kwh is None else float(row.energy_kwh)
        yield *times(row.span), f"completed {row.kind.value}", kwh, row.source, row.location, None
