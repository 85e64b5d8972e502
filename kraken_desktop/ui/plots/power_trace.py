"""Live power as arrays: merged, gaps as NaN, and reduced to what one row of pixels can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHORTEST_GAP = 60.0
"""At ten-second grain a longer silence than this many seconds is a gap; at a coarser one, twice the usual spacing."""


@dataclass(frozen=True, slots=True)
class PowerTrace:
    """``times`` in epoch seconds, rising; ``watts`` negative for export, NaN where a gap begins."""

    times: Floats
    watts: Floats
    sums: Floats
    """Watts summed up to each sample, NaN as 0, so that a mean over any stretch is one subtraction."""
    counts: Floats

    @classmethod
    def of(cls, times: Sequence[float], watts: Sequence[float]) -> PowerTrace:
        """Unsorted and doubled samples are put right; of two of one instant the later given counts."""
        x, y = np.asarray(times, dtype=np.float64), np.asarray(watts, dtype=np.float64)
        if len(x) and np.any(np.diff(x) <= 0):
            # np.unique keeps the first of equals, so it is asked backwards.
            x, index = np.unique(x[::-1], return_index=True)
            y = y[::-1][index]
        x, y = _with_gaps(x, y)
        known = np.isfinite(y)
        sums = np.concatenate(((0.0,), np.cumsum(np.where(known, y, 0.0))))
        counts = np.concatenate(((0.0,), np.cumsum(known, dtype=np.float64)))
        return cls(x, y, sums, counts)

    @property
    def is_empty(self) -> bool:
        return not len(self.times)

    def mean(self, start: float, end: float) -> float | None:
        """The mean power on ``[start, end)`` where there are samples."""
        first, last = np.searchsorted(self.times, (start, end))
        count = self.counts[last] - self.counts[first]
        return float((self.sums[last] - self.sums[first]) / count) if count else None

    def extremes(self, start: float, end: float) -> tuple[float, float] | None:
        """The lowest and the highest power on ``[start, end)``."""
        first, last = np.searchsorted(self.times, (start, end))
        if not self.counts[last] - self.counts[first]:
            return None
        part = self.watts[first:last]
        return float(np.nanmin(part)), float(np.nanmax(part))

    def nearest(self, at: float) -> int | None:
        """The index of the sample nearest to an instant; None without samples."""
        if not self.counts[-1]:
            return None
        right = int(np.searchsorted(self.times, at))
        near = [index for index in range(right - 2, right + 2) if 0 <= index < len(self.times)]
        known = [index for index in near if np.isfinite(self.watts[index])]
        return min(known, key=lambda index: abs(self.times[index] - at), default=None)

    def next_sample(self, index: int, step: int) -> int:
        """The sample before (−1) or after (+1) another, gaps left out; the same one at the end."""
        found = index + step
        while 0 <= found < len(self.times):
            if np.isfinite(self.watts[found]):
                return found
            found += step
        return index


@dataclass(frozen=True, slots=True)
class Columns:
    """One value for each column of pixels: its middle in epoch seconds and its mean power, NaN in a gap."""

    times: Floats
    watts: Floats


def columns(trace: PowerTrace, start: float, end: float, count: int) -> Columns:
    """The trace between two instants as ``count`` columns: means where samples are dense, a line where they are not."""
    edges = np.linspace(start, end, count + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    index = np.searchsorted(trace.times, edges)
    samples = trace.counts[index[1:]] - trace.counts[index[:-1]]
    total = trace.sums[index[1:]] - trace.sums[index[:-1]]
    watts = np.divide(total, samples, out=np.full(count, np.nan), where=samples > 0)
    between = index[1:] == index[:-1]
    if np.any(between) and not trace.is_empty:
        watts[between] = np.interp(middles[between], trace.times, trace.watts, np.nan, np.nan)
    return Columns(middles, watts)


def _with_gaps(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    if len(x) < 2:
        return x, y
    spacing = np.diff(x)
    limit = max(SHORTEST_GAP, 2.0 * float(np.median(spacing)))
    after = np.flatnonzero(spacing > limit) + 1
    # Right after the last sample, so that the gap is drawn from where it began.
    return np.insert(x, after, x[after - 1] + 1.0), np.insert(y, after, np.nan)
