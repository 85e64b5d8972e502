"""What was found of a home, worded: meters, tariffs, hours, and where each price comes from."""

from __future__ import annotations

from collections.abc import Iterable

from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.own_terms import united
from kraken_desktop.domain.rates import Rate
from kraken_desktop.services.pricing import WindowSource


def hours_words(windows: Iterable[DailyWindow], source: WindowSource, *, do_count: bool = True) -> str:
    """``Night price 00:30–07:30 GMT all year: set by you.``; ``do_count``: whether they change any price."""
    spoken = _spoken(windows)
    if not spoken:
        return "This tariff needs no night hours: its price list has the times."
    if source is WindowSource.OWN and not do_count:
        return f"{spoken}: {source.value}, but they change no price, for the price list has the times."
    return f"Night price {spoken}: {source.value}."


def third_hours_words(windows: Iterable[DailyWindow]) -> str:
    """``13:00–16:00 GMT all year: your agreement; where both meet the night price holds.``."""
    return f"{_spoken(windows)}: {WindowSource.SCHEME.value}; where both meet the night price holds."


def _spoken(windows: Iterable[DailyWindow]) -> str:
    return ", ".join(
        f"{window.start:%H:%M}–{window.end:%H:%M}{' GMT all year' if window.is_utc else ''}"
        for window in united(windows)
    )


def sources_words(rates: Iterable[Rate]) -> str:
    """``your agreement, then public price list``, in the order of the day."""
    return ", then ".join(dict.fromkeys(rate.source.value for rate in rates))
