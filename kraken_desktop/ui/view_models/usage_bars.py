"""The bars of the usage page and their rows: a half hour, a day or a month each."""

from __future__ import annotations

from decimal import Decimal

from kraken_desktop.domain.bands import Band, BandScheme
from kraken_desktop.domain.moments import london
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength
from kraken_desktop.services.text.lacking import half_hours
from kraken_desktop.services.usage import UsageBar
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage_words import band_word, bar_name

_PENCE_IN_A_POUND = Decimal(100)
_MOST_MONTHS_NAMED = 36
"""A longer axis has years on it alone."""


def columns_of(length: BarLength, is_export: bool) -> tuple[Column, ...]:
    """What the rows hold. A standing charge is owed by the day, for what is bought."""
    money = "Earned" if is_export else "Cost"
    standing = () if _has_no_standing(length, is_export) else ("Standing", "Together")
    numbers = tuple(Column(title, is_number=True) for title in ("kWh", money, *standing, "per kWh"))
    return (Column("When", stretches=True), *numbers, Column(""))


def _has_no_standing(length: BarLength, is_export: bool) -> bool:
    return length is BarLength.SLOT or is_export


def chart_bar(
    bar: UsageBar, question: UsageQuestion, scheme: BandScheme | None, *, is_money: bool, is_live: bool
) -> ChartBar:
    """``is_live``: a part of it is an estimate."""
    length, until = question.span.bars, question.until
    parts = [
        ChartPart(part.band, float(part.pence / _PENCE_IN_A_POUND if is_money else part.kwh))
        for part in sorted(bar.parts, key=lambda part: part.band.value)
    ]
    if is_money and bar.standing_pence:
        parts.insert(0, ChartPart(None, float(bar.standing_pence / _PENCE_IN_A_POUND)))
    return ChartBar(
        label=_label(bar, question),
        parts=tuple(parts),
        read_out=_read_out(bar, scheme, question, is_live),
        is_lacking=bar.is_lacking or (length is BarLength.SLOT and bar.days.last < until and not bar.is_complete),
        is_live=is_live,
        is_dispatch=bar.rate is not None and bar.rate.source is RateSource.DISPATCH,
    )


def _label(bar: UsageBar, question: UsageQuestion) -> str:
    """Of months in several years, the year too; of very many, the years alone."""
    span, first = question.span, bar.days.first
    if span.bars is BarLength.SLOT:
        return f"{london(bar.start):%H:%M}"
    if span.bars is BarLength.DAY:
        return str(first.day)
    if (span.last.year - span.first.year) * 12 + span.last.month - span.first.month >= _MOST_MONTHS_NAMED:
        return str(first.year) if first.month == 1 else ""
    return f"{first:%b %Y}" if span.first.year != span.last.year else f"{first:%b}"


def _read_out(bar: UsageBar, scheme: BandScheme | None, question: UsageQuestion, is_live: bool) -> str:
    length = question.span.bars
    name = bar_name(bar, length)
    if bar.days.first > question.until:
        return f"{name}: still to come"
    if not bar.read and not is_live:
        return f"{name}: not read yet"
    words = [f"{name}: {text.kwh_exact(bar.kwh)} kWh", text.money(bar.pence) if bar.priced or is_live else "no price"]
    if bar.rate is not None:
        words.append(f"{text.price(bar.rate.pence_inc_vat)} {band_word(bar.parts[0].band, scheme)}")
    elif len(bar.parts) > 1:
        words += [f"{band_word(part.band, scheme)} {text.kwh(part.kwh)}" for part in bar.parts]
    if bar.expected > bar.read and length is not BarLength.SLOT and not is_live:
        words.append(f"{half_hours(bar.expected - bar.read)} missing")
    elif bar.is_lacking:
        words.append("incomplete")
    if is_live:
        words.append("live estimate" if length is not BarLength.MONTH else "today a live estimate")
    return ", ".join(words)


def bar_row(bar: UsageBar, shown: ChartBar, length: BarLength, *, is_export: bool) -> Row:
    """Cells of ``columns_of``."""
    is_known = bar.read > 0 or shown.is_live
    energy = bar.pence - bar.standing_pence
    mean = energy / bar.kwh if is_known and bar.kwh > 0 and bar.priced == bar.read else None
    state = [word for word, holds in (("live", shown.is_live), ("incomplete", shown.is_lacking)) if holds]
    standing: tuple[str, ...] = ()
    if not _has_no_standing(length, is_export):
        charge = text.money(bar.standing_pence) if bar.standing_pence else text.UNKNOWN
        standing = charge, text.money(bar.pence) if is_known else text.UNKNOWN
    cells = (
        bar_name(bar, length),
        text.kwh_exact(bar.kwh) if is_known else text.UNKNOWN,
        text.money(energy) if is_known else text.UNKNOWN,
        *standing,
        text.price(mean),
        ", ".join(state),
    )
    band = bar.parts[0].band if len(bar.parts) == 1 else None
    return Row(cells, band if band is not Band.UNKNOWN else None)
