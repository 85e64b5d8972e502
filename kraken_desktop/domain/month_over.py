"""A month that is over, and its report with it: told once, in the morning of one of the next month's first days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kraken_desktop.domain.moments import london
from kraken_desktop.domain.sent_notice import NoticeKind

FROM_HOUR = 9
"""Octopus has the last day's half hours by then, as a rule."""
LAST_DAY = 7
"""Later it is no news."""
GROUP = "month"


@dataclass(frozen=True, slots=True)
class MonthOver:
    """``first`` is the first day of the month that is over."""

    first: date
    kind: NoticeKind = NoticeKind.MONTH
    page: str = "insight/report"

    @property
    def group(self) -> str:
        return GROUP

    @property
    def key(self) -> str:
        return f"month:{self.first:%Y-%m}"


def month_told(key: str) -> date | None:
    """The first day of the month of which a notice with this key told; None for any other."""
    try:
        return date.fromisoformat(f"{key.removeprefix('month:')}-01")
    except ValueError:
        return None


def month_over(now: datetime, told_at: Mapping[str, datetime]) -> MonthOver | None:
    """None outside those mornings, and where one of this month was told already."""
    at = london(now)
    told = told_at.get(GROUP)
    is_told = told is not None and (london(told).year, london(told).month) == (at.year, at.month)
    if is_told or at.day > LAST_DAY or at.hour < FROM_HOUR:
        return None
    last = at.date().replace(day=1) - timedelta(days=1)
    return MonthOver(last.replace(day=1))
