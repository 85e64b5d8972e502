"""The value of the tray icon."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band


class Overlay(StrEnum):
    """What outranks the band, one at a time, the first of these that applies."""

    NO_PRICE = "no-price"
    STALE = "stale"
    BOOST = "boost"
    DISPATCH = "dispatch"
    SESSION = "session"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class IconView:
    """All that the icon shows. ``text`` is empty in the style without a number."""

    band: Band
    text: str
    overlay: Overlay = Overlay.NONE
    palette: str = "default"


def whole_pence(pence: Decimal) -> str:
    """``24``, ``−4``, ``99+``; halves away from zero, and never ``−0``."""
    rounded = int(pence.quantize(Decimal(1), ROUND_HALF_UP))
    if rounded > 99:
        return "99+"
    return f"−{min(99, -rounded)}" if rounded < 0 else str(rounded)
