"""How large a battery: every capacity over stored half hours, by a timer's rule or at best, and its assumptions."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kraken_desktop.domain.battery import Battery, BatteryRun, Flow, flows_by_rule, knee
from kraken_desktop.domain.best_battery import best_flows
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.arithmetic import Progress
from kraken_desktop.services.insights.house import EPOCH_ORDINAL, House

PENCE_IN_A_POUND = 100


class Strategy(StrEnum):
    """A timer knows the cheap hours and nothing else; the best knows every price and every kWh before."""

    TIMER = "timer"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class BatteryWish:
    """What is asked. ``windows`` () is price-led: charging in the cheapest quarter of each day's prices; with some, the
    timer charges in them. The battery costs ``pounds_fixed`` and ``pounds_per_kwh``; None: its price is not known.

    ``power_kw`` limits charge and discharge, ``efficiency`` of the round trip in (0, 1], ``reserve`` in [0, 1).
    """

    capacities: tuple[float, ...] = tuple(float(size) for size in range(31))
    power_kw: float = 3.6
    efficiency: float = 0.9
    reserve: float = 0.0
    windows: tuple[DailyWindow, ...] = ()
    takes_solar: bool = True
    sells: bool = False
    strategy: Strategy = Strategy.TIMER
    pounds_per_kwh: float | None = None
    pounds_fixed: float = 0.0

    def battery(self, capacity_kwh: float) -> Battery:
        """Raises ValueError outside the limits."""
        return Battery(
            capacity_kwh, self.power_kw, self.efficiency, self.reserve, takes_solar=self.takes_solar, sells=self.sells
        )

    def price_pence(self, capacity_kwh: float) -> float | None:
        """No battery costs nothing."""
        if self.pounds_per_kwh is None or not capacity_kwh:
            return None
        return (self.pounds_fixed + self.pounds_per_kwh * capacity_kwh) * PENCE_IN_A_POUND


@dataclass(frozen=True, slots=True)
class CapacityPoint:
    """One capacity; ``run.dear_kwh`` is each day's, for their distribution. ``payback_years`` None where the price is
    not known or nothing is saved.
    """

    run: BatteryRun
    price_pence: float | None
    payback_years: float | None

    @property
    def capacity_kwh(self) -> float:
        return self.run.battery.capacity_kwh

    @property
    def dear_kwh_a_day(self) -> float | None:
        days = self.run.dear_kwh
        return sum(days) / len(days) if days else None


@dataclass(frozen=True, slots=True)
class BatteryCurve:
    """``days`` are complete and counted, ``left_out`` not. ``knee_kwh`` is the capacity after which more saves little.

    ``is_flat``: the price never changed within a day and nothing was exported, so there is nothing to save.
    """

    wish: BatteryWish
    span: DateSpan
    days: int
    left_out: int
    is_flat: bool
    points: tuple[CapacityPoint, ...]
    knee_kwh: float | None
    assumptions: tuple[str, ...]
    estimated: tuple[date, ...] = ()
    """Days whose smart charges Octopus has not settled."""
    timer: BatteryCurve | None = None
    """Beside the best: the timer's of the same half hours, where one asked for before would be of fewer."""


@dataclass(frozen=True, slots=True)
class BatterySlot:
    """A half hour: what the house imports and exports without a battery, its prices, what the battery does, and what a
    car bought beside them at prices of its own.
    """

    start: int
    """Seconds since 1970."""
    kwh: float
    exported: float
    pence: float
    export_pence: float
    is_cheap: bool
    flow: Flow
    car_kwh: float = 0.0


@dataclass(slots=True)
class BatteryDays:
    """One capacity, half hour by half hour; ``day`` looks one up."""

    battery: Battery
    house: House
    flows: tuple[array[float], ...]
    """Bought, taken, served, sold and stored, a column each."""

    @property
    def days(self) -> tuple[date, ...]:
        """In order."""
        return tuple(date.fromordinal(day + EPOCH_ORDINAL) for day in dict.fromkeys(self.house.day))

    def day(self, day: date) -> tuple[BatterySlot, ...]:
        """Empty for a day that was left out."""
        wanted, house = day.toordinal() - EPOCH_ORDINAL, self.house
        return tuple(
            BatterySlot(
                house.start[at],
                house.kwh[at] - house.car_kwh[at],
                house.exported[at],
                house.pence[at],
                house.export_pence[at],
                bool(house.is_cheap[at]),
                Flow(*(column[at] for column in self.flows)),
                house.car_kwh[at],
            )
            for at, found in enumerate(house.day)
            if found == wanted
        )


def curve_of(house: House, span: DateSpan, wish: BatteryWish, progress: Progress) -> BatteryCurve:
    """Long arithmetic, for `arithmetic.reckoned`. Raises ValueError for an impossible battery."""
    runs = _runs(house, wish, progress)
    points = []
    for run in runs:
        price = wish.price_pence(run.battery.capacity_kwh)
        points.append(CapacityPoint(run, price, None if price is None else run.payback_years(price)))
    bend = knee((point.capacity_kwh, point.run.saved_pence) for point in points)
    is_flat = all(house.is_cheap) and not any(house.exported) and not wish.windows
    told = assumptions(wish, has_car=any(house.car_kwh), has_smart=any(house.is_smart))
    curve = BatteryCurve(wish, span, house.days, house.left_out, is_flat, tuple(points), bend, told)
    if wish.strategy is Strategy.TIMER:
        return curve
    return replace(curve, timer=curve_of(house, span, replace(wish, strategy=Strategy.TIMER), progress))


def _runs(house: House, wish: BatteryWish, progress: Progress) -> Sequence[BatteryRun]:
    if wish.strategy is Strategy.BEST:
        from kraken_desktop.services.insights.solver import best_of_all

        return best_of_all(house.slots(wish.windows), wish.battery(0), wish.capacities, progress)
    return _as_far_as_saves(_by_timer(house, wish, wish.capacities), wish)


def _by_timer(house: House, wish: BatteryWish, capacities: Sequence[float]) -> Sequence[BatteryRun]:
    """Each way in which a timer may be set: with the sun's surplus and, where there is any, without it."""
    from kraken_desktop.services.insights.battery_arrays import curve_by_rule  # numpy: half a second at a first time

    runs = curve_by_rule(house, wish.battery(0), capacities, wish.windows)
    if not wish.takes_solar or not any(house.exported):
        return runs
    without = replace(wish, takes_solar=False).battery(0)
    return *runs, *curve_by_rule(house, without, capacities, wish.windows)


def _as_far_as_saves(runs: Sequence[BatteryRun], wish: BatteryWish) -> tuple[BatteryRun, ...]:
    """A timer is set as saves most over the whole span: none is worse than that of a smaller battery."""
    found, best = dict[float, BatteryRun](), None
    for run in sorted(runs, key=lambda run: run.battery.capacity_kwh):
        best = run if best is None or run.saved_pence > best.saved_pence else best
        size = run.battery.capacity_kwh
        found[size] = replace(best, battery=wish.battery(size))
    return tuple(found[size] for size in wish.capacities)


def _set_timer(house: House, wish: BatteryWish, capacity_kwh: float) -> Battery:
    """How the timer of the curve sets a battery: how far it fills it, and whether with the sun's surplus."""
    sizes = (*(size for size in wish.capacities if size < capacity_kwh), capacity_kwh)
    return max(_by_timer(house, wish, sizes), key=lambda run: (run.saved_pence, -run.battery.capacity_kwh)).battery


def days_of(house: House, wish: BatteryWish, capacity_kwh: float, _progress: Progress) -> BatteryDays:
    """What one battery does in each half hour. Long arithmetic, too."""
    slots, battery = house.slots(wish.windows), wish.battery(capacity_kwh)
    if wish.strategy is Strategy.BEST:
        flows = best_flows(slots, battery)
    else:
        flows = flows_by_rule(slots, _set_timer(house, wish, capacity_kwh))[0]
    rows = ((flow.bought, flow.taken, flow.served, flow.sold, flow.stored) for flow in flows)
    columns = tuple(array("d", column) for column in zip(*rows, strict=True))
    return BatteryDays(battery, house, columns or tuple(array("d") for _ in range(5)))


def assumptions(wish: BatteryWish, has_car: bool = False, has_smart: bool = False) -> tuple[str, ...]:
    """What an answer takes for granted, in plain sentences. ``has_car``: a car with prices of its own is charged;
    ``has_smart``: smart charging made half hours cheap.
    """
    reserve = f"{wish.reserve:.0%} of it never used" if wish.reserve else "no reserve"
    told = [f"{wish.power_kw:g} kW in and out, {wish.efficiency:.0%} of what is charged comes back, {reserve}."]
    if wish.strategy is Strategy.BEST:
        told.append("It knows every price and every kWh before: no real control does better.")
    elif wish.windows:
        told.append("A timer charges it at full power in your hours, and serves the house at other times.")
    else:
        told.append(
            "A timer charges it at full power in the cheapest quarter of each day's prices, and serves the house at"
            " other times."
        )
    if has_smart and wish.strategy is Strategy.TIMER and not wish.windows:
        told.append("It does not charge when only smart charging made it cheap: no timer can know that.")
    if wish.strategy is Strategy.TIMER:
        told.append("It is filled only as far as saves most over the whole time.")
    where = ", where that saves more" if wish.strategy is Strategy.TIMER else ""
    told.append(f"It stores what you would export{where}." if wish.takes_solar else "What you export stays exported.")
    if not wish.sells:
        told.append("It never sells to the grid.")
    elif wish.strategy is Strategy.BEST:
        told.append("It sells to the grid where that pays.")
    else:
        told.append("What is left when the next charging time comes is sold just before it, where that pays.")
    if has_car:
        told.append("Your car is charged from the grid at its own prices; the battery serves the rest of the house.")
    told.append("It is empty at first, changes neither what you use nor your tariff, and does not age.")
    return tuple(told)
