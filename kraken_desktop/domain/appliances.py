"""What an appliance draws while it runs, as stages of steady power (docs/domain.md, Planner)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

_HOUR = Decimal(3600)
LONGEST = timedelta(hours=48)


class Appliance(StrEnum):
    DISHWASHER = "dishwasher"
    WASHING_MACHINE = "washing-machine"
    CAR = "car"
    BATTERY = "battery"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Stage:
    length: timedelta
    kilowatts: Decimal

    @property
    def kwh(self) -> Decimal:
        return self.kilowatts * hours(self.length)


@dataclass(frozen=True, slots=True)
class Load:
    """Stages that follow each other. Build a steady one with ``steady`` or ``charge``."""

    stages: tuple[Stage, ...]

    @property
    def length(self) -> timedelta:
        return sum((stage.length for stage in self.stages), timedelta())

    @property
    def kwh(self) -> Decimal:
        return sum((stage.kwh for stage in self.stages), Decimal(0))

    @property
    def can_pause(self) -> bool:
        """Only what draws the same power all the time can be stopped and started: a wash goes through."""
        return len(self.stages) == 1


def hours(length: timedelta) -> Decimal:
    return Decimal(int(length.total_seconds())) / _HOUR


def steady(length: timedelta, kilowatts: Decimal) -> Load:
    """The same power for so long. Raises ValueError for no time, more than two days, or a power not above 0."""
    if not timedelta() < length <= LONGEST:
        raise ValueError("a run takes more than no time and at most 48 hours")
    if not kilowatts.is_finite() or kilowatts <= 0:
        raise ValueError("the power is a number of kilowatts above 0")
    return Load((Stage(length, kilowatts),))


def charge(kwh: Decimal, kilowatts: Decimal) -> Load:
    """So much energy at so much power, to the second. Raises ValueError as ``steady`` does."""
    if not kwh.is_finite() or kwh <= 0:
        raise ValueError("the energy is a number of kWh above 0")
    if not kilowatts.is_finite() or kilowatts <= 0:
        raise ValueError("the power is a number of kilowatts above 0")
    seconds = (kwh / kilowatts * _HOUR).to_integral_value()
    return steady(timedelta(seconds=min(int(seconds), int(LONGEST.total_seconds()) + 1)), kilowatts)


def _programme(*stages: tuple[int, str]) -> Load:
    return Load(tuple(Stage(timedelta(minutes=minutes), Decimal(kilowatts)) for minutes, kilowatts in stages))


DISHWASHER = _programme((20, "0.06"), (20, "1.8"), (80, "0.07"), (10, "1.5"), (50, "0.02"))
"""An energy-saving programme: three hours, about 1 kWh, most of it in two heatings."""
WASHING_MACHINE = _programme((10, "0.1"), (18, "2.0"), (62, "0.12"), (15, "0.35"), (15, "0.25"))
"""Cotton at 40 °C: two hours, about 0.9 kWh, most of it while the water is heated."""
