"""A year of days for the calendar: energy, money or the mean price of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.date_span import A_DAY, part_within
from kraken_desktop.services.usage import Usage, UsageBar
from kraken_desktop.ui.plots.usage_view import HeatDay


def calendar_days(usage: Usage, unit: str, today: UsageBar | None) -> tuple[HeatDay, ...]:
    """Every day of the span; ``unit`` is ``kwh``, ``money`` or ``price``, ``today`` the day that runs, estimated."""
    known, span, until = {total.day: total for total in usage.days}, usage.question.span, usage.question.until
    supplied = part_within(span, usage.supplied)
    found = []
    for day in (span.first + number * A_DAY for number in range(span.days)):
        if today is not None and today.days.holds(day):
            found.append(_running_day(today, unit))
        elif day > until:
            found.append(HeatDay(day, None, f"{text.full_date(day)}: still to come"))
        else:
            found.append(_heat_day(day, known.get(day), unit, is_owed=day < until and supplied.holds(day)))
    return tuple(found)


def calendar_scale(days: Sequence[HeatDay], unit: str) -> tuple[str, str]:
    """The least and the greatest day, in words; nothing where no day is known."""
    known = [day.value for day in days if day.value is not None]
    if not known:
        return "", ""
    words = {"kwh": text.kwh, "money": text.money, "price": text.price}[unit]
    return words(exact(min(known))), words(exact(max(known)))


def _running_day(bar: UsageBar, unit: str) -> HeatDay:
    energy = bar.pence - bar.standing_pence
    mean = energy / bar.kwh if bar.kwh > 0 and bar.priced == bar.read else None
    day = _day(bar.days.first, bar.kwh, bar.pence, mean, unit)
    return replace(day, read_out=f"{day.read_out}, live estimate")


def _heat_day(day: date, total: DayTotal | None, unit: str, *, is_owed: bool) -> HeatDay:
    """``is_owed``: it is over and something was supplied on it."""
    if total is None or total.read == 0:
        return HeatDay(day, None, f"{text.full_date(day)}: nothing known", is_lacking=is_owed)
    mean = total.pence / total.kwh if total.kwh > 0 and total.priced == total.read else None
    found = _day(day, total.kwh, total.total_pence, mean, unit)
    if total.is_complete:
        return found
    return replace(found, read_out=f"{found.read_out}, incomplete", is_lacking=True)


def _day(day: date, kwh: Decimal, pence: Decimal, mean: Decimal | None, unit: str) -> HeatDay:
    value = {"kwh": float(kwh), "money": float(pence), "price": None if mean is None else float(mean)}[unit]
    words = f"{text.full_date(day)}: {text.kwh(kwh)}, {text.money(pence)}, {text.price(mean)} on average"
    return HeatDay(day, value, words)
