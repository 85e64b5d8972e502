"""One month on one page: what was used and paid, how well it was bought, where it went, beside months before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint
from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import Efficiency
from kraken_desktop.domain.moments import london, london_date
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.services import text
from kraken_desktop.services.band_colours import band_colours
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.insights.daily import DailyBreakdown
from kraken_desktop.services.insights.efficiency import EfficiencyReport
from kraken_desktop.services.insights.questions import Insights, import_points
from kraken_desktop.services.insights.report_page import Block, Chart, Page, Paragraph, Table, Tile, Tiles
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
from kraken_desktop.services.insights.spans import Pace, a_year_before
from kraken_desktop.services.insights.spending import WhereItGoes
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.text.insights import WEEKDAYS, efficiency_sentence, measure_percent, undefined_sentence
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.storage.columns import at_seconds
from kraken_desktop.storage.database import Database

A_DAY = timedelta(days=1)
DEAREST_SHOWN = 5
FOOTER = (
    "Made by Kraken Desktop (unofficial) from half-hourly readings and the prices of their time, VAT included."
    " Your bill may round differently."
)
FLAT_INK = "#ADB5BD"
_MARK = "*"
"""Of a month that is only estimated."""
_UNSETTLED = "it is compared with other months when Octopus has settled its smart charges"
_QUARTERS = (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)


@dataclass(frozen=True, slots=True)
class PointMonth:
    """A meter point's month. ``pence`` with standing charges; ``lacking`` counts days that are not complete,
    ``estimated`` those whose smart charges Octopus has not settled.
    """

    point: MeterPoint
    kwh: Decimal
    pence: Decimal
    standing_pence: Decimal
    days: int
    lacking: int
    estimated: int = 0

    @property
    def is_final(self) -> bool:
        return not self.lacking and not self.estimated

    @property
    def name(self) -> str:
        if self.point.fuel is Fuel.GAS:
            return "Gas"
        return "Exported" if self.point.direction is Direction.EXPORT else "Electricity"


@dataclass(frozen=True, slots=True)
class MonthReport:
    """``page`` is ready to be drawn; ``months`` are the figures of each meter point that has any."""

    month: DateSpan
    points: tuple[PointMonth, ...]
    page: Page

    @property
    def is_final(self) -> bool:
        """Nothing that is still to come would change it."""
        return all(point.is_final for point in self.points)


def last_whole_month(today: date) -> DateSpan:
    """The month that ended before today's began."""
    return span_holding(today.replace(day=1) - A_DAY, SpanKind.MONTH)


async def month_report(
    database: Database, holder: StateHolder, account: Account, month: DateSpan, palette: str = "default"
) -> MonthReport | None:
    """None where nothing is stored of the month. Raises StorageError."""
    yesterday = london_date(holder.state.now) - A_DAY
    over = DateSpan(month.first, max(month.first, min(month.last, yesterday)))
    months = _Months(database, holder)
    found = [told for point in account.meter_points if (told := await months.of(point, over)) is not None]
    if not found:
        return None
    blocks: list[Block] = []
    numbers = {told.point.number for told in found}
    for point in import_points(account):
        if point.number in numbers:
            blocks += await _bought(Insights(database, holder, point.number), month, palette)
    before = await _before(months, found, month) if over == month else ()
    lacking = sum(told.lacking for told in found)
    tiles = Tiles((*(_tile(told) for told in found), *_measures(blocks)))
    blocks = [block for block in blocks if not isinstance(block, Tiles)]
    sentences = [Paragraph(told) for told in before]
    if lacking:
        days = "1 day lacks" if lacking == 1 else f"{lacking} days lack"
        sentences.append(Paragraph(f"{days} a reading or a price: what is known of them counts.", is_small=True))
    title = f"Energy in {month.first:%B %Y}"
    subtitle = f"{over.first.day} to {over.last.day} {over.last:%B %Y}"
    return MonthReport(month, tuple(found), Page(title, subtitle, (tiles, *sentences, *blocks), FOOTER))


@dataclass(frozen=True, slots=True)
class _Months:
    database: Database
    holder: StateHolder

    async def of(self, point: MeterPoint, month: DateSpan) -> PointMonth | None:
        """None where nothing is stored of it."""
        days = await self.database.history.totals(point.number, month.first, month.last)
        if not any(day.read for day in days):
            return None
        standing = sum((day.standing_pence or ZERO for day in days), ZERO)
        return PointMonth(
            point,
            sum((day.kwh for day in days), ZERO),
            sum((day.pence for day in days), ZERO) + standing,
            standing,
            len(days),
            month.days - sum(day.is_complete for day in days),
            len(await Insights(self.database, self.holder, point.number).estimated(month)),
        )


def _tile(told: PointMonth) -> Tile:
    if told.point.direction is Direction.EXPORT:
        return Tile(told.name, text.kwh(told.kwh), f"earned {text.money(told.pence)}")
    return Tile(
        told.name, text.money(told.pence), f"{text.kwh(told.kwh)}, {text.money(told.standing_pence)} standing charge"
    )


def _measures(blocks: list[Block]) -> tuple[Tile, ...]:
    return tuple(tile for block in blocks if isinstance(block, Tiles) for tile in block.tiles)


async def _before(months: _Months, found: list[PointMonth], month: DateSpan) -> tuple[str, ...]:
    """Against the month before and the same month a year ago, over what was bought: whole months, and settled ones."""
    bought = [told for told in found if told.point.direction is not Direction.EXPORT]
    if not bought:
        return ()
    own, told, unsettled = sum((one.pence for one in bought), ZERO), list[str](), list[str]()
    if any(one.lacking for one in bought):
        return (f"What is known of it cost {text.money(own)}; it is compared with other months when it is whole.",)
    if any(one.estimated for one in bought):
        return (f"You paid about {text.money(own)} for what you bought; {_UNSETTLED}.",)
    for steps in (-1, -12):
        other = span_beside(month, SpanKind.MONTH, steps)
        then = [await months.of(one.point, other) for one in bought]
        known = [one for one in then if one is not None and not one.lacking]
        if len(known) < len(bought):
            continue
        if any(one.estimated for one in known):
            unsettled.append(f"{other.first:%B %Y}: {_UNSETTLED}.")
            continue
        change = own - sum((one.pence for one in known), ZERO)
        word = "more" if change >= 0 else "less"
        told.append(f"{text.money(abs(change))} {word} than in {other.first:%B %Y}")
    paid = f"You paid {text.money(own)} for what you bought: {', and '.join(told)}." if told else ""
    return tuple(filter(None, (paid, *unsettled)))


async def _bought(insights: Insights, month: DateSpan, palette: str) -> list[Block]:
    """How well an import meter's electricity was bought, and where it went."""
    whole = await insights.efficiency(month, Pace.MONTH)
    year = await insights.efficiency(a_year_before(month), Pace.MONTH)
    daily, where = await insights.daily(month), await insights.where(month)
    if whole is None or year is None or daily is None or where is None:
        return []
    blocks: list[Block] = [Tiles(_efficiency_tiles(whole.whole, daily))]
    blocks.append(Paragraph(efficiency_sentence(whole.whole, month, where.found.habit)))
    told = " ".join(undefined_sentence(name, why) for name, why in whole.undefined)
    if told and whole.whole.days:
        blocks.append(Paragraph(told, is_small=True))
    if whole.estimated:
        blocks.append(Paragraph(estimated_words(whole.estimated), is_small=True))
    blocks.append(_days_chart(daily, month, palette))
    if any(row.found.days for row in year.rows):
        blocks.append(_year_chart(year, palette))
        if year.estimated:
            blocks.append(Paragraph(f"{_MARK} {estimated_words(year.estimated)}", is_small=True))
    if where.found.days:
        blocks += [_heat(where, palette), _dearest(where)]
    return blocks


def _efficiency_tiles(found: Efficiency, daily: DailyBreakdown) -> tuple[Tile, ...]:
    share = daily.total.off_peak_share
    return (
        Tile("Paid per kWh", text.price(found.mean_pence), "without standing charge"),
        Tile("Off-peak", text.percent(share * 100), "of the energy")
        if share is not None
        else Tile("Off-peak", text.UNKNOWN, "the price never changes within a day" if found.flat_kwh else "of nothing"),
        Tile("Saving efficiency", measure_percent(found.saving), "of the possible saving"),
        Tile("Quadrant score", measure_percent(found.score), "−100% to +100%"),
    )


def _days_chart(daily: DailyBreakdown, month: DateSpan, palette: str) -> Chart:
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


def _year_chart(year: EfficiencyReport, palette: str) -> Chart:
    colours, estimated = band_colours(palette), {day.replace(day=1) for day in year.estimated}
    has_flat = any(row.found.flat_kwh for row in year.rows)
    series = [Series(text.band_word(band), colours[band].fill) for band in _QUARTERS]
    series += [Series("one price all day", FLAT_INK)] if has_flat else []
    bars = []
    for row in year.rows:
        energy = {part.band: part.kwh for part in row.found.quadrants}
        amounts = [*(energy.get(band, ZERO) for band in _QUARTERS), *([row.found.flat_kwh] if has_flat else [])]
        is_known = row.found.days and row.found.kwh
        values = tuple(float(kwh / row.found.kwh) for kwh in amounts) if is_known else None
        saving = float(row.found.saving) if isinstance(row.found.saving, Decimal) else None
        bars.append(Bar(f"{row.span.first:%b}{_MARK if row.span.first in estimated else ''}", values, saving))
    told = "; ".join(f"{row.span.first:%B} {measure_percent(row.found.saving)}" for row in year.rows if row.found.days)
    svg = stacked_shares(bars, series, "saving efficiency")
    return Chart("Energy by quarter of the day's prices, twelve months", svg, told, SHARES_HEIGHT)


def _heat(where: WhereItGoes, palette: str) -> Chart:
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


def _dearest(where: WhereItGoes) -> Table:
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
