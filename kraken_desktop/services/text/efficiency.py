"""What the measures of efficiency mean, and how one of them came about."""

from __future__ import annotations

from kraken_desktop.domain.efficiency import Efficiency, Middle, Undefined
from kraken_desktop.services.text.insights import left_out_words, measure_percent
from kraken_desktop.services.text.numbers import rate

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
        words.append(left_out_words(found))
    return " · ".join(words)


_MIDDLE = {Middle.MEAN: "each day's mean price", Middle.BAND: "the middle of three prices"}
