"""The prices of a day as the chart's steps."""

from __future__ import annotations

from datetime import date, timedelta

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.plots.price_view import PriceDay, PriceStep


def coming_days(state: AppState, is_export: bool) -> tuple[PriceDay, PriceDay]:
    """Today and tomorrow."""
    today = london_date(state.now)
    return price_day(state, today, is_export), price_day(state, today + timedelta(days=1), is_export)


def price_day(state: AppState, day: date, is_export: bool) -> PriceDay:
    """Each half hour with its price; why there is none, where there is none."""
    scheme = derive.scheme_of(state, is_export)
    steps = []
    for slot in derive.day_prices(state, day, is_export):
        if slot.pence is None:
            continue
        word = text.band_word(slot.band, scheme)
        parts = [text.span(slot.span), text.price(slot.pence), word, "smart charge" if slot.is_dispatch else ""]
        read_out = " · ".join(part for part in parts if part)
        label = text.price(slot.pence)
        steps.append(PriceStep(slot.span, slot.pence, slot.band, label, word, read_out, slot.is_dispatch))
    title = f"{text.day_word(day, state.now).capitalize()}, {text.full_date(day)}"
    return PriceDay(title, day_span(day), tuple(steps), _waiting_words(state, is_export) if not steps else "")


def _waiting_words(state: AppState, is_export: bool) -> str:
    tomorrow = derive.tomorrow(state, is_export)
    if tomorrow.publication is not derive.Publication.WAITING:
        return "Not known"
    words = "Tomorrow's prices are published about 16:00.\nThey appear here by themselves"
    if tomorrow.next_look is not None and tomorrow.next_look > state.now:
        return f"{words}; next look at {text.clock_time(tomorrow.next_look)}."
    return f"{words}."
