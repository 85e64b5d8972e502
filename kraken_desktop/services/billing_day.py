"""On which day of the month a billing period begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from kraken_desktop.domain.money import Bill, Standing


def billing_day(standing: Standing | None, chosen: int | None, bills: Iterable[Bill] = ()) -> int | None:
    """What the person set, else as Octopus says, else the day after its last bill (docs/domain.md, Bills).

    None where nobody says: a period is never made up.
    """
    if chosen is not None:
        return chosen
    told = standing.billing if standing is not None else None
    if told is not None and told.start_day is not None:
        return told.start_day
    if told is not None and told.period_start is not None:
        return told.period_start.day
    last_day = max((bill.last_day for bill in bills), default=None)
    return None if last_day is None else (last_day + timedelta(days=1)).day
