"""Where the money goes: by weekday and hour, always on, what shifting would save (docs/domain.md, Where it goes).

Plain floats: sums over years for a picture, not a bill. Dear is what is bought outside the cheapest quarter of its
day's prices. Pence include VAT and leave standing charges out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

DAYS_IN_A_YEAR = 365
HOURS_IN_A_DAY = 24
DAYS_IN_A_WEEK = 7
TIMES_IN_A_MONTH = DAYS_IN_A_YEAR / 12 / DAYS_IN_A_WEEK
"""How often a weekday comes."""
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
    sums = SpendingSums()
    for slot in slots:
        sums.add(slot)
    return sums.found(always_on_watts, unpriced_kwh)


def dearest_habit(cells: Sequence[Cell], weekdays: Sequence[int]) -> Habit | None:
    """From each weekday's dearest hour to both sides as long as the neighbours cost at least half of it; of these the
    stretch that costs most each time. None where nothing dear is bought.

    ``weekdays`` is how often each came, Monday first: a month has each 4.3 times, however often the span had it.
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
        part, months = row[first : last + 1], weekdays[weekday] / TIMES_IN_A_MONTH
        pence, kwh = sum(cell.dear_pence for cell in part), sum(cell.dear_kwh for cell in part)
        found.append(Habit(weekday, first, last + 1, pence / months, kwh / months))
    return max(found, key=lambda habit: habit.pence_a_month, default=None)


class SpendingSums:
    """Half hours in order of time, a day of them kept at once: years make no heap of objects."""

    def __init__(self) -> None:
        self._cells = [[_Sums() for _ in range(HOURS_IN_A_DAY)] for _ in range(DAYS_IN_A_WEEK)]
        self._day: list[SpentSlot] = []
        self._days = self._slots = 0
        self._weekdays = [0] * DAYS_IN_A_WEEK
        self._prices = 0.0
        self._dearest: list[DearHour] = []
        self._shifts = [(0.0, 0.0)] * len(SHIFTS_KWH)
        """kWh moved and pence saved."""

    def add(self, slot: SpentSlot) -> None:
        if self._day and self._day[0].day != slot.day:
            self._close_day()
        self._day.append(slot)
        sums, cost = self._cells[slot.weekday][slot.hour], slot.cost
        sums.kwh += slot.kwh
        sums.pence += cost
        if slot.is_dear:
            sums.dear_kwh += slot.kwh
            sums.dear_pence += cost
        self._prices += slot.pence
        self._slots += 1

    def found(self, always_on_watts: float | None = None, unpriced_kwh: float = 0.0) -> Spending:
        """What was added comes to; nothing can be added after."""
        if self._day:
            self._close_day()
        cells = tuple(
            Cell(weekday, hour, sums.kwh, sums.pence, sums.dear_kwh, sums.dear_pence)
            for weekday, row in enumerate(self._cells)
            for hour, sums in enumerate(row)
        )
        return Spending(
            days=self._days,
            cells=cells,
            habit=dearest_habit(cells, self._weekdays),
            dearest=tuple(self._dearest),
            shifts=self._shifted(),
            always_on=self._always_on(always_on_watts),
            unpriced_kwh=unpriced_kwh,
        )

    def _close_day(self) -> None:
        day, self._day = self._day, []
        self._days += 1
        self._weekdays[day[0].weekday] += 1
        self._dearest = _dearest((*self._dearest, *_hours(day)))
        lowest, prices = min(slot.pence for slot in day), _dearest_first(day)
        self._shifts = [
            (moved + more, saved + gained)
            for (moved, saved), (more, gained) in zip(
                self._shifts, (_shift(prices, lowest, float(kwh)) for kwh in SHIFTS_KWH), strict=True
            )
        ]

    def _shifted(self) -> tuple[Shift, ...]:
        if not self._days:
            return ()
        return tuple(
            Shift(float(kwh), moved / self._days, saved * DAYS_IN_A_YEAR / self._days)
            for kwh, (moved, saved) in zip(SHIFTS_KWH, self._shifts, strict=True)
        )

    def _always_on(self, watts: float | None) -> AlwaysOn | None:
        if watts is None or not self._slots:
            return None
        kwh = watts / 1000 * HOURS_IN_A_DAY * DAYS_IN_A_YEAR
        return AlwaysOn(watts, kwh, kwh * self._prices / self._slots)


def _hours(day: Sequence[SpentSlot]) -> Iterator[DearHour]:
    """By clock hours; the hour that autumn repeats is two."""
    hours: dict[int, tuple[float, float]] = {}
    for slot in day:
        start = slot.start - slot.start % 3600
        kwh, pence = hours.get(start, (0.0, 0.0))
        hours[start] = kwh + slot.kwh, pence + slot.cost
    return (DearHour(start, kwh, pence) for start, (kwh, pence) in hours.items() if pence > 0)


def _dearest(hours: Iterable[DearHour]) -> list[DearHour]:
    return sorted(hours, key=lambda hour: (-hour.pence, hour.start))[:DEAREST_SHOWN]


def _dearest_first(day: Sequence[SpentSlot]) -> list[tuple[float, float]]:
    """kWh by price."""
    by_price: dict[float, float] = {}
    for slot in day:
        by_price[slot.pence] = by_price.get(slot.pence, 0.0) + slot.kwh
    return sorted(by_price.items(), reverse=True)


def _shift(prices: Sequence[tuple[float, float]], lowest: float, left: float) -> tuple[float, float]:
    """kWh moved to the day's lowest price and pence saved, of so many."""
    moved = saved = 0.0
    for pence, kwh in prices:
        if left <= 0 or pence <= lowest:
            break
        part = min(left, kwh)
        left -= part
        moved += part
        saved += part * (pence - lowest)
    return moved, saved
