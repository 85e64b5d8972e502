"""On which day of the month a billing period begins."""

from __future__ import annotations

from kraken_desktop.domain.money import Standing


def billing_day(standing: Standing | None, chosen: int | None) -> int:
    """What the person set, else as Octopus says, else the first (docs/domain.md, Bills)."""
    if chosen is not None:
        return chosen
    told = standing.billing if standing is not None else None
    if told is not None and told.start_day is not None:
        return told.start_day
    return told.period_start.day if told is not None and told.period_start is not None else 1
