"""What a person sets by hand instead of what Octopus tells: prices and night windows (docs/domain.md, Rates)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from kraken_desktop.domain.moments import DailyWindow

MOST_WINDOWS = 6
_GMT = "GMT"
_WINDOW = re.compile(r"(\d\d?)[:.](\d\d)\s*[-–]\s*(\d\d?)[:.](\d\d)(?:\s+(GMT|UTC))?$", re.IGNORECASE)


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
    found = _WINDOW.match(text.strip())
    try:
        start, end = (
            (_clock(found[hour], found[minute]) for hour, minute in ((1, 2), (3, 4))) if found else (None, None)
        )
    except ValueError:
        start = end = None
    if found is None or start is None or end is None:
        raise ValueError(f"{text!r} is no window such as 23:30-05:30 or 00:30-07:30 GMT")
    window = DailyWindow(start, end, is_utc=found[5] is not None)
    if window.start == window.end:
        raise ValueError("a window ends at another time than it begins")
    return window


def _clock(hour: str, minute: str) -> time:
    """24:00 is the midnight at the end of the day. Raises ValueError."""
    return time() if (hour, minute) == ("24", "00") else time(int(hour), int(minute))


def spelled(window: DailyWindow) -> str:
    """As ``read_window`` reads it."""
    return f"{window.start:%H:%M}-{window.end:%H:%M}{f' {_GMT}' if window.is_utc else ''}"
