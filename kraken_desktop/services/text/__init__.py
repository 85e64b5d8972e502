"""The only place that words numbers, money, time and trouble: windows, notices, CLI and exports share it.

Times are London's, in 24 hours; a minus is U+2212.
"""

from typing import TYPE_CHECKING, Any

from kraken_desktop.services.text.bands import ONE_PRICE, band_word, word_among
from kraken_desktop.services.text.charging import (
    charge_state_text,
    device_line,
    device_name,
    device_state_text,
    kind_word,
    phantom_reason,
    told_apart,
)
from kraken_desktop.services.text.discovery import missing_sentences
from kraken_desktop.services.text.lines import power_line, price_line, price_word, tooltip_lines
from kraken_desktop.services.text.numbers import (
    UNKNOWN,
    an_hour,
    byte_size,
    kilowatts,
    kwh,
    kwh_exact,
    money,
    number,
    percent,
    price,
    rate,
    rate_unit,
    whole_pounds,
)
from kraken_desktop.services.text.offers import place_on_shelf
from kraken_desktop.services.text.plans import (
    no_plan,
    plan_cost,
    plan_gain,
    plan_lines,
    plan_notes,
    plan_times,
    too_late,
    window_length,
)
from kraken_desktop.services.text.problems import ProblemText, problem_text, slowed_words
from kraken_desktop.services.text.times import (
    age,
    ago,
    axis_time,
    clock_time,
    countdown,
    day_word,
    duration,
    full_date,
    moment,
    span,
    span_ahead,
    span_with_day,
    until,
)

if TYPE_CHECKING:
    from kraken_desktop.services.text.explanation import (
        A_DEVICE_GONE,
        OUR_ESTIMATE,
        allowance_line,
        device_names,
        explanation_text,
        ignored_reasons,
        knowledge_line,
        price_explanation,
    )
    from kraken_desktop.services.text.notices import REFRESH, SHOW, notice_reason, notice_text, reminder_words

__all__ = [
    "A_DEVICE_GONE",
    "ONE_PRICE",
    "OUR_ESTIMATE",
    "REFRESH",
    "SHOW",
    "UNKNOWN",
    "ProblemText",
    "age",
    "ago",
    "allowance_line",
    "an_hour",
    "axis_time",
    "band_word",
    "byte_size",
    "charge_state_text",
    "clock_time",
    "countdown",
    "day_word",
    "device_line",
    "device_name",
    "device_names",
    "device_state_text",
    "duration",
    "explanation_text",
    "full_date",
    "ignored_reasons",
    "kilowatts",
    "kind_word",
    "knowledge_line",
    "kwh",
    "kwh_exact",
    "missing_sentences",
    "moment",
    "money",
    "no_plan",
    "notice_reason",
    "notice_text",
    "number",
    "percent",
    "phantom_reason",
    "place_on_shelf",
    "plan_cost",
    "plan_gain",
    "plan_lines",
    "plan_notes",
    "plan_times",
    "power_line",
    "price",
    "price_explanation",
    "price_line",
    "price_word",
    "problem_text",
    "rate",
    "rate_unit",
    "reminder_words",
    "slowed_words",
    "span",
    "span_ahead",
    "span_with_day",
    "told_apart",
    "too_late",
    "tooltip_lines",
    "until",
    "whole_pounds",
    "window_length",
    "word_among",
]


_OF_EXPLANATIONS = frozenset(
    {
        "A_DEVICE_GONE",
        "OUR_ESTIMATE",
        "allowance_line",
        "device_names",
        "explanation_text",
        "ignored_reasons",
        "knowledge_line",
        "price_explanation",
    }
)


def __getattr__(name: str) -> Any:
    """The words of notices and explanations, when the first is worded: the tray icon need not wait for them."""
    if name in ("REFRESH", "SHOW", "notice_reason", "notice_text", "reminder_words"):
        from kraken_desktop.services.text import notices

        return getattr(notices, name)
    if name in _OF_EXPLANATIONS:
        from kraken_desktop.services.text import explanation

        return getattr(explanation, name)
    raise AttributeError(name)
