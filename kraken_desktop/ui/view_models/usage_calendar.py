"""A year of days for the calendar: energy, money or the mean price of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.usage import Usage
from kraken_desktop.ui.plots.usage_view import HeatDay


def calendar_days(usage: Usage, unit: str) -> tuple[HeatDay, ...]:
    """Every day of the span; ``unit`` is ``kwh``, ``money`` or ``price``."""
    known = {total.day: total for total in usage.days}
    first = usage.question.span.first.toordinal()
    days = (date.fromordinal(first + number) for number in range(usage.question.span.days))
    return tuple(_heat_day(day, known.get(day), unit) for day in days)


def calendar_scale(days: Sequence[HeatDay], unit: str) -> tuple[str, str]:
    """The least and the greatest day, in words; nothing where no day is known."""
    known = [day.value for day in days if day.value is not None]
    if not known:
        return "", ""
    words = {"kwh": text.kwh, "money": text.money, "price": text.price}[unit]
    return words(exact(min(known))), words(exact(max(known)))


def _heat_day(day: date, total: DayTotal | None, unit: str) -> HeatDay:
    name = text.full_date(day)
    if total is None or total.read == 0:
        return HeatDay(day, None, f"{name}: nothing known", is_lacking=total is not None and total.expected > 0)
    mean = total.pence / total.kwh if total.kwh > 0 and total.priced == total.read else None
    value = {"kwh": float(total.kwh), "money": float(total.total_pence), "price": None if mean is None else float(mean)}
    words = f"{name}: {text.kwh(total.kwh)}, {text.money(total.total_pence)}, {text.price(mean)} on average"
    if not total.is_complete:
        words += ", incomplete"
    return HeatDay(day, value[unit], words, is_lacking=not total.is_complete)
