"""What the usage page shows: a span's bars, what they come to, how that compares, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.moments import london, london_date
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength, DateSpan, SpanKind
from kraken_desktop.services.text.lacking import half_hours
from kraken_desktop.services.text.meters import kind_name, meter_names
from kraken_desktop.services.text.settled import estimated_words, settled_words
from kraken_desktop.services.usage import Sums, Usage, UsageBar, UsagePart
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.table import Row
from kraken_desktop.ui.view_models.usage_words import band_word, bar_name, habit_words, missing_words

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
    """A band and its share of the span; ``band`` None is the standing charges. ``ink`` as in a chart's part."""

    band: Band | None
    words: str
    ink: str = ""


@dataclass(frozen=True, slots=True)
class UsageView:
    """``lines`` stand under the total: comparison, standing charges, mean price, what is missing."""

    title: str
    total: str
    compared: str
    facts: str
    missing: str
    settled: str
    habits: str
    legend: tuple[LegendEntry, ...]
    chart: UsageChartView
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
    until = usage.question.until
    chart = UsageChartView(
        bars=tuple(
            _chart_bar(bar, is_money, scheme, usage.question.span.bars, until, _is_live(bar, live, usage))
            for bar in bars
        ),
        unit=_MONEY if is_money else _ENERGY,
    )
    return UsageView(
        title=span_title(usage.question.span, usage.question.kind),
        total=text.money(sums.pence) if is_money else text.kwh(sums.kwh),
        compared=_comparison(usage, is_money),
        facts=_facts(sums, is_money, is_export, live is not None, usage),
        missing=missing_words(usage, live is not None),
        settled=" ".join(filter(None, (settled_words(usage.settled), estimated_words(usage.estimated)))),
        habits=habit_words(usage.habits),
        legend=_legend(bars, is_money, scheme, sums.standing_pence),
        chart=chart,
        rows=tuple(_row(bar, shown) for bar, shown in zip(bars, chart.bars, strict=True)),
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


def span_title(span: DateSpan, kind: SpanKind) -> str:
    if span.days == 1:
        return f"{text.full_date(span.first)} {span.first.year}"
    if kind is SpanKind.MONTH:
        return f"{span.first:%B %Y}"
    if kind is SpanKind.YEAR:
        return str(span.first.year)
    return f"{_short(span.first)} – {_short(span.last)} {span.last.year}"


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


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


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


def _comparison(usage: Usage, is_money: bool) -> str:
    """Whole stretches alone are compared: a gap would look like saving."""
    now, before = usage.compared, usage.before
    if not now.is_whole or not before.is_whole or not now.expected:
        return ""
    one, other = (now.pence, before.pence) if is_money else (now.kwh, before.kwh)
    if other == 0:
        return ""
    change = (one - other) / abs(other) * 100
    word = "as much as" if abs(change) < 1 else f"{text.percent(abs(change))} {'more' if change > 0 else 'less'} than"
    amount = text.money(other) if is_money else text.kwh(other)
    title = span_title(usage.before_span, usage.question.kind)
    if not usage.question.span.holds(usage.question.until):
        return f"{word} {title} ({amount})"
    return f"{word} the same days of {title} ({amount}), by the days until {_short(usage.compared_span.last)}"


def _facts(sums: Sums, is_money: bool, is_export: bool, is_live: bool, usage: Usage) -> str:
    found = [text.kwh(sums.kwh) if is_money else text.money(sums.pence)]
    if sums.mean_pence is not None:
        found.append(f"{text.rate(sums.mean_pence)} on average")
    if sums.standing_pence and not is_export:
        found.append(f"standing charges {text.money(sums.standing_pence)}")
    if len(usage.meters) > 1:
        day = london_date(usage.meters[-1][1])
        found.append(f"meter replaced on {day.day} {day:%B %Y}")
    if usage.counted:
        found.append(usage.counted)
    span, until = usage.question.span, usage.question.until
    if usage.estimates:
        days = len({bar.days for bar in usage.estimates})
        count = "1 day" if days == 1 else f"{days} days"
        found.append(f"metered, {count}{' and today' if is_live else ''} by the Home Mini until the readings arrive")
    elif is_live:
        found.append("metered, today a live estimate")
    else:
        found.append("metered, without today" if span.holds(until) and span.first < until else "metered")
    return " · ".join(found)


def _chart_bar(
    bar: UsageBar, is_money: bool, scheme: BandScheme | None, length: BarLength, until: date, is_live: bool
) -> ChartBar:
    parts = [
        ChartPart(part.band, float(part.pence / _PENCE_IN_A_POUND if is_money else part.kwh))
        for part in sorted(bar.parts, key=lambda part: part.band.value)
    ]
    if is_money and bar.standing_pence:
        parts.insert(0, ChartPart(None, float(bar.standing_pence / _PENCE_IN_A_POUND)))
    is_over = bar.days.last < until
    return ChartBar(
        label=_label(bar, length),
        parts=tuple(parts),
        read_out=_read_out(bar, scheme, length, is_live),
        is_lacking=is_over and not bar.is_complete,
        is_live=is_live,
        is_dispatch=bar.rate is not None and bar.rate.source is RateSource.DISPATCH,
    )


def _label(bar: UsageBar, length: BarLength) -> str:
    if length is BarLength.SLOT:
        return f"{london(bar.start):%H:%M}"
    return f"{bar.days.first:%b}" if length is BarLength.MONTH else str(bar.days.first.day)


def _read_out(bar: UsageBar, scheme: BandScheme | None, length: BarLength, is_live: bool) -> str:
    name = bar_name(bar, length)
    if not bar.read and not is_live:
        return f"{name}: not read yet"
    words = [f"{name}: {text.kwh_exact(bar.kwh)} kWh", text.money(bar.pence) if bar.priced or is_live else "no price"]
    if bar.rate is not None:
        words.append(f"{text.price(bar.rate.pence_inc_vat)} {band_word(bar.parts[0].band, scheme)}")
    elif len(bar.parts) > 1:
        words += [f"{band_word(part.band, scheme)} {text.kwh(part.kwh)}" for part in bar.parts]
    if bar.expected > bar.read and length is not BarLength.SLOT and not is_live:
        words.append(f"{half_hours(bar.expected - bar.read)} missing")
    if is_live:
        words.append("live estimate" if length is not BarLength.MONTH else "today a live estimate")
    return ", ".join(words)


def _row(bar: UsageBar, shown: ChartBar) -> Row:
    is_known = bar.read > 0 or shown.is_live
    mean = None
    if is_known and bar.kwh > 0 and bar.priced == bar.read:
        mean = (bar.pence - bar.standing_pence) / bar.kwh
    state = "live" if shown.is_live else "incomplete" if shown.is_lacking else ""
    cells = (
        shown.read_out.split(": ")[0],
        text.kwh_exact(bar.kwh) if is_known else text.UNKNOWN,
        text.money(bar.pence) if is_known else text.UNKNOWN,
        text.price(mean),
        state,
    )
    band = bar.parts[0].band if len(bar.parts) == 1 else None
    return Row(cells, band if band is not Band.UNKNOWN else None)
