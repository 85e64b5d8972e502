"""The prices of a day as the chart's steps."""

from __future__ import annotations

from datetime import date, timedelta

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState
from kraken_desktop.services.unknown_day import why_unknown
from kraken_desktop.ui.plots.price_view import PriceDay, PriceStep


def coming_days(state: AppState, is_export: bool) -> tuple[PriceDay, PriceDay]:
    """Today and tomorrow."""
    today = london_date(state.now)
    return price_day(state, today, is_export), price_day(state, today + timedelta(days=1), is_export)


def price_day(state: AppState, day: date, is_export: bool) -> PriceDay:
    """Each half hour with its price; why there is none, where there is none."""
    scheme, slots, steps = derive.scheme_of(state, is_export), derive.day_prices(state, day, is_export), []
    rates = derive.schedule_of(state, is_export).between(day_span(day))
    for slot in slots:
        if slot.pence is None:
            continue
        word = text.word_among(slot.band, rates, scheme)
        parts = [text.span(slot.span), text.price(slot.pence), word, "smart charge" if slot.is_dispatch else ""]
        read_out = " · ".join(part for part in parts if part)
        label = text.price(slot.pence)
        steps.append(PriceStep(slot.span, slot.pence, slot.band, label, word, read_out, slot.is_dispatch))
    title = f"{text.day_word(day, state.now).capitalize()}, {text.full_date(day)}"
    return PriceDay(title, day_span(day), tuple(steps), "" if steps else _waiting_words(state, day, is_export))


def _waiting_words(state: AppState, day: date, is_export: bool) -> str:
    lines, look = why_unknown(state, day, is_export), derive.tomorrow(state, is_export).next_look
    if lines and look is not None and look > state.now:
        lines = *lines, f"Prices appear here by themselves; next look at {text.clock_time(look)}."
    return "\n".join(lines) or "Not known"
