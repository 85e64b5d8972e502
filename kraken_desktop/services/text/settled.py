"""What Octopus settled beside what we reckon, and what is only an estimate, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kraken_desktop.domain.settled import Comparison
from kraken_desktop.services.text.numbers import money

UNRANKED = (
    "Octopus has not settled your smart charges yet: until then no ranking can be trusted, and the tariffs stand in"
    " order of name."
)


def settled_words(found: Comparison | None) -> str:
    """Octopus's own figure beside ours, and why they differ as far as that can be told; empty without one."""
    if found is None:
        return ""
    days = "1 day" if found.days == 1 else f"{found.days} days"
    words = f"Octopus settled {money(found.settled_pence)} for {days} of it"
    difference = found.difference_pence
    if not found.differing:
        return f"{words}, as we do."
    more = f"ours is {money(abs(difference))} {'more' if difference > 0 else 'less'}"
    apart = f"{len(found.differing)} {'day differs' if len(found.differing) == 1 else 'days differ'}"
    why = (
        "the energy is the same, so it is the price: a smart charge or night hours that this app did not see"
        if found.is_energy_same
        else "the energy differs: readings were corrected"
    )
    return f"{words}; {more}. {apart}; {why}."


def estimated_words(days: Sequence[date]) -> str:
    """What cannot be known yet, or any more, of the smart charges of these days; empty without any."""
    if not days:
        return ""
    first, last = min(days), max(days)
    which = f"on {_day(first)}" if first == last else f"between {_day(first)} and {_day(last)}"
    count = "1 day" if len(days) == 1 else f"{len(days)} days"
    return (
        f"Estimated: what smart charging made cheap {which} is not settled by Octopus for {count};"
        " a charge that this app did not see counts at the day price."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
