"""Electric heating: a heat pump that follows the weather, storage heaters that load in their cheap hours."""

from __future__ import annotations

from datetime import time

from kraken_desktop.simulator.chance import between
from kraken_desktop.simulator.london import local, slot_start
from kraken_desktop.simulator.weather import outdoor_celsius

COMFORTABLE = 15.5
COLDEST = -3.0


def heat_pump_watts(rated: int, weather: int, slot: int) -> int:
    """Electric power over a half hour: more in the cold, less by night, and hot water early in the afternoon."""
    hour = local(slot_start(slot)).hour
    demand = max(0.0, COMFORTABLE - outdoor_celsius(weather, slot)) / (COMFORTABLE - COLDEST)
    setback = 0.55 if hour >= 22 or hour < 5 else 1.0
    water = 0.45 if hour == 13 else 0.0
    return round(rated * min(1.0, demand * setback * between(0.9, 1.1, weather, "heat pump", slot) + water))


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
