"""Spans of years cut into the pieces that a page or a report shows."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding

A_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12


class Pace(StrEnum):
    """What one row covers. A moving year is a month with the eleven before it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    MOVING_YEAR = "moving 12 months"


_KINDS = {
    Pace.DAY: SpanKind.DAY,
    Pace.WEEK: SpanKind.WEEK,
    Pace.MONTH: SpanKind.MONTH,
    Pace.YEAR: SpanKind.YEAR,
    Pace.MOVING_YEAR: SpanKind.MONTH,
}


def cut(span: DateSpan, pace: Pace) -> tuple[DateSpan, ...]:
    """The span in days, weeks from Monday, months or years, clipped to it; a moving year is cut into its months."""
    found, at = [], span.first
    while at <= span.last:
        last = min(span_holding(at, _KINDS[pace]).last, span.last)
        found.append(DateSpan(at, last))
        at = last + A_DAY
    return tuple(found)


def days_of_whole(part: DateSpan, pace: Pace) -> int:
    """How many days the whole week, month or year of a part has."""
    return span_holding(part.first, _KINDS[pace]).days


def twelve_months(today: date) -> DateSpan:
    """The year that ended yesterday."""
    leap = (today.month, today.day) == (2, 29)
    return DateSpan(today.replace(year=today.year - 1, day=28 if leap else today.day), today - A_DAY)


def a_year_before(month: DateSpan) -> DateSpan:
    """The month with the eleven before it."""
    first = month.first.replace(day=1)
    earlier = first.year * MONTHS_IN_A_YEAR + first.month - MONTHS_IN_A_YEAR
    return DateSpan(date(earlier // MONTHS_IN_A_YEAR, earlier % MONTHS_IN_A_YEAR + 1, 1), month.last)
