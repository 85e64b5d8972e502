"""A tariff's cost over years of half hours, in arrays."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kraken_desktop.services.insights.arithmetic import Progress
from kraken_desktop.services.insights.battery_arrays import SOLAR, Curve, Floats
from kraken_desktop.services.insights.comparison import (
    Candidate,
    ComparedTariff,
    ComparisonQuestion,
    MonthCost,
    PriceColumns,
)
from kraken_desktop.services.insights.house import EPOCH_ORDINAL, House

Marks = npt.NDArray[np.bool_]
QUARTERS = 4
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class _Units:
    """By half hour: the price of a kWh, and where smart charging made it so."""

    pence: Floats
    is_smart: Marks


@dataclass(frozen=True, slots=True)
class _Costs:
    """By day: pence, and whether every price of the day is known; ``bought`` is kWh by half hour."""

    bought: Floats
    imports: Floats
    exports: Floats
    standing: Floats
    is_known: Marks

    @property
    def pence(self) -> Floats:
        return self.imports + self.standing - self.exports


def reckoned_tariffs(
    house: House,
    standing: Mapping[int, float],
    candidates: Sequence[Candidate],
    question: ComparisonQuestion,
    progress: Progress,
) -> tuple[ComparedTariff, ...]:
    """The home's own tariff as metered (``standing``: pence by day since 1970) and every candidate, in this order."""
    days = _Days(house)
    own = np.array([standing.get(day, np.nan) for day in days.numbers])
    paid = _Units(np.asarray(house.pence), np.asarray(house.is_smart).astype(bool))
    mine = days.costs(paid, np.asarray(house.export_pence), own, np.asarray(house.car_pence), question)
    rows = [days.row(Candidate("Your tariff", "", None, PriceColumns(), PriceColumns(), is_mine=True), mine, mine)]
    for index, candidate in enumerate(candidates):
        units = _Units(_prices(candidate.imports, days.start), _smart(candidate.imports, days.start))
        earned = _prices(candidate.exports, days.start) if candidate.exports is not None else np.zeros(len(days.start))
        standing_pence = _prices(candidate.standing, days.start[days.edges])
        car = np.array([candidate.car.get(start, 0.0) for start in house.start])
        costs = days.costs(units, earned, standing_pence, car, question)
        rows.append(days.row(candidate, costs, mine, units.pence))
        progress((index + 1) / len(candidates))
    return tuple(rows)


class _Days:
    """The home's half hours with the edges of its days."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.start, self.kwh = np.asarray(house.start), np.asarray(house.kwh)
        self.exported, day = np.asarray(house.exported), np.asarray(house.day)
        self.edges = np.flatnonzero(np.diff(day, prepend=day[:1] - 1)) if len(day) else np.array([], dtype=np.int64)
        self.numbers: list[int] = day[self.edges].tolist()
        self.index = np.cumsum(np.isin(np.arange(len(day)), self.edges)) - 1
        self.months = [date.fromordinal(number + EPOCH_ORDINAL).replace(day=1) for number in self.numbers]

    def costs(
        self, units: _Units, earned: Floats, standing: Floats, car: Floats, question: ComparisonQuestion
    ) -> _Costs:
        bought, sold, left = self.kwh, self.exported, 0.0
        if question.battery is not None:
            bought, sold, left = self._with_battery(units, earned, question)
        export = np.where(sold > 0, sold * earned, 0.0)
        imports, exports = self._by_day(bought * units.pence + car), self._by_day(export)
        if left:  # what is still in the battery counts at its cost
            imports[np.flatnonzero(~np.isnan(imports))[-1]] -= left
        is_known = ~(np.isnan(imports) | np.isnan(exports) | np.isnan(standing))
        return _Costs(bought, imports, exports, standing, is_known)

    def row(self, candidate: Candidate, costs: _Costs, mine: _Costs, prices: Floats | None = None) -> ComparedTariff:
        counts = costs.is_known & mine.is_known
        months = []
        for first in dict.fromkeys(self.months):
            part = counts & np.array([month == first for month in self.months])
            if part.any():
                columns = costs.imports, costs.standing, costs.exports, mine.pence
                sums = (float(column[part].sum()) for column in columns)
                months.append(MonthCost(first, int(part.sum()), *sums))
        days, own = int(counts.sum()), float(mine.pence[counts].sum())
        more = float(costs.pence[counts].sum()) - own
        notes = candidate.notes
        if days < len(self.numbers) and not candidate.is_mine:
            notes = (*notes, f"Its prices are known for {days} of {len(self.numbers)} days.")
        even = (
            0.0
            if prices is None or not days or more <= 0
            else self._break_even(prices, counts, more / days, costs.bought)
        )
        return ComparedTariff(
            candidate.name,
            candidate.import_code,
            candidate.export_code,
            candidate.is_mine,
            days,
            tuple(months),
            own,
            even,
            notes,
            candidate.is_held,
        )

    def _with_battery(
        self, units: _Units, earned: Floats, question: ComparisonQuestion
    ) -> tuple[Floats, Floats, float]:
        """What is bought and sold with the battery, and what is left in it, in pence. On days whose prices are not all
        known it rests.
        """
        assert question.battery is not None
        prices = units.pence
        lacking = np.isnan(self._by_day(prices + np.where(self.exported > 0, earned, 0.0)))
        is_known = ~lacking[self.index]
        known = self.house.without({day for day, lacks in zip(self.numbers, lacking, strict=True) if lacks})
        known.pence = _column(prices[is_known])
        known.export_pence = _column(np.nan_to_num(earned[is_known]))
        known.is_cheap = _marks(self._is_cheapest(prices)[is_known])
        known.is_smart = _marks(units.is_smart[is_known])
        curve = Curve(known, question.battery, (question.battery.capacity_kwh,), question.windows)
        curve.runs()
        flows = np.zeros((3, len(self.kwh)))
        flows[:, is_known] = curve.charged[:, 0], curve.served[:, 0], curve.sold[:, 0]
        solar = np.zeros(len(self.kwh), dtype=bool)
        solar[is_known] = curve.mode == SOLAR
        charged, served, sold = flows
        left = float(curve.stored[0] * curve.mean[0])
        return self.kwh + charged * ~solar - served, self.exported - charged * solar + sold, left

    def _is_cheapest(self, prices: Floats) -> Marks:
        """The cheapest quarter of each day's prices, as the domain tells quadrants."""
        if not len(prices):
            return np.zeros(0, dtype=bool)
        low = np.minimum.reduceat(prices, self.edges)[self.index]
        high = np.maximum.reduceat(prices, self.edges)[self.index]
        cheapest: Marks = (prices < low + (high - low) / QUARTERS) | (high <= low) | (prices < 0)
        return cheapest

    def _by_day(self, figures: Floats) -> Floats:
        return np.add.reduceat(figures, self.edges) if len(self.edges) else np.zeros(0)

    def _break_even(self, prices: Floats, counts: Marks, more_a_day: float, bought: Floats) -> float | None:
        """The kWh a day whose moving to the day's lowest price saves so much; None where all of it does not. Only what
        is bought, a battery's charge included, can be bought at another time.
        """
        low = np.minimum.reduceat(prices, self.edges)[self.index]
        part = counts[self.index]
        order = np.lexsort((-prices, self.index))
        order = order[part[order]]
        kwh, gain, day = bought[order], (prices - low)[order], self.index[order]
        total = np.cumsum(kwh)
        begins = np.flatnonzero(np.diff(day, prepend=-1))
        before = total - kwh
        within = before - np.repeat(before[begins], np.diff(np.append(begins, len(day))))
        count = int(counts.sum())

        def saved(moved: float) -> float:
            return float((np.clip(moved - within, 0.0, kwh) * gain).sum()) / count

        least, most = 0.0, float(self._by_day(bought).max())
        if saved(most) < more_a_day:
            return None
        for _ in range(HALVINGS):
            middle = (least + most) / 2
            least, most = (middle, most) if saved(middle) < more_a_day else (least, middle)
        return most


def _prices(columns: PriceColumns, starts: npt.NDArray[np.int64]) -> Floats:
    """NaN where no price is known."""
    begins, ends, pence = np.asarray(columns.start), np.asarray(columns.stop), np.asarray(columns.pence)
    found = np.full(len(starts), np.nan)
    if len(begins):
        at = np.searchsorted(begins, starts, side="right") - 1
        is_known = (at >= 0) & (starts < ends[np.maximum(at, 0)])
        found[is_known] = pence[at[is_known]]
    return found


def _smart(columns: PriceColumns, starts: npt.NDArray[np.int64]) -> Marks:
    if not any(columns.is_smart):
        return np.zeros(len(starts), dtype=bool)
    at = np.searchsorted(np.asarray(columns.start), starts, side="right") - 1
    marks: Marks = np.asarray(columns.is_smart).astype(bool)[np.maximum(at, 0)] & (at >= 0)
    return marks


def _column(figures: Floats) -> array[float]:
    return array("d", figures.tobytes())


def _marks(figures: Marks) -> array[int]:
    return array("b", figures.astype(np.int8).tobytes())
