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
    disagree, and the house is 0 then. ``is_told``: the file speaks of it, be it of 0; else only the grid is known.
    """

    start: datetime
    parts: Mapping[Part, float]
    excess: float = 0.0
    is_told: bool = True

    def kwh(self, part: Part) -> float:
        return self.parts.get(part, 0.0)


@dataclass(frozen=True, slots=True)
class WaveSums:
    """Energy of many half hours. ``odd`` of them have sinks beyond every source. The file speaks of ``told`` of them,
    whose energy alone is ``told_parts``: shares are of these, for of the others only the grid is known.
    """

    parts: Mapping[Part, float]
    slots: int
    odd: int
    told: int
    told_parts: Mapping[Part, float]

    def kwh(self, part: Part) -> float:
        return self.parts.get(part, 0.0)

    @property
    def used_kwh(self) -> float:
        """What the home itself used, house and heat pump, as far as it is told."""
        return self.told_parts.get(Part.HOUSE, 0.0) + self.told_parts.get(Part.HEAT_PUMP, 0.0)

    @property
    def bought_kwh(self) -> float:
        """From the grid in the same half hours."""
        return self.told_parts.get(Part.GRID, 0.0)

    @property
    def self_sufficiency(self) -> float | None:
        """The share of what the home used that did not come from the grid, 0–1; None where nothing was used, or nothing
        told. What the grid put into the battery counts against it.
        """
        return max(0.0, 1 - self.bought_kwh / self.used_kwh) if self.used_kwh > 0 else None

    @property
    def solar_kept(self) -> float | None:
        """The share of the sun's energy that was not exported, 0–1; None without sun."""
        solar = self.told_parts.get(Part.SOLAR, 0.0)
        return max(0.0, 1 - self.told_parts[Part.EXPORT] / solar) if solar > 0 else None


def wave_slot(start: datetime, imported: float, exported: float, told: Mapping[Part, float] | None) -> WaveSlot:
    """``told`` are the file's kWh, None where it does not speak of the half hour: then nothing is known but the grid.

    A part that it does not tell is 0. Sources equal sinks, but for ``excess``.
    """
    parts = {Part.GRID: imported, Part.EXPORT: exported}
    if told is None:
        return WaveSlot(start, parts, is_told=False)
    parts |= {part: told.get(part, 0.0) for part in TOLD}
    house = sum(parts[part] for part in SOURCES) - sum(parts[part] for part in SINKS if part is not Part.HOUSE)
    parts[Part.HOUSE] = max(0.0, house)
    return WaveSlot(start, parts, max(0.0, -house))


def wave_sums(slots: Iterable[WaveSlot]) -> WaveSums:
    sums, told_sums = dict.fromkeys(Part, 0.0), dict.fromkeys(Part, 0.0)
    count = odd = told = 0
    for slot in slots:
        count += 1
        odd += slot.excess > NOISE_KWH
        told += slot.is_told
        for part in Part:
            sums[part] += slot.kwh(part)
            if slot.is_told:
                told_sums[part] += slot.kwh(part)
    return WaveSums(sums, count, odd, told, told_sums)
