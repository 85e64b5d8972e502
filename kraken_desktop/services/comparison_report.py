"""What ``other-tariffs`` answers: the tariffs of a region today and tomorrow, mine marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kraken_desktop.domain.offers import REGIONS
from kraken_desktop.domain.problem import Problem
from kraken_desktop.services import text
from kraken_desktop.services.comparison import Compared, DayPrices, compared
from kraken_desktop.services.plain import instant, number, problem_of, span_of
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, Phase

NO_REGION = "Say which region: --region A to P, or --postcode. With an account it is the meter's own."
UNKNOWN_POSTCODE = "Octopus knows no region for the postcode {}."
_WIDTH = 26


def other_tariffs_report(
    state: AppState, region: str | None, trouble: Problem | None = None, postcode: str = ""
) -> Report:
    """``reason`` says why where nothing can be told. Prices are p/kWh including VAT, standing charges pence a day."""
    shelf, problem = state.other_tariffs.value, trouble or state.other_tariffs.problem
    rows = [row for is_export in (False, True) for row in compared(state, is_export)]
    reason = None if region is not None and shelf is not None else "The price lists could not be read."
    if region is None and trouble is None:
        reason = UNKNOWN_POSTCODE.format(postcode) if postcode else NO_REGION
    body = {
        "region": region,
        "region_name": REGIONS.get(region or ""),
        "read_at": instant(state.other_tariffs.fetched_at),
        "reason": reason,
        "public_problem": problem_of(problem) if problem is not None else None,
        "missing": [text.place_on_shelf(family, is_export) for family, is_export in shelf.missing] if shelf else [],
        "tariffs": [_row(row) for row in rows] if reason is None else [],
    }
    lines = [reason] if reason is not None else _lines(state, region or "", rows)
    if problem is not None:
        words = text.problem_text(problem)
        lines += ["", f"{words.title}. {words.meaning} {words.action}"]
    if state.phase is Phase.SIGNED_OUT:
        state = replace(state, phase=Phase.STARTING)  # no account is needed, so its lack is no trouble
    return report(state, "other-tariffs", body, lines)


def _row(row: Compared) -> dict[str, Any]:
    return {
        "name": row.name,
        "tariff_code": row.code,
        "is_mine": row.is_mine,
        "is_export": row.is_export,
        "now_pence": number(row.now_pence),
        "standing_pence": number(row.standing_pence),
        "days": [_day(day) for day in row.days],
    }


def _day(day: DayPrices) -> dict[str, Any]:
    return {
        "date": day.day.isoformat(),
        "lowest_pence": number(day.lowest),
        "mean_pence": number(day.mean),
        "highest_pence": number(day.highest),
        "best_three_hours": span_of(day.best.span, mean_pence=number(day.best.mean_pence)) if day.best else None,
        "is_whole": day.is_whole,
    }


def _lines(state: AppState, region: str, rows: Sequence[Compared]) -> list[str]:
    lines = [f"Region {region}, {REGIONS.get(region, '')}: p/kWh including VAT, lowest / mean / highest"]
    width = max([_WIDTH, *(len(row.name) + 3 for row in rows)])
    for title, is_export in (("Import", False), ("Export", True)):
        lines += ["", f"{title:<{width}}{'now':>7}  {'today':>20}  {'tomorrow':>20}  {'standing':>9}"]
        for row in rows:
            if row.is_export is is_export:
                name = f"{'* ' if row.is_mine else '  '}{row.name}"
                days = "  ".join(f"{_figures(day):>20}" for day in row.days)
                standing = text.price(row.standing_pence) if row.standing_pence is not None else ""
                lines.append(f"{name:<{width}}{text.price(row.now_pence):>7}  {days}  {standing:>9}")
    if any(row.is_mine for row in rows):
        lines += ["", "* yours"]
    shelf, read_at = state.other_tariffs.value, state.other_tariffs.fetched_at
    if shelf is not None and shelf.missing:
        missing = ", ".join(text.place_on_shelf(family, is_export) for family, is_export in shelf.missing)
        lines += ["", f"Octopus lists no {missing} just now"]
    if read_at is not None:
        lines += ["", f"Read at {text.moment(read_at, state.now)}"]
    return lines


def _figures(day: DayPrices) -> str:
    if day.lowest is None or day.highest is None or day.mean is None:
        return text.UNKNOWN
    if day.lowest == day.highest:
        return text.price(day.mean)
    return " / ".join(text.price(pence).removesuffix("p") for pence in (day.lowest, day.mean, day.highest))
