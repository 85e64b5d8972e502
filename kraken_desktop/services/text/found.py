"""What was found of a home, worded: meters, tariffs, hours, and where each price comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import DailyWindow, Span, joined
from kraken_desktop.domain.own_terms import united
from kraken_desktop.domain.rates import Rate
from kraken_desktop.services.pricing import WindowSource
from kraken_desktop.services.text.numbers import price
from kraken_desktop.services.text.times import span

FEW = 4
"""Prices of a day that a line has room for; more are a chart's."""


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


def day_words(rates: Sequence[Rate]) -> str:
    """``15.1p 02:00–05:00; 35.2p 16:00–19:00; else 25.0p``: the hours of a whole day's prices, that of most hours last.

    "" for a day of one price, or of more than :data:`FEW`.
    """
    hours: dict[Decimal, list[Span]] = defaultdict(list)
    for rate in rates:
        hours[rate.pence_inc_vat].append(Span(rate.start, rate.stop))
    if not 1 < len(hours) <= FEW:
        return ""
    mostly = max(hours, key=lambda pence: sum((one.duration for one in hours[pence]), timedelta()))
    told = [
        f"{price(pence)} {', '.join(map(span, joined(spans)))}" for pence, spans in hours.items() if pence != mostly
    ]
    return "; ".join((*told, f"else {price(mostly)}"))


def sources_words(rates: Iterable[Rate]) -> str:
    """``your agreement, then public price list``, in the order of the day."""
    return ", then ".join(dict.fromkeys(rate.source.value for rate in rates))
