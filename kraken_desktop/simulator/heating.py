"""Electric heating: storage heaters that load in their cheap hours."""

from __future__ import annotations

from datetime import time

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.weather import outdoor

COMFORTABLE = 15.5
COLDEST = -3.0


def storage_watts(
    rated: int, hours_utc: tuple[tuple[time, time], ...], weather: int, slots: range
) -> NDArray[np.int64]:
    """Storage heaters and the immersion heater, which load while power is cheap, in each half hour."""
    minute = np.arange(slots.start, slots.stop) % 48 * 30
    is_cheap = np.zeros(len(slots), np.bool_)
    for start, end in hours_utc:
        since, until = (clock.hour * 60 + clock.minute for clock in (start, end))
        after, before = minute >= since, minute < until
        is_cheap |= after & before if since < until else after | before
    cold = np.maximum(0.0, COMFORTABLE - outdoor(weather, slots)) / (COMFORTABLE - COLDEST)
    watts = np.rint(rated * (0.18 + 0.82 * np.minimum(1.0, cold))).astype(np.int64)
    return np.where(is_cheap, watts, 0)
