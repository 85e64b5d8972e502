"""What Insight's first view shows: shares by part, the saving over them, and one part in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.efficiency import Bought, Efficiency, Measure, Undefined
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import text
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.efficiency import EfficiencyReport, EfficiencyRow
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.text.efficiency import efficiency_working
from kraken_desktop.services.text.insights import efficiency_sentence, measure_percent
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.insight_window import InsightWindow
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage import LegendEntry

COLUMNS = (
    Column("When", stretches=True),
    Column("kWh", is_number=True),
    Column("£", is_number=True),
    Column("p/kWh", is_number=True),
    Column("Cheapest quarter", is_number=True),
    Column("Saving", is_number=True),
    Column("Ratio", is_number=True),
    Column("Score", is_number=True),
    Column("Left out", is_number=True),
)
LITTLE_DAYS = 28
"""Fewer days than this are no month, and what is told of them may change."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class EfficiencyView:
    """``sentence`` and ``working`` speak of the chosen part. ``note`` is what to know before trusting it."""

    title: str
    sentence: str
    working: str
    note: str
    legend: tuple[LegendEntry, ...]
    chart: UsageChartView
    rows: tuple[Row, ...]
    chosen_span: DateSpan | None = None


def efficiency_view(
    report: EfficiencyReport, window: InsightWindow, known: DateSpan, unit: str, by_quadrant: bool, chosen: int = -1
) -> EfficiencyView:
    """``unit`` is ``share``, ``kwh`` or ``money``; ``chosen`` is a part's place, −1 the newest that tells."""
    rows, pace = report.rows, report.pace
    place = chosen if 0 <= chosen < len(rows) else _newest_telling(rows, window)
    found = rows[place].found if rows else report.whole
    scheme = _scheme(rows, by_quadrant)
    return EfficiencyView(
        title=window_title(window),
        sentence=efficiency_sentence(found, rows[place].span) if rows else _no_rows(report),
        working=efficiency_working(found),
        note=" ".join(filter(None, (_note(known), estimated_words(report.estimated)))),
        legend=_legend(found, by_quadrant, scheme),
        chart=UsageChartView(
            bars=tuple(_bar(row, pace, unit, by_quadrant, scheme) for row in rows),
            unit={"share": "%", "kwh": "kWh", "money": "£"}[unit],
            line=tuple(_percent(row.found.saving) for row in rows),
            chosen=place,
        ),
        rows=tuple(_row(row, pace) for row in rows),
        chosen_span=rows[place].span if rows and found.kwh else None,
    )


def window_title(window: InsightWindow) -> str:
    """What the bars are, together."""
    span = window.span
    if window.pace is Pace.DAY:
        return f"{span.first:%B %Y}"
    if window.pace is Pace.WEEK:
        return f"{_short(span.first)} – {_short(span.last)} {span.last.year}"
    if window.pace is Pace.YEAR:
        return f"{span.first.year} – {span.last.year}"
    return f"{span.first:%b %Y} – {span.last:%b %Y}"


def part_name(span: DateSpan, pace: Pace) -> str:
    """What stands in the table: ``October 2026``, ``Week to 11 Oct 2026``."""
    if pace is Pace.DAY:
        return f"{span.first:%a} {_short(span.first)} {span.first.year}"
    if pace is Pace.WEEK:
        return f"Week to {_short(span.last)} {span.last.year}"
    if pace is Pace.YEAR:
        return str(span.first.year)
    return f"{span.last:%B %Y}" if pace is Pace.MONTH else f"12 months to {span.last:%B %Y}"


def _newest_telling(rows: Sequence[EfficiencyRow], window: InsightWindow) -> int:
    """The newest part that is over and has figures; else the newest with figures; else the newest."""
    defined = [n for n, row in enumerate(rows) if not isinstance(row.found.score, Undefined)]
    over = [n for n in defined if not window.is_running(rows[n].span)]
    return (over or defined or [len(rows) - 1])[-1]


def _no_rows(report: EfficiencyReport) -> str:
    if report.pace is Pace.MOVING_YEAR:
        return "A moving year needs twelve whole months of half hours, and they are not stored yet."
    return "Nothing is stored of this time."


def _scheme(parts: Sequence[EfficiencyRow], by_quadrant: bool) -> BandScheme:
    """A tariff of many prices has no bands of its own but its quarters."""
    has_bands = not by_quadrant and all(len(part.found.bands) <= 3 for part in parts)
    return BandScheme(SchemeKind.TARIFF if has_bands else SchemeKind.QUADRANT)


def _bought(found: Efficiency, by_quadrant: bool) -> tuple[Bought, ...]:
    return found.quadrants if by_quadrant else found.bands


def _legend(found: Efficiency, by_quadrant: bool, scheme: BandScheme) -> tuple[LegendEntry, ...]:
    told = f"one price all day · {text.kwh(found.flat_kwh)} · {text.money(found.flat_pence)}"
    flat = (LegendEntry(None, told),) if found.flat_kwh else ()
    saving = measure_percent(found.saving)
    line = () if isinstance(found.saving, Undefined) else (LegendEntry(None, f"saving {saving}", "text", sign="─●─"),)
    parts = tuple(
        LegendEntry(
            part.band,
            f"{text.band_word(part.band, scheme)} {text.percent(part.share * _HUNDRED)} · {text.kwh(part.kwh)} · "
            f"{text.money(part.pence)}",
        )
        for part in _bought(found, by_quadrant)
        if part.kwh
    )
    return (*flat, *parts, *line)


def _bar(part: EfficiencyRow, pace: Pace, unit: str, by_quadrant: bool, scheme: BandScheme) -> ChartBar:
    bought = _bought(part.found, by_quadrant)
    found = part.found
    amounts: list[tuple[Band | None, Decimal, Decimal]] = [(row.band, row.kwh, row.pence) for row in bought]
    if found.flat_kwh:
        amounts.insert(0, (None, found.flat_kwh, found.flat_pence))

    def value(kwh: Decimal, pence: Decimal) -> Decimal:
        if unit == "share":
            return kwh / found.kwh * _HUNDRED if found.kwh else ZERO
        return kwh if unit == "kwh" else pence / 100

    return ChartBar(
        label=_label(part.span, pace),
        parts=tuple(ChartPart(band, float(value(kwh, pence))) for band, kwh, pence in amounts),
        read_out=_read_out(part, pace, bought, scheme),
        is_lacking=part.found.left_out > 0,
    )


def _read_out(part: EfficiencyRow, pace: Pace, bought: Sequence[Bought], scheme: BandScheme) -> str:
    found, name = part.found, part_name(part.span, pace)
    if not found.days:
        return f"{name}: {Undefined.NO_COMPLETE_DAY.value}"
    facts = [text.kwh(found.kwh), text.money(found.pence)]
    if found.flat_kwh:
        facts.append(f"{text.kwh(found.flat_kwh)} on days of one price")
    facts += [f"{text.band_word(row.band, scheme)} {text.percent(row.share * _HUNDRED)}" for row in bought if row.kwh]
    if not isinstance(found.saving, Undefined):
        facts.append(f"saving {measure_percent(found.saving)}")
    return f"{name}: {', '.join(facts)}"


def _label(span: DateSpan, pace: Pace) -> str:
    if pace is Pace.DAY:
        return str(span.first.day)
    if pace is Pace.WEEK:
        return _short(span.last)
    return str(span.first.year) if pace is Pace.YEAR else f"{span.last:%b}"


def _row(part: EfficiencyRow, pace: Pace) -> Row:
    found, is_known = part.found, part.found.days > 0
    cheapest = sum((row.share for row in found.quadrants if row.band.value <= 0), ZERO)
    return Row(
        (
            part_name(part.span, pace),
            text.kwh_exact(found.kwh) if is_known else text.UNKNOWN,
            text.money(found.pence) if is_known else text.UNKNOWN,
            text.price(found.mean_pence).removesuffix("p"),
            text.percent(cheapest * _HUNDRED) if any(row.kwh for row in found.quadrants) else text.UNKNOWN,
            *(measure_percent(measure) for measure in (found.saving, found.average_ratio, found.score)),
            f"{found.left_out} {'day' if found.left_out == 1 else 'days'}" if found.left_out else "",
        )
    )


def _note(known: DateSpan) -> str:
    if known.days >= LITTLE_DAYS:
        return ""
    days = "1 day" if known.days == 1 else f"{known.days} days"
    return f"Only {days} of half hours are stored, so a month's habits cannot be told yet: what stands here will move."


def _percent(measure: Measure) -> float | None:
    return None if isinstance(measure, Undefined) else float(measure * _HUNDRED)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
