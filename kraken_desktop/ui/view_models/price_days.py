"""The prices of a day as the chart's steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

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
    return PriceDay(title, day_span(day), tuple(steps), _waiting_words(state, day, is_export) if not steps else "")


def _agreement_ends(state: AppState, is_export: bool) -> datetime | None:
    """When the last agreement of the tariff's meter ends, where it does."""
    account, tariff = state.account.value, (state.export_tariff if is_export else state.import_tariff).value
    for point in account.meter_points if account is not None and tariff is not None else ():
        held = point.agreement_at(state.now)
        if held is not None and tariff is not None and held.tariff_code == tariff.code:
            ends = [agreement.valid_to for agreement in point.agreements if agreement.valid_from >= held.valid_from]
            return None if None in ends else max((end for end in ends if end is not None), default=None)
    return None


def _waiting_words(state: AppState, day: date, is_export: bool) -> str:
    tomorrow, ends_at = derive.tomorrow(state, is_export), _agreement_ends(state, is_export)
    if ends_at is not None and ends_at < day_span(day).end:
        return f"The agreement ends {text.moment(ends_at, state.now)}.\nOctopus names no tariff after it yet."
    if tomorrow.publication is not derive.Publication.WAITING:
        return "Not known"
    words = "Tomorrow's prices are published about 16:00.\nThey appear here by themselves"
    if tomorrow.problem is not None:
        words = f"Tomorrow's prices could not be looked for:\n{text.problem_text(tomorrow.problem).title}"
    if tomorrow.next_look is not None and tomorrow.next_look > state.now:
        return f"{words}; next look at {text.clock_time(tomorrow.next_look)}."
    return f"{words}."
