"""One month on one page: what was used and paid, how well it was bought, where it went, beside months before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint
from kraken_desktop.domain.efficiency import Efficiency
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import text
from kraken_desktop.services.costing import supplied
from kraken_desktop.services.date_span import DateSpan, SpanKind, part_within, span_beside, span_holding
from kraken_desktop.services.insights.daily import DailyBreakdown
from kraken_desktop.services.insights.questions import Insights, import_points
from kraken_desktop.services.insights.report_charts import days_chart, dearest, heat, year_chart
from kraken_desktop.services.insights.report_page import Block, Page, Paragraph, Standing, Tile, Tiles
from kraken_desktop.services.insights.spans import Pace, a_year_before
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.text.insights import efficiency_sentence, measure_percent, undefined_sentence
from kraken_desktop.services.text.meters import until_words
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.storage.database import Database

A_DAY = timedelta(days=1)
FOOTER = (
    "Made by Kraken Desktop (unofficial) from half-hourly readings and the prices of their time, VAT included."
    " Your bill may round differently."
)


@dataclass(frozen=True, slots=True)
class PointMonth:
    """A meter point's month, as far as it was supplied. ``pence`` with standing charges; ``lacking`` counts days that
    are not complete, ``estimated`` those whose smart charges nobody has settled; ``is_part``: supply began or ended in
    it.
    """

    point: MeterPoint
    kwh: Decimal
    pence: Decimal
    standing_pence: Decimal
    days: int
    lacking: int
    estimated: int = 0
    is_part: bool = False

    @property
    def is_bought(self) -> bool:
        return self.point.direction is not Direction.EXPORT

    @property
    def standing(self) -> Standing:
        if self.lacking:
            return Standing.LACKING
        return Standing.ESTIMATED if self.estimated else Standing.FINAL

    @property
    def kind(self) -> str:
        if self.point.fuel is Fuel.GAS:
            return "Gas"
        return "Exported" if self.point.direction is Direction.EXPORT else "Electricity"

    @property
    def name(self) -> str:
        """The kind, and of a supply that ended until when."""
        return f"{self.kind}{until_words(self.point)}"


@dataclass(frozen=True, slots=True)
class MonthReport:
    """``page`` is ready to be drawn; ``months`` are the figures of each meter point that has any."""

    month: DateSpan
    points: tuple[PointMonth, ...]
    page: Page


def last_whole_month(today: date) -> DateSpan:
    """The month that ended before today's began."""
    return span_holding(today.replace(day=1) - A_DAY, SpanKind.MONTH)


async def month_report(
    database: Database, holder: StateHolder, account: Account, month: DateSpan, palette: str = "default"
) -> MonthReport | None:
    """None where nothing is stored of the month. Raises StorageError."""
    today = london_date(holder.state.now)
    over = DateSpan(month.first, max(month.first, min(month.last, today - A_DAY)))
    reader = _PointMonths(database, holder)
    found = [told for point in account.meter_points if (told := await reader.read(point, over)) is not None]
    if not found:
        return None
    blocks: list[Block] = []
    tiles = tuple(_tile(told) for told in found)
    numbers = {told.point.number for told in found}
    for point in import_points(account):
        if point.number in numbers:
            measures, bought = await _bought(Insights(database, holder, point.number), month, palette)
            if sum(one.kind == "Electricity" for one in found) > 1:
                bought = [Paragraph(f"Electricity{until_words(point)}:"), Tiles(measures), *bought]
            else:
                tiles += measures
            blocks += bought
    words = await _beside_others(reader, account, found, month) if over == month else []
    standing = min((told.standing for told in found), key=list(Standing).index) if over == month else Standing.LACKING
    title = f"Energy in {month.first:%B %Y}"
    subtitle = f"{over.first.day} to {over.last.day} {over.last:%B %Y}"
    if standing is not Standing.FINAL:
        subtitle += f", as known on {today.day} {today:%B %Y}"
    page = Page(title, subtitle, (Tiles(tiles), *words, *_lacking(found), *blocks), FOOTER, standing, today)
    return MonthReport(month, tuple(found), page)


class _PointMonths:
    """Months of meter points, as far as they are stored."""

    def __init__(self, database: Database, holder: StateHolder) -> None:
        self._database = database
        self._holder = holder

    async def read(self, point: MeterPoint, month: DateSpan) -> PointMonth | None:
        """None where nothing was read of it."""
        held = part_within(month, supplied(point))
        days = await self._database.history.totals(point.number, month.first, month.last)
        if not any(day.read for day in days):
            return None
        standing = sum((day.standing_pence or ZERO for day in days), ZERO)
        estimated = 0
        if point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT:
            estimated = len(await Insights(self._database, self._holder, point.number).estimated(month))
        return PointMonth(
            point,
            sum((day.kwh for day in days), ZERO),
            sum((day.pence for day in days), ZERO) + standing,
            standing,
            len(days),
            max(0, held.days - sum(day.is_complete for day in days)),
            estimated,
            held.days < month.days,
        )


def _tile(told: PointMonth) -> Tile:
    short = {
        Standing.LACKING: f", {_days(told.lacking)} short",
        Standing.ESTIMATED: ", estimated",
        Standing.FINAL: "",
    }
    label = f"{told.name}{short[told.standing]}"
    if told.point.direction is Direction.EXPORT:
        return Tile(label, text.kwh(told.kwh), f"earned {text.money(told.pence)}")
    return Tile(
        label, text.money(told.pence), f"{text.kwh(told.kwh)}, {text.money(told.standing_pence)} standing charge"
    )


def _lacking(found: list[PointMonth]) -> list[Paragraph]:
    lacking = sum(told.lacking for told in found)
    if not lacking:
        return []
    lack, them = ("lacks", "it") if lacking == 1 else ("lack", "them")
    return [Paragraph(f"{_days(lacking)} {lack} a reading or a price: what is known of {them} counts.", is_small=True)]


async def _beside_others(
    reader: _PointMonths, account: Account, found: list[PointMonth], month: DateSpan
) -> list[Paragraph]:
    """Against the month before and the same month a year ago, over what was bought. Sums are compared where both are
    whole and settled, and of the same supplies: another would tell of what is missing, not of the home.
    """
    bought = [told for told in found if told.is_bought]
    if not bought or any(one.is_part for one in bought):
        return []
    own, standings, told, unsettled = sum((one.pence for one in bought), ZERO), {one.standing for one in bought}, [], []
    for steps in (-1, -12):
        other = span_beside(month, SpanKind.MONTH, steps)
        read = [await reader.read(point, other) for point in account.meter_points]
        then = [one for one in read if one is not None and one.is_bought]
        is_same = {one.point.number for one in then} == {one.point.number for one in bought}
        if not is_same or any(one.lacking or one.is_part for one in then):
            continue
        if any(one.estimated for one in then):
            unsettled.append(f"{other.first:%B %Y}")
        else:
            change = own - sum((one.pence for one in then), ZERO)
            told.append(f"{text.money(abs(change))} {'more' if change >= 0 else 'less'} than in {other.first:%B %Y}")
    if not told and not unsettled:
        return []
    if Standing.LACKING in standings:
        return [Paragraph("The month is not compared with other months before all its days are known.", is_small=True)]
    if Standing.ESTIMATED in standings:
        words = "The month is not compared with other months before Octopus has settled its smart charges."
        return [Paragraph(words, is_small=True)]
    words = f"Not compared with {' and '.join(unsettled)}: Octopus has not settled the smart charges of that time."
    return [
        *([Paragraph(f"You paid {text.money(own)} for what you bought: {', and '.join(told)}.")] if told else []),
        *([Paragraph(words, is_small=True)] if unsettled else []),
    ]


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


async def _bought(insights: Insights, month: DateSpan, palette: str) -> tuple[tuple[Tile, ...], list[Block]]:
    """How well an import meter's electricity was bought, and where it went: the measures, and what tells of them."""
    whole = await insights.efficiency(month, Pace.MONTH)
    year = await insights.efficiency(a_year_before(month), Pace.MONTH)
    daily, where = await insights.daily(month), await insights.where(month)
    if whole is None or year is None or daily is None or where is None:
        return (), []
    blocks: list[Block] = [Paragraph(efficiency_sentence(whole.whole, month, where.found.habit))]
    told = " ".join(undefined_sentence(name, why) for name, why in whole.undefined)
    if told and whole.whole.days:
        blocks.append(Paragraph(told, is_small=True))
    if whole.estimated:
        blocks.append(Paragraph(estimated_words(whole.estimated), is_small=True))
    blocks.append(days_chart(daily, month, palette))
    if sum(row.found.kwh > row.found.flat_kwh for row in year.rows) > 1:
        blocks.append(year_chart(year, palette))
        if year.estimated != whole.estimated:
            blocks.append(Paragraph(estimated_words(year.estimated), is_small=True))
    if where.found.days:
        blocks += [heat(where, palette), dearest(where)]
    return _efficiency_tiles(whole.whole, daily), blocks


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
