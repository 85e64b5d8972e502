"""The energy wave: the grid's half hours from the store beside a person's own file, in bars. Reckoned elsewhere."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from kraken_desktop.domain.energy_wave import WaveSlot, WaveSums, wave_slot, wave_sums
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.arithmetic import Progress, reckoned
from kraken_desktop.services.wave_file import ColumnMap, FileError, file_slots
from kraken_desktop.storage.columns import at_seconds
from kraken_desktop.storage.export_rows import Rows, half_hours
from kraken_desktop.storage.history_store import HistoryStore

MOST_DAYS_AS_BARS = 62


@dataclass(frozen=True, slots=True)
class WaveQuestion:
    path: Path
    columns: ColumnMap
    span: DateSpan


@dataclass(frozen=True, slots=True)
class WaveBar:
    """A half hour of a day, a day, or a month of a longer span; ``start`` is its first half hour's."""

    start: datetime
    first: date
    sums: WaveSums


@dataclass(frozen=True, slots=True)
class EnergyWave:
    """Half hours that the grid's meter knows. ``trouble`` is why the file cannot be used. ``rows`` and ``skipped``
    count the file's lines, ``file_span`` is what it speaks of, be it outside the question's span.
    """

    question: WaveQuestion
    bars: tuple[WaveBar, ...] = ()
    total: WaveSums | None = None
    rows: int = 0
    skipped: int = 0
    file_span: DateSpan | None = None
    trouble: str = ""


@dataclass(slots=True)
class GridColumns:
    """Seconds since 1970, and kWh, of each half hour in order."""

    start: array[int]
    kwh: array[float]


async def energy_wave(store: HistoryStore, imports: str, exports: str | None, question: WaveQuestion) -> EnergyWave:
    """Raises StorageError."""
    span = question.span.instants
    bought = await store.consume(partial(half_hours, number=imports, span=span), _columns)
    sold = None
    if exports is not None:
        sold = await store.consume(partial(half_hours, number=exports, span=span), _columns)
    return await reckoned(wave_of, bought, sold, question)


def _columns(rows: Rows) -> GridColumns:
    found = GridColumns(array("q"), array("d"))
    for start, metered, *_ in rows:
        found.start.append(start)
        found.kwh.append(float(metered))
    return found


def wave_of(bought: GridColumns, sold: GridColumns | None, question: WaveQuestion, _progress: Progress) -> EnergyWave:
    """Long arithmetic, for `arithmetic.reckoned`."""
    try:
        read = file_slots(question.path, question.columns)
    except FileError as error:
        return EnergyWave(question, trouble=str(error))
    exported = dict(zip(sold.start, sold.kwh, strict=True)) if sold is not None else {}
    slots = [
        wave_slot(at_seconds(start), kwh, exported.get(start, 0.0), read.slots.get(at_seconds(start)))
        for start, kwh in zip(bought.start, bought.kwh, strict=True)
    ]
    total = wave_sums(slots) if slots else None
    return EnergyWave(question, tuple(_bars(slots, question.span)), total, read.rows, read.skipped, read.span)


def _bars(slots: list[WaveSlot], span: DateSpan) -> Iterator[WaveBar]:
    groups: dict[object, list[WaveSlot]] = {}
    for slot in slots:
        day = london_date(slot.start)
        key: object = slot.start if span.days == 1 else day if span.days <= MOST_DAYS_AS_BARS else day.replace(day=1)
        groups.setdefault(key, []).append(slot)
    for found in groups.values():
        yield WaveBar(found[0].start, london_date(found[0].start), wave_sums(found))
