"""A person's own CSV of sun, battery or heat pump: its columns, mapped by hand, as half hours.

Read in another process where it is long (`insights.arithmetic.reckoned`): nothing here keeps anything.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice, pairwise
from pathlib import Path
from statistics import median

from kraken_desktop.domain.energy_wave import Part
from kraken_desktop.domain.moments import LONDON, SLOT, floor_slot, london_date
from kraken_desktop.services.date_span import DateSpan

LONGEST_STEP = timedelta(hours=24)
_YEARS = range(2000, 2100)
"""A time outside them is a slip: nothing of a home's energy was read then."""
_HEAD = 300
"""Rows that show what a column holds: a night of an inverter is all 0."""
_SNIFFED = 64 * 1024
_LOOKED_AT = 2000
"""Rows that tell how figures are written."""
_THOUSANDS = re.compile(r"[-−+]?[1-9]\d{0,2}(,\d{3})+")
_FORMATS = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y/%m/%d %H:%M:%S"),
    *("%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y%m%d %H:%M"),
)
"""Days before months, as they are written here; ISO 8601 is tried first."""


class Unit(StrEnum):
    KWH = "kWh"
    WH = "Wh"
    KW = "kW"
    W = "W"
    KWH_COUNTER = "kWh, counting up"
    WH_COUNTER = "Wh, counting up"

    @property
    def is_power(self) -> bool:
        return self in (Unit.KW, Unit.W)

    @property
    def is_counter(self) -> bool:
        """A meter's register: what it rose by is the energy."""
        return self in (Unit.KWH_COUNTER, Unit.WH_COUNTER)

    @property
    def thousandths(self) -> bool:
        return self in (Unit.WH, Unit.W, Unit.WH_COUNTER)


Figures = tuple[tuple["ColumnUse", float], ...]


class FileError(Exception):
    """Why a file cannot be used, for a person."""


@dataclass(frozen=True, slots=True)
class FileHead:
    """The names of the columns, and the first rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    part: Part
    unit: Unit
    is_negated: bool = False
    """Counts what is below zero: one column of a battery's power often tells both directions."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column is what; times without an offset are ``is_utc`` or London's clocks."""

    time: str
    uses: Mapping[str, tuple[ColumnUse, ...]]
    is_utc: bool = False


@dataclass(frozen=True, slots=True)
class FileSlots:
    """kWh by half hour (its start) and part; a 0 is told too.

    ``skipped`` rows had no time or number that could be read.
    """

    slots: Mapping[datetime, Mapping[Part, float]] = field(default_factory=dict)
    rows: int = 0
    skipped: int = 0

    @property
    def span(self) -> DateSpan | None:
        """From the first day of which anything is told to the last."""
        return DateSpan(london_date(min(self.slots)), london_date(max(self.slots))) if self.slots else None


def file_head(path: Path) -> FileHead:
    """Raises FileError."""
    rows = list(islice(_rows(path), _HEAD + 1))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise FileError("This file has no table: the first line names the columns, the next ones hold the figures.")
    return FileHead(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def told_head(path: Path, _progress: object = None) -> FileHead | str:
    """The head, or why the file cannot be used."""
    try:
        return file_head(path)
    except FileError as error:
        return str(error)


def file_slots(path: Path, columns: ColumnMap, _progress: object = None) -> FileSlots:
    """Each row counts until the next one's time; energy is spread over the half hours that it touches, power is taken
    to last, of a counter what it rose by until then counts. Raises FileError.
    """
    rows = _rows(path)
    names = next(rows, [])
    if columns.time not in names:
        raise FileError(f"The column {columns.time!r} is not in this file.")
    at = names.index(columns.time)
    used = [(names.index(name), uses) for name, uses in columns.uses.items() if name in names]
    first = list(islice(rows, _LOOKED_AT))
    cells = [row[place] for row in first for place, _ in used if place < len(row)]
    has_comma = has_decimal_comma(cells, is_between=bool(first) and _is_by_semicolon(path))
    read, skipped = list[tuple[datetime, Figures]](), 0
    for row in chain(first, rows):
        moment = _moment(row[at], columns.is_utc) if at < len(row) else None
        figures = tuple(
            (use, value)
            for place, uses in used
            if place < len(row) and (value := _figure(row[place], has_comma)) is not None
            for use in uses
        )
        if moment is None or not figures:
            skipped += 1
        else:
            read.append((moment, figures))
    if not read:
        raise FileError("No row of it has a time and a figure that could be read.")
    ordered = _in_time(read)
    slots = _summed(ordered)
    _count_up(slots, ordered)
    return FileSlots(slots, len(read), skipped)


def _in_time(read: list[tuple[datetime, Figures]]) -> list[tuple[datetime, Figures]]:
    """In order of UTC. Of London's clocks the hour that comes twice in autumn is told apart by the rows' order."""
    falling = sum(later[0].replace(tzinfo=None) < row[0].replace(tzinfo=None) for row, later in pairwise(read))
    if falling > len(read) / 2:
        read.reverse()
    seen, last, is_second = set[datetime](), None, False
    found = []
    for moment, figures in read:
        if moment.tzinfo is LONDON:
            clock = moment.replace(tzinfo=None)
            if moment.utcoffset() == moment.replace(fold=1).utcoffset():
                seen, is_second = set(), False
            else:
                is_second = is_second or clock in seen or (bool(seen) and last is not None and clock < last)
                moment = moment.replace(fold=int(is_second))
                seen.add(clock)
                last = clock
        found.append((moment.astimezone(UTC), figures))
    found.sort(key=lambda row: row[0])
    return found


def _count_up(slots: dict[datetime, dict[Part, float]], read: Sequence[tuple[datetime, Figures]]) -> None:
    """What each counter rose by; one that fell was replaced, and nothing is known of the time between."""
    last: dict[Part, tuple[datetime, float]] = {}
    for moment, figures in read:
        for use, value in figures:
            if not use.unit.is_counter or use.is_negated:
                continue
            if use.part in last:
                since, before = last[use.part]
                kwh, step = (value - before) / (1000 if use.unit.thousandths else 1), moment - since
                if kwh >= 0 and timedelta() < step <= LONGEST_STEP:
                    _spread(slots, use.part, since, step, kwh)
            last[use.part] = moment, value


def _summed(read: Sequence[tuple[datetime, Figures]]) -> dict[datetime, dict[Part, float]]:
    steps = [later[0] - row[0] for row, later in pairwise(read) if later[0] > row[0]]
    usual = timedelta(seconds=median(step.total_seconds() for step in steps)) if steps else SLOT
    usual = min(usual, LONGEST_STEP)  # else two rows of far days fill all the years between
    slots: dict[datetime, dict[Part, float]] = {}
    for index, (moment, figures) in enumerate(read):
        following = read[index + 1][0] if index + 1 < len(read) else moment + usual
        # a gap in the file is no long row
        step = min(following - moment, 2 * usual, LONGEST_STEP)
        if step <= timedelta():
            continue  # told twice
        for use, value in figures:
            if use.unit.is_counter:
                continue
            lasts = step if use.unit.is_power else usual
            _spread(slots, use.part, moment, lasts, _kwh(use, value, lasts))
    return slots


def _kwh(use: ColumnUse, value: float, step: timedelta) -> float:
    signed = -value if use.is_negated else value
    amount = max(0.0, signed) / (1000 if use.unit.thousandths else 1)
    return amount * (step / timedelta(hours=1)) if use.unit.is_power else amount


def _spread(
    slots: dict[datetime, dict[Part, float]], part: Part, begins: datetime, step: timedelta, kwh: float
) -> None:
    ends, start = begins + step, floor_slot(begins)
    while start < ends:
        share = (min(ends, start + SLOT) - max(begins, start)) / step
        sums = slots.setdefault(start, {})
        sums[part] = sums.get(part, 0.0) + kwh * share
        start += SLOT


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            begins = file.read(_SNIFFED)
            file.seek(0)
            try:
                dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(begins, delimiters=",;\t|")
            except csv.Error:
                dialect = csv.excel
            yield from ([cell.strip() for cell in row] for row in csv.reader(file, dialect) if any(row))
    except (OSError, csv.Error) as error:
        raise FileError(f"{path.name} could not be read: {getattr(error, 'strerror', None) or error}.") from error


def _moment(text: str, is_utc: bool) -> datetime | None:
    found = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        for pattern in _FORMATS:
            try:
                found = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is given below
                break
            except ValueError:
                continue
    if found is None or found.year not in _YEARS:
        return None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return found.replace(tzinfo=UTC if is_utc else LONDON)


def has_decimal_comma(cells: Iterable[str], *, is_between: bool) -> bool:
    """Whether a file writes ``1.234,5`` and not ``1,234.5``. Where every comma could be of thousands, and no figure has
    both, a file whose columns stand between semicolons (``is_between``) is taken to mean decimals.
    """
    could_be_either = False
    for cell in cells:
        comma, point = cell.rfind(","), cell.rfind(".")
        if comma >= 0 and point >= 0:
            return comma > point
        if comma >= 0 and not _THOUSANDS.fullmatch(cell.strip()):
            return True
        could_be_either = could_be_either or comma >= 0
    return could_be_either and is_between


def _is_by_semicolon(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return ";" in file.readline()


def _figure(text: str, has_comma: bool) -> float | None:
    """``1,234.5``, or ``1.234,5`` where the file has decimal commas, and ``−3``; None for anything else."""
    plain = text.replace("−", "-").replace(" ", "").replace("\u00a0", "")
    plain = plain.replace(".", "").replace(",", ".") if has_comma else plain.replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
