"""Usage, costs and exports on the command line: from the store, each figure with what is missing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.battery_report import battery_report
from kraken_desktop.services.carbon_report import carbon_report
from kraken_desktop.services.compare_report import compare_report
from kraken_desktop.services.costing import smart_spans, supplied
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.efficiency_report import efficiency_report
from kraken_desktop.services.exports import Exported, export
from kraken_desktop.services.insights.compare import Public
from kraken_desktop.services.lacking_days import lacking_in, told_with
from kraken_desktop.services.never_read import never_read_words
from kraken_desktop.services.owed_days import count_owed_days
from kraken_desktop.services.paper_report import Paper, asked_month, paper_report
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.services.text.meters import kind_name
from kraken_desktop.services.usage import Usage, usage_of
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.services.usage_report import costs_report, usage_report
from kraken_desktop.storage.database import Database

OF_WHOLE_DAYS = frozenset({"efficiency", "compare", "report"})
"""They count days that are over."""
INTO_FILES = frozenset({"export", "report"})
"""Whoever asked for a file has none where nothing could be read, and is told what one lacks."""


async def history_report(
    holder: StateHolder, database: Database, command: str, asked: Mapping[str, str | bool], public: Public, paper: Paper
) -> Report:
    """What one of `kraken_desktop.options.HISTORY_COMMANDS` answers. Raises StorageError."""
    state = holder.state
    account = state.account.value
    is_unread = state.history.problem is not None and database.place is None  # what was fetched for the question alone
    if account is None or (command in INTO_FILES and is_unread):
        return _unread(state, command, asked)
    for point in account.meter_points:
        await count_owed_days(database.history, state, point)
    begins = _asked_begin(asked, london_date(state.now))
    if command in OF_WHOLE_DAYS and begins is not None and begins >= london_date(state.now):
        return report(
            state, command, {"meters": []}, [f"No day from {_day(begins)} on is over yet: there is nothing to count."]
        )
    if command == "efficiency":
        return await efficiency_report(state, database, account, asked)
    if (written := rows_asked(command, asked, london_date(state.now))) is not None:
        lacking = await lacking_in(database.history, account, written, london_date(state.now))
        if command == "report":
            found = await paper_report(holder, database, account, asked, paper)
        else:
            found = await _exported(state, database, account, written, asked)
        return told_with(found, lacking, state)
    span = asked_span(asked, london_date(state.now))
    if command in ("battery", "compare"):
        chosen = span if {"from", "to"} & asked.keys() else None
        if command == "battery":
            return await battery_report(state, database, account, asked, chosen)
        return await compare_report(holder, database, account, asked, public, chosen)
    if command == "carbon":
        return await carbon_report(state, database, account, span)
    if command == "export":
        return await _exported(state, database, account, span, asked)
    if span.first > london_date(state.now):
        return report(state, command, {"meters": []}, [f"{_day(span.first)} has not begun: there is nothing to count."])
    usages = [(point, await _usage(database, point, span, state)) for point in asked_points(account, asked)]
    if command == "usage":
        return usage_report(state, span, usages)
    totals = {point.number: await database.history.totals(point.number, span.first, span.last) for point, _ in usages}
    return costs_report(state, span, usages, totals)


async def _usage(database: Database, point: MeterPoint, span: DateSpan, state: AppState) -> Usage:
    smart, held = smart_spans(point), supplied(point)
    today = london_date(state.now)
    question = UsageQuestion(point.number, span, SpanKind.CUSTOM, today, smart=smart, supplied=held)
    usage = await usage_of(database.history, question)
    return replace(usage, never_read=await never_read_words(database.history, point))


def _unread(state: AppState, command: str, asked: Mapping[str, str | bool]) -> Report:
    """Why there is no answer: nobody is signed in, or what Octopus knows could not be read."""
    is_signed_out = state.phase is Phase.SIGNED_OUT and state.secrets_problem is None
    why = "nobody has signed in yet" if is_signed_out else "your history could not be read"
    if command not in INTO_FILES:
        return report(state, command, {"meters": []}, [f"Nothing is known: {why}."])
    name = Path(str(asked["file"])).name if "file" in asked else "The report"
    body: dict[str, object] = {"file": None, "rows": 0, "meters": [], "error": why}
    return report(state, command, body, [f"{name} is not written: {why}."])


def rows_asked(command: str, asked: Mapping[str, str | bool], today: date) -> DateSpan | None:
    """Whose half hours a command writes into a file; None where it writes none."""
    if command == "report":
        return asked_month(asked, today)
    has_rows = command == "export" and asked.get("what", Exported.HALF_HOURS) == Exported.HALF_HOURS
    return asked_span(asked, today) if has_rows else None


def asked_points(account: Account, asked: Mapping[str, str | bool]) -> tuple[MeterPoint, ...]:
    """``--gas`` and ``--export`` leave only those; without either every meter point."""
    kinds = {kind for kind in ("gas", "export") if asked.get(kind)}
    return tuple(point for point in account.meter_points if not kinds or kind_name(point).lower() in kinds)


def asked_span(asked: Mapping[str, str | bool], today: date) -> DateSpan:
    """``--from`` and ``--to``, both included; without either the month that runs, until now."""
    month = span_holding(today, SpanKind.MONTH)
    begins, ends = (_asked_day(asked.get(name), today) for name in ("from", "to"))
    last = ends or max(today, begins or today)
    return DateSpan(begins or (month.first if ends is None else last.replace(day=1)), last)


def _asked_begin(asked: Mapping[str, str | bool], today: date) -> date | None:
    """Where the asked month or span begins; None where none is asked for."""
    if "month" in asked:
        return date.fromisoformat(f"{asked['month']}-01")
    return asked_span(asked, today).first if {"from", "to"} & asked.keys() else None


def _asked_day(asked: str | bool | None, today: date) -> date | None:
    if not isinstance(asked, str):
        return None
    if asked == "today":
        return today
    return today + timedelta(days=1) if asked == "tomorrow" else date.fromisoformat(asked)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


async def _exported(
    state: AppState, database: Database, account: Account, span: DateSpan, asked: Mapping[str, str | bool]
) -> Report:
    path, what = Path(str(asked["file"])), str(asked.get("what", "half-hours"))
    try:
        wanted = Exported.DISPATCHES if what == "charges" else Exported(what)
        count = await export(database, account, wanted, span, path, state.now)
    except OSError as error:
        body = {"file": str(path), "rows": 0, "error": error.strerror}
        return report(state, "export", body, [f"{path} could not be written: {error.strerror}."])
    body = {"file": str(path), "what": what, "rows": count, "from": span.first.isoformat(), "to": span.last.isoformat()}
    return report(state, "export", body, [f"{count:,} rows of {what} are in {path}."])
