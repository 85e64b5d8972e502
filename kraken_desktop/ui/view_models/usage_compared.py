"""A span beside the one before it, in words: by how much it is more or less, or why that cannot be told."""

from __future__ import annotations

from datetime import date

from kraken_desktop.services import text
from kraken_desktop.services.date_span import DateSpan, SpanKind
from kraken_desktop.services.usage import Usage


def compared_words(usage: Usage, is_money: bool) -> str:
    """Whole stretches alone are compared: a gap would look like saving. Empty where there is nothing to compare yet."""
    now, before, span, until = usage.compared, usage.before, usage.question.span, usage.question.until
    if not now.expected or span.first >= until:
        return ""
    title, is_running = span_title(usage.before_span, usage.question.kind), span.holds(until)
    last = f" until {short_date(usage.compared_span.last)}" if is_running else ""
    if not now.is_whole:
        if span.days == 1:
            return ""  # what is missing is said of the day itself
        return f"Not compared with {title}: not every day{last} is known."
    if not before.is_whole:
        return f"Not compared with {title}: not every day of it is known."
    one, other = (now.pence, before.pence) if is_money else (now.kwh, before.kwh)
    if other == 0:
        return ""
    change = (one - other) / abs(other) * 100
    word = "as much as" if abs(change) < 1 else f"{text.percent(abs(change))} {'more' if change > 0 else 'less'} than"
    amount = text.money(other) if is_money else text.kwh(other)
    if not is_running:
        return f"{word} {title} ({amount})"
    return f"{word} the same days of {title} ({amount}), by the days{last}"


def span_title(span: DateSpan, kind: SpanKind) -> str:
    """What a span is called: ``Sunday 8 November 2026``, ``November 2026``, ``2026``, ``22 Oct – 21 Nov 2026``."""
    if span.days == 1:
        return f"{text.full_date(span.first)} {span.first.year}"
    if kind is SpanKind.MONTH:
        return f"{span.first:%B %Y}"
    if kind is SpanKind.YEAR:
        return str(span.first.year)
    year = f" {span.first.year}" if span.first.year != span.last.year else ""
    return f"{short_date(span.first)}{year} – {short_date(span.last)} {span.last.year}"


def short_date(day: date) -> str:
    return f"{day.day} {day:%b}"
