"""A page of a report as blocks, whoever draws it: HTML for a browser, or paper through Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What may still change on a page, the worst first."""

    LACKING = "lacking"
    """A reading or a price is not there yet."""
    ESTIMATED = "estimated"
    """All is there, and what smart charging made cheap is not settled."""
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name above and a note below."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg`` is a whole picture in the plain part of SVG that Qt draws too, ``told`` says the same in words."""

    title: str
    svg: str
    told: str
    height: int
    """Beside ``report_svg.WIDTH``."""


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Tiles | Paragraph | Chart | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet, from the top. ``made_on`` is the London day on which this was known."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    standing: Standing = Standing.FINAL
    made_on: date | None = None
