"""What is asked of usage: which meter point, over which days, and what beside the bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kraken_desktop.domain.moments import Span
from kraken_desktop.services.date_span import DateSpan, SpanKind


@dataclass(frozen=True, slots=True)
class UsageQuestion:
    """``number`` is the meter point's; ``until`` the last day that has begun: comparing stops there."""

    number: str
    span: DateSpan
    kind: SpanKind
    until: date
    by_quadrant: bool = False
    start_day: int = 1
    has_calendar: bool = False
    """Each day's totals are wanted too."""
    has_habits: bool = False
    """What the home draws and when is wanted too, where the span is of days: of an import meter alone."""
    smart: tuple[Span, ...] = ()
    """When a smart charge may have made half hours cheap."""
    supplied: Span | None = None
    """When the meter point was supplied; None = always."""
