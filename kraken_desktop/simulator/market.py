"""The day-ahead auction: what a half hour costs wholesale, and when tomorrow's prices become known.

The level follows gas, wind, sun and the hour, so that a winter evening without wind is dear and a sunny, windy Sunday
can cost less than nothing. Agile's prices are made from it as Octopus makes them (docs/api.md, 5.5).
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from kraken_desktop.simulator.chance import between, draw, drift
from kraken_desktop.simulator.london import at_local, day_slots, local_date, local_slot

PENNY_FRACTION = Decimal("0.01")
CAP_EXC_VAT = 95.0
PEAK_HOURS = range(16, 19)
GLUTS = 0.012
"""The share of days on which the country has far more wind or sun than it needs."""

# How dear an hour of the London day is beside the day's mean.
_HOURS = (
    0.86, 0.84, 0.82, 0.80, 0.80, 0.86, 0.96, 1.08, 1.12, 1.06, 1.00, 0.96,
    0.94, 0.92, 0.93, 0.99, 1.12, 1.24, 1.28, 1.20, 1.10, 1.02, 0.94, 0.88,
)  # fmt: skip
_SHAPE = tuple((_HOURS[place // 2] + _HOURS[(place // 2 + place % 2) % 24]) / 2 for place in range(48))
_MIDDAY = tuple(math.exp(-(((place / 2 - 13) / 2.6) ** 2)) for place in range(48))
EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=8192)
def _day(seed: int, day: date) -> tuple[float, float, float]:
    """(mean level in p/kWh, wind in -1…1, strength of the sun in 0…1) of a London day."""
    number = day.toordinal()
    winter = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)
    level = 8.0 + 1.4 * winter + 1.8 * drift(seed, "gas", number, 31) + 0.8 * drift(seed, "demand", number, 4)
    if day.weekday() >= 5:
        level *= 0.92
    wind = drift(seed, "wind", number, 3)
    sun = max(0.0, 0.5 - 0.5 * winter) * (0.6 + 0.4 * drift(seed, "cloud", number, 2))
    return level, wind, sun


@lru_cache(maxsize=8192)
def _glut(seed: int, day: date) -> tuple[float, float]:
    """(how many pence a day's glut takes off, the hour at which it is worst): a few days a year, seldom a deep one."""
    if draw(seed, "glut", day) > GLUTS:
        return 0.0, 0.0
    is_sunny = 4 <= day.month <= 9 and draw(seed, "glut by", day) < 0.7
    return 4 + 12 * draw(seed, "how much", day) ** 2, 13.0 if is_sunny else 4.0


def wholesale(seed: int, slot: int) -> float:
    """Pence per kWh, without VAT; below zero when wind and sun are more than the country needs."""
    day, place = divmod(slot, 48)
    return _wholesale_of(seed, day)[place]


@lru_cache(maxsize=2048)
def _wholesale_of(seed: int, day: int) -> list[float]:
    """The same of each half hour of a UTC day, by its number from 1970."""
    slots = range(day * 48, (day + 1) * 48)
    return [_level(seed, slot, *divmod(clock, 48)) for slot, clock in zip(slots, map(local_slot, slots), strict=True)]


def _level(seed: int, slot: int, number: int, place: int) -> float:
    """`number` and `place` are the London day and the half hour of it."""
    day, hour = date.fromordinal(EPOCH + number), place / 2
    level, wind, sun = _day(seed, day)
    price = level * _SHAPE[place]
    price -= 2.4 * wind
    if wind > 0.55:
        price -= (wind - 0.55) * (12.0 if hour < 6 else 6.5 if 11 <= hour < 15 else 0.0)
    price -= 6.0 * sun * _MIDDAY[place]
    glut, worst = _glut(seed, day)
    if glut:
        price -= glut * math.exp(-(((hour - worst) / 2.0) ** 2))
    if wind < -0.6 and PEAK_HOURS.start <= hour < PEAK_HOURS.stop + 1:
        price += 22 * (-0.6 - wind)
    return price + between(-0.7, 0.7, seed, "half hour", slot)


def _is_peak(slot: int) -> bool:
    return local_slot(slot) % 48 // 2 in PEAK_HOURS


@lru_cache(maxsize=8192)
def agile_import(seed: int, slot: int, factor: float) -> Decimal:
    """Agile's price without VAT: wholesale times the region's factor, dearer from 16:00 to 19:00, capped."""
    peak = 12.5 if _is_peak(slot) else 0.0
    return pence(min(CAP_EXC_VAT, wholesale(seed, slot) * factor + peak))


@lru_cache(maxsize=8192)
def agile_export(seed: int, slot: int, factor: float) -> Decimal:
    """What Agile Outgoing pays: wholesale less losses, more from 16:00 to 19:00, never below zero."""
    peak = 5.0 if _is_peak(slot) else 0.0
    return pence(max(0.0, wholesale(seed, slot) * 0.95 * factor / 2 + 1 + peak))


@lru_cache(maxsize=4096)
def tracker_electricity(seed: int, day: date, factor: float) -> Decimal:
    """Tracker's price of a London day without VAT: the day's mean wholesale price and what delivering it costs."""
    mean = sum(wholesale(seed, slot) for slot in day_slots(day)) / len(day_slots(day))
    return pence(min(CAP_EXC_VAT, mean * 1.25 * factor + 11.5))


@lru_cache(maxsize=4096)
def tracker_gas(seed: int, day: date, factor: float) -> Decimal:
    """Tracker's price of gas for a London day without VAT."""
    winter = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)
    return pence((4.4 + 0.4 * winter + 1.1 * drift(seed, "gas", day.toordinal(), 31)) * factor)


def pence(value: float) -> Decimal:
    return Decimal(value).quantize(PENNY_FRACTION)


def published_at(seed: int, day: date) -> datetime:
    """When the prices of `day` (23:00 the evening before to 23:00) appear: about 16:00 the day before, or later."""
    minutes = between(1, 25, seed, "publication", day)
    if draw(seed, "late publication", day) < 0.06:
        minutes += between(45, 200, seed, "how late", day)
    return at_local(day - timedelta(days=1), 16) + timedelta(seconds=round(minutes * 60))


def known_until(seed: int, now: datetime) -> datetime:
    """The end of the last half hour whose price is published: 23:00 today or 23:00 tomorrow, London."""
    tomorrow = local_date(now) + timedelta(days=1)
    last = tomorrow if published_at(seed, tomorrow) <= now else tomorrow - timedelta(days=1)
    return at_local(last, 23)
