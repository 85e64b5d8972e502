"""What the carbon view shows: what use gave off day by day, the day ahead, and the nights of the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kraken_desktop.domain.greenness import CarbonIntensity, GreenNight
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.insights.carbon import CarbonDay, CarbonUse, GreenOutlook
from kraken_desktop.services.text import carbon as words
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage import LegendEntry

NIGHT_COLUMNS = (
    Column("Night"),
    Column("Octopus calls it"),
    Column("Score of 100", is_number=True),
    Column("", stretches=True),
)
_INKS = {"very low": "success", "low": "success", "moderate": "warning", "high": "danger", "very high": "danger"}
_LEVELS = (("success", "low"), ("warning", "moderate"), ("danger", "high"))
_GRAMS_IN_A_KILOGRAM = 1000


@dataclass(frozen=True, slots=True)
class CarbonView:
    """A text is empty where there is nothing to say. ``days`` are kilograms, ``ahead`` grams a kWh."""

    sentence: str
    facts: str
    note: str
    days: UsageChartView
    outlook: str
    ahead: UsageChartView
    legend: tuple[LegendEntry, ...]
    nights: tuple[Row, ...]
    told: str


def carbon_view(used: CarbonUse, outlook: GreenOutlook, now: datetime) -> CarbonView:
    ahead_at, nights_at = words.told_words(outlook.ahead_at, now), words.told_words(outlook.nights_at, now)
    told = [f"Half hours {ahead_at}" if outlook.ahead else "", f"nights {nights_at}" if outlook.nights else ""]
    known = {_ink(row) for row in outlook.ahead}
    return CarbonView(
        sentence=words.carbon_sentence(used),
        facts=" ".join(filter(None, (words.against_grid(used), words.by_hour_words(used)))),
        note=words.carbon_note(used),
        days=UsageChartView(tuple(_day(row) for row in used.rows), "kg"),
        outlook=words.outlook_sentence(outlook, now),
        ahead=UsageChartView(tuple(_half_hour(row, now) for row in outlook.ahead), "g"),
        legend=tuple(LegendEntry(None, level, ink) for ink, level in _LEVELS if ink in known),
        nights=tuple(_night(night, now) for night in outlook.nights),
        told=text_of(told),
    )


def text_of(parts: list[str]) -> str:
    told = " · ".join(part for part in parts if part)
    return told[:1].upper() + told[1:]


def _day(row: CarbonDay) -> ChartBar:
    when = "Today so far" if row.is_live else text.full_date(row.day)
    name = f"{when}: {words.mass(row.grams)} for {text.kwh(exact(row.kwh))}"
    own = f", {words.intensity(row.grams / row.kwh)}" if row.kwh else ""
    lacking = f", {text.kwh(exact(row.unknown_kwh))} more without a known intensity" if row.unknown_kwh else ""
    return ChartBar(
        label=f"{row.day.day}" if row.day.day > 1 else f"{row.day:%b}",
        parts=(ChartPart(None, row.grams / _GRAMS_IN_A_KILOGRAM, "accent"),),
        read_out=name + own + lacking,
        is_lacking=bool(row.unknown_kwh),
        is_live=row.is_live,
    )


def _half_hour(row: CarbonIntensity, now: datetime) -> ChartBar:
    level = f", {row.index}" if row.index else ""
    when = text.span_with_day(Span(row.start, row.start + SLOT), now)
    return ChartBar(
        label=text.clock_time(row.start),
        parts=(ChartPart(None, float(row.grams_per_kwh), _ink(row)),),
        read_out=f"{when}: {words.intensity(float(row.grams_per_kwh))}{level}",
    )


def _ink(row: CarbonIntensity) -> str:
    return _INKS.get((row.index or "").casefold(), "text_muted")


def _night(night: GreenNight, now: datetime) -> Row:
    name = words.night_name(night, now)
    called = "a greener night" if night.is_greener else "no greener night"
    score = f"{night.score}" if night.score is not None else text.UNKNOWN
    level = f"{night.index.casefold()} greenness" if night.index else ""
    return Row((name[0].upper() + name[1:], called, score, level), is_current=night.is_greener)
