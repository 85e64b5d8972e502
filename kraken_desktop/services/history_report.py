"""Usage, costs and exports on the command line: from the store, each figure with what is missing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint
from kraken_desktop.domain.billing import bill_part
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.battery_report import battery_report
from kraken_desktop.services.carbon_report import carbon_report
from kraken_desktop.services.compare_report import compare_report
from kraken_desktop.services.costing import smart_spans, supplied
from kraken_desktop.services.date_span import BarLength, DateSpan, SpanKind, span_holding
from kraken_desktop.services.efficiency_report import efficiency_report
from kraken_desktop.services.exports import export_charges, export_half_hours, export_samples
from kraken_desktop.services.insights.compare import Public
from kraken_desktop.services.paper_report import Paper, paper_report
from kraken_desktop.services.plain import instant, number
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.services.text.lacking import lacking_words
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.services.usage import Usage, UsageQuestion, usage_of
from kraken_desktop.storage.database import Database

OF_WHOLE_DAYS = frozenset({"efficiency", "compare", "report"})
"""They count days that are over."""


async def history_report(
    holder: StateHolder, database: Database, command: str, asked: Mapping[str, str | bool], public: Public, paper: Paper
) -> Report:
    """What one of `kraken_desktop.options.HISTORY_COMMANDS` answers. Raises StorageError."""
    state = holder.state
    account = state.account.value
    if account is None:
        return report(state, command, {"meters": []}, ["Nothing is known: nobody has signed in yet."])
    begins = _asked_begin(asked, london_date(state.now))
    if command in OF_WHOLE_DAYS and begins is not None and begins >= london_date(state.now):
        return report(
            state, command, {"meters": []}, [f"No day from {_day(begins)} on is over yet: there is nothing to count."]
        )
    if command == "efficiency":
        return await efficiency_report(state, database, account, asked)
    if command == "report":
        return await paper_report(holder, database, account, asked, paper)
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
    meters, lines = [], [f"{_day(span.first)} to {_day(span.last)}"]
    for point in asked_points(account, asked):
        question = UsageQuestion(
            *(point.number, span, SpanKind.CUSTOM, london_date(state.now)),
            smart=smart_spans(point),
            supplied=supplied(point),
        )
        usage = await usage_of(database.history, question)
        content, words = (_used if command == "usage" else _cost)(point, usage)
        if command == "costs":
            billed = bill_part(
                point.number,
                point.fuel,
                point.direction,
                await database.history.totals(point.number, span.first, span.last),
            )
            content["billed_pence"] = billed.billed_pence
            on_a_bill = text.money(exact(billed.billed_pence))
            words = [*words[:1], f"  on a bill {on_a_bill}, standing charges included", *words[1:]]
        meters.append(content)
        lines += ["", *words]
    body = {"from": span.first.isoformat(), "to": span.last.isoformat(), "meters": meters}
    return report(state, command, body, lines)


def asked_points(account: Account, asked: Mapping[str, str | bool]) -> tuple[MeterPoint, ...]:
    """``--gas`` and ``--export`` leave only those; without either every meter point."""
    kinds = {kind for kind in ("gas", "export") if asked.get(kind)}
    return tuple(point for point in account.meter_points if not kinds or _name(point) in kinds)


def asked_span(asked: Mapping[str, str | bool], today: date) -> DateSpan:
    """``--from`` and ``--to``, both included; without either the month that runs, until now."""
    month = span_holding(today, SpanKind.MONTH)
    last = _asked_day(asked.get("to"), today) or today
    first = _asked_day(asked.get("from"), today) or (month.first if "to" not in asked else last.replace(day=1))
    return DateSpan(min(first, last), max(first, last))


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


def _name(point: MeterPoint) -> str:
    if point.fuel is Fuel.GAS:
        return "gas"
    return "export" if point.direction is Direction.EXPORT else "import"


def _envelope(point: MeterPoint, usage: Usage) -> dict[str, Any]:
    sums = usage.sums
    return {
        "meter_point": point.number,
        "kind": _name(point),
        "is_complete": sums.is_complete,
        "half_hours_expected": sums.expected,
        "half_hours_read": sums.read,
        "half_hours_priced": sums.priced,
    }


def _used(point: MeterPoint, usage: Usage) -> tuple[dict[str, Any], list[str]]:
    rows = [
        {
            **_when(usage, index),
            "kwh": number(bar.kwh) if bar.read else None,
            "is_complete": bar.is_complete,
            "bands": {text.band_word(part.band): number(part.kwh) for part in bar.parts},
        }
        for index, bar in enumerate(usage.bars)
    ]
    content = {**_envelope(point, usage), "kwh": number(usage.sums.kwh), "rows": rows}
    lines = [f"{_name(point).capitalize()}: {text.kwh(usage.sums.kwh)}{_lacking(usage)}"]
    lines += [f"  {_word(usage, n):<16}{text.kwh_exact(b.kwh):>10}" for n, b in enumerate(usage.bars) if b.read]
    return content, lines


def _cost(point: MeterPoint, usage: Usage) -> tuple[dict[str, Any], list[str]]:
    sums = usage.sums
    rows = [
        {
            **_when(usage, index),
            "pence": number(bar.pence) if bar.read else None,
            "standing_pence": number(bar.standing_pence),
            "is_complete": bar.is_complete,
        }
        for index, bar in enumerate(usage.bars)
    ]
    content = {
        **_envelope(point, usage),
        "basis": "metered",
        "pence": number(sums.pence),
        "standing_pence": number(sums.standing_pence),
        "mean_pence_per_kwh": number(sums.mean_pence),
        "estimated_days": [day.isoformat() for day in usage.estimated],
        "rows": rows,
    }
    verb = "earned" if point.direction is Direction.EXPORT else "cost"
    lines = [
        f"{_name(point).capitalize()} {verb} {text.money(sums.pence)} for {text.kwh(sums.kwh)},"
        f" {text.price(sums.mean_pence)} per kWh{_lacking(usage)}"
    ]
    if usage.estimated:
        lines.append(f"  {estimated_words(usage.estimated)}")
    lines += [f"  {_word(usage, n):<16}{text.money(b.pence):>10}" for n, b in enumerate(usage.bars) if b.read]
    return content, lines


def _when(usage: Usage, index: int) -> dict[str, Any]:
    bar = usage.bars[index]
    if usage.question.span.bars is BarLength.SLOT:
        return {"start": instant(bar.start)}
    return {"from": bar.days.first.isoformat(), "to": bar.days.last.isoformat()}


def _word(usage: Usage, index: int) -> str:
    bar = usage.bars[index]
    if usage.question.span.bars is BarLength.SLOT:
        return text.clock_time(bar.start)
    return f"{bar.days.first:%B %Y}" if usage.question.span.bars is BarLength.MONTH else _day(bar.days.first)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _lacking(usage: Usage) -> str:
    sums = usage.sums
    if sums.is_complete:
        return ""
    if not sums.expected:
        return " (nothing is known of it)"
    unread, unpriced, without = sums.expected - sums.read, sums.read - sums.priced, sums.days - sums.standing_days
    lacking = lacking_words(usage.unknown_days, unread, unpriced, without)
    today = "today not known yet" if usage.question.span.holds(usage.question.until) else ""
    words = ", ".join(filter(None, (lacking, today)))
    return f" (incomplete: {words})" if words else ""


async def _exported(
    state: AppState, database: Database, account: Account, span: DateSpan, asked: Mapping[str, str | bool]
) -> Report:
    path, what = Path(str(asked["file"])), str(asked.get("what", "half-hours"))
    try:
        if what == "samples":
            count = await export_samples(database, span, path)
        elif what in ("charges", "dispatches"):
            count = await export_charges(database, account.number, span, path, state.now)
        else:
            count = await export_half_hours(database, account, span, path)
    except OSError as error:
        body = {"file": str(path), "rows": 0, "error": error.strerror}
        return report(state, "export", body, [f"{path} could not be written: {error.strerror}."])
    body = {"file": str(path), "what": what, "rows": count, "from": span.first.isoformat(), "to": span.last.isoformat()}
    return report(state, "export", body, [f"{count:,} rows of {what} are in {path}."])
