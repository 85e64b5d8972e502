"""What the history of dispatches shows: a month by days or a year by months, and the whole in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.services import text
from kraken_desktop.services.charge_history import ChargeHistory
from kraken_desktop.services.text.charge_history import charge_sentences, clock_hours, saved_words
from kraken_desktop.ui.view_models.table import Column, Row

COLUMNS = (
    Column(""),
    Column("Planned\nhours", is_number=True),
    Column("kWh", is_number=True),
    Column("Completed\nhours", is_number=True),
    Column("kWh", is_number=True),
    Column("Not\ncharged", is_number=True),
    Column("Slots\nwon", is_number=True),
    Column("Saved", is_number=True, stretches=True),
)


@dataclass(frozen=True, slots=True)
class ChargeHistoryView:
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def charge_history_view(history: ChargeHistory, *, by_month: bool) -> ChargeHistoryView:
    """Newest first; a part in which nothing was listed or charged has no row, the whole is the first."""
    rows = [
        _row(f"{day:%B %Y}" if by_month else f"{day:%a} {day.day} {day:%b}", part)
        for day, part in reversed(history.parts)
        if part != ChargeSum()
    ]
    if not rows:
        return ChargeHistoryView(charge_sentences(history.total))
    whole = _row("Total", history.total)
    return ChargeHistoryView(charge_sentences(history.total), (Row(whole.cells, is_current=True), *rows))


def _row(title: str, part: ChargeSum) -> Row:
    return Row(
        (
            title,
            clock_hours(part.planned),
            _energy(part.planned, part.planned_kwh),
            clock_hours(part.completed),
            _energy(part.completed, part.completed_kwh),
            "" if part.missed_share is None else text.percent(part.missed_share * 100),
            str(part.won_slots) if part.won_slots else "",
            saved_words(part),
        )
    )


def _energy(length: timedelta, kwh: Decimal | None) -> str:
    return text.kwh(kwh).removesuffix(" kWh") if clock_hours(length) else ""
