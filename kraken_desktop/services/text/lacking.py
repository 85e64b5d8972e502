"""What a total lacks, in words: windows and the command line share it."""

from __future__ import annotations


def lacking_words(unknown_days: int, unread: int, unpriced: int, without_standing: int) -> str:
    """``2 days not known, 1 half hour not read yet``; empty where nothing is lacking."""
    found = []
    if unknown_days:
        found.append(f"{_days(unknown_days)} not known")
    if unread:
        found.append(f"{half_hours(unread)} not read yet")
    if unpriced:
        found.append(f"{half_hours(unpriced)} without a known price")
    if without_standing:
        found.append(f"the standing charge of {_days(without_standing)} not known")
    return ", ".join(found)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def half_hours(count: int) -> str:
    """``1 half hour``, ``1,234 half hours``."""
    return "1 half hour" if count == 1 else f"{count:,} half hours"
