"""What is missing of a span and what the home does in it, in words."""

from __future__ import annotations

from kraken_desktop.domain.bands import Band, BandScheme
from kraken_desktop.domain.load import Habits
from kraken_desktop.domain.moments import SLOT, Span, london
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength
from kraken_desktop.services.text.lacking import lacking_words
from kraken_desktop.services.usage import Usage, UsageBar


def habit_words(found: Habits | None) -> str:
    """What never stops, what runs at night, and the busiest half hour."""
    if found is None:
        return ""
    words = []
    if found.always_on_watts is not None:
        words.append(f"Always on about {text.number(found.always_on_watts, 0)} W")
    if found.night_share is not None:
        words.append(f"{text.percent(found.night_share * 100)} used from midnight to 07:00")
    if found.profile:
        top = max(found.profile, key=lambda point: point.kwh)
        words.append(f"most at {top.clock:%H:%M}, {text.kwh_exact(top.kwh)} kWh a half hour on average")
    if found.busiest is not None:
        at = london(found.busiest.start)
        words.append(f"busiest {at.day} {at:%B %H:%M} with {text.kwh_exact(found.busiest.kwh)} kWh")
    return " · ".join(words)


def missing_words(usage: Usage, is_live: bool) -> str:
    """What the total lacks; empty where it lacks nothing of the days that are over."""
    sums, span, until = usage.sums, usage.question.span, usage.question.until
    if span.first > until:
        return "This day is still to come." if span.days == 1 else "These days are still to come."
    if not sums.expected and not usage.unknown_days and span.last < until:
        return "Nothing was supplied here at that time."
    if usage.never_read and not usage.estimates:
        return usage.never_read
    if not sums.expected and not usage.estimates:
        if not is_live:
            return "Nothing is known yet." if span.first == until else "Nothing is known of this time yet."
        return "Nothing is known of the days before yet." if usage.unknown_days else ""
    unread = sums.expected - sums.read - usage.told_slots + usage.short_slots
    unpriced, without = sums.read - sums.priced, sums.days - sums.standing_days
    found = lacking_words(usage.unknown_days - usage.told_days, unread, unpriced, without)
    return f"Incomplete: {found}." if found else ""


def band_word(band: Band, scheme: BandScheme | None) -> str:
    """``off-peak``, ``dear``; one word for all where ``scheme`` is None."""
    if scheme is not None or band is Band.UNKNOWN:
        return text.band_word(band, scheme or BandScheme())
    return "one price all day"


def bar_name(bar: UsageBar, length: BarLength) -> str:
    """What a bar is called: ``07:00–07:30``, ``Thursday 5 November``, ``November 2026``."""
    if length is BarLength.SLOT:
        return text.span(Span(bar.start, bar.start + SLOT))
    return f"{bar.days.first:%B %Y}" if length is BarLength.MONTH else text.full_date(bar.days.first)
