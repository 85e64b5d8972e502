"""The meter: registers in watt-hours at any ten seconds of 2022 to 2030, and everything that is read from them.

A month is metered as its declaration says, a little more or less by the seed, and the house's own profile shares it
out. So a register at any instant needs one month of the profile, never the years before. Half hours, ten-second rows
and bills are differences of the same register: they agree to the watt-hour by construction.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.chance import between
from kraken_desktop.simulator.homes.declaration import EXPORT, IMPORT, Living
from kraken_desktop.simulator.house import House
from kraken_desktop.simulator.london import BUCKET_SECONDS, SLOT_SECONDS, slot_of

EPOCH_YEAR = 2022
MONTHS = 9 * 12
FIRST_READING = {IMPORT: 3_104_000, EXPORT: 240_000}
WATT_BUCKETS_PER_WH = 3600 // BUCKET_SECONDS


@dataclass(frozen=True, slots=True)
class _Month:
    """Register at the start and the watt-hours of a month; the profile's own sum before each half hour."""

    first_slot: int
    opening: dict[str, int]
    metered: dict[str, int]
    before: dict[str, array[int]]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One half hour: net watts, and register before each ten seconds and after the last."""

    watts: list[int]
    registers: dict[str, list[int]]


class Load(Protocol):
    """What draws power beside the house's own profile: it adds to the register to the watt-hour."""

    def energy_wh(self, moment: int, /) -> int:
        """Drawn since 2022, up to a Unix time of whole ten seconds."""

    def energies_wh(self, slots: range, /) -> NDArray[np.int64]:
        """The same up to the start of each of several half hours."""

    def watts(self, moment: int, /) -> int:
        """Drawn over the ten seconds that begin then."""


class Meter:
    """What a house uses by itself, and the loads behind the same meter."""

    def __init__(self, living: Living, seed: int, weather: int, loads: Sequence[Load] = ()) -> None:
        own = _own_use(living, seed, weather)
        self._month, self._slot = own.month, own.slot
        self._loads = loads

    def register(self, direction: str, seconds: int) -> int:
        """Watt-hours counted up to a Unix time, of which the last unfinished ten seconds are left out."""
        slot, rest = divmod(seconds, SLOT_SECONDS)
        bucket = rest // BUCKET_SECONDS
        house = self._at_slot(direction, slot) if bucket == 0 else self._slot(slot).registers[direction][bucket]
        if direction == EXPORT:
            return house
        moment = seconds - rest % BUCKET_SECONDS
        return house + sum(load.energy_wh(moment) for load in self._loads)

    def energy(self, direction: str, slot: int) -> int:
        """Watt-hours of a half hour."""
        return self.register(direction, (slot + 1) * SLOT_SECONDS) - self.register(direction, slot * SLOT_SECONDS)

    def registers(self, direction: str, slots: range) -> NDArray[np.int64]:
        """Watt-hours counted before each of several half hours."""
        parts: list[NDArray[np.int64]] = []
        for number, piece in by_month(slots):
            month = self._month(number)
            opening, metered, before = month.opening[direction], month.metered[direction], month.before[direction]
            passed = np.frombuffer(before, np.int64)[piece.start - month.first_slot : piece.stop - month.first_slot]
            parts.append(opening + metered * passed // (before[-1] or 1))
        shown = np.concatenate(parts)
        for load in self._loads if direction == IMPORT else ():
            shown += load.energies_wh(slots)
        return shown

    def energies(self, direction: str, slots: range) -> NDArray[np.int64]:
        """Watt-hours of each of several half hours."""
        return np.diff(self.registers(direction, range(slots.start, slots.stop + 1)))

    def demand(self, seconds: int) -> int:
        """Net watts over the ten seconds that begin at a Unix time; negative while exporting."""
        slot, rest = divmod(seconds, SLOT_SECONDS)
        return self._slot(slot).watts[rest // BUCKET_SECONDS] + sum(load.watts(seconds) for load in self._loads)

    def _at_slot(self, direction: str, slot: int) -> int:
        month = self._month(month_of(slot))
        before = month.before[direction]
        return month.opening[direction] + month.metered[direction] * before[slot - month.first_slot] // (
            before[-1] or 1
        )


class _OwnUse:
    """What a house counts by itself: its profile, scaled to its months."""

    def __init__(self, living: Living, seed: int, weather: int) -> None:
        self._living = living
        self._seed = seed
        self._house = House(living, seed, weather)
        self.month = lru_cache(maxsize=MONTHS)(self._month_numbered)
        self.slot = lru_cache(maxsize=200)(self._slot_numbered)

    def _slot_numbered(self, slot: int) -> _Slot:
        month = self.month(month_of(slot))
        place = slot - month.first_slot
        raw: list[int] = self._house.net_watts(range(slot, slot + 1))[0].tolist()
        registers = {}
        for direction, parts in _split(raw).items():
            whole = month.before[direction][-1] or 1
            opening, metered = month.opening[direction], month.metered[direction]
            sums = accumulate(parts, initial=month.before[direction][place])
            registers[direction] = [opening + metered * passed // whole for passed in sums]
        scale = {
            direction: month.metered[direction] * WATT_BUCKETS_PER_WH / (month.before[direction][-1] or 1)
            for direction in (IMPORT, EXPORT)
        }
        watts = [round(value * scale[IMPORT if value > 0 else EXPORT]) for value in raw]
        return _Slot(watts, registers)

    def _month_numbered(self, number: int) -> _Month:
        slots = month_slots(number)
        imported, exported = (running(sums) for sums in self._house.net_sums(slots))
        opening, metered = {}, {}
        for direction in (IMPORT, EXPORT):
            opening[direction] = FIRST_READING[direction] + sum(
                self._metered(direction, past) for past in range(number)
            )
            metered[direction] = self._metered(direction, number)
        return _Month(slots.start, opening, metered, {IMPORT: imported, EXPORT: exported})

    def _metered(self, direction: str, month: int) -> int:
        declared = self._living.import_kwh if direction == IMPORT else self._living.export_kwh
        return round(declared[month % 12] * 1000 * between(0.93, 1.07, self._seed, "month", direction, month))


@lru_cache(maxsize=32)
def _own_use(living: Living, seed: int, weather: int) -> _OwnUse:
    """The same for every simulator of a home and seed, whatever stands behind the meter beside it."""
    return _OwnUse(living, seed, weather)


def _split(watts: list[int]) -> dict[str, list[int]]:
    return {
        IMPORT: [value if value > 0 else 0 for value in watts],
        EXPORT: [-value if value < 0 else 0 for value in watts],
    }


def month_of(slot: int) -> int:
    """Months since 2022 of the half hour, by UTC."""
    return bisect_right(_months(), slot) - 1


@cache
def _months() -> list[int]:
    """The half hour with which each month begins."""
    return [slot_of(_month_start(number)) for number in range(MONTHS)]


def month_slots(number: int) -> range:
    """The half hours of a month."""
    return range(_months()[number], _months()[number + 1])


def by_month(slots: range) -> Iterator[tuple[int, range]]:
    """The half hours in pieces, each with the number of the month that holds it; none for none."""
    begin = slots.start
    while begin < slots.stop:
        number = month_of(begin)
        piece = range(begin, min(slots.stop, month_slots(number).stop))
        yield number, piece
        begin = piece.stop


def _month_start(number: int) -> datetime:
    return datetime(EPOCH_YEAR + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def running(sums: NDArray[np.int64]) -> array[int]:
    """What has run up before each, and after the last."""
    return array("q", np.concatenate(([0], np.cumsum(sums))).tolist())


def half_even(numbers: NDArray[np.int64], divisor: int) -> NDArray[np.int64]:
    """Whole parts, rounded half to even."""
    whole, rest = np.divmod(numbers, divisor)
    up = (2 * rest > divisor) | ((2 * rest == divisor) & (whole % 2 == 1))
    rounded: NDArray[np.int64] = whole + up
    return rounded
