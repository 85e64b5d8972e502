"""Electric heating: storage heaters that load in their cheap hours."""

from __future__ import annotations

from datetime import time

from kraken_desktop.simulator.london import slot_start
from kraken_desktop.simulator.weather import outdoor_celsius

COMFORTABLE = 15.5
COLDEST = -3.0


def storage_watts(rated: int, hours_utc: tuple[tuple[time, time], ...], weather: int, slot: int) -> int:
    """Storage heaters and the immersion heater, which load while power is cheap."""
    clock = slot_start(slot).time()
    if not any(is_between(clock, start, end) for start, end in hours_utc):
        return 0
    cold = max(0.0, COMFORTABLE - outdoor_celsius(weather, slot)) / (COMFORTABLE - COLDEST)
    return round(rated * (0.18 + 0.82 * min(1.0, cold)))


def is_between(clock: time, start: time, end: time) -> bool:
    """Within [start, end), which may pass midnight."""
    return start <= clock < end if start < end else clock >= start or clock < end
