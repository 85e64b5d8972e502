"""What a home draws when nobody does anything, and when it draws most (docs/domain.md, Costs)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from statistics import median

from kraken_desktop.domain.moments import SLOT, london
from kraken_desktop.domain.units import WATTS_PER_KILOWATT, ZERO
from kraken_desktop.domain.usage import Reading

QUIET_UNTIL = time(6)
"""From midnight to this hour the least of a night is looked for: later, solar panels hide what is drawn."""
SLOTS_AN_HOUR = 2


@dataclass(frozen=True, slots=True)
class ProfilePoint:
    """The mean energy of one half hour of the London day, over so many days."""

    clock: time
    kwh: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Habits:
    """``night_share`` (0–1) is what is used from midnight to 07:00; ``busiest`` the half hour with most energy."""

    always_on_watts: Decimal | None
    night_share: Decimal | None
    busiest: Reading | None
    profile: tuple[ProfilePoint, ...]


def habits(imported: Sequence[Reading]) -> Habits | None:
    """None where nothing was read."""
    if not imported:
        return None
    return Habits(always_on_watts(imported), night_share(imported), busiest(imported, 1)[0], day_profile(imported))


def always_on_watts(imported: Iterable[Reading]) -> Decimal | None:
    """The median over the nights of each night's least half hour, as power; None without a whole quiet night."""
    nights: dict[object, tuple[Decimal, int]] = {}
    for reading in imported:
        local = london(reading.start)
        if local.time() < QUIET_UNTIL:
            least, count = nights.get(local.date(), (reading.kwh, 0))
            nights[local.date()] = min(least, reading.kwh), count + 1
    whole = [least for least, count in nights.values() if count >= QUIET_UNTIL.hour * SLOTS_AN_HOUR - 2]
    return median(whole) * SLOTS_AN_HOUR * WATTS_PER_KILOWATT if whole else None


def day_profile(readings: Iterable[Reading]) -> tuple[ProfilePoint, ...]:
    """The mean of each clock half hour, in order; on the long day in autumn two slots share a clock time."""
    found: dict[time, list[Decimal]] = {}
    for reading in readings:
        found.setdefault(london(reading.start).time(), []).append(reading.kwh)
    return tuple(
        ProfilePoint(clock, sum(found[clock], ZERO) / len(found[clock]), len(found[clock])) for clock in sorted(found)
    )


def night_share(readings: Sequence[Reading], until: time = time(7)) -> Decimal | None:
    """The share of the energy that is used from midnight to ``until``; None where none is used."""
    total = sum((reading.kwh for reading in readings), ZERO)
    night = sum((reading.kwh for reading in readings if london(reading.start).time() < until), ZERO)
    return night / total if total > 0 else None


def busiest(readings: Iterable[Reading], count: int) -> tuple[Reading, ...]:
    """The slots with most energy, the greatest first."""
    return tuple(sorted(readings, key=lambda reading: (-reading.kwh, reading.start))[:count])


def mean_watts(reading: Reading) -> Decimal:
    return reading.kwh * WATTS_PER_KILOWATT * Decimal(3600) / Decimal(int(SLOT.total_seconds()))
