"""What a home takes in and what it does with it, half hour by half hour (docs/domain.md, Energy wave).

The grid's side is metered; sun, battery and heat pump are told by the person's own file. What is left of the sources
after the known sinks is the house. Plain floats: a picture, not a bill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NOISE_KWH = 0.02
"""A house that seems to give energy away by less than this is a rounding of two meters."""


class Part(StrEnum):
    """Sources first, then sinks."""

    GRID = "from the grid"
    SOLAR = "from the sun"
    DISCHARGE = "out of the battery"
    HOUSE = "house"
    HEAT_PUMP = "heat pump"
    CHARGE = "into the battery"
    EXPORT = "to the grid"


SOURCES = (Part.GRID, Part.SOLAR, Part.DISCHARGE)
SINKS = (Part.HOUSE, Part.HEAT_PUMP, Part.CHARGE, Part.EXPORT)
TOLD = (Part.SOLAR, Part.DISCHARGE, Part.CHARGE, Part.HEAT_PUMP)
"""What a file can tell."""


@dataclass(frozen=True, slots=True)
class WaveSlot:
    """kWh of a half hour by part. ``excess`` is what the sinks took beyond every source: by so much the meters
    disagree, and the house is 0 then.
    """

    start: datetime
    parts: Mapping[Part, float]
    excess: float = 0.0

    def kwh(self, part: Part) -> float:
        return self.parts.get(part, 0.0)


@dataclass(frozen=True, slots=True)
class WaveSums:
    """Energy of many half hours. ``odd`` of them have sinks beyond every source."""

    parts: Mapping[Part, float]
    slots: int
    odd: int

    def kwh(self, part: Part) -> float:
        return self.parts.get(part, 0.0)

    @property
    def used_kwh(self) -> float:
        """What the home itself used: house and heat pump."""
        return self.kwh(Part.HOUSE) + self.kwh(Part.HEAT_PUMP)

    @property
    def self_sufficiency(self) -> float | None:
        """The share of what the home used that did not come from the grid, 0–1; None where nothing was used. What the
        grid put into the battery counts against it.
        """
        return max(0.0, 1 - self.kwh(Part.GRID) / self.used_kwh) if self.used_kwh > 0 else None

    @property
    def solar_kept(self) -> float | None:
        """The share of the sun's energy that was not exported, 0–1; None without sun."""
        solar = self.kwh(Part.SOLAR)
        return max(0.0, 1 - self.kwh(Part.EXPORT) / solar) if solar > 0 else None


def wave_slot(start: datetime, imported: float, exported: float, told: Mapping[Part, float]) -> WaveSlot:
    """``told`` are the file's kWh; what it does not tell is 0. Sources always equal sinks, but for ``excess``."""
    parts = {Part.GRID: imported, Part.EXPORT: exported, **{part: told.get(part, 0.0) for part in TOLD}}
    house = sum(parts[part] for part in SOURCES) - sum(parts[part] for part in SINKS if part is not Part.HOUSE)
    parts[Part.HOUSE] = max(0.0, house)
    return WaveSlot(start, parts, max(0.0, -house))


def wave_sums(slots: Iterable[WaveSlot]) -> WaveSums:
    sums, count, odd = dict.fromkeys(Part, 0.0), 0, 0
    for slot in slots:
        count += 1
        odd += slot.excess > NOISE_KWH
        for part in Part:
            sums[part] += slot.kwh(part)
    return WaveSums(sums, count, odd)
