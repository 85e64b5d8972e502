"""Gas burnt in one property: heating by the weather and the clock, hot water and cooking (docs/api.md, 5.7).

The meter counts whole units: litres on SMETS2, watt-hours on SMETS1. A month is metered as declared for its season,
shared out by the profile, so that a register at any half hour needs one month of it and never the years before.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.chance import between, grain
from kraken_desktop.simulator.homes.declaration import SMETS2, GasPoint
from kraken_desktop.simulator.london import local_slots
from kraken_desktop.simulator.meter import by_month, half_even, month_of, month_slots, running
from kraken_desktop.simulator.weather import outdoor

CALORIFIC_VALUE = Decimal("39.5")
VOLUME_CORRECTION = Decimal("1.02264")
FIRST_READING = 1_204_000
WARM_ENOUGH = 15.5
# Shares of a year by month, January first, in thousandths: what a British boiler burns.
_MONTHS = (165, 146, 124, 82, 48, 25, 20, 21, 36, 75, 114, 144)
_BATHS = (6, 7, 8, 19, 20, 21)
_MEALS = (12, 17, 18)

_CENTI_A_LITRE = Fraction(VOLUME_CORRECTION) * Fraction(CALORIFIC_VALUE) / Fraction("3.6") / 10


def kwh_of_cubic_metres(cubic_metres: Decimal) -> Decimal:
    """m³ × 1.02264 × calorific value ÷ 3.6, not rounded."""
    return cubic_metres * VOLUME_CORRECTION * CALORIFIC_VALUE / Decimal("3.6")


@dataclass(frozen=True, slots=True)
class _Month:
    first_slot: int
    opening: int
    metered: int
    before: array[int]


class GasUse:
    """One gas meter's register, in litres (SMETS2) or watt-hours (SMETS1), at any half hour of 2022 to 2030."""

    def __init__(self, point: GasPoint, seed: int, weather: int) -> None:
        self._point = point
        self._seed = seed
        self._weather = weather
        self.counts_cubic_metres = point.meters[-1].mechanism == SMETS2
        self._month = lru_cache(maxsize=80)(self._month_numbered)

    def register(self, slot: int) -> int:
        """Units counted before a half hour begins."""
        month = self._month(month_of(slot))
        return month.opening + month.metered * month.before[slot - month.first_slot] // (month.before[-1] or 1)

    def units(self, slot: int) -> int:
        """Litres or watt-hours of a half hour."""
        return self.register(slot + 1) - self.register(slot)

    def units_of(self, slots: range) -> NDArray[np.int64]:
        """The same of each of several half hours."""
        parts: list[NDArray[np.int64]] = []
        for number, piece in by_month(range(slots.start, slots.stop + 1)):
            month = self._month(number)
            passed = np.frombuffer(month.before, np.int64)[
                piece.start - month.first_slot : piece.stop - month.first_slot
            ]
            parts.append(month.opening + month.metered * passed // (month.before[-1] or 1))
        shown: NDArray[np.int64] = np.concatenate(parts)
        return shown[1:] - shown[:-1]

    def kwh(self, slot: int) -> Decimal:
        """What was burnt in a half hour, not rounded."""
        return self.kwh_of(self.units(slot))

    def kwh_of(self, units: int) -> Decimal:
        """Whole units of this meter as kWh."""
        counted = Decimal(units) / 1000
        return kwh_of_cubic_metres(counted) if self.counts_cubic_metres else counted

    def centi_kwh_of(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Half hours in hundredths of a kWh, as the bill rounds them."""
        share = _CENTI_A_LITRE if self.counts_cubic_metres else Fraction(1, 10)
        return half_even(units * share.numerator, share.denominator)

    def watt_hours(self, units: int) -> int:
        """As the Mini tells it (docs/api.md, 10)."""
        return int((self.kwh_of(units) * 1000).quantize(Decimal(1), ROUND_HALF_EVEN))

    def _month_numbered(self, number: int) -> _Month:
        slots = month_slots(number)
        opening = FIRST_READING + sum(self._metered(past) for past in range(number))
        return _Month(slots.start, opening, self._metered(number), running(self._burnt(slots)))

    def _metered(self, month: int) -> int:
        kwh = self._point.annual_kwh * _MONTHS[month % 12] / 1000 * between(0.92, 1.08, self._seed, "gas month", month)
        return round(kwh * 1000 / float(kwh_of_cubic_metres(Decimal(1)) if self.counts_cubic_metres else 1))

    def _burnt(self, slots: range) -> NDArray[np.int64]:
        """Watt-hours of the profile, before the month is scaled."""
        hour = local_slots(slots) % 48 // 2
        drawn = b"".join(grain(self._seed, slot, 4) for slot in slots)
        noise = np.frombuffer(drawn, np.uint8).reshape(len(slots), 4)
        cold = np.maximum(0.0, WARM_ENOUGH - outdoor(self._weather, slots))
        is_at_home = ((hour >= 6) & (hour < 9)) | ((hour >= 16) & (hour < 22))
        heating = cold * np.where(is_at_home, 310, 35) * (0.8 + noise[:, 0] / 640)
        baths = np.where(np.isin(hour, _BATHS) & (noise[:, 1] < 70), 1900, 0)
        hob = np.where(np.isin(hour, _MEALS) & (noise[:, 2] < 110), 700, 0)
        burnt: NDArray[np.int64] = heating.astype(np.int64) + baths + hob
        return burnt
