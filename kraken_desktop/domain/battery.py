"""What a battery would have saved on stored half hours (docs/domain.md, Battery planner).

Plain floats: a plan over years is an estimate, not a bill. It charges at its full power in the cheapest quarter of each
day's prices, as a timer would, and serves the house at every other time, never the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost
from kraken_desktop.domain.efficiency import day_prices

SLOT_HOURS = 0.5
DAYS_IN_A_YEAR = 365
NOTHING_KWH = 0.005
"""Less dear energy than this in a day is a rounding of the meter's."""


@dataclass(frozen=True, slots=True)
class Battery:
    """``power_kw`` limits charge and discharge; ``efficiency`` of the round trip in (0, 1], all of it lost in charging;
    ``reserve`` is the share of the capacity that is never used, in [0, 1). Raises ValueError outside these.
    """

    capacity_kwh: float
    power_kw: float
    efficiency: float = 0.9
    reserve: float = 0.0

    def __post_init__(self) -> None:
        if self.capacity_kwh < 0 or self.power_kw < 0:
            raise ValueError("a battery's capacity and power are not below zero")
        if not 0 < self.efficiency <= 1 or not 0 <= self.reserve < 1:
            raise ValueError("efficiency is above 0 and at most 1, the reserve at least 0 and below 1")

    @property
    def usable_kwh(self) -> float:
        return self.capacity_kwh * (1 - self.reserve)


@dataclass(frozen=True, slots=True)
class HouseSlot:
    """A half hour's import without a battery, and its price."""

    day: date
    kwh: float
    pence: float
    is_cheap: bool


@dataclass(frozen=True, slots=True)
class BatteryRun:
    """A battery over all days. ``charged_kwh × efficiency = delivered_kwh + left_kwh``.

    ``saved_pence`` counts what is left in it at what it cost. ``dear_kwh`` of each day is what was still bought outside
    the cheapest quarter; ``longest_dear_hours`` the longest time on end in which some was.
    """

    battery: Battery
    charged_kwh: float
    delivered_kwh: float
    left_kwh: float
    saved_pence: float
    dear_kwh: tuple[float, ...]
    longest_dear_hours: float

    @property
    def saved_pence_a_year(self) -> float | None:
        """None where there is no day."""
        return self.saved_pence * DAYS_IN_A_YEAR / len(self.dear_kwh) if self.dear_kwh else None

    @property
    def cheap_day_share(self) -> float | None:
        """The share of days without dear energy, 0–1."""
        if not self.dear_kwh:
            return None
        return sum(kwh < NOTHING_KWH for kwh in self.dear_kwh) / len(self.dear_kwh)

    def payback_years(self, price_pence: float) -> float | None:
        """None where nothing is saved."""
        saved = self.saved_pence_a_year
        return price_pence / saved if saved is not None and saved > 0 else None


def house_slots(days: Iterable[DayCost]) -> tuple[HouseSlot, ...]:
    """The half hours of the complete days, in order; the others are left out."""
    cheap = (Band.QUADRANT_0, Band.NEGATIVE)
    return tuple(
        HouseSlot(day.day, float(slot.kwh), float(slot.rate.pence_inc_vat), slot.quadrant in cheap)
        for day in days
        if day_prices(day) is not None
        for slot in day.slots
        if slot.rate is not None
    )


def run_by_rule(slots: Sequence[HouseSlot], battery: Battery) -> BatteryRun:
    """Charge when cheap; else serve the house where that is worth more than what is stored cost, losses included."""
    most = battery.power_kw * SLOT_HOURS
    stored = stored_pence = charged = delivered = saved = 0.0
    dear: dict[date, float] = {}
    run = longest = 0
    for slot in slots:
        still_dear = 0.0
        if slot.is_cheap:
            taken = min(most, (battery.usable_kwh - stored) / battery.efficiency)
            stored += taken * battery.efficiency
            stored_pence += taken * slot.pence
            charged += taken
            saved -= taken * slot.pence
        else:
            given = 0.0
            if stored > 0 and slot.pence * stored > stored_pence:
                given = min(most, stored, slot.kwh)
                stored_pence -= stored_pence * given / stored
                stored -= given
            delivered += given
            saved += given * slot.pence
            still_dear = slot.kwh - given
        dear[slot.day] = dear.get(slot.day, 0.0) + still_dear
        run = run + 1 if still_dear >= NOTHING_KWH else 0
        longest = max(longest, run)
    return BatteryRun(
        battery, charged, delivered, stored, saved + stored_pence, tuple(dear.values()), longest * SLOT_HOURS
    )
