"""What the usage page shows: a span's bars, what they come to, how that compares, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength
from kraken_desktop.services.text.meters import kind_name, meter_names
from kraken_desktop.services.text.settled import estimated_words, settled_words
from kraken_desktop.services.usage import Sums, Usage, UsageBar, UsagePart
from kraken_desktop.ui.plots.usage_view import UsageChartView
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage_bars import bar_row, chart_bar, columns_of
from kraken_desktop.ui.view_models.usage_compared import compared_words, span_title
from kraken_desktop.ui.view_models.usage_words import band_word, habit_words, missing_words

_ENERGY, _MONEY = "kWh", "£"
_PENCE_IN_A_POUND = Decimal(100)


@dataclass(frozen=True, slots=True)
class Meters:
    """The meter points that can be looked at, by what they are called: name, label, number."""

    choices: tuple[tuple[str, str, str], ...] = ()


def meters_of(account: Account | None, chosen_import: str | None, chosen_export: str | None) -> Meters:
    """The chosen import and export meter first, then every other that was ever on the account."""
    if account is None:
        return Meters()
    order = ("Import", "Export", "Gas")
    chosen = (chosen_import, chosen_export)
    points = sorted(account.meter_points, key=lambda one: (order.index(kind_name(one)), one.number not in chosen))
    names = meter_names(points)
    return Meters(tuple((point.number, names[point.number], point.number) for point in points))


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A band and its share of the span; ``band`` None is the standing charges. ``ink`` as in a chart's part, ``sign``
    as it is drawn there.
    """

    band: Band | None
    words: str
    ink: str = ""
    sign: str = "■"


@dataclass(frozen=True, slots=True)
class UsageView:
    """What stands under the total: comparison, standing charges, mean price, what is missing. ``rows`` are of bars that
    have begun.
    """

    title: str
    total: str
    compared: str
    facts: str
    missing: str
    settled: str
    habits: str
    legend: tuple[LegendEntry, ...]
    chart: UsageChartView
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_empty: bool


def usage_view(usage: Usage, is_money: bool, today: UsageBar | None, is_export: bool) -> UsageView:
    """``today`` is the live estimate of the day that runs; it stands in its bar and in the total."""
    question = usage.question
    live = today if today is not None and question.span.holds(today.days.first) else None
    is_day = question.span.bars is BarLength.SLOT
    bars, sums = _estimated(usage) if usage.estimates else (usage.bars, usage.sums)
    bars = bars if is_day else tuple(_with_today(bar, live) for bar in bars)
    sums = sums if live is None else _plus(sums, live)
    scheme = scheme_of(bars, question.by_quadrant, is_export)
    chart = UsageChartView(
        bars=tuple(
            chart_bar(bar, question, scheme, is_money=is_money, is_live=_is_live(bar, live, usage)) for bar in bars
        ),
        unit=_MONEY if is_money else _ENERGY,
        empty_words="Still to come" if question.span.first > question.until else "No readings",
    )
    is_known = sums.read > 0 or live is not None or bool(usage.estimates)
    begun = [(bar, shown) for bar, shown in zip(bars, chart.bars, strict=True) if bar.days.first <= question.until]
    return UsageView(
        title=span_title(question.span, question.kind),
        total=(text.money(sums.pence) if is_money else text.kwh(sums.kwh)) if is_known else text.UNKNOWN,
        compared=compared_words(usage, is_money),
        facts=" · ".join(_facts(sums, is_money, is_export, live is not None, usage, is_known=is_known)),
        missing=missing_words(usage, live is not None),
        settled=" ".join(filter(None, (settled_words(usage.settled), estimated_words(usage.estimated)))),
        habits=habit_words(usage.habits),
        legend=_legend(bars, is_money, scheme, sums.standing_pence),
        chart=chart,
        columns=columns_of(question.span.bars, is_export),
        rows=tuple(bar_row(bar, shown, question.span.bars, is_export=is_export) for bar, shown in begun),
        is_empty=not any(bar.read for bar in bars),
    )


def scheme_of(bars: Sequence[UsageBar], by_quadrant: bool, is_export: bool) -> BandScheme | None:
    """The words for the bars' bands. A tariff of many prices has quarters, and what is off-peak has no quarters.

    None where no day has a second price, which every half hour of it would count with, used or not.
    """
    if {part.band for bar in bars for part in bar.parts} <= {Band.QUADRANT_0, Band.UNKNOWN}:
        return None
    has_quarters = any(part.band is Band.QUADRANT_1 for bar in bars for part in bar.parts)
    kind = SchemeKind.QUADRANT if by_quadrant or has_quarters else SchemeKind.TARIFF
    return BandScheme(kind, is_export=is_export)


def _legend(
    bars: Sequence[UsageBar], is_money: bool, scheme: BandScheme | None, standing: Decimal
) -> tuple[LegendEntry, ...]:
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for part in (part for bar in bars for part in bar.parts):
        kwh, pence = sums.get(part.band, (ZERO, ZERO))
        sums[part.band] = kwh + part.kwh, pence + part.pence
    found = [
        LegendEntry(band, f"{band_word(band, scheme)} {text.money(pence) if is_money else text.kwh(kwh)}")
        for band, (kwh, pence) in sorted(sums.items(), key=lambda row: row[0].value)
        if kwh
    ]
    if is_money and standing:
        found.insert(0, LegendEntry(None, f"standing charges {text.money(standing)}"))
    return tuple(found)


def _with_today(bar: UsageBar, today: UsageBar | None) -> UsageBar:
    """In its day, with the standing charge that is stored, or in its month, which is as complete as its other days."""
    if today is None or not bar.days.holds(today.days.first):
        return bar
    if bar.days == today.days:
        return replace(today, standing_pence=bar.standing_pence + today.standing_pence)
    sums = {part.band: part for part in bar.parts}
    for part in today.parts:
        known = sums.get(part.band, UsagePart(part.band, ZERO, ZERO))
        sums[part.band] = UsagePart(part.band, known.kwh + part.kwh, known.pence + part.pence)
    return replace(bar, parts=tuple(sums.values()), standing_pence=bar.standing_pence + today.standing_pence)


def _is_live(bar: UsageBar, today: UsageBar | None, usage: Usage) -> bool:
    told = usage.estimates if today is None else (*usage.estimates, today)
    return any(bar.days.holds(one.days.first) for one in told)


def _estimated(usage: Usage) -> tuple[tuple[UsageBar, ...], Sums]:
    """With what the Mini told of days of which no reading has arrived."""
    bars, sums = usage.estimate_slots or usage.bars, usage.sums
    for estimate in usage.estimates:
        if not usage.estimate_slots:
            bars = tuple(_with_today(bar, estimate) for bar in bars)
        sums = _plus(sums, estimate)
    return bars, sums


def _plus(sums: Sums, bar: UsageBar) -> Sums:
    return Sums(
        sums.kwh + bar.kwh,
        sums.pence + bar.pence,
        sums.standing_pence + bar.standing_pence,
        sums.expected,
        sums.read,
        sums.priced,
        days=sums.days,
        standing_days=sums.standing_days,
    )


def _facts(
    sums: Sums, is_money: bool, is_export: bool, is_live: bool, usage: Usage, *, is_known: bool
) -> Iterator[str]:
    """Beside the total: its other figure, the mean price, standing charges, and what it rests on."""
    if is_known:
        yield text.kwh(sums.kwh) if is_money else text.money(sums.pence)
    if sums.mean_pence is not None:
        yield f"{text.rate(sums.mean_pence)} on average"
    if sums.standing_pence and not is_export:
        yield f"standing charges {text.money(sums.standing_pence)}"
    if len(usage.meters) > 1:
        day = london_date(usage.meters[-1][1])
        yield f"meter replaced on {day.day} {day:%B %Y}"
    if usage.counted:
        yield usage.counted
    if is_known:
        yield _basis(usage, is_live)


def _basis(usage: Usage, is_live: bool) -> str:
    span, until = usage.question.span, usage.question.until
    if usage.estimates:
        days = len({bar.days for bar in usage.estimates})
        count = "1 day" if days == 1 else f"{days} days"
        return f"metered, {count}{' and today' if is_live else ''} by the Home Mini until the readings arrive"
    if is_live:
        return "metered, today a live estimate"
    return "metered, without today" if span.holds(until) and span.first < until else "metered"
