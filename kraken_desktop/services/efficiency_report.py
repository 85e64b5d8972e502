"""Tariff efficiency on the command line: the last twelve months by month, or a month by week and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.efficiency import Bought, Efficiency, Measure, Undefined
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import text
from kraken_desktop.services.battery_report import NO_IMPORT
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.insights.efficiency import EfficiencyReport, EfficiencyRow
from kraken_desktop.services.insights.meters import asked_meters
from kraken_desktop.services.insights.spans import Pace, days_of_whole, twelve_months
from kraken_desktop.services.plain import number
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.services.text.insights import (
    efficiency_sentence,
    habit_words,
    left_out_words,
    measure_percent,
    undefined_sentence,
)
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.storage.database import Database

Found = tuple[Pace, EfficiencyReport]


async def efficiency_report(
    state: AppState, database: Database, account: Account, asked: Mapping[str, str | bool]
) -> Report:
    """Of every import meter, over the days that are over. Raises StorageError."""
    month = asked.get("month")
    span, paces = twelve_months(london_date(state.now)), [Pace.MONTH]
    if isinstance(month, str):
        span, paces = span_holding(date.fromisoformat(f"{month}-01"), SpanKind.MONTH), [Pace.WEEK, Pace.DAY]
    meters: list[dict[str, Any]] = []
    lines = [f"{_day(span.first)} to {_day(span.last)}"]
    for meter in asked_meters(account, database, StateHolder(state), span):
        if not meter.is_supplied:
            meters.append(meter.content)
            lines += ["", meter.not_supplied]
            continue
        insights = meter.insights
        found = [(pace, told) for pace in paces if (told := await insights.efficiency(span, pace)) is not None]
        where = await insights.where(span)
        habit = where.found.habit if where is not None else None
        whole = found[0][1].whole
        meters.append(
            {
                **meter.content,
                **_content(whole),
                "estimated_days": [day.isoformat() for day in found[0][1].estimated],
                "dearest_habit": habit_words(habit) if habit is not None else None,
                "rows": [{"span": pace.value, **_dates(row.span), **_content(row.found)} for pace, row in _rows(found)],
            }
        )
        lines += ["", *meter.heading, efficiency_sentence(whole, found[0][1].span, habit), *_explained(found[0][1])]
        if rows := _rows(found):
            lines += ["", f"  {'':<24}{'kWh':>10}{'Cost':>10}  Ratio  Saving  Score"]
            lines += [_row(pace, row) for pace, row in rows]
    return report(state, "efficiency", {**_dates(span), "meters": meters}, lines if meters else [NO_IMPORT])


def _rows(found: Sequence[Found]) -> list[tuple[Pace, EfficiencyRow]]:
    return [(pace, row) for pace, told in found for row in told.rows]


def _content(found: Efficiency) -> dict[str, Any]:
    measures = {
        "average_price_ratio": found.average_ratio,
        "saving_efficiency": found.saving,
        "quadrant_score": found.score,
    }
    return {
        "days": found.days,
        "days_left_out": found.left_out,
        "kwh": number(found.kwh) if found.days else None,
        "pence": number(found.pence) if found.days else None,
        "mean_pence_per_kwh": number(found.mean_pence),
        **{name: _figure(measure) for name, measure in measures.items()},
        "undefined": {name: told.value for name, told in measures.items() if isinstance(told, Undefined)},
        "middle_price": found.middle.value,
        "bands": [_bought(part) for part in found.bands],
        "one_price": {"kwh": number(found.flat_kwh), "pence": number(found.flat_pence)},
        "quadrants": [{"quadrant": part.band.value, **_bought(part)} for part in found.quadrants],
    }


def _bought(part: Bought) -> dict[str, Any]:
    return {
        "band": text.band_word(part.band),
        "kwh": number(part.kwh),
        "pence": number(part.pence),
        "share": number(part.share),
    }


def _figure(measure: Measure) -> float | None:
    return number(measure) if isinstance(measure, Decimal) else None


def _explained(told: EfficiencyReport) -> list[str]:
    """What the whole comes to, and once why a measure has no figure."""
    whole, lines = told.whole, list[str]()
    if whole.mean_pence is not None:
        lines.append(
            f"You paid {text.price(whole.mean_pence)} per kWh, {measure_percent(whole.average_ratio)} of the lowest"
            f" price; quadrant score {measure_percent(whole.score)}; savings are measured from {whole.middle.value}."
        )
    if whole.days:
        lines += [undefined_sentence(name, why) for name, why in told.undefined]
    if left := left_out_words(whole):
        lines.append(f"{left[0].upper()}{left[1:]}.")
    if told.estimated:
        lines.append(estimated_words(told.estimated))
    lines += [
        f"  {text.band_word(part.band):<16}{text.kwh(part.kwh):>12}{text.money(part.pence):>10}"
        f"{text.percent(part.share * 100):>6}"
        for part in whole.quadrants
    ]
    if whole.flat_kwh:
        lines.append(f"  {'one price':<16}{text.kwh(whole.flat_kwh):>12}{text.money(whole.flat_pence):>10}")
    return lines


def _row(pace: Pace, row: EfficiencyRow) -> str:
    found = row.found
    name = f"{row.span.first:%B %Y}" if pace is Pace.MONTH else _day(row.span.first)
    name = f"Week to {_day(row.span.last)}" if pace is Pace.WEEK else name
    if not found.days:
        return f"  {name:<24}{Undefined.NO_COMPLETE_DAY.value}"
    energy = f"{text.kwh_exact(found.kwh):>10}{text.money(found.pence):>10}"
    measures = (
        f"{measure_percent(found.average_ratio):>7}{measure_percent(found.saving):>8}{measure_percent(found.score):>7}"
    )
    notes = "; ".join(filter(None, (_part_words(pace, row), left_out_words(found))))
    return f"  {name:<24}{energy}{measures}{f' ({notes})' if notes else ''}"


def _part_words(pace: Pace, row: EfficiencyRow) -> str:
    """How many days a week or a month has here, where it is cut or its first reading is later."""
    days, all_days = row.found.days + row.found.left_out, days_of_whole(row.span, pace)
    return f"{days} of {all_days} days" if days < all_days else ""


def _dates(span: DateSpan) -> dict[str, str]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
