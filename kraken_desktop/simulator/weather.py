"""The weather over the simulated country: one for every home of a seed, so that the market and the houses share it."""

from __future__ import annotations

import math
from functools import lru_cache

from kraken_desktop.simulator.chance import drift
from kraken_desktop.simulator.london import slot_start


@lru_cache(maxsize=8192)
def outdoor_celsius(seed: int, slot: int) -> float:
    """The temperature in the middle of a half hour: season, spells of a few days, and the hour of the day."""
    moment = slot_start(slot)
    season = 10.8 - 6.8 * math.cos(2 * math.pi * (moment.timetuple().tm_yday - 20) / 365)
    spell = 3.8 * drift(seed, "warmth", slot // 48, 4)
    hour = moment.hour + (moment.minute + 15) / 60
    return season + spell + 2.6 * math.cos(2 * math.pi * (hour - 14.5) / 24)
