"""The reminders that wait: as lines that can be taken back, and as times marked in the chart."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.domain.moments import Span
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.plots.price_view import PriceMark


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One that waits; ``when`` is the time at which it comes."""

    key: str
    title: str
    when: str


def reminder_lines(state: AppState) -> tuple[ReminderLine, ...]:
    """In order of time."""
    return tuple(
        ReminderLine(reminder.key, text.reminder_words(reminder), text.moment(reminder.at, state.now))
        for reminder in state.reminders
    )


def reminder_marks(state: AppState, is_export: bool) -> tuple[PriceMark, ...]:
    """The times found for what a person wants to be reminded of, each once."""
    chosen = {(reminder.what, reminder.parts): None for reminder in state.reminders if reminder.is_export is is_export}
    return tuple(chosen_mark(state, what, spans) for what, spans in chosen)


def chosen_mark(state: AppState, what: str, spans: tuple[Span, ...]) -> PriceMark:
    """The parts of one time that was found."""
    return PriceMark(what, spans, f"Chosen: {what}, {', '.join(text.span_with_day(span, state.now) for span in spans)}")
