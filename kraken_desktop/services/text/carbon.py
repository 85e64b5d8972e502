"""How clean the grid was when a home used it, and how clean it will be, in plain sentences."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kraken_desktop.domain.greenness import GreenNight, greenest
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import exact
from kraken_desktop.services.text.numbers import number, percent
from kraken_desktop.services.text.times import clock_time, day_word, moment, span_with_day

if TYPE_CHECKING:
    from kraken_desktop.services.insights.carbon import CarbonUse, GreenOutlook

GREEN_LENGTH = timedelta(hours=3)
"""About a washing machine, or a fair part of a car's charge."""
_GRAMS_IN_A_KILOGRAM = 1000
_AS_MUCH = 0.005


def mass(grams: float) -> str:
    """``640 g``, from a kilogram on ``12.3 kg``."""
    if round(grams) < _GRAMS_IN_A_KILOGRAM:
        return f"{number(exact(grams), 0)} g"
    return f"{number(exact(grams / _GRAMS_IN_A_KILOGRAM), 1)} kg"


def intensity(grams_per_kwh: float) -> str:
    """``142 g per kWh``."""
    return f"{number(exact(grams_per_kwh), 0)} g per kWh"


def carbon_sentence(found: CarbonUse) -> str:
    """``12.3 kg of CO₂ on 14 days: 142 g per kWh.``"""
    own = found.own_grams_per_kwh
    if own is None:
        return "No intensity is known of this time yet" if not found.rows else "Nothing was used in this time"
    days = "1 day" if len(found.rows) == 1 else f"{len(found.rows)} days"
    return f"{mass(found.grams)} of CO₂ on {days}: {intensity(own)}"


def against_grid(found: CarbonUse) -> str:
    """``The grid's mean of the same half hours was 151 g per kWh: yours is 6% less, so you used the greener ones.``"""
    own, grid = found.own_grams_per_kwh, found.grid_grams_per_kwh
    if own is None or not grid:
        return ""
    told, share = f"The grid's mean of the same half hours was {intensity(grid)}", own / grid - 1
    if abs(share) < _AS_MUCH:
        return f"{told}: as yours."
    words = "less, so you used the greener ones" if share < 0 else "more, so you used the dirtier ones"
    return f"{told}: yours is {percent(exact(abs(share) * 100))} {words}."


def by_hour_words(found: CarbonUse) -> str:
    """``Over the day the grid was cleanest from 13:00, 98 g per kWh, and dirtiest from 18:00, 212 g per kWh.``"""
    hours = [(grams, hour) for hour, grams in enumerate(found.by_hour) if grams is not None]
    if len(hours) < len(found.by_hour):
        return ""
    (low, clean), (high, dirty) = min(hours), max(hours)
    return (
        f"Over the day the grid was cleanest from {clean:02}:00, {intensity(low)}, and dirtiest from {dirty:02}:00,"
        f" {intensity(high)}."
    )


def carbon_note(found: CarbonUse) -> str:
    """Which part has no intensity, and why, and how far today is in it; empty where none lacks."""
    told = [_today(found)] if found.today is not None else []
    if not found.unknown_kwh:
        return " ".join(told)
    kwh = number(exact(found.unknown_kwh), 1)
    told.append(
        f"{kwh} kWh of this time have no known intensity and are not counted: Octopus tells it a day ahead, so it is"
        " known from the day on which this app first ran, and for what it ran through."
    )
    return " ".join(told)


def _today(found: CarbonUse) -> str:
    if found.today_until is None:
        return "What was used today is not known yet."
    if not any(row.is_live for row in found.rows):
        return f"Of today what was used until {clock_time(found.today_until)} is known, and no intensity."
    return f"Today counts until {clock_time(found.today_until)}, as your Home Mini told it."


def outlook_sentence(found: GreenOutlook, now: datetime) -> str:
    """``Greenest three hours ahead: 02:00–05:00, 61 g per kWh; now 142 g, moderate.`` Empty where nothing is told."""
    best = greenest(found.ahead, GREEN_LENGTH)
    if best is None:
        return ""
    told = f"Greenest three hours ahead: {span_with_day(best.span, now)}, {intensity(float(best.grams_per_kwh))}"
    first = found.ahead[0]
    if first.start > now:
        return f"{told}."
    level = f", {first.index}" if first.index else ""
    return f"{told}; now {number(first.grams_per_kwh, 0)} g{level}."


def night_name(night: GreenNight, now: datetime) -> str:
    """``tonight``, ``Friday night``: of the evening on which it begins, and ``last night`` while it goes on."""
    today = london_date(now)
    if night.day == today:
        return "tonight"
    return "last night, until 06:00" if night.day < today else f"{day_word(night.day, now)} night"


def told_words(at: datetime | None, now: datetime) -> str:
    """When it was told."""
    return "" if at is None else f"told at {moment(at, now)}"
