"""What the days show: energy and money off-peak, standard and peak, a row a day, with what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.services import text
from kraken_desktop.services.insights.daily import Amount, DailyBreakdown, DailyRow, Split
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.table import Column, Row

COLUMNS = (
    Column("Day"),
    Column("Off-peak", is_number=True),
    Column("£", is_number=True),
    Column("Standard", is_number=True),
    Column("£", is_number=True),
    Column("Peak", is_number=True),
    Column("£", is_number=True),
    Column("All kWh", is_number=True),
    Column("£", is_number=True),
    Column("Share", is_number=True),
)
_PENCE_IN_A_POUND = Decimal(100)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DailyView:
    """``rows`` begin with the total; the chart has the days alone."""

    total: str
    facts: str
    note: str
    rows: tuple[Row, ...]
    chart: UsageChartView


def daily_view(found: DailyBreakdown, is_money: bool) -> DailyView:
    """Of at least one day."""
    whole, estimated = found.total, set(found.estimated)
    total = _row(f"{len(found.rows)} days" if len(found.rows) != 1 else "1 day", whole, "", is_current=True)
    return DailyView(
        total=_total(whole),
        facts=_facts(found),
        note=" ".join(filter(None, (_note(whole), estimated_words(found.estimated)))),
        rows=(total, *(_day(row, row.day in estimated) for row in reversed(found.rows))),
        chart=UsageChartView(tuple(_bar(row, is_money) for row in found.rows), "£" if is_money else "kWh"),
    )


def _total(whole: Split) -> str:
    share = whole.off_peak_share
    if share is None:
        return "One price all day: no hour was off-peak or peak" if whole.one_price.kwh else "Nothing was bought"
    return f"{text.percent(share * _HUNDRED)} bought off-peak"


def _facts(found: DailyBreakdown) -> str:
    whole = found.total
    words = [
        f"{name} {text.kwh(amount.kwh)} for {text.money(amount.pence)}"
        for name, amount in (
            ("off-peak", whole.off_peak),
            ("standard", whole.standard),
            ("peak", whole.peak),
            ("on days of one price", whole.one_price),
        )
        if amount.kwh
    ]
    if found.standing_pence:
        words.append(f"standing charges {text.money(found.standing_pence)} besides")
    if found.left_out:
        words.append(f"{found.left_out} {'day is' if found.left_out == 1 else 'days are'} incomplete")
    return " · ".join(words)[:1].upper() + " · ".join(words)[1:]


def _note(whole: Split) -> str:
    if whole.unpriced.kwh:
        return f"{text.kwh(whole.unpriced.kwh)} have no known price yet and are in no column but the total."
    return ""


def _day(row: DailyRow, is_estimated: bool) -> Row:
    day = row.day
    state = "incomplete" if not row.is_complete else "estimated" if is_estimated else ""
    state = state or ("one price" if row.split.one_price.kwh else "")
    return _row(f"{day:%a} {day.day} {day:%b}", row.split, state)


def _row(name: str, split: Split, state: str, *, is_current: bool = False) -> Row:
    share = split.off_peak_share
    name = f"{name}, {state}" if state else name
    amounts = (split.off_peak, split.standard, split.peak, split.total)
    if not split.total.kwh and state:
        return Row((name, *(text.UNKNOWN,) * 9), is_current=is_current)
    cells = (cell for amount in amounts for cell in _amount(amount))
    return Row(
        (name, *cells, text.percent(share * _HUNDRED) if share is not None else text.UNKNOWN),
        is_current=is_current,
    )


def _amount(amount: Amount) -> tuple[str, str]:
    return (text.kwh_exact(amount.kwh), text.money(amount.pence)) if amount.kwh or amount.pence else ("", "")


def _bar(row: DailyRow, is_money: bool) -> ChartBar:
    split = row.split
    parts: tuple[tuple[Band | None, Amount], ...] = (
        (Band.QUADRANT_0, split.off_peak),
        (Band.QUADRANT_2, split.standard),
        (Band.QUADRANT_3, split.peak),
        (None, split.one_price),
        (Band.UNKNOWN, split.unpriced),
    )
    name = text.full_date(row.day)
    words = [
        f"{word} {text.kwh(amount.kwh)} {text.money(amount.pence)}"
        for word, (_, amount) in zip(("off-peak", "standard", "peak", "one price"), parts, strict=False)
        if amount.kwh
    ]
    return ChartBar(
        label=f"{row.day.day}" if row.day.day > 1 else f"{row.day:%b}",
        parts=tuple(
            ChartPart(band, float(amount.pence / _PENCE_IN_A_POUND if is_money else amount.kwh))
            for band, amount in parts
            if amount.kwh
        ),
        read_out=f"{name}: {', '.join(words) or 'nothing known'}",
        is_lacking=not row.is_complete,
    )
