"""Registers of one meter that count apart: day and night of Economy 7, and a third where there is one.

Which of them runs follows from the meter's own hours. Together they are the meter's register, to the watt-hour.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import lru_cache

from kraken_desktop.simulator.homes.declaration import Meter, MeterPoint
from kraken_desktop.simulator.household import Household, own_hours
from kraken_desktop.simulator.london import SLOT_SECONDS, slot_start
from kraken_desktop.simulator.meter import month_of, month_slots
from kraken_desktop.simulator.timetable import Timetable

STANDARD = "STANDARD"
_APART = ("DayNightTariff", "ThreeRateTariff")


class Registers:
    """Of one household's electricity meters."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._name = lru_cache(maxsize=4096)(self._name_at)
        self._month = lru_cache(maxsize=256)(self._month_of)

    def names(self, point: MeterPoint, now: datetime) -> tuple[str, ...]:
        """DAY and NIGHT where the tariff has such registers, else STANDARD alone."""
        tariff = self._household.tariff_at(point, now)
        if tariff is None or tariff.shape not in _APART:
            return (STANDARD,)
        return tuple(_written(name) for name in tariff.named_rates)

    def shown(self, point: MeterPoint, meter: Meter, slot: int) -> dict[str, int]:
        """Watt-hours by the register's name at the start of a half hour; the first holds what was there before."""
        whole = self._household.register(point, meter, slot * SLOT_SECONDS)
        names = self.names(point, slot_start(slot))
        if names == (STANDARD,):
            return {STANDARD: whole}
        month = month_of(slot)
        counted = self._counted(point, range(month_slots(month).start, slot))
        for past in range(month):
            counted.update(self._month(point, past))
        shown = {name: counted[name] for name in names}
        return shown | {names[0]: whole - sum(shown[name] for name in names[1:])}

    def _month_of(self, point: MeterPoint, month: int) -> Counter[str]:
        return self._counted(point, month_slots(month))

    def _counted(self, point: MeterPoint, slots: range) -> Counter[str]:
        tariff = self._household.tariff_at(point, slot_start(slots.start))
        hours = own_hours(point) or (None if tariff is None else tariff.timetable)
        counted: Counter[str] = Counter()
        if hours is not None and slots:
            energies = self._household.premises(point).meter.energies(point.direction, slots).tolist()
            for slot, watt_hours in zip(slots, energies, strict=True):
                counted[self._name(hours, slot)] += watt_hours
        return counted

    def _name_at(self, hours: Timetable, slot: int) -> str:
        return _written(hours.name_at(slot_start(slot)))


def _written(name: str) -> str:
    return name.upper().replace("-", "_")
