"""What a person sets by hand instead of what Octopus tells: prices and night windows (docs/domain.md, Rates)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from kraken_desktop.domain.moments import DailyWindow

MOST_WINDOWS = 6
_GMT = "GMT"


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """Prices in p/kWh including VAT; None where Octopus's count. ``night`` counts inside the night windows alone.

    ``windows`` are the import meter's nights; () where nothing was set.
    """

    windows: tuple[DailyWindow, ...] = ()
    import_pence: Decimal | None = None
    night_pence: Decimal | None = None
    export_pence: Decimal | None = None
    gas_pence: Decimal | None = None


def read_window(text: str) -> DailyWindow:
    """``23:30-05:30`` by London's clocks, ``00:30-07:30 GMT`` all year. Raises ValueError with a plain word."""
    hours, _, clock = text.strip().replace("–", "-").partition(" ")
    start, dash, end = hours.partition("-")
    if not dash or clock.strip().upper() not in ("", _GMT):
        raise ValueError(f"{text!r} is no window such as 23:30-05:30 or 00:30-07:30 GMT")
    try:
        window = DailyWindow(time.fromisoformat(start), time.fromisoformat(end), bool(clock))
    except ValueError as odd:
        raise ValueError(f"{text!r} is no window such as 23:30-05:30 or 00:30-07:30 GMT") from odd
    if window.start == window.end:
        raise ValueError("a window ends at another time than it begins")
    return window


def spelled(window: DailyWindow) -> str:
    """As ``read_window`` reads it."""
    return f"{window.start:%H:%M}-{window.end:%H:%M}{f' {_GMT}' if window.is_utc else ''}"
