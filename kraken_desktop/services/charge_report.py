"""The command line's history of smart charging: a year by month, or a month by day."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import text
from kraken_desktop.services.charge_history import ChargeHistory, charge_history
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.plain import number
from kraken_desktop.services.reports import Content, Report, report
from kraken_desktop.services.state import AppState
from kraken_desktop.services.text.charge_history import charge_sentences, clock_hours, saved_words
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError

_log = logging.getLogger(__name__)
_HEADINGS = ("", "planned", "kWh", "completed", "kWh", "not charged", "won", "saved")
_WIDTHS = (10, 9, 7, 11, 7, 13, 5, 10)
_MONTHS = 12


async def charge_report(state: AppState, database: Database | None, asked: Mapping[str, str | bool]) -> Report:
    """Of the month ``asked`` for by day, else of twelve months by month."""
    month, today = asked.get("month"), london_date(state.now)
    by_month = not isinstance(month, str)
    span = _twelve_months(today) if by_month else span_holding(date.fromisoformat(f"{month}-01"), SpanKind.MONTH)
    try:
        history = await charge_history(state, database, span, by_month=by_month)
    except StorageError as error:
        _log.warning("the history of charging cannot be read: %s", error.kind)
        history, database = ChargeHistory(span), None
    rows = [(first, part) for first, part in history.parts if part != ChargeSum()]
    body = {
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "is_stored": database is not None,
        **_content(history.total),
        "rows": [
            {"month" if by_month else "day": _day(first, by_month=by_month), **_content(part)} for first, part in rows
        ],
    }
    return report(
        state, "dispatches-history", body, _lines(history, rows, by_month=by_month, is_stored=database is not None)
    )


def _lines(history: ChargeHistory, rows: list[tuple[date, ChargeSum]], *, by_month: bool, is_stored: bool) -> list[str]:
    if not is_stored:
        return ["Nothing that is stored can be read here. The app keeps what was planned and charged while it runs."]
    lines = [f"{history.span.first} to {history.span.last}", *charge_sentences(history.total)]
    if rows:
        table = [_HEADINGS, *(_cells(_day(first, by_month=by_month), part) for first, part in rows)]
        lines += ["", *(_aligned(cells) for cells in table)]
    return lines


def _twelve_months(today: date) -> DateSpan:
    """This month and the eleven before it."""
    months = today.year * _MONTHS + today.month - _MONTHS
    return DateSpan(date(months // _MONTHS, months % _MONTHS + 1, 1), span_holding(today, SpanKind.MONTH).last)


def _day(first: date, *, by_month: bool) -> str:
    return f"{first:%Y-%m}" if by_month else first.isoformat()


def _content(part: ChargeSum) -> Content:
    """Times in minutes, energy in kWh, money in pence; null is unknown."""
    lengths = {
        name: getattr(part, name)
        for name in ("planned", "charged", "missed", "untold", "ignored", "completed", "boosted")
    }
    return {
        **{f"{name}_minutes": length / timedelta(minutes=1) for name, length in lengths.items()},
        "planned_kwh": number(part.planned_kwh),
        "completed_kwh": number(part.completed_kwh),
        "boosted_kwh": number(part.boosted_kwh),
        "missed_share": number(part.missed_share),
        "won_slots": part.won_slots,
        "unknown_slots": part.unknown_slots,
        "saved_pence": number(part.saved_pence),
    }


def _cells(title: str, part: ChargeSum) -> tuple[str, ...]:
    return (
        title,
        clock_hours(part.planned),
        _energy(part.planned, text.kwh(part.planned_kwh)),
        clock_hours(part.completed),
        _energy(part.completed, text.kwh(part.completed_kwh)),
        "" if part.missed_share is None else text.percent(part.missed_share * 100),
        str(part.won_slots or ""),
        saved_words(part),
    )


def _energy(length: timedelta, words: str) -> str:
    return words.removesuffix(" kWh") if clock_hours(length) else ""


def _aligned(cells: tuple[str, ...]) -> str:
    first, *rest = (
        cell.ljust(width) if not place else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    )
    return "".join((first, *rest)).rstrip()
