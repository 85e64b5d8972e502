"""Frozen values that several views share: trouble, emptiness, bars of prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band


class Weight(StrEnum):
    """How heavy a trouble is; also the token that tints its bar."""

    NOTE = "accent"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Trouble:
    """``remedy`` is what to do; ``action`` the button's label, ``does`` what it asks for: a page or ``refresh``."""

    title: str
    detail: str = ""
    action: str = ""
    does: str = "refresh"
    weight: Weight = Weight.WARNING
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What an empty page will show and what brings it; ``action`` is a button's label, ``does`` what it asks for."""

    title: str
    text: str
    icon: str = ""
    action: str = ""
    does: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """``read_out`` is said and shown for it: the slot and its price."""

    pence: Decimal
    band: Band
    read_out: str
    is_now: bool = False
    is_past: bool = False
    is_dispatch: bool = False


@dataclass(frozen=True, slots=True)
class BarGroup:
    """One day: its word, its bars in order of time, and what stands there while it has none."""

    title: str
    bars: tuple[Bar, ...]
    empty_word: str = ""
