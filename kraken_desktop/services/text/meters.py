"""What a meter point is called: import, export or gas, and which where an account had several of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import SLOT, london_date


def kind_name(point: MeterPoint) -> str:
    """``Import``, ``Export`` or ``Gas``."""
    if point.fuel is Fuel.GAS:
        return "Gas"
    return "Export" if point.direction is Direction.EXPORT else "Import"


def meter_names(points: Sequence[MeterPoint]) -> dict[str, str]:
    """By number: the kind, and where that is not enough until when it was supplied, else its number too."""
    names = {point.number: kind_name(point) for point in points}
    twice = _doubles(names)
    names |= {point.number: f"{kind_name(point)}{until_words(point)}" for point in points if point.number in twice}
    return names | {number: f"{names[number]} {number}" for number in _doubles(names)}


def _doubles(names: dict[str, str]) -> set[str]:
    counts = Counter(names.values())
    return {number for number, name in names.items() if counts[name] > 1}


def until_words(point: MeterPoint) -> str:
    """`` until 14 Jun 2026`` where its supply ended, else empty."""
    ends = [held.valid_to for held in point.agreements]
    if not ends or None in ends:
        return ""
    last = london_date(max(end for end in ends if end is not None) - SLOT)
    return f" until {last.day} {last:%b %Y}"
