"""What the comparison shows: tariffs ranked by what the home's half hours would have cost, and two of them by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kraken_desktop.domain.market import Comparison
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.insights.comparison import NO_YEAR, ComparedTariff, MonthCost, TariffComparison
from kraken_desktop.services.text.settled import UNRANKED, estimated_words
from kraken_desktop.ui.plots.curve_chart import Curve, CurveView
from kraken_desktop.ui.view_models.parts import Trouble
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.trouble import trouble_of

COLUMNS = (
    Column("Tariff", stretches=True),
    Column("£ a year", is_number=True),
    Column("Against yours", is_number=True),
    Column("Import", is_number=True),
    Column("Standing", is_number=True),
    Column("Export", is_number=True),
    Column("Days", is_number=True),
    Column("Break-even", is_number=True),
)
OF_ONE_ALONE = (3, 4, 5)
"""Columns that the words beside the table tell of the chosen tariff, where names need the room."""
BREAK_EVEN_MEANS = (
    "Break-even: so much of each day's dearest energy would have to move to the tariff's cheapest time for it to cost "
    "what yours did. It informs; nothing is switched here."
)
CHART_MEANS = "£ a day in each month, of the days that count: a month may have few of them."
_LEAST_KWH = 0.05
"""Less than this to move is nothing that anybody could move."""
_AS_GOOD_PENCE = 100.0
"""A pound a year is no difference."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """``shown`` is the place of the tariff that the chart and ``words`` speak of."""

    sentence: str
    note: str
    words: str
    rows: tuple[Row, ...]
    months: CurveView
    unknown: str
    trouble: Trouble | None
    shown: int


def compare_view(found: TariffComparison, now: datetime, chosen: int = -1) -> CompareView:
    """Of at least one day. ``chosen`` is a row's place, −1 the cheapest that is not the own tariff."""
    others = [place for place, row in enumerate(found.rows) if not row.is_mine and not row.is_held]
    place = chosen if 0 <= chosen < len(found.rows) else (others[0] if others else 0)
    row = found.rows[place]
    return CompareView(
        sentence=_sentence(found),
        note=_note(found),
        words=_words(row, found.is_ranked),
        rows=tuple(_row(other, found) for other in found.rows),
        months=_months(row, found.mine),
        unknown=" ".join((*found.unknown, BREAK_EVEN_MEANS)),
        trouble=trouble_of(found.problem, now),
        shown=place,
    )


def octopus_words(found: Comparison | Problem | None) -> str:
    """Octopus's own comparison as a sentence, or why there is none."""
    if found is None:
        return "Octopus's own comparison cannot be asked for without an account."
    if isinstance(found, Problem):
        return f"Octopus's own comparison: {text.problem_text(found).title}."
    others = "; ".join(f"{one.tariff} {text.money(one.pence_inc_vat)}" for one in found.alternatives)
    begins, ends = (f"{day.day} {day:%B %Y}" for day in (found.span.start, found.span.end))
    told = f"Octopus's own comparison, {begins} to {ends}: yours {text.money(found.pence_inc_vat)}"
    return f"{told}; {others}." if others else f"{told}, and no alternative is told."


def _sentence(found: TariffComparison) -> str:
    others = [row for row in found.rows if not row.is_mine and not row.is_held]
    known = [row for row in others if row.difference_pence_a_year is not None]
    if not known:
        return "No other tariff's prices are known for these days."
    if found.estimated:
        return UNRANKED
    best = known[0]
    difference = best.difference_pence_a_year or 0.0
    if abs(difference) <= _AS_GOOD_PENCE:
        return f"{best.name} would have cost as much as your tariff."
    amount, when = _pounds(abs(difference)), " a year"
    if not best.is_of_a_year:
        amount, when = _money(abs(best.pence - best.mine_pence)), f" over {_days(best.days)}"
    if difference < 0:
        return f"{best.name} would have cost you {amount}{when} less, used just as you did."
    return f"Your tariff was the cheapest: the next, {best.name}, would have cost {amount}{when} more."


def _words(row: ComparedTariff, is_ranked: bool) -> str:
    if not row.days:
        return f"{row.name}: no price of it is known for these days."
    parts = [f"import {_money(row.import_pence)}", f"standing charges {_money(row.standing_pence)}"]
    if row.export_pence:
        parts.append(f"less {_money(row.export_pence)} for export")
    told = [f"{row.name}: {_money(row.pence)} over {_days(row.days)} ({', '.join(parts)})"]
    if not row.is_mine:
        told.append(f"yours {'cost' if is_ranked else 'is estimated at'} {_money(row.mine_pence)} on the same days")
    if is_ranked and not row.is_mine:
        if row.break_even_kwh_a_day is None:
            told.append("no moving of energy would make it as cheap")
        elif row.break_even_kwh_a_day >= _LEAST_KWH:
            told.append(f"it breaks even by moving {row.break_even_kwh_a_day:.1f} kWh a day to its cheapest time")
    return f"{', '.join(told)}. {' '.join(row.notes)}".strip()


def _row(row: ComparedTariff, found: TariffComparison) -> Row:
    name = row.name
    year, difference = found.pence_a_year(row), found.difference_pence_a_year(row)
    if year is None:
        return Row((name, *(text.UNKNOWN,) * 5, "0", ""), is_current=row.is_mine)
    against, even = text.UNKNOWN, text.UNKNOWN
    if difference is not None:
        against, even = f"{'+' if difference > 0 else ''}{_pounds(difference)}", _break_even(row)
    return Row(
        (
            name,
            _pounds(year),
            "" if row.is_mine else against,
            _money(row.import_pence),
            _money(row.standing_pence),
            _money(row.export_pence) if row.export_pence else "",
            str(row.days),
            "" if row.is_mine else even,
        ),
        is_current=row.is_mine,
    )


def _break_even(row: ComparedTariff) -> str:
    if row.break_even_kwh_a_day is None:
        return "never"
    return f"{row.break_even_kwh_a_day:.1f} kWh a day" if row.break_even_kwh_a_day >= _LEAST_KWH else "now"


def _months(row: ComparedTariff, mine: ComparedTariff | None) -> CurveView:
    own = {month.first: month for month in mine.months} if mine is not None else {}
    shown = {month.first: month for month in row.months}
    firsts = sorted(own.keys() | shown.keys())
    curves = [Curve("yours", tuple(_month_pounds(own.get(first)) for first in firsts), "text_muted")]
    if not row.is_mine:
        curves.append(Curve("it", tuple(_month_pounds(shown.get(first)) for first in firsts)))
    told = tuple(
        f"{first:%B %Y}: {row.name} {_month_words(shown.get(first))}; yours {_month_words(own.get(first))}"
        for first in firsts
    )
    labels = tuple(f"{first:%b}" for first in firsts)
    return CurveView(tuple(map(float, range(len(firsts)))), tuple(curves), "£", read_outs=told, labels=labels)


def _month_pounds(month: MonthCost | None) -> float | None:
    """A day: months of few days stand beside whole ones."""
    return month.pence / 100 / month.days if month is not None and month.days else None


def _month_words(month: MonthCost | None) -> str:
    if month is None or not month.days:
        return "not known"
    return f"{_money(month.pence / month.days)} a day, {_money(month.pence)} over {_days(month.days)}"


def _money(pence: float) -> str:
    return text.money(exact(round(pence, 6)))


def _pounds(pence: float) -> str:
    """Whole pounds: a year is an estimate."""
    return text.whole_pounds(exact(round(pence, 6)))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _note(found: TariffComparison) -> str:
    told, incomplete = f"Over {_days(found.days)} of your half hours", found.left_out - found.unsettled
    if incomplete:
        told += f", {_days(incomplete)} incomplete and left out"
    if found.unsettled:
        told += f", {_days(found.unsettled)} left out until Octopus has settled their smart charges"
    told += (
        ", standing charges included. £ a year of a tariff known for fewer days is yours and what it differed on them."
    )
    if found.mine is not None and not found.mine.is_of_a_year:
        told += f" {NO_YEAR}"
    return f"{told} {estimated_words(found.estimated)}".strip()
