"""Night hours read off the meter's own measurements, where no tariff tells them (docs/domain.md, Rates)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from kraken_desktop.domain.measurement import Measurement
from kraken_desktop.domain.moments import SLOT, DailyWindow, london

DAYS_NEEDED = 3
"""A half hour counts once so many days agree on it, and none disagrees."""
SLOTS = 48


def learnt_hours(measured: Iterable[Measurement], is_utc: bool) -> tuple[DailyWindow, ...]:
    """The windows in which every label says night, by the tariff's clock; () where the labels do not settle them.

    A half hour without energy has no label: it is as its neighbours are where those agree, and settles nothing else.
    """
    told: list[list[bool]] = [[] for _ in range(SLOTS)]
    for one in measured:
        is_night = _house_is_off_peak(one)
        if is_night is not None and one.span.duration == SLOT:
            told[_slot_number(one.span.start, is_utc)].append(is_night)
    settled = [days[0] if len(days) >= DAYS_NEEDED and len(set(days)) == 1 else None for days in told]
    if any(len(set(days)) > 1 for days in told):
        return ()
    return _windows(_filled(settled), is_utc)


def _house_is_off_peak(measurement: Measurement) -> bool | None:
    """None where a label is unknown, or where the house paid both prices."""
    found = {share.is_off_peak for share, _ in measurement.shares or () if not share.is_car}
    return found.pop() if len(found) == 1 else None


def _slot_number(start: datetime, is_utc: bool) -> int:
    clock = start if is_utc else london(start)
    return clock.hour * 2 + clock.minute // 30


def _filled(settled: Sequence[bool | None]) -> Sequence[bool | None]:
    """Gaps take the word of both neighbours, round midnight too, where it is the same."""
    known = [number for number, word in enumerate(settled) if word is not None]
    filled = list(settled)
    for before, after in zip(known, [*known[1:], *known[:1]], strict=True):
        if settled[before] == settled[after]:
            for step in range(1, (after - before) % SLOTS or SLOTS):
                filled[(before + step) % SLOTS] = settled[before]
    return filled


def _windows(words: Sequence[bool | None], is_utc: bool) -> tuple[DailyWindow, ...]:
    if None in words or len(set(words)) != 2:
        return ()
    starts = [number for number in range(SLOTS) if words[number] and not words[number - 1]]
    ends = [number for number in range(SLOTS) if not words[number] and words[number - 1]]
    return tuple(
        DailyWindow(_clock(start), _clock(next((end for end in ends if end > start), ends[0])), is_utc)
        for start in starts
    )


def _clock(number: int) -> time:
    return time(number // 2, number % 2 * 30)
