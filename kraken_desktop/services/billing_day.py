"""Which billing period runs, and on which day of the month periods begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kraken_desktop.domain.billing import BillingPeriod, billing_period
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


def told_period(standing: Standing | None, chosen: int | None, today: date) -> BillingPeriod | None:
    """The running period as Octopus tells it, whatever its length; on flexible billing, which has no end yet, until the
    next of its days of the month. None where the person set a day, or what was told is over.
    """
    told = standing.billing if standing is not None else None
    if chosen is not None or told is None or told.period_start is None or told.period_start > today:
        return None
    last = told.period_end or billing_period(today, told.period_start.day).last
    return BillingPeriod(told.period_start, last) if today <= last else None
