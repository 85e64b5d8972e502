"""Where the money goes: by weekday and hour, always on, what shifting would save (docs/domain.md, Where it goes).

Plain floats: sums over years for a picture, not a bill. Dear is what is bought outside the cheapest quarter of its
day's prices. Pence include VAT and leave standing charges out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

DAYS_IN_A_YEAR = 365
DAYS_IN_A_MONTH = DAYS_IN_A_YEAR / 12
HOURS_IN_A_DAY = 24
DAYS_IN_A_WEEK = 7
DEAREST_SHOWN = 10
SHIFTS_KWH = tuple(range(1, 11))
HABIT_FROM = 0.5
"""An hour belongs to a habit while its dear energy costs at least this share of the habit's dearest hour."""


@dataclass(frozen=True, slots=True)
class SpentSlot:
    """A half hour in London's clocks: ``day`` counts days since 1970, ``minute`` from midnight; ``pence`` per kWh."""

    start: int
    day: int
    minute: int
    kwh: float
    pence: float
    is_dear: bool

    @property
    def hour(self) -> int:
        return self.minute // 60

    @property
    def weekday(self) -> int:
        """Monday is 0."""
        return (self.day + 3) % DAYS_IN_A_WEEK

    @property
    def cost(self) -> float:
        return self.kwh * self.pence


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday, Monday 0: sums over the span."""

    weekday: int
    hour: int
    kwh: float = 0.0
    pence: float = 0.0
    dear_kwh: float = 0.0
    dear_pence: float = 0.0


@dataclass(frozen=True, slots=True)
class Habit:
    """Hours of one weekday on end whose dear energy costs most; ``until`` 24 is midnight."""

    weekday: int
    hour: int
    until: int
    pence_a_month: float
    kwh_a_month: float


@dataclass(frozen=True, slots=True)
class DearHour:
    """A clock hour that cost much; ``start`` in seconds since 1970."""

    start: int
    kwh: float
    pence: float


@dataclass(frozen=True, slots=True)
class Shift:
    """So many kWh of each day moved from its dearest half hours to its lowest price. ``moved_kwh_a_day`` is less than
    asked where the days have not so much outside their lowest price.
    """

    kwh_a_day: float
    moved_kwh_a_day: float
    saved_pence_a_year: float


@dataclass(frozen=True, slots=True)
class AlwaysOn:
    """What is drawn day and night, and what it costs at the prices of the span."""

    watts: float
    kwh_a_year: float
    pence_a_year: float

    @property
    def pence_a_day(self) -> float:
        return self.pence_a_year / DAYS_IN_A_YEAR


@dataclass(frozen=True, slots=True)
class Spending:
    """``cells`` are all 7 × 24, Monday 00:00 first. ``days`` have at least one priced half hour."""

    days: int
    cells: tuple[Cell, ...]
    habit: Habit | None
    dearest: tuple[DearHour, ...]
    shifts: tuple[Shift, ...]
    always_on: AlwaysOn | None
    unpriced_kwh: float = 0.0

    def cell(self, weekday: int, hour: int) -> Cell:
        return self.cells[weekday * HOURS_IN_A_DAY + hour]


@dataclass(slots=True)
class _Sums:
    kwh: float = 0.0
    pence: float = 0.0
    dear_kwh: float = 0.0
    dear_pence: float = 0.0


def spending_of(
    slots: Iterable[SpentSlot], always_on_watts: float | None = None, unpriced_kwh: float = 0.0
) -> Spending:
    """Over priced half hours of an import meter, in order of time."""
    cells = [[_Sums() for _ in range(HOURS_IN_A_DAY)] for _ in range(DAYS_IN_A_WEEK)]
    days = _ByDay()
    for slot in slots:
        sums, cost = cells[slot.weekday][slot.hour], slot.cost
        sums.kwh += slot.kwh
        sums.pence += cost
        if slot.is_dear:
            sums.dear_kwh += slot.kwh
            sums.dear_pence += cost
        days.add(slot)
    found = tuple(
        Cell(weekday, hour, sums.kwh, sums.pence, sums.dear_kwh, sums.dear_pence)
        for weekday, row in enumerate(cells)
        for hour, sums in enumerate(row)
    )
    count = len(days.slots)
    return Spending(
        days=count,
        cells=found,
        habit=dearest_habit(found, count),
        dearest=days.dearest(),
        shifts=tuple(days.shift(float(kwh)) for kwh in SHIFTS_KWH) if count else (),
        always_on=days.always_on(always_on_watts),
        unpriced_kwh=unpriced_kwh,
    )


def dearest_habit(cells: Sequence[Cell], days: int) -> Habit | None:
    """From each weekday's dearest hour to both sides as long as the neighbours cost at least half of it; of these the
    stretch that costs most. None where nothing dear is bought.
    """
    found: list[Habit] = []
    for weekday in range(DAYS_IN_A_WEEK):
        row = cells[weekday * HOURS_IN_A_DAY : (weekday + 1) * HOURS_IN_A_DAY]
        top = max(row, key=lambda cell: cell.dear_pence)
        if top.dear_pence <= 0:
            continue
        first = last = top.hour
        least = top.dear_pence * HABIT_FROM
        while first > 0 and row[first - 1].dear_pence >= least:
            first -= 1
        while last < HOURS_IN_A_DAY - 1 and row[last + 1].dear_pence >= least:
            last += 1
        part, months = row[first : last + 1], days / DAYS_IN_A_MONTH
        pence, kwh = sum(cell.dear_pence for cell in part), sum(cell.dear_kwh for cell in part)
        found.append(Habit(weekday, first, last + 1, pence / months, kwh / months))
    return max(found, key=lambda habit: habit.pence_a_month, default=None)


@dataclass(slots=True)
class _ByDay:
    slots: dict[int, list[SpentSlot]] = field(default_factory=dict)

    def add(self, slot: SpentSlot) -> None:
        self.slots.setdefault(slot.day, []).append(slot)

    def dearest(self) -> tuple[DearHour, ...]:
        """By clock hours; the hour that autumn repeats is two."""
        hours: dict[int, tuple[float, float]] = {}
        for day in self.slots.values():
            for slot in day:
                start = slot.start - slot.start % 3600
                kwh, pence = hours.get(start, (0.0, 0.0))
                hours[start] = kwh + slot.kwh, pence + slot.cost
        top = sorted(hours.items(), key=lambda row: (-row[1][1], row[0]))[:DEAREST_SHOWN]
        return tuple(DearHour(start, kwh, pence) for start, (kwh, pence) in top if pence > 0)

    def shift(self, kwh_a_day: float) -> Shift:
        moved = saved = 0.0
        for day in self.slots.values():
            lowest, left = min(slot.pence for slot in day), kwh_a_day
            for pence, kwh in self._dearest_first(day):
                if left <= 0 or pence <= lowest:
                    break
                part = min(left, kwh)
                left -= part
                moved += part
                saved += part * (pence - lowest)
        count = len(self.slots)
        return Shift(kwh_a_day, moved / count, saved * DAYS_IN_A_YEAR / count)

    @staticmethod
    def _dearest_first(day: Sequence[SpentSlot]) -> list[tuple[float, float]]:
        by_price: dict[float, float] = {}
        for slot in day:
            by_price[slot.pence] = by_price.get(slot.pence, 0.0) + slot.kwh
        return sorted(by_price.items(), reverse=True)

    def always_on(self, watts: float | None) -> AlwaysOn | None:
        prices = [slot.pence for day in self.slots.values() for slot in day]
        if watts is None or not prices:
            return None
        kwh = watts / 1000 * HOURS_IN_A_DAY * DAYS_IN_A_YEAR
        return AlwaysOn(watts, kwh, kwh * sum(prices) / len(prices))
