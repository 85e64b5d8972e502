"""Tariff efficiency on the command line: the last twelve months by month, or a month by week and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.domain.account import Account, Direction, Fuel
from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost, SlotCost
from kraken_desktop.domain.efficiency import Bought, Efficiency, Measure, Undefined, day_bought, efficiency_of
from kraken_desktop.domain.moments import day_slots, london_date
from kraken_desktop.services import text
from kraken_desktop.services.plain import number
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState
from kraken_desktop.services.usage import DateSpan, SpanKind, span_holding
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.history_store import HistoryStore

A_DAY = timedelta(days=1)


async def efficiency_report(
    state: AppState, database: Database, account: Account, asked: Mapping[str, str | bool]
) -> Report:
    """Of every import meter, over the days that are over. Raises StorageError."""
    today = london_date(state.now)
    month = asked.get("month")
    span = twelve_months(today) if not isinstance(month, str) else _month(date.fromisoformat(f"{month}-01"))
    parts = _parts(span, (SpanKind.MONTH,) if month is None else (SpanKind.WEEK, SpanKind.DAY))
    meters: list[dict[str, Any]] = []
    lines = [f"{_day(span.first)} to {_day(span.last)}"]
    for point in account.meter_points:
        if point.fuel is not Fuel.ELECTRICITY or point.direction is not Direction.IMPORT:
            continue
        days = await days_costed(database.history, point.number, DateSpan(span.first, min(span.last, today - A_DAY)))
        whole = _measured(days, span)
        rows = [(kind, part, _measured(days, part)) for kind, part in parts]
        rows = [row for row in rows if row[2].days or row[2].left_out]
        meters.append(
            {
                "meter_point": point.number,
                **_content(whole),
                "rows": [{"span": kind.value, **_dates(part), **_content(found)} for kind, part, found in rows],
            }
        )
        lines += ["", *_sentences(whole), *[_row(kind, part, found) for kind, part, found in rows]]
    return report(state, "efficiency", {**_dates(span), "meters": meters}, lines)


def _measured(days: Sequence[DayCost], span: DateSpan) -> Efficiency:
    return efficiency_of(day_bought(day) for day in days if span.holds(day.day))


async def days_costed(store: HistoryStore, point: str, span: DateSpan) -> tuple[DayCost, ...]:
    """Each day of the span from the first that is stored on; one without readings has no slots."""
    extent = await store.extent(point)
    if extent is None or span.last < max(span.first, extent[0]):
        return ()
    known = DateSpan(max(span.first, extent[0]), span.last)
    slots = defaultdict[date, list[SlotCost]](list)
    for slot in await store.slots(point, known.instants):
        slots[london_date(slot.start)].append(slot)
    every = [known.first + index * A_DAY for index in range(known.days)]
    return tuple(DayCost(day, tuple(slots[day]), day_slots(day), None) for day in every)


def twelve_months(today: date) -> DateSpan:
    """The year that ended yesterday."""
    leap = (today.month, today.day) == (2, 29)
    return DateSpan(today.replace(year=today.year - 1, day=28 if leap else today.day), today - A_DAY)


def _month(day: date) -> DateSpan:
    return span_holding(day, SpanKind.MONTH)


def _parts(span: DateSpan, kinds: Sequence[SpanKind]) -> list[tuple[SpanKind, DateSpan]]:
    """The span cut at the ends of its weeks, days or months."""
    found = []
    for kind in kinds:
        at = span.first
        while at <= span.last:
            last = min(span_holding(at, kind).last, span.last)
            found.append((kind, DateSpan(at, last)))
            at = last + A_DAY
    return found


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


def _sentences(found: Efficiency) -> list[str]:
    if isinstance(found.score, Undefined):
        return [f"No efficiency: {found.score.value}{_left_out(found)}."]
    cheapest = sum((part.share for part in found.quadrants if part.band is Band.QUADRANT_0), Decimal(0))
    return [
        f"You bought {text.percent(cheapest * 100)} in the cheapest quarter; {_saved(found)}{_left_out(found)}.",
        f"You paid {text.price(found.mean_pence)} per kWh, {_against_lowest(found.average_ratio)};"
        f" quadrant score {_percent(found.score)}.",
        *[
            f"  {text.band_word(part.band):<16}{text.kwh(part.kwh):>12}{text.money(part.pence):>10}"
            f"{text.percent(part.share * 100):>6}"
            for part in found.quadrants
        ],
        "",
        f"  {'':<24}{'kWh':>10}{'Cost':>10}  Ratio  Saving  Score",
    ]


def _saved(found: Efficiency) -> str:
    if isinstance(found.saving, Undefined):
        return f"no saving can be told, for {found.saving.value}"
    if found.saving < 0:
        return f"you paid more than {found.middle.value}, so nothing was saved ({_percent(found.saving)})"
    return f"{_percent(found.saving)} of the possible saving, measured from {found.middle.value}"


def _against_lowest(ratio: Measure) -> str:
    if isinstance(ratio, Undefined):
        return f"with no ratio to the lowest, for {ratio.value}"
    return f"{_percent(ratio)} of the lowest price"


def _row(kind: SpanKind, part: DateSpan, found: Efficiency) -> str:
    name = f"{part.first:%B %Y}" if kind is SpanKind.MONTH else _day(part.first)
    name = f"Week to {_day(part.last)}" if kind is SpanKind.WEEK else name
    if isinstance(found.score, Undefined):
        return f"  {name:<24}{found.score.value}{_left_out(found)}"
    energy = f"{text.kwh_exact(found.kwh):>10}{text.money(found.pence):>10}"
    measures = f"{_percent(found.average_ratio):>7}{_percent(found.saving):>8}{_percent(found.score):>7}"
    return f"  {name:<24}{energy}{measures}{_left_out(found)}"


def _percent(measure: Measure) -> str:
    return text.percent(measure * 100) if isinstance(measure, Decimal) else "–"


def _left_out(found: Efficiency) -> str:
    if not found.left_out or not found.days:
        return ""
    return f" ({found.left_out} incomplete {'day' if found.left_out == 1 else 'days'} left out)"


def _dates(span: DateSpan) -> dict[str, str]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
