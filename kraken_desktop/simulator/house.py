"""What a house does with power in one half hour, ten seconds at a time: a pure function of seed and half hour."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kraken_desktop.simulator.chance import drift, grain
from kraken_desktop.simulator.heating import storage_watts
from kraken_desktop.simulator.homes.declaration import Living
from kraken_desktop.simulator.london import BUCKETS, local, slot_start

LATITUDE = math.radians(51.5)
CLOUD_BUCKETS = 30  # clouds pass every five minutes

# Chance of each appliance in a half hour, by the hour of the London day.
_KETTLE = (0, 0, 0, 0, 0, 5, 30, 55, 45, 30, 30, 25, 35, 30, 20, 25, 35, 45, 40, 35, 30, 25, 15, 5)
_COOKING = (0, 0, 0, 0, 0, 0, 2, 8, 6, 2, 2, 5, 15, 8, 2, 4, 15, 45, 50, 20, 5, 1, 0, 0)
_SHOWER = (0, 0, 0, 0, 0, 4, 22, 26, 12, 4, 2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 8, 9, 4, 0)
_LAUNDRY = (0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 10, 9, 8, 8, 7, 6, 4, 3, 3, 4, 4, 2, 0, 0)
_CHARGING, _GIVING_BACK = range(2, 5), range(16, 19)
_MILD = bytes(value & 31 for value in range(256))
# How much of the house is awake, in hundredths of the base load.
_AWAKE = (62, 55, 52, 50, 50, 56, 85, 118, 112, 98, 92, 92, 100, 96, 92, 98, 120, 150, 165, 170, 168, 155, 125, 85)


@dataclass(frozen=True, slots=True)
class _Hour:
    """What the hour of a day means to a house."""

    watts: float
    kettle: int
    cooking: int
    shower: int
    laundry: int


@dataclass(frozen=True, slots=True)
class _Use:
    """A half hour's use: what runs evenly, a mild spread over it, appliances; `chance` for what else goes by it."""

    even: int
    spread: bytes
    appliances: list[tuple[int, int, int]]
    chance: bytes


class House:
    """One house: net watts at the meter, import above zero and export below."""

    def __init__(self, living: Living, seed: int, weather: int) -> None:
        """`seed` is the house's own; `weather` is shared with the neighbours and the market."""
        self._living = living
        self._seed = seed
        self._weather = weather
        self._hour = lru_cache(maxsize=4096)(self._hour_of)

    def net_watts(self, slot: int) -> list[int]:
        """180 values for the ten seconds of a half hour, any load beside the house left out."""
        use = self._use(slot)
        watts = [use.even + spread for spread in use.spread]
        for begin, length, extra in use.appliances:
            for bucket in range(begin, begin + length):
                watts[bucket] += extra
        if self._living.solar_watts:
            self._shine(watts, slot, use.chance)
        return watts

    def net_sums(self, slot: int) -> tuple[int, int]:
        """The sums over a half hour of what is taken and of what is given."""
        if self._living.solar_watts or self._living.battery_watts:
            watts = self.net_watts(slot)
            taken = sum(value for value in watts if value > 0)
            return taken, taken - sum(watts)
        use = self._use(slot)
        appliances = sum(length * extra for _, length, extra in use.appliances)
        return use.even * BUCKETS + sum(use.spread) + appliances, 0

    def _use(self, slot: int) -> _Use:
        moment = local(slot_start(slot))
        hour = self._hour(moment.date(), moment.hour)
        noise = grain(self._seed, slot, BUCKETS + 24)
        base = int(hour.watts * (0.9 + noise[-1] / 1280))
        fridge = 75 if noise[-2] < 110 else 0
        chance = noise[BUCKETS:]
        return _Use(
            base + fridge + self._steady(slot, moment.hour),
            noise[:BUCKETS].translate(_MILD),
            list(_appliances(hour, chance)),
            chance,
        )

    def _steady(self, slot: int, hour: int) -> int:
        """What runs evenly over a half hour: heating, and a battery that takes in and gives back."""
        living, steady = self._living, 0
        if living.storage_watts:
            steady += storage_watts(living.storage_watts, living.storage_hours, self._weather, slot)
        if living.battery_watts and hour in _CHARGING:
            steady += living.battery_watts
        elif living.battery_watts and hour in _GIVING_BACK:
            steady -= living.battery_watts
        return steady

    def _hour_of(self, day: date, hour: int) -> _Hour:
        living, weekend = self._living, day.weekday() >= 5
        number = day.timetuple().tm_yday
        dark = 1 + 0.16 * math.cos(2 * math.pi * (number - 10) / 365)
        mood = 1 + 0.12 * drift(self._seed, "mood", day.toordinal(), 2)
        at_home = 1.15 if weekend and 9 <= hour < 18 else 1.0
        return _Hour(
            living.base_watts * _AWAKE[hour] / 100 * dark * mood * at_home,
            _KETTLE[hour] + (8 if weekend and hour >= 9 else 0),
            _COOKING[hour] if living.evening_cooking else 0,
            _SHOWER[hour] if living.electric_shower else 0,
            _LAUNDRY[hour] * (2 if weekend else 1),
        )

    def _shine(self, watts: list[int], slot: int, chance: bytes) -> None:
        sun = sun_height(slot)
        if sun <= 0.02:
            return
        clear = clearness(self._weather, slot)
        full = self._living.solar_watts * sun
        for part in range(BUCKETS // CLOUD_BUCKETS):
            # A clear or a grey sky is steady; between the two, clouds come and go.
            swing = 0.55 * (1 - abs(2 * clear - 1)) * (chance[12 + part] / 127.5 - 1)
            made = int(full * min(1.0, max(0.05, clear + swing)))
            passing = slice(part * CLOUD_BUCKETS, (part + 1) * CLOUD_BUCKETS)
            watts[passing] = [used - made + (used & 15) for used in watts[passing]]


def sun_height(slot: int) -> float:
    """The sine of the sun's height over London in the middle of the half hour."""
    moment = slot_start(slot)
    declination = math.radians(-23.44) * math.cos(2 * math.pi * (moment.timetuple().tm_yday + 10) / 365)
    hour_angle = math.pi * (moment.hour + (moment.minute + 15) / 60 - 12) / 12
    return math.sin(LATITUDE) * math.sin(declination) + math.cos(LATITUDE) * math.cos(declination) * math.cos(
        hour_angle
    )


def clearness(seed: int, slot: int) -> float:
    """How much of the sun comes through, 0.1 to 1; the same weather that moves the market."""
    return 0.55 + 0.45 * drift(seed, "cloud", slot // 48, 2)


def _appliances(hour: _Hour, chance: bytes) -> Iterator[tuple[int, int, int]]:
    """(first ten seconds, how many of them, watts) of whatever is switched on."""
    if chance[0] * 100 < hour.kettle * 256:
        yield _placed(chance[1], 11 + chance[2] % 9, 2850)
    if chance[3] * 100 < hour.cooking * 256:
        for begin in range(chance[4] % 20, BUCKETS - 14, 30):
            yield _placed(begin, 14, 2100)
    if chance[5] * 100 < hour.shower * 256:
        yield _placed(chance[6], 32 + chance[7] % 22, 8400)
    if chance[8] * 100 < hour.laundry * 256:
        yield _placed(chance[9], 70, 1900)


def _placed(begin: int, length: int, watts: int) -> tuple[int, int, int]:
    return begin % (BUCKETS - length), length, watts
