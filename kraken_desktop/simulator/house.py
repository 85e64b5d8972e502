"""What a house does with power, ten seconds at a time: a pure function of seed and half hour, for months at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.chance import drift, grain
from kraken_desktop.simulator.heating import storage_watts
from kraken_desktop.simulator.homes.declaration import Living
from kraken_desktop.simulator.london import BUCKETS, local_slots

LATITUDE = math.radians(51.5)
CLOUD_BUCKETS = 30  # clouds pass every five minutes
CLOUDS = BUCKETS // CLOUD_BUCKETS
LOWEST_SUN = 0.02
EPOCH = date(1970, 1, 1)

# Chance of each appliance in a half hour, by the hour of the London day.
_KETTLE = np.array((0, 0, 0, 0, 0, 5, 30, 55, 45, 30, 30, 25, 35, 30, 20, 25, 35, 45, 40, 35, 30, 25, 15, 5))
_COOKING = np.array((0, 0, 0, 0, 0, 0, 2, 8, 6, 2, 2, 5, 15, 8, 2, 4, 15, 45, 50, 20, 5, 1, 0, 0))
_SHOWER = np.array((0, 0, 0, 0, 0, 4, 22, 26, 12, 4, 2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 8, 9, 4, 0))
_LAUNDRY = np.array((0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 10, 9, 8, 8, 7, 6, 4, 3, 3, 4, 4, 2, 0, 0))
# How much of the house is awake, in hundredths of the base load.
_AWAKE = np.array(
    (62, 55, 52, 50, 50, 56, 85, 118, 112, 98, 92, 92, 100, 96, 92, 98, 120, 150, 165, 170, 168, 155, 125, 85)
)
_CHARGING, _GIVING_BACK = (2, 5), (16, 19)
_MILD = 31
_NOISE = BUCKETS + 24
"""Bytes of chance for a half hour: one for each ten seconds, and some for what else goes by it."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Switched:
    """An appliance that runs in some of the half hours: which, from which ten seconds on, for how many, at how much."""

    rows: Whole
    begin: Whole
    length: Whole
    watts: int


class House:
    """One house: net watts at the meter, import above zero and export below."""

    def __init__(self, living: Living, seed: int, weather: int) -> None:
        """`seed` is the house's own; `weather` is shared with the neighbours and the market."""
        self._living = living
        self._seed = seed
        self._weather = weather

    def net_watts(self, slots: range) -> NDArray[np.int32]:
        """180 values for the ten seconds of each half hour, any load beside the house left out."""
        noise, even, switched = self._use(slots)
        watts = even.astype(np.int32)[:, np.newaxis] + (noise[:, :BUCKETS] & _MILD)
        for appliance in switched:
            ends = appliance.begin + appliance.length
            for row, begin, end in zip(appliance.rows.tolist(), appliance.begin.tolist(), ends.tolist(), strict=True):
                watts[row, begin:end] += appliance.watts
        if self._living.solar_watts:
            self._shine(watts, slots, noise[:, BUCKETS:])
        return watts

    def net_sums(self, slots: range) -> tuple[Whole, Whole]:
        """The sums over each half hour of what is taken and of what is given."""
        if self._living.solar_watts or self._living.battery_watts:
            watts = self.net_watts(slots)
            taken = np.maximum(watts, 0).sum(axis=1, dtype=np.int64)
            return taken, taken - watts.sum(axis=1, dtype=np.int64)
        noise, even, switched = self._use(slots)
        taken = even * BUCKETS + (noise[:, :BUCKETS] & _MILD).sum(axis=1, dtype=np.int64)
        for appliance in switched:
            np.add.at(taken, appliance.rows, appliance.length * appliance.watts)
        return taken, np.zeros_like(taken)

    def _use(self, slots: range) -> tuple[NDArray[np.uint8], Whole, list[_Switched]]:
        """Chance, what runs evenly, and appliances, of each half hour."""
        drawn = b"".join(grain(self._seed, slot, _NOISE) for slot in slots)
        noise = np.frombuffer(drawn, np.uint8).reshape(len(slots), _NOISE)
        clock = local_slots(slots)
        day, hour = clock // 48, clock % 48 // 2
        moods = {number: _mood(self._seed, number) for number in range(day[0], day[-1] + 1)}
        dark, mood = np.array([moods[number] for number in day.tolist()]).T
        weekend = (day + 3) % 7 >= 5
        at_home = np.where(weekend & (hour >= 9) & (hour < 18), 1.15, 1.0)
        base = self._living.base_watts * _AWAKE[hour] / 100 * dark * mood * at_home
        even = (base * (0.9 + noise[:, -1] / 1280)).astype(np.int64)
        even += np.where(noise[:, -2] < 110, 75, 0) + self._steady(slots, hour)
        return noise, even, list(_appliances(self._living, hour, weekend, noise[:, BUCKETS:].astype(np.int64)))

    def _steady(self, slots: range, hour: Whole) -> Whole:
        """What runs evenly over a half hour: heating, and a battery that takes in and gives back."""
        living, steady = self._living, np.zeros(len(slots), np.int64)
        if living.storage_watts:
            steady += storage_watts(living.storage_watts, living.storage_hours, self._weather, slots)
        for sign, (since, until) in ((1, _CHARGING), (-1, _GIVING_BACK)):
            steady += np.where((hour >= since) & (hour < until), sign * living.battery_watts, 0)
        return steady

    def _shine(self, watts: NDArray[np.int32], slots: range, chance: NDArray[np.uint8]) -> None:
        days = range(slots.start // 48, (slots.stop - 1) // 48 + 1)
        first = slots.start - days.start * 48
        sun = np.array([_sun_of(day) for day in days]).ravel()[first : first + len(slots)]
        up = np.flatnonzero(sun > LOWEST_SUN)
        clear = np.array([_clearness_of(self._weather, day) for day in days])[(up + first) // 48]
        full = self._living.solar_watts * sun[up]
        # A clear or a grey sky is steady; between the two, clouds come and go.
        swing = (0.55 * (1 - abs(2 * clear - 1)))[:, np.newaxis] * (chance[up, 12 : 12 + CLOUDS] / 127.5 - 1)
        made = full[:, np.newaxis] * np.minimum(1.0, np.maximum(0.05, clear[:, np.newaxis] + swing))
        used = watts[up]
        watts[up] = used - np.repeat(made.astype(np.int32), CLOUD_BUCKETS, axis=1) + (used & 15)


def _appliances(living: Living, hour: Whole, weekend: NDArray[np.bool_], chance: Whole) -> Iterator[_Switched]:
    """Whatever is switched on, by the hour and by chance."""
    kettle = np.flatnonzero(chance[:, 0] * 100 < (_KETTLE[hour] + np.where(weekend & (hour >= 9), 8, 0)) * 256)
    yield _placed(kettle, chance[kettle, 1], 11 + chance[kettle, 2] % 9, 2850)
    if living.evening_cooking:
        cooking = np.flatnonzero(chance[:, 3] * 100 < _COOKING[hour] * 256)
        for turn in range(0, BUCKETS - 14, 30):
            begin = chance[cooking, 4] % 20 + turn
            fits = begin < BUCKETS - 14
            yield _placed(cooking[fits], begin[fits], np.full(np.count_nonzero(fits), 14), 2100)
    if living.electric_shower:
        shower = np.flatnonzero(chance[:, 5] * 100 < _SHOWER[hour] * 256)
        yield _placed(shower, chance[shower, 6], 32 + chance[shower, 7] % 22, 8400)
    laundry = np.flatnonzero(chance[:, 8] * 100 < _LAUNDRY[hour] * np.where(weekend, 2, 1) * 256)
    yield _placed(laundry, chance[laundry, 9], np.full(len(laundry), 70), 1900)


def _placed(rows: Whole, begin: Whole, length: Whole, watts: int) -> _Switched:
    return _Switched(rows, begin % (BUCKETS - length), length, watts)


@lru_cache(maxsize=4096)
def _mood(seed: int, day: int) -> tuple[float, float]:
    """How dark a day is, by its number from 1970, and what the people of a house are up to."""
    number = (EPOCH + timedelta(days=day)).timetuple().tm_yday
    dark = 1 + 0.16 * math.cos(2 * math.pi * (number - 10) / 365)
    return dark, 1 + 0.12 * drift(seed, "mood", EPOCH.toordinal() + day, 2)


def _sun_of(day: int) -> list[float]:
    """The sine of the sun's height over London in the middle of each half hour of a day, by its number from 1970."""
    return _sun_on((EPOCH + timedelta(days=day)).timetuple().tm_yday)


@lru_cache(maxsize=366)
def _sun_on(number: int) -> list[float]:
    declination = math.radians(-23.44) * math.cos(2 * math.pi * (number + 10) / 365)
    angles = (math.pi * (place / 2 + 0.25 - 12) / 12 for place in range(48))
    upright, aside = (math.sin(LATITUDE) * math.sin(declination), math.cos(LATITUDE) * math.cos(declination))
    return [upright + aside * math.cos(angle) for angle in angles]


@lru_cache(maxsize=4096)
def _clearness_of(seed: int, day: int) -> float:
    """How much of the sun comes through, 0.1 to 1; the same weather that moves the market."""
    return 0.55 + 0.45 * drift(seed, "cloud", day, 2)
