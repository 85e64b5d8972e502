"""`kraken-desktop usage` and `costs`: what each meter point used and cost in a span, with what is missing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kraken_desktop.domain.account import Direction, MeterPoint
from kraken_desktop.domain.billing import bill_part
from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength, DateSpan
from kraken_desktop.services.plain import instant, number
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState
from kraken_desktop.services.text.lacking import lacking_words
from kraken_desktop.services.text.meters import kind_name, meter_names
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.services.usage import Usage, supplied_days

Usages = Sequence[tuple[MeterPoint, Usage]]


def usage_report(state: AppState, span: DateSpan, usages: Usages) -> Report:
    """Energy, by half hours, days or months."""
    names = meter_names([point for point, _ in usages])
    meters, lines = [], [_heading(span)]
    for point, usage in usages:
        rows = [
            {
                **_when(usage, index),
                "kwh": number(bar.kwh) if bar.read else None,
                "is_complete": bar.is_complete,
                "bands": {text.band_word(part.band): number(part.kwh) for part in bar.parts},
            }
            for index, bar in enumerate(usage.bars)
        ]
        kwh = usage.sums.kwh if usage.sums.read else None
        meters.append({**_envelope(point, usage), "kwh": number(kwh), "rows": rows})
        lines += ["", f"{names[point.number]}: {_with_lacking(text.kwh(kwh), usage)}"]
        lines += [f"  {_word(usage, n):<16}{text.kwh_exact(b.kwh):>10}" for n, b in enumerate(usage.bars) if b.read]
    return report(state, "usage", _body(span, meters), lines)


def costs_report(state: AppState, span: DateSpan, usages: Usages, totals: Mapping[str, Sequence[DayTotal]]) -> Report:
    """Money, standing charges included and told apart; and all meter points together."""
    names = meter_names([point for point, _ in usages])
    meters, lines = [], [_heading(span)]
    for point, usage in usages:
        sums = usage.sums
        billed = bill_part(point.number, point.fuel, point.direction, totals[point.number]).billed_pence
        rows = [
            {
                **_when(usage, index),
                "pence": number(bar.pence) if bar.read else None,
                "standing_pence": number(bar.standing_pence),
                "is_complete": bar.is_complete,
            }
            for index, bar in enumerate(usage.bars)
        ]
        meters.append(
            {
                **_envelope(point, usage),
                "basis": "metered",
                "pence": number(sums.pence) if sums.read else None,
                "standing_pence": number(sums.standing_pence),
                "mean_pence_per_kwh": number(sums.mean_pence),
                "estimated_days": [day.isoformat() for day in usage.estimated],
                "rows": rows,
                "billed_pence": billed if sums.read else None,
            }
        )
        lines += ["", *_cost_lines(names[point.number], point, usage, billed)]
    if len(usages) > 1:
        lines += ["", _together(usages)]
    return report(state, "costs", _body(span, meters), lines)


def _cost_lines(name: str, point: MeterPoint, usage: Usage, billed_pence: int) -> list[str]:
    sums = usage.sums
    if not sums.read:
        return [f"{name}: {_with_lacking('', usage)}"]
    energy = f"{text.kwh(sums.kwh)} at {text.rate(sums.mean_pence)}"
    if point.direction is Direction.EXPORT:
        words = f"{name} earned {text.money(sums.pence)}: {energy}"
    else:
        whole, standing = _whole(sums.pence), _whole(sums.standing_pence)  # so that the parts add up as they are shown
        parts = f"{text.money(whole - standing)} for {energy}, {text.money(standing)} standing charges"
        words = f"{name} cost {text.money(whole)}: {parts}"
    lines = [_with_lacking(words, usage), f"  on a bill {text.money(exact(billed_pence))}, by its rounding"]
    if usage.estimated:
        lines.append(f"  {estimated_words(usage.estimated)}")
    lines += [f"  {_word(usage, n):<16}{text.money(b.pence):>10}" for n, b in enumerate(usage.bars) if b.read]
    return lines


def _whole(pence: Decimal) -> Decimal:
    return pence.quantize(Decimal(1), ROUND_HALF_UP)


def _together(usages: Usages) -> str:
    earned = {point.number for point, _ in usages if point.direction is Direction.EXPORT}
    signed = (-usage.sums.pence if point.number in earned else usage.sums.pence for point, usage in usages)
    pence = sum(signed, ZERO)
    less = ", what was earned taken off" if earned else ""
    lacking = any(_is_supplied(usage) and not usage.sums.is_complete for _, usage in usages)
    return f"Together {text.money(pence)}{less}{' (incomplete)' if lacking else ''}"


def _body(span: DateSpan, meters: list[dict[str, Any]]) -> dict[str, Any]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat(), "meters": meters}


def _envelope(point: MeterPoint, usage: Usage) -> dict[str, Any]:
    sums = usage.sums
    return {
        "meter_point": point.number,
        "kind": kind_name(point).lower(),
        "is_supplied": _is_supplied(usage),
        "is_complete": sums.is_complete,
        "half_hours_expected": sums.expected,
        "half_hours_read": sums.read,
        "half_hours_priced": sums.priced,
    }


def _with_lacking(words: str, usage: Usage) -> str:
    """What is known, and behind it what is not; that alone where nothing is."""
    lacking = _lacking(usage)
    if not usage.sums.read:
        return lacking
    return f"{words} ({lacking})" if lacking else words


def _is_supplied(usage: Usage) -> bool:
    return supplied_days(usage.question.span, usage.question) > 0


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


def _heading(span: DateSpan) -> str:
    return f"{_day(span.first)} to {_day(span.last)}"


def _lacking(usage: Usage) -> str:
    """What is missing of the total; empty where nothing is."""
    sums = usage.sums
    if sums.is_complete:
        return ""
    if not _is_supplied(usage):
        return "not supplied then"
    if usage.never_read:
        return usage.never_read
    if not sums.expected:
        return "nothing is known of it yet"
    unread, unpriced, without = sums.expected - sums.read, sums.read - sums.priced, sums.days - sums.standing_days
    lacking = lacking_words(usage.unknown_days, unread, unpriced, without)
    today = "today not known yet" if usage.question.span.holds(usage.question.until) else ""
    words = ", ".join(filter(None, (lacking, today)))
    return f"incomplete: {words}" if words else ""
