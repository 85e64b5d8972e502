"""The best of all capacities by HiGHS, where it is installed (the extra ``optimal``), else by our own exact way.

Both find the same optimum (a test holds them against each other); HiGHS goes from one capacity to the next without
beginning again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from kraken_desktop.domain.battery import Battery, BatteryRun, Flow, HouseSlot, run_of
from kraken_desktop.domain.best_battery import best_run, ways_of
from kraken_desktop.services.insights.arithmetic import Progress

IDLE_KWH = 1e-9


def has_solver() -> bool:
    return find_spec("highspy") is not None


def best_of_all(
    slots: Sequence[HouseSlot], battery: Battery, capacities: Sequence[float], progress: Progress
) -> tuple[BatteryRun, ...]:
    """A run for each capacity, from an empty battery; the battery's own capacity is not read."""
    runs = (_by_highs if has_solver() and slots else _by_merging)(slots, battery, capacities)
    found = []
    for run in runs:
        found.append(run)
        progress(len(found) / len(capacities))
    return tuple(found)


def _by_merging(slots: Sequence[HouseSlot], battery: Battery, capacities: Sequence[float]) -> Iterator[BatteryRun]:
    ways = ways_of(slots, battery)
    for size in capacities:
        yield best_run(slots, replace(battery, capacity_kwh=size), ways)


def _by_highs(slots: Sequence[HouseSlot], battery: Battery, capacities: Sequence[float]) -> Iterator[BatteryRun]:
    programme = _Programme(slots, battery)
    for size in capacities:
        sized = replace(battery, capacity_kwh=size)
        flows = programme.solved(sized.usable_kwh) if sized.usable_kwh else (Flow(),) * len(slots)
        yield run_of(slots, sized, flows, 0.0)


class _Programme:
    """Columns: bought, taken, served, sold and stored of each half hour. Rows: the content follows from the one before;
    the power is shared by all four.
    """

    def __init__(self, slots: Sequence[HouseSlot], battery: Battery) -> None:
        import highspy
        import numpy as np

        count, most = len(slots), battery.slot_kwh
        pence, earned = (np.array(found) for found in zip(*((s.pence, s.export_pence) for s in slots), strict=True))
        serve = np.minimum(np.array([slot.kwh for slot in slots]), most)
        take = np.minimum(np.array([slot.exported for slot in slots]), most) * battery.takes_solar
        sell, nothing = np.full(count, most * battery.sells), np.zeros(count)
        self._columns = np.arange(4 * count, 5 * count, dtype=np.int32)
        self._nothing, self._count, self._np = nothing, count, np
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = 5 * count, 2 * count
        programme.col_cost_ = np.concatenate([pence, earned, -pence, -earned, nothing])
        programme.col_lower_ = np.zeros(5 * count)
        programme.col_upper_ = np.concatenate([np.full(count, most), take, serve, sell, nothing])
        programme.row_lower_ = np.concatenate([nothing, np.full(count, -highspy.kHighsInf)])
        programme.row_upper_ = np.concatenate([nothing, np.full(count, most)])
        self._fill(programme.a_matrix_, battery.efficiency)
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.passModel(programme)

    def _fill(self, matrix: Any, efficiency: float) -> None:
        np, count = self._np, self._count
        at = np.arange(count)
        before = at[1:], at[:-1] + 4 * count, np.ones(count - 1)
        content = [
            (at, at + column * count, np.full(count, share))
            for column, share in enumerate((efficiency, efficiency, -1.0, -1.0, -1.0))
        ]
        power = [(at + count, at + column * count, np.ones(count)) for column in range(4)]
        rows, columns, shares = (np.concatenate(part) for part in zip(before, *content, *power, strict=True))
        order = np.lexsort((rows, columns))
        matrix.start_ = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=5 * count))])
        matrix.index_, matrix.value_ = rows[order], shares[order]

    def solved(self, usable: float) -> tuple[Flow, ...]:
        self._highs.changeColsBounds(self._count, self._columns, self._nothing, self._np.full(self._count, usable))
        self._highs.run()
        found = self._np.array(self._highs.getSolution().col_value).reshape(5, self._count)
        found[found < IDLE_KWH] = 0.0
        return tuple(Flow(*row) for row in found.T.tolist())
