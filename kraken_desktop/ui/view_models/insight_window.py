"""Which stretch of time Insight looks at, in parts of what length, and the stretches beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.insights.spans import A_DAY, Pace

WEEKS, YEARS = 13, 10
"""How many stand side by side; of months it is a year, of days a month."""
_KINDS = {Pace.DAY: SpanKind.DAY, Pace.WEEK: SpanKind.WEEK, Pace.YEAR: SpanKind.YEAR}


@dataclass(frozen=True, slots=True)
class InsightWindow:
    """``last`` lies in the newest part; ``today`` is where time ends."""

    pace: Pace
    last: date
    today: date

    @property
    def span(self) -> DateSpan:
        """From the first day of the oldest part to the last of the newest."""
        newest = self._part
        if self.pace is Pace.DAY:
            return span_holding(self.last, SpanKind.MONTH)
        if self.pace is Pace.WEEK:
            return DateSpan(newest.first - (WEEKS - 1) * 7 * A_DAY, newest.last)
        if self.pace is Pace.YEAR:
            return DateSpan(date(newest.first.year - YEARS + 1, 1, 1), newest.last)
        return DateSpan((newest.last + A_DAY).replace(year=(newest.last + A_DAY).year - 1), newest.last)

    @property
    def earlier(self) -> InsightWindow:
        return replace(self, last=self.span.first - A_DAY)

    @property
    def later(self) -> InsightWindow:
        """As far as time has come."""
        last = self.span.last
        following = {
            Pace.DAY: last + A_DAY,
            Pace.WEEK: last + WEEKS * 7 * A_DAY,
            Pace.YEAR: date(last.year + YEARS, 1, 1),
        }.get(self.pace, last.replace(day=1, year=last.year + 1))
        return replace(self, last=min(self.today, following))

    def is_running(self, part: DateSpan) -> bool:
        """Whether the part is not over yet."""
        return span_holding(part.last, _KINDS.get(self.pace, SpanKind.MONTH)).last >= self.today

    @property
    def _part(self) -> DateSpan:
        return span_holding(self.last, _KINDS.get(self.pace, SpanKind.MONTH))
