"""What the charts of usage draw: stacked bars, and a year of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kraken_desktop.domain.bands import Band


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A band's share of a bar; ``band`` None is what is always there: a standing charge, what never stops.

    ``ink``, a token's name, takes a band's place for what has none and is looked at all the same.
    """

    band: Band | None
    value: float
    ink: str = ""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """``is_lacking``: a part of it is missing; ``is_live``: an estimate of the day that runs."""

    label: str
    parts: tuple[ChartPart, ...]
    read_out: str
    is_lacking: bool = False
    is_live: bool = False
    is_dispatch: bool = False

    @property
    def above(self) -> float:
        return sum(part.value for part in self.parts if part.value > 0)

    @property
    def below(self) -> float:
        return sum(part.value for part in self.parts if part.value < 0)


@dataclass(frozen=True, slots=True)
class UsageChartView:
    """``unit`` is ``kWh``, ``£`` or ``%``. ``line`` goes over the bars, a figure in percent for each, None where it has
    none; it has an axis of its own on the right, except over bars in percent. ``chosen`` is the bar that words beside
    the chart speak of. ``empty_words`` stand in place of bars that have nothing in them.
    """

    bars: tuple[ChartBar, ...] = ()
    unit: str = "kWh"
    line: tuple[float | None, ...] = ()
    chosen: int = -1
    empty_words: str = ""


@dataclass(frozen=True, slots=True)
class HeatDay:
    """``value`` None where nothing is known of the day."""

    day: date
    value: float | None
    read_out: str
    is_lacking: bool = False
