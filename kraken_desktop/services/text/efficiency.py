"""How well energy was bought, in sentences."""

from __future__ import annotations

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import Efficiency, Measure, Middle, Undefined
from kraken_desktop.domain.spending import Habit
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.services.text.numbers import UNKNOWN, money, percent, rate

_WHY = {
    Undefined.NO_COMPLETE_DAY: "No day of it has every half hour and price yet, and incomplete days would mislead.",
    Undefined.NOTHING_BOUGHT: "Nothing was bought from the grid, so there is nothing to measure.",
    Undefined.FLAT: "The price never changed within a day: no hour was cheaper than another, so there was nothing to "
    "choose.",
    Undefined.NOT_POSITIVE: "The lowest price was zero or below on average, and nothing can be divided by that.",
}
DEFINITIONS = (
    (
        "Cheapest quarter",
        "Each day's range from its lowest to its highest price is cut into four equal quarters of price, not of time. "
        "Bought in the cheapest quarter means: at a price in the lowest of the four.",
    ),
    (
        "Saving",
        "(middle price − price paid) ÷ (middle price − lowest price). 100% is all bought at each day's lowest price, "
        "0% is the middle price, below 0% is dearer than that. The middle is the day's mean price by time, or of a "
        "tariff with three prices the middle one.",
    ),
    (
        "Ratio",
        "Price paid ÷ lowest price, as means over the days: 127% is 27% above the lowest. Not told where the lowest is "
        "zero or below.",
    ),
    (
        "Score",
        "The share bought in each quarter times +3, +1, −1, −3 from the cheapest to the dearest, over 3: from −100% "
        "to +100%.",
    ),
    (
        "Which days count",
        "Complete days of your import meter alone, without standing charges. A day that lacks a half hour or a price "
        "is left out and counted.",
    ),
)
"""A term and what it means."""


def why_undefined(reason: Undefined) -> str:
    """Why a measure has no figure, as a sentence."""
    return _WHY[reason]


def measure_percent(measure: Measure) -> str:
    """``82%``, ``–`` where it is not defined."""
    return percent(measure * 100) if not isinstance(measure, Undefined) else UNKNOWN


def efficiency_sentence(found: Efficiency, when: str) -> str:
    """``In October 2026 you bought 89% in the cheapest quarter; 82% of the possible saving.``, or why there is none."""
    if isinstance(found.score, Undefined):
        return f"{when[:1].upper()}{when[1:]} has no efficiency. {_WHY[found.score]}" if when else _WHY[found.score]
    cheapest = sum((part.share for part in found.quadrants if part.band is Band.QUADRANT_0), ZERO)
    return f"{_when(when)} you bought {percent(cheapest * 100)} in the cheapest quarter; {_saved(found)}."


def habit_sentence(habit: Habit) -> str:
    """``Your dearest habit: Sundays 16:00–18:00, £3.10 a month.``"""
    hours = f"{WEEKDAYS[habit.weekday]}s {habit.hour:02}:00–{habit.until % 24:02}:00"
    return f"Your dearest habit: {hours}, {money(exact(habit.pence_a_month))} a month."


def efficiency_working(found: Efficiency) -> str:
    """What was paid and how that stands to the lowest price, with the score and the days that are left out."""
    if not found.days:
        return ""
    words = [f"You paid {rate(found.mean_pence)} on average"] if found.mean_pence is not None else []
    if not isinstance(found.average_ratio, Undefined):
        words.append(f"{measure_percent(found.average_ratio)} of the lowest price")
    elif not isinstance(found.score, Undefined):
        words.append("with no ratio to the lowest price, which was zero or below")
    if not isinstance(found.score, Undefined):
        words.append(f"score {measure_percent(found.score)}")
        words.append(f"saving measured from {_MIDDLE[found.middle]}")
    if found.left_out:
        words.append(f"{found.left_out} incomplete {'day' if found.left_out == 1 else 'days'} left out")
    return " · ".join(words)


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MIDDLE = {Middle.MEAN: "each day's mean price", Middle.BAND: "the middle of three prices"}


def _when(when: str) -> str:
    return f"{when[:1].upper()}{when[1:]}"


def _saved(found: Efficiency) -> str:
    if isinstance(found.saving, Undefined):
        return "no saving can be told"
    if found.saving < 0:
        return f"you paid more than {_MIDDLE[found.middle]}, so nothing was saved ({measure_percent(found.saving)})"
    return f"{measure_percent(found.saving)} of the possible saving"
