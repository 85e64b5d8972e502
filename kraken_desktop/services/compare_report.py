"""What other tariffs would have cost, on the command line: twelve months or any stored span, ranked, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.battery_report import wish_of
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.compare import Public
from kraken_desktop.services.insights.comparison import (
    NO_YEAR,
    ComparedTariff,
    ComparisonQuestion,
    MonthCost,
    TariffComparison,
)
from kraken_desktop.services.insights.meters import asked_meters
from kraken_desktop.services.insights.spans import twelve_months
from kraken_desktop.services.plain import problem_of
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.text.insights import span_words
from kraken_desktop.services.text.settled import UNRANKED, estimated_words
from kraken_desktop.storage.database import Database


async def compare_report(
    holder: StateHolder,
    database: Database,
    account: Account,
    asked: Mapping[str, str | bool],
    public: Public,
    span: DateSpan | None,
) -> Report:
    """Of every import meter. ``span`` None: the last twelve months. Raises StorageError."""
    state = holder.state
    meters: list[dict[str, Any]] = []
    lines: list[str] = []
    question = _question(asked, span or twelve_months(london_date(state.now)))
    for meter in asked_meters(account, database, holder, question.span, public):
        found = await meter.insights.compare(question) if meter.is_supplied else None
        told = (meter.not_supplied,) if found is None else (*meter.heading, *comparison_lines(found))
        meters.append(meter.content if found is None else {**meter.content, **_content(found)})
        lines += [*([""] if lines else []), *told]
    return report(holder.state, "compare", {"meters": meters}, lines or ["There is no import meter to compare for."])


def _question(asked: Mapping[str, str | bool], span: DateSpan) -> ComparisonQuestion:
    wish = wish_of(asked)
    battery = wish.battery(float(asked["battery"])) if "battery" in asked else None
    windows = wish.windows if battery is not None else ()
    return ComparisonQuestion(span, not asked.get("without-smart"), battery, windows)


def _content(found: TariffComparison) -> dict[str, Any]:
    return {
        "from": found.question.span.first.isoformat(),
        "to": found.question.span.last.isoformat(),
        "days": found.days,
        "days_left_out": found.left_out,
        "with_smart_charges": found.question.with_smart,
        "battery_kwh": found.question.battery.capacity_kwh if found.question.battery is not None else None,
        "days_not_settled": found.unsettled,
        "estimated_days": [day.isoformat() for day in found.estimated],
        "is_ranked": found.is_ranked,
        "tariffs": [_tariff(row, found) for row in found.rows],
        "unknown": list(found.unknown),
        "problem": problem_of(found.problem) if found.problem is not None else None,
    }


def _tariff(row: ComparedTariff, found: TariffComparison) -> dict[str, Any]:
    return {
        "name": row.name,
        "import_code": row.import_code or None,
        "export_code": row.export_code,
        "is_mine": row.is_mine,
        "days": row.days,
        **_sums(row),
        "mine_pence": row.mine_pence if row.days else None,
        "pence_a_year": found.pence_a_year(row),
        "difference_pence_a_year": found.difference_pence_a_year(row),
        "is_of_a_year": row.is_of_a_year,
        "break_even_kwh_a_day": row.break_even_kwh_a_day if found.is_ranked else None,
        "months": [{"month": f"{month.first:%Y-%m}", "days": month.days, **_sums(month)} for month in row.months],
        "notes": list(row.notes),
    }


def _sums(of: ComparedTariff | MonthCost) -> dict[str, float | None]:
    if not of.days:
        return dict.fromkeys(("pence", "import_pence", "standing_pence", "export_pence"))
    return {
        "pence": of.pence,
        "import_pence": of.import_pence,
        "standing_pence": of.standing_pence,
        "export_pence": of.export_pence,
    }


def _change(row: ComparedTariff, difference: float | None) -> str:
    if difference is None:
        return text.UNKNOWN
    return "" if row.is_mine else f"{'+' if difference > 0 else ''}{text.money(exact(round(difference, 6)))}"


def comparison_lines(found: TariffComparison) -> list[str]:
    """What the command line prints of one import meter."""
    when = span_words(found.question.span)
    lines = [f"What your own half hours would have cost {when}: {found.days} complete days, {found.left_out} left out"]
    if not found.days:
        return lines
    if found.unsettled:
        lines.append(f"{found.unsettled} of these are left out until Octopus has settled their smart charges.")
    if found.estimated:
        lines += [estimated_words(found.estimated), UNRANKED]
    width = max(len(row.name) for row in found.rows) + 2
    lines += ["", f"  {'':<{width}}{'A year':>10}{'Difference':>13}{'Days':>6}"]
    for row in found.rows:
        year, difference = found.pence_a_year(row), found.difference_pence_a_year(row)
        told = text.UNKNOWN if year is None else text.money(exact(round(year, 6)))
        lines.append(f"  {row.name:<{width}}{told:>10}{_change(row, difference):>13}{row.days:>6}")
    lines += ["", *(f"{row.name}: {note}" for row in found.rows for note in row.notes)]
    if any(row.days < found.days for row in found.rows if row.days):
        lines.append("A year of a tariff that is known for fewer days is yours and what it differed on them.")
    if found.mine is not None and not found.mine.is_of_a_year:
        lines.append(NO_YEAR)
    lines += found.unknown
    if found.problem is not None:
        words = text.problem_text(found.problem)
        lines += ["", f"Other tariffs: {words.title}. {words.meaning}"]
    return lines
