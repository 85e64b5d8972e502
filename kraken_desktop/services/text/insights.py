"""What insight says in plain sentences: how well a home bought, its dearest habit, and why a measure has no figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import Efficiency, Measure, Undefined
from kraken_desktop.domain.units import exact
from kraken_desktop.services.text.numbers import UNKNOWN, money, percent

if TYPE_CHECKING:
    from kraken_desktop.domain.spending import Habit
    from kraken_desktop.services.date_span import DateSpan

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_WHOLE = Decimal(100)


def measure_percent(measure: Measure) -> str:
    """``82%``; a dash where there is no figure, whose reason `undefined_sentence` says."""
    return percent(measure * A_WHOLE) if isinstance(measure, Decimal) else UNKNOWN


def undefined_sentence(measure: str, why: Undefined) -> str:
    """``No saving efficiency: the price never changed within a day.``"""
    return f"No {measure}: {why.value}."


def efficiency_sentence(found: Efficiency, span: DateSpan, habit: Habit | None = None) -> str:
    """``In October 2026 you bought 89% in the cheapest quarter; 82% of the possible saving. Your dearest habit: …``"""
    when = span_words(span)
    if not found.days or not found.kwh:
        return f"{_capital(when)}: {Undefined.NO_COMPLETE_DAY.value if not found.days else 'nothing was bought'}."
    if found.score is Undefined.FLAT:
        return f"{_capital(when)} the price never changed within a day, so no hour was better than another."
    cheapest = sum((part.share for part in found.quadrants if part.band is Band.QUADRANT_0), Decimal(0))
    told = f"{_capital(when)} you bought {percent(cheapest * A_WHOLE)} in the cheapest quarter; {saved_words(found)}."
    return told if habit is None else f"{told} Your dearest habit: {habit_words(habit)}."


def saved_words(found: Efficiency) -> str:
    """``82% of the possible saving``, or why not."""
    if isinstance(found.saving, Undefined):
        return f"no saving can be told, for {found.saving.value}"
    if found.saving < 0:
        return f"you paid more than {found.middle.value}, so nothing was saved ({measure_percent(found.saving)})"
    return f"{measure_percent(found.saving)} of the possible saving"


def habit_words(habit: Habit) -> str:
    """``Sundays 16:00–18:00, £3.10 a month``."""
    until = "24:00" if habit.until == 24 else f"{habit.until:02}:00"
    return f"{WEEKDAYS[habit.weekday]}s {habit.hour:02}:00–{until}, {money(exact(habit.pence_a_month))} a month"


def left_out_words(found: Efficiency) -> str:
    """``3 incomplete days left out``; empty where none is."""
    if not found.left_out:
        return ""
    return f"{found.left_out} incomplete {'day' if found.left_out == 1 else 'days'} left out"


def span_words(span: DateSpan) -> str:
    """``in October 2026``, ``in 2026``, ``on 5 October 2026``, else ``from 5 October to 11 October 2026``."""
    first, last = span.first, span.last
    if first == last:
        return f"on {_day(first)}"
    if first.day == 1 and (last.year, last.month) == (first.year, first.month) and _is_month_end(last):
        return f"in {first:%B %Y}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"in {first.year}"
    begins = f"{first.day} {first:%B}" if first.year == last.year else _day(first)
    return f"from {begins} to {_day(last)}"


def _is_month_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
