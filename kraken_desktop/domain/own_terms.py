"""What a person sets by hand instead of what Octopus tells: prices and night windows (docs/domain.md, Rates)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from kraken_desktop.domain.moments import DailyWindow

MOST_WINDOWS = 6
_DAY = 24 * 60
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


def united(windows: Iterable[DailyWindow]) -> tuple[DailyWindow, ...]:
    """Those that overlap or touch made one, each clock's by itself, in order; the whole day stays as it is."""
    given = tuple(windows)
    found: list[DailyWindow] = []
    for is_utc in (False, True):
        minutes = {minute for window in given if window.is_utc is is_utc for minute in _minutes(window)}
        if len(minutes) == _DAY:
            return given
        for start in sorted(minute for minute in minutes if (minute - 1) % _DAY not in minutes):
            end = next(minute for minute in range(start, start + _DAY) if minute % _DAY not in minutes)
            found.append(DailyWindow(_at(start), _at(end), is_utc))
    return tuple(found)


def _minutes(window: DailyWindow) -> Iterator[int]:
    start, end = (clock.hour * 60 + clock.minute for clock in (window.start, window.end))
    return (minute % _DAY for minute in range(start, end if end > start else end + _DAY))


def _at(minute: int) -> time:
    return time(*divmod(minute % _DAY, 60))
