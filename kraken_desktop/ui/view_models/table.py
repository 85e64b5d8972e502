"""Rows and columns of the tables that stand beside charts."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.domain.bands import Band


@dataclass(frozen=True, slots=True)
class Column:
    """``is_number`` stands right; ``stretches`` takes the room that is left."""

    title: str
    is_number: bool = False
    stretches: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``band`` puts its colour beside the cell of the band column; a heading spans the whole row."""

    cells: tuple[str, ...]
    band: Band | None = None
    is_heading: bool = False
    is_current: bool = False
    is_past: bool = False
