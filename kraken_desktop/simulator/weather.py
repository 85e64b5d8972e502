"""The weather over the simulated country: one for every home of a seed, so that the market and the houses share it."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.chance import drift
from kraken_desktop.simulator.london import slot_start

SLOTS_A_DAY = 48
_HOURS = np.array([2.6 * math.cos(2 * math.pi * (slot / 2 + 0.25 - 14.5) / 24) for slot in range(SLOTS_A_DAY)])


def outdoor_celsius(seed: int, slot: int) -> float:
    """The temperature in the middle of a half hour: season, spells of a few days, and the hour of the day."""
    return float(outdoor(seed, range(slot, slot + 1))[0])


def outdoor(seed: int, slots: range) -> NDArray[np.float64]:
    """The same of each half hour."""
    first = slots.start // SLOTS_A_DAY
    means = np.array([_mean_of_day(seed, day) for day in range(first, (slots.stop - 1) // SLOTS_A_DAY + 1)])
    numbers = np.arange(slots.start, slots.stop)
    celsius: NDArray[np.float64] = means[numbers // SLOTS_A_DAY - first] + _HOURS[numbers % SLOTS_A_DAY]
    return celsius


@lru_cache(maxsize=8192)
def _mean_of_day(seed: int, day: int) -> float:
    number = slot_start(day * SLOTS_A_DAY).timetuple().tm_yday
    season = 10.8 - 6.8 * math.cos(2 * math.pi * (number - 20) / 365)
    return season + 3.8 * drift(seed, "warmth", day, 4)
