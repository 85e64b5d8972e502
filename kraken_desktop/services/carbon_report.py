"""Carbon on the command line: what use gave off, how clean the grid will be, and the greener nights of the week."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.greenness import greenest
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.battery_report import NO_IMPORT
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.carbon import CarbonUse, GreenOutlook
from kraken_desktop.services.insights.meters import asked_meters
from kraken_desktop.services.plain import instant, number, span_of
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.services.text import carbon as words
from kraken_desktop.services.text.insights import span_words
from kraken_desktop.storage.database import Database


async def carbon_report(state: AppState, database: Database, account: Account, span: DateSpan) -> Report:
    """Of every import meter. Raises StorageError."""
    meters: list[dict[str, Any]] = []
    lines: list[str] = []
    for meter in asked_meters(account, database, StateHolder(state), span):
        used = await meter.insights.carbon(span) if meter.is_supplied else None
        outlook = await meter.insights.outlook()
        if used is None or outlook is None:
            meters.append(meter.content)
            lines += [meter.not_supplied, ""]
            continue
        meters.append({**meter.content, **_used(used), **_coming(outlook)})
        lines += [*meter.heading, *_lines(used, outlook, state.now), ""]
    body = {"from": span.first.isoformat(), "to": span.last.isoformat(), "meters": meters}
    return report(state, "carbon", body, lines[:-1] or [NO_IMPORT])


def _used(found: CarbonUse) -> dict[str, Any]:
    own, grid = found.own_grams_per_kwh, found.grid_grams_per_kwh
    return {
        "kwh": found.kwh if found.rows else None,
        "grams": found.grams if found.rows else None,
        "unknown_kwh": found.unknown_kwh,
        "today_until": instant(found.today_until),
        "own_grams_per_kwh": own,
        "grid_grams_per_kwh": grid,
        "grid_by_hour": list(found.by_hour),
        "days": [
            {
                "date": row.day.isoformat(),
                "kwh": row.kwh,
                "grams": row.grams,
                "unknown_kwh": row.unknown_kwh,
                "is_live": row.is_live,
            }
            for row in found.rows
        ],
    }


def _coming(found: GreenOutlook) -> dict[str, Any]:
    best = greenest(found.ahead, words.GREEN_LENGTH)
    return {
        "told_at": instant(found.ahead_at),
        "ahead": [
            span_of(Span(row.start, row.start + SLOT), grams_per_kwh=number(row.grams_per_kwh), index=row.index)
            for row in found.ahead
        ],
        "greenest": span_of(best.span, grams_per_kwh=number(best.grams_per_kwh)) if best is not None else None,
        "nights_told_at": instant(found.nights_at),
        "nights": [
            {
                "date": night.day.isoformat(),
                **span_of(night.span),
                "is_greener": night.is_greener,
                "score": night.score,
                "index": night.index,
            }
            for night in found.nights
        ],
    }


def _lines(used: CarbonUse, outlook: GreenOutlook, now: datetime) -> list[str]:
    when = span_words(used.span)
    told = [f"{when[:1].upper()}{when[1:]}: {words.carbon_sentence(used)}."]
    told += filter(None, (words.against_grid(used), words.by_hour_words(used), words.carbon_note(used)))
    told += [
        f"  {row.day.day:>2} {row.day:%b %Y}{text.kwh_exact(exact(row.kwh)):>12} kWh{words.mass(row.grams):>10}"
        for row in used.rows
    ]
    ahead = words.outlook_sentence(outlook, now)
    told += ["", ahead or "How clean the grid will be is not known: Octopus is asked while the app runs."]
    for night in outlook.nights:
        name = words.night_name(night, now)
        greener = "a greener night" if night.is_greener else ""
        score = f"{night.score} of 100" if night.score is not None else text.UNKNOWN
        told.append(f"  {name[0].upper() + name[1:]:<24}{score:>10}  {greener}".rstrip())
    return told
