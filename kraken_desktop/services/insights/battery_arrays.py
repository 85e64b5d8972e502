"""The timer's rule over all capacities at once: `domain.battery.flows_by_rule` in arrays, as a test proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kraken_desktop.domain.battery import NEAR, NOTHING_KWH, SLOT_HOURS, Battery, BatteryRun
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.services.insights.house import House

Floats = npt.NDArray[np.float64]
CHARGE, SOLAR, SERVE = 0, 1, 2


class Curve:
    """Columns of the house, and a row of what each capacity holds. Half hours that do the same are taken together."""

    def __init__(self, house: House, battery: Battery, capacities: Sequence[float], windows: Sequence[DailyWindow]):
        self.kwh, self.pence = np.asarray(house.kwh) - np.asarray(house.car_kwh), np.asarray(house.pence)
        self.exported, self.export_pence = np.asarray(house.exported), np.asarray(house.export_pence)
        self.is_dear = ~np.asarray(house.is_cheap).astype(bool)
        self.day = np.asarray(house.day)
        charges = np.asarray(house.charging(windows)).astype(bool)
        sunny = (self.exported > self.kwh) & battery.takes_solar
        self.mode = np.where(charges, CHARGE, np.where(sunny, SOLAR, SERVE))
        self.battery, self.most = battery, battery.slot_kwh
        self.capacities = tuple(capacities)
        self.usable = np.array([replace(battery, capacity_kwh=size).usable_kwh for size in capacities])
        self.stored = np.zeros(len(capacities))
        self.mean = np.zeros(len(capacities))
        shape = (len(self.kwh), len(capacities))
        self.charged, self.served, self.sold = np.zeros(shape), np.zeros(shape), np.zeros(shape)

    def runs(self) -> tuple[BatteryRun, ...]:
        edges = np.flatnonzero(np.diff(self.mode)) + 1
        bounds = [0, *edges.tolist(), len(self.mode)] if len(self.mode) else [0]
        for index, (begins, ends) in enumerate(pairwise(bounds)):
            part, mode = slice(begins, ends), self.mode[begins]
            if mode == CHARGE:
                self._charge(part, np.full(ends - begins, self.most), self.pence[part])
            elif mode == SOLAR:
                self._charge(part, np.minimum(self.most, self.exported[part]), self.export_pence[part])
            else:
                self._serve(part)
                if self.battery.sells and index + 2 < len(bounds) and self.mode[ends] == CHARGE:
                    self._sell(part)
        return self._summed()

    def _charge(self, part: slice, most: Floats, pence: Floats) -> None:
        room = np.maximum(0.0, (self.usable - self.stored) / self.battery.efficiency)
        drawn = _steps(np.minimum(np.cumsum(most)[:, None], room))
        self.charged[part] = drawn
        after = self.stored + drawn.sum(axis=0) * self.battery.efficiency
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = (self.stored * self.mean + pence @ drawn) / after
        self.mean = np.where(after > self.stored, mean, self.mean)
        self.stored = after

    def _serve(self, part: slice) -> None:
        wanted = np.minimum(self.most, self.kwh[part])[:, None] * (self.pence[part][:, None] > self.mean + NEAR)
        given = _steps(np.minimum(np.cumsum(wanted, axis=0), self.stored))
        self.served[part] = given
        self.stored = np.maximum(0.0, self.stored - given.sum(axis=0))

    def _sell(self, part: slice) -> None:
        pays = self.export_pence[part][::-1, None] > self.mean + NEAR
        wanted = (self.most - self.served[part])[::-1] * pays
        gone = _steps(np.minimum(np.cumsum(wanted, axis=0), self.stored))[::-1]
        self.sold[part] = gone
        self.stored = np.maximum(0.0, self.stored - gone.sum(axis=0))

    def _summed(self) -> tuple[BatteryRun, ...]:
        solar = self.mode == SOLAR
        bought, taken = self.charged * ~solar[:, None], self.charged * solar[:, None]
        saved = self.pence @ (self.served - bought) + self.export_pence @ (self.sold - taken) + self.stored * self.mean
        dear = (self.kwh[:, None] - self.served + bought) * self.is_dear[:, None]
        starts = np.flatnonzero(np.diff(self.day, prepend=-1)) if len(self.day) else np.array([], dtype=int)
        by_day = np.add.reduceat(dear, starts, axis=0) if len(starts) else np.zeros((0, len(self.capacities)))
        longest = _longest(dear >= NOTHING_KWH) * SLOT_HOURS
        return tuple(
            BatteryRun(
                battery=replace(self.battery, capacity_kwh=size),
                charged_kwh=float(bought[:, index].sum()),
                solar_kwh=float(taken[:, index].sum()),
                delivered_kwh=float(self.served[:, index].sum()),
                sold_kwh=float(self.sold[:, index].sum()),
                left_kwh=float(self.stored[index]),
                saved_pence=float(saved[index]),
                dear_kwh=tuple(by_day[:, index].tolist()),
                longest_dear_hours=float(longest[index]),
            )
            for index, size in enumerate(self.capacities)
        )


def curve_by_rule(
    house: House, battery: Battery, capacities: Sequence[float], windows: Sequence[DailyWindow] = ()
) -> tuple[BatteryRun, ...]:
    """A run for each capacity; the battery's own capacity is not read."""
    return Curve(house, battery, capacities, windows).runs()


def _steps(total: Floats) -> Floats:
    """What each row adds to the rows before it."""
    return np.diff(total, axis=0, prepend=0.0)


def _longest(marks: npt.NDArray[np.bool_]) -> Floats:
    """The longest run of True in each column."""
    if not len(marks):
        return np.zeros(marks.shape[1])
    rows = np.arange(1, len(marks) + 1)[:, None]
    last_false = np.maximum.accumulate(np.where(marks, 0, rows), axis=0)
    longest: Floats = (rows - last_false).max(axis=0).astype(np.float64)
    return longest
