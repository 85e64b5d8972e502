"""Spans of London days as a person looks at them: a day, a week, a month, a year, a billing period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kraken_desktop.domain.billing import billing_period
from kraken_desktop.domain.moments import SLOT, Span, day_span, london_date

A_DAY = timedelta(days=1)
MOST_DAYS_AS_BARS = 62


class SpanKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    BILLING = "billing period"
    CUSTOM = "custom"


class BarLength(StrEnum):
    SLOT = "half hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """London days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def bars(self) -> BarLength:
        if self.days == 1:
            return BarLength.SLOT
        return BarLength.DAY if self.days <= MOST_DAYS_AS_BARS else BarLength.MONTH

    @property
    def instants(self) -> Span:
        return Span(day_span(self.first).start, day_span(self.last).end)


def span_holding(day: date, kind: SpanKind, start_day: int = 1) -> DateSpan:
    """The day, the week from Monday, the month, the year or the billing period that holds a day."""
    if kind is SpanKind.WEEK:
        first = day - day.weekday() * A_DAY
        return DateSpan(first, first + 6 * A_DAY)
    if kind is SpanKind.MONTH:
        return DateSpan(day.replace(day=1), next_month(day) - A_DAY)
    if kind is SpanKind.YEAR:
        return DateSpan(date(day.year, 1, 1), date(day.year, 12, 31))
    if kind is SpanKind.BILLING:
        period = billing_period(day, start_day)
        return DateSpan(period.first, period.last)
    return DateSpan(day, day)


def span_beside(span: DateSpan, kind: SpanKind, steps: int, start_day: int = 1) -> DateSpan:
    """The span so many steps later (earlier where negative); a custom one moves by its own length."""
    if kind is SpanKind.CUSTOM:
        moved = span.days * steps * A_DAY
        return DateSpan(span.first + moved, span.last + moved)
    for _ in range(abs(steps)):
        span = span_holding(span.last + A_DAY if steps > 0 else span.first - A_DAY, kind, start_day)
    return span


def part_within(span: DateSpan, held: Span | None) -> DateSpan:
    """The days of the span that ``held`` touches, None = all; where there are none, ``last`` is before ``first``."""
    if held is None:
        return span
    return DateSpan(max(span.first, london_date(held.start)), min(span.last, london_date(held.end - SLOT)))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
