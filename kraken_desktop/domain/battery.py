"""What a battery would have saved on stored half hours (docs/domain.md, Battery planner).

Plain floats: a plan over years is an estimate, not a bill. Here is the rule of a timer; the best that anybody could
have done is `domain.best_battery`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby

SLOT_HOURS = 0.5
DAYS_IN_A_YEAR = 365
NOTHING_KWH = 0.005
"""Less dear energy than this in a day is a rounding of the meter's."""
NEAR = 1e-9
"""Prices that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Battery:
    """``power_kw`` limits charge and discharge; ``efficiency`` of the round trip in (0, 1], all of it lost in charging;
    ``reserve`` is the share of the capacity that is never used, in [0, 1). ``takes_solar`` stores what would be
    exported, ``sells`` exports from the battery. Raises ValueError outside these.
    """

    capacity_kwh: float
    power_kw: float
    efficiency: float = 0.9
    reserve: float = 0.0
    takes_solar: bool = True
    sells: bool = False

    def __post_init__(self) -> None:
        if self.capacity_kwh < 0 or self.power_kw < 0:
            raise ValueError("a battery's capacity and power are not below zero")
        if not 0 < self.efficiency <= 1 or not 0 <= self.reserve < 1:
            raise ValueError("efficiency is above 0 and at most 1, the reserve at least 0 and below 1")

    @property
    def usable_kwh(self) -> float:
        return self.capacity_kwh * (1 - self.reserve)

    @property
    def slot_kwh(self) -> float:
        """The most that goes in or out in a half hour."""
        return self.power_kw * SLOT_HOURS


@dataclass(frozen=True, slots=True)
class HouseSlot:
    """A half hour without a battery: import and its price, export and its price. ``is_cheap`` is the cheapest quarter
    of the day's prices, ``charges`` when a timer would charge.
    """

    day: date
    kwh: float
    pence: float
    is_cheap: bool
    charges: bool
    exported: float = 0.0
    export_pence: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """What a battery did in a half hour, in kWh: bought from the grid and taken from the sun to charge it; served to
    the house and sold out of it; ``stored`` is in it afterwards.
    """

    bought: float = 0.0
    taken: float = 0.0
    served: float = 0.0
    sold: float = 0.0
    stored: float = 0.0


@dataclass(frozen=True, slots=True)
class BatteryRun:
    """A battery over all days. ``(charged_kwh + solar_kwh) × efficiency = delivered_kwh + sold_kwh + left_kwh``.

    ``saved_pence`` counts what is left in it at what it cost. ``dear_kwh`` of each day is what was still bought outside
    the cheapest quarter; ``longest_dear_hours`` the longest time on end in which some was.
    """

    battery: Battery
    charged_kwh: float
    solar_kwh: float
    delivered_kwh: float
    sold_kwh: float
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

    @property
    def cycles_a_year(self) -> float | None:
        """How often its usable capacity went through it."""
        usable = self.battery.usable_kwh
        if not self.dear_kwh or not usable:
            return None
        return (self.delivered_kwh + self.sold_kwh) / usable * DAYS_IN_A_YEAR / len(self.dear_kwh)

    def payback_years(self, price_pence: float) -> float | None:
        """None where nothing is saved."""
        saved = self.saved_pence_a_year
        return price_pence / saved if saved is not None and saved > 0 else None


class Mode(Enum):
    CHARGE = "charge"
    SOLAR = "solar"
    SERVE = "serve"


def mode_of(slot: HouseSlot, takes_solar: bool) -> Mode:
    """What a timer does: charge in its time; else store the sun's surplus; else serve the house."""
    if slot.charges:
        return Mode.CHARGE
    return Mode.SOLAR if takes_solar and slot.exported > slot.kwh else Mode.SERVE


@dataclass(slots=True)
class _Store:
    """What is in the battery and what a kWh of it cost, after losses, on average."""

    battery: Battery
    kwh: float = 0.0
    mean_pence: float = 0.0

    def charge(self, most: float, pence: float) -> float:
        """At most so much, at so much a kWh; how much it was."""
        drawn = max(0.0, min(most, (self.battery.usable_kwh - self.kwh) / self.battery.efficiency))
        if drawn > 0:
            after = self.kwh + drawn * self.battery.efficiency
            self.mean_pence = (self.kwh * self.mean_pence + drawn * pence) / after
            self.kwh = after
        return drawn

    def give(self, most: float, pence: float) -> float:
        """At most so much, where it is worth more than it cost."""
        given = min(most, self.kwh) if pence > self.mean_pence + NEAR else 0.0
        self.kwh -= given
        return given


def flows_by_rule(slots: Sequence[HouseSlot], battery: Battery) -> tuple[tuple[Flow, ...], float]:
    """What a timer does in each half hour, and what is left at the end, in pence of what it cost.

    It charges at full power in its time, from the grid. At other times it stores the sun's surplus, or serves the house
    where that is worth more than what is stored cost, losses included. What it sells is what is left when its time to
    charge comes, just before that, where that pays.
    """
    store, most, flows = _Store(battery), battery.slot_kwh, list[Flow]()
    runs = [(mode, list(run)) for mode, run in groupby(slots, lambda slot: mode_of(slot, battery.takes_solar))]
    for index, (mode, run) in enumerate(runs):
        if mode is Mode.CHARGE:
            flows += [Flow(bought=store.charge(most, slot.pence), stored=store.kwh) for slot in run]
        elif mode is Mode.SOLAR:
            for slot in run:
                flows.append(Flow(taken=store.charge(min(most, slot.exported), slot.export_pence), stored=store.kwh))
        else:
            served = [store.give(min(most, slot.kwh), slot.pence) for slot in run]
            is_last_chance = battery.sells and index + 1 < len(runs) and runs[index + 1][0] is Mode.CHARGE
            sold = [0.0] * len(run)
            for at in range(len(run) - 1, -1, -1) if is_last_chance else ():
                sold[at] = store.give(most - served[at], run[at].export_pence)
            stored = store.kwh + sum(served) + sum(sold)
            for given, gone in zip(served, sold, strict=True):
                stored -= given + gone
                flows.append(Flow(served=given, sold=gone, stored=max(0.0, stored)))
    return tuple(flows), store.kwh * store.mean_pence


def run_by_rule(slots: Sequence[HouseSlot], battery: Battery) -> BatteryRun:
    flows, left_pence = flows_by_rule(slots, battery)
    return run_of(slots, battery, flows, left_pence)


def run_of(slots: Sequence[HouseSlot], battery: Battery, flows: Sequence[Flow], left_pence: float) -> BatteryRun:
    """What the flows come to. ``left_pence`` is the worth of what is left at the end."""
    saved = left_pence
    dear: dict[date, float] = {}
    run = longest = 0
    for slot, flow in zip(slots, flows, strict=True):
        saved += (flow.served - flow.bought) * slot.pence + (flow.sold - flow.taken) * slot.export_pence
        still_dear = 0.0 if slot.is_cheap else slot.kwh - flow.served + flow.bought
        dear[slot.day] = dear.get(slot.day, 0.0) + still_dear
        run = run + 1 if still_dear >= NOTHING_KWH else 0
        longest = max(longest, run)
    return BatteryRun(
        battery=battery,
        charged_kwh=sum(flow.bought for flow in flows),
        solar_kwh=sum(flow.taken for flow in flows),
        delivered_kwh=sum(flow.served for flow in flows),
        sold_kwh=sum(flow.sold for flow in flows),
        left_kwh=flows[-1].stored if flows else 0.0,
        saved_pence=saved,
        dear_kwh=tuple(dear.values()),
        longest_dear_hours=longest * SLOT_HOURS,
    )


def knee(saved: Iterable[tuple[float, float]]) -> float | None:
    """The capacity after which more saves little: the point of (capacity, saving) farthest above the straight line from
    the first to the last. None where nothing is saved.
    """
    points = list(saved)
    if len(points) < 3:
        return None
    (first, low), (last, high) = points[0], points[-1]
    if high - low <= NEAR or last <= first:
        return None
    above = [(saving - low) / (high - low) - (size - first) / (last - first) for size, saving in points]
    best = max(range(len(points)), key=lambda index: above[index])
    return points[best][0] if above[best] > NEAR else None
