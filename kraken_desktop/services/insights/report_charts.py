"""The monthly report's charts and its table: the days, twelve months, the week, the dearest hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import london
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.services import text
from kraken_desktop.services.band_colours import band_colours
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.daily import DailyBreakdown
from kraken_desktop.services.insights.efficiency import EfficiencyReport
from kraken_desktop.services.insights.report_page import Chart, Table
from kraken_desktop.services.insights.report_svg import (
    BARS_HEIGHT,
    HEAT_HEIGHT,
    SHARES_HEIGHT,
    Bar,
    Series,
    stacked_bars,
    stacked_shares,
    week_heat,
)
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.services.text.insights import WEEKDAYS, measure_percent
from kraken_desktop.storage.columns import at_seconds

A_DAY = timedelta(days=1)
DEAREST_SHOWN = 5
FLAT_INK = "#ADB5BD"
_QUARTERS = (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)


def days_chart(daily: DailyBreakdown, month: DateSpan, palette: str) -> Chart:
    colours = band_colours(palette)
    series = (
        Series("off-peak", colours[Band.QUADRANT_0].fill),
        Series("standard", colours[Band.QUADRANT_2].fill),
        Series("peak", colours[Band.QUADRANT_3].fill),
        Series("one price all day", FLAT_INK),
        Series("price not known", colours[Band.UNKNOWN].fill),
    )
    known = {row.day: row.split for row in daily.rows}
    bars = []
    for number in range(month.days):
        day = month.first + number * A_DAY
        split = known.get(day)
        parts = (
            (split.off_peak, split.standard, split.peak, split.one_price, split.unpriced) if split is not None else ()
        )
        values = tuple(float(part.kwh) for part in parts) if split is not None and split.total.kwh > 0 else None
        bars.append(Bar(str(day.day) if day.day in (1, 5, 10, 15, 20, 25, 30) else "", values))
    total = daily.total
    amounts = (total.off_peak, total.standard, total.peak, total.one_price, total.unpriced)
    shown = [place for place, amount in enumerate(amounts) if amount.kwh]
    drawn = [
        replace(bar, values=tuple(bar.values[place] for place in shown) if bar.values is not None else None)
        for bar in bars
    ]
    told = ", ".join(
        f"{series[place].name} {text.kwh(amounts[place].kwh)} for {text.money(amounts[place].pence)}" for place in shown
    )
    picture = stacked_bars(drawn, [series[place] for place in shown], "kWh")
    return Chart("kWh of each day", picture, f"{told[:1].upper()}{told[1:]}.", BARS_HEIGHT)


def year_chart(year: EfficiencyReport, palette: str) -> Chart:
    """By months; those with days whose smart charges are not settled are called estimated."""
    colours = band_colours(palette)
    has_flat = any(row.found.flat_kwh for row in year.rows)
    series = [Series(text.band_word(band), colours[band].fill) for band in _QUARTERS]
    series += [Series("one price all day", FLAT_INK)] if has_flat else []
    bars, words = [], []
    for row in year.rows:
        energy = {part.band: part.kwh for part in row.found.quadrants}
        amounts = [*(energy.get(band, ZERO) for band in _QUARTERS), *([row.found.flat_kwh] if has_flat else [])]
        is_known = row.found.days and row.found.kwh
        values = tuple(float(kwh / row.found.kwh) for kwh in amounts) if is_known else None
        saving = float(row.found.saving) if isinstance(row.found.saving, Decimal) else None
        is_estimated = any(row.span.holds(day) for day in year.estimated)
        bars.append(Bar(f"{row.span.first:%b}", values, saving, is_estimated))
        if row.found.days:
            basis = " (estimated)" if is_estimated else ""
            words.append(f"{row.span.first:%B} {measure_percent(row.found.saving)}{basis}")
    svg = stacked_shares(bars, series, "saving efficiency")
    return Chart("Energy by quarter of the day's prices, twelve months", svg, "; ".join(words), SHARES_HEIGHT)


def heat(where: WhereItGoes, palette: str) -> Chart:
    cells = where.found.cells
    words = [
        f"{WEEKDAYS[cell.weekday]} {cell.hour:02}:00, {text.money(exact(round(cell.pence, 6)))},"
        f" {text.kwh(exact(round(cell.kwh, 6)))}"
        for cell in cells
    ]
    top = max(cells, key=lambda cell: cell.pence)
    told = f"Most is spent on {WEEKDAYS[top.weekday]}s from {top.hour:02}:00: {text.money(exact(round(top.pence, 6)))}."
    colour = band_colours(palette)[Band.QUADRANT_3].fill
    svg = week_heat([cell.pence for cell in cells], colour, words)
    return Chart("Where the money went", svg, told, HEAT_HEIGHT)


def dearest(where: WhereItGoes) -> Table:
    rows = []
    for hour in where.found.dearest[:DEAREST_SHOWN]:
        at = london(at_seconds(hour.start))
        mean = hour.pence / hour.kwh if hour.kwh else None
        rows.append(
            (
                f"{at:%a} {at.day} {at:%b}, {at:%H:%M}",
                text.kwh(exact(round(hour.kwh, 6))),
                text.price(exact(round(mean, 6)) if mean is not None else None),
                text.money(exact(round(hour.pence, 6))),
            )
        )
    return Table("The dearest hours", ("", "Energy", "Per kWh", "Cost"), tuple(rows))
