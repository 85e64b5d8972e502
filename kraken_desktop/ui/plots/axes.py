"""The two axes of the power chart: London time below, power at the side."""

from __future__ import annotations

from datetime import UTC, datetime

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont

from kraken_desktop.services import text
from kraken_desktop.ui.plots.ticks import time_ticks

_LABEL_WIDTH = 76
_TICK_STEPS = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000, 20000)


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    def dress(self, font: QFont, ink: QColor, line: QColor) -> None:
        self.enableAutoSIPrefix(False)
        self.setStyle(tickFont=font, tickLength=0, autoExpandTextSpace=False, maxTickLevel=0, tickTextOffset=6)
        self.setTextPen(ink)
        self.setPen(line)
        self.setTickPen(line)


class LondonAxis(_Axis):
    """Epoch seconds as London's clocks show them, whatever the computer's zone; days of 23 and 25 hours included."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        if maxVal <= minVal:
            return []
        ticks = time_ticks(_moment(minVal), _moment(maxVal), max(2, int(size / _LABEL_WIDTH)))
        return [(0.0, [tick.at.timestamp() for tick in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [text.axis_time(_moment(value)) for value in values]


class PowerAxis(_Axis):
    """Watts as kilowatts, the sign told by the direction."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        room = max(2.0, size / 44)
        step = next((step for step in _TICK_STEPS if (maxVal - minVal) / step <= room), _TICK_STEPS[-1])
        first = -int(-minVal // step) if minVal > 0 else -int(-minVal / step)
        return [(float(step), [float(n * step) for n in range(first, int(maxVal // step) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{abs(value) / 1000:g}" for value in values]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
