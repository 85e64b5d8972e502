"""What a person takes along: half hours, live power and charges of a span, in a file (docs/export.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.listed import Listed, listed_when_due
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.domain.settled import estimated_days
from kraken_desktop.services import text
from kraken_desktop.services.bills import Bills
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.spreadsheet import London, TableFile, table_file
from kraken_desktop.services.why import FURTHEST_PLAN
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.dispatches_table import due_views
from kraken_desktop.storage.export_rows import Rows, half_hours, samples

SLOT_SECONDS = 1800
_DAY_SECONDS = 86_400
_FIRST_DAY = date(1970, 1, 1)
STEP = timedelta(days=31)
HALF_HOUR_COLUMNS = (
    *("start_utc", "end_utc", "start_london", "meter_point", "kind", "metered", "kwh"),
    *("price_pence_per_kwh", "price_pence_per_kwh_exc_vat", "cost_pence", "band", "quadrant", "smart_charge"),
    *("car_kwh", "car_cost_pence", "price_source", "basis"),
)
SAMPLE_COLUMNS = ("time_utc", "time_london", "device", "watts", "import_register_wh", "export_register_wh")
CHARGE_COLUMNS = ("start_utc", "end_utc", "start_london", "end_london", "state", "kwh", "source", "location", "device")
BILL_COLUMNS = (
    *("first_day", "last_day", "octopus_pence", "ours_pence", "difference_pence", "twelve_month_mean_pence"),
    *("incomplete_days", "estimated_days", "explanation"),
)

_SOURCES = {source.name: source.value for source in RateSource}


_ESTIMATED = "estimated"


class Exported(StrEnum):
    """What of a span can be taken along, as it is called in file names."""

    HALF_HOURS = "half-hours"
    SAMPLES = "samples"
    DISPATCHES = "dispatches"


async def export(
    database: Database, account: Account, what: Exported, span: DateSpan, path: Path, now: datetime
) -> int:
    """How many rows there are. Raises OSError and StorageError."""
    if what is Exported.SAMPLES:
        return await export_samples(database, span, path)
    if what is Exported.DISPATCHES:
        return await export_charges(database, account.number, span, path, now)
    return await export_half_hours(database, account, span, path)


async def export_half_hours(database: Database, account: Account, span: DateSpan, path: Path) -> int:
    """Every reading of every meter point in the span, point by point; how many. Raises OSError and StorageError."""
    clock, count = London(), 0
    with table_file(path, HALF_HOUR_COLUMNS) as file:
        for point in account.meter_points:
            open_days = await _open_days(database, point, span)

            def write(found: Rows, point: MeterPoint = point, open_days: frozenset[int] = open_days) -> int:
                table = list(_half_hours(found, point, clock, file, open_days))
                file.write(table)
                return len(table)

            for part in _steps(span.instants):
                count += await database.history.consume(partial(half_hours, number=point.number, span=part), write)
    return count


async def _open_days(database: Database, point: MeterPoint, span: DateSpan) -> frozenset[int]:
    """Days since 1970 whose smart charges nobody has confirmed."""
    smart = smart_spans(point)
    if not smart:
        return frozenset()
    ours = await database.history.totals(point.number, span.first, span.last)
    settled = await database.history.settled(point.number, span.first, span.last)
    return frozenset((day - _FIRST_DAY).days for day in estimated_days(ours, settled, smart))


async def export_samples(database: Database, span: DateSpan, path: Path) -> int:
    """Live power as it is kept. Raises OSError and StorageError."""
    clock, count = London(), 0
    with table_file(path, SAMPLE_COLUMNS) as file:

        def write(found: Rows) -> int:
            table = [
                (file.moment(at), file.moment(clock.shown(at)), file.words(device), *figures)
                for device, at, *figures in found
            ]
            file.write(table)
            return len(table)

        for part in _steps(span.instants, timedelta(days=1)):
            count += await database.history.consume(partial(samples, span=part), write)
    return count


async def export_charges(database: Database, account_number: str, span: DateSpan, path: Path, now: datetime) -> int:
    """An account's smart charges and boosts: what was listed when its time came, until ``now``, and what started and
    completed. Raises OSError and StorageError.
    """
    book, clock, count = await database.charges(account_number, span.instants), London(), 0
    with table_file(path, CHARGE_COLUMNS) as file:
        for part in _steps(span.instants):

            def write(views: Sequence[PlanView], part: Span = part) -> int:
                listed = (row for row in listed_when_due(views, now) if part.contains(row.span.start))
                table = [_listed(row, clock, file) for row in listed]
                file.write(table)
                return len(table)

            ask = partial(due_views, account_number=account_number, span=Span(part.start - FURTHEST_PLAN, part.end))
            count += await database.history.consume(ask, write)
        table = list(_charges(book, clock, file))
        file.write(table)  # a few a day at most
    return count + len(table)


def write_bills(bills: Bills, path: Path) -> int:
    """Past bills, newest first, Octopus's and ours; how many. Raises OSError."""
    with table_file(path, BILL_COLUMNS) as file:
        file.write(
            (
                *(bill.period.first.isoformat(), bill.period.last.isoformat(), bill.octopus_pence, bill.ours_pence),
                *(bill.difference_pence, None if bill.mean_pence is None else round(float(bill.mean_pence), 2)),
                *(bill.incomplete_days, bill.estimated_days, file.words(bill.why) or None),
            )
            for bill in bills.past
        )
    return len(bills.past)


def _steps(whole: Span, step: timedelta = STEP) -> Iterator[Span]:
    start = whole.start
    while start < whole.end:
        yield Span(start, min(start + step, whole.end))
        start += step


def _kind(point: MeterPoint) -> str:
    return "gas" if point.fuel is Fuel.GAS else point.direction.value


_WORDS = {
    is_export: {band.value: text.band_word(band, BandScheme(SchemeKind.TARIFF, is_export=is_export)) for band in Band}
    for is_export in (False, True)
}
_DISPATCH = RateSource.DISPATCH.name


def _half_hours(
    found: Rows, point: MeterPoint, clock: London, file: TableFile, open_days: frozenset[int]
) -> Iterator[tuple[Any, ...]]:
    bands, kind, moment = _WORDS[point.direction is Direction.EXPORT], _kind(point), file.moment
    for start, metered, kwh, inc, exc, band, quadrant, source, car_kwh, car_pence in found:
        is_priced = inc is not None
        car = 0.0 if car_kwh is None else float(car_kwh)
        own = 0.0 if car_pence is None else float(car_pence)
        shown = clock.shown(start)
        yield (
            moment(start),
            moment(start + SLOT_SECONDS),
            moment(shown),
            point.number,
            kind,
            metered,
            kwh,
            inc,
            exc,
            round((float(kwh) - car) * float(inc) + own, 6) if is_priced else None,
            bands[band] if band is not None else None,
            quadrant if is_priced and quadrant >= 0 else None,
            int(source == _DISPATCH) if is_priced else None,
            car_kwh,
            car_pence,
            _SOURCES.get(source),
            _ESTIMATED if open_days and shown // _DAY_SECONDS in open_days else "metered",
        )


def _times(span: Span, clock: London, file: TableFile) -> list[Any]:
    start, end = int(span.start.timestamp()), int(span.end.timestamp())
    return [file.moment(at) for at in (start, end, clock.shown(start), clock.shown(end))]


def _listed(row: Listed, clock: London, file: TableFile) -> tuple[Any, ...]:
    kwh = None if row.energy_kwh is None else round(float(row.energy_kwh), 6)
    state = f"{'planned' if row.is_counted else 'ignored'} {row.kind.value}"
    return (*_times(row.span, clock, file), state, kwh, None, None, file.words(row.device_id))


def _charges(book: DispatchBook, clock: London, file: TableFile) -> Iterator[tuple[Any, ...]]:
    for started in sorted(book.started, key=lambda row: row.span):
        yield *_times(started.span, clock, file), "started", None, None, None, file.words(started.device_id)
    for row in sorted(book.completed, key=lambda row: row.span):
        kwh = None if row.energy_kwh is None else float(row.energy_kwh)
        yield (
            *_times(row.span, clock, file),
            f"completed {row.kind.value}",
            kwh,
            file.words(row.source),
            file.words(row.location),
            None,
        )
