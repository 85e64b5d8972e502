"""How well energy was bought, over any span, by day, week, month, year or moving twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from kraken_desktop.domain.efficiency import DayBought, Efficiency, Tally, Undefined, tally_of
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.spans import MONTHS_IN_A_YEAR, Pace, a_year_before, cut
from kraken_desktop.storage.bought_days import bought
from kraken_desktop.storage.history_store import HistoryStore


@dataclass(frozen=True, slots=True)
class EfficiencyRow:
    """One day, week, month or year, clipped to the span; of a moving year the twelve months that end with it."""

    span: DateSpan
    found: Efficiency


@dataclass(frozen=True, slots=True)
class EfficiencyReport:
    """``whole`` is the span together. Rows are in order of time; those before the first reading are left out.

    A moving year that has no twelve months of readings behind it yet is left out too: ``rows`` may be empty.
    """

    number: str
    span: DateSpan
    pace: Pace
    whole: Efficiency
    rows: tuple[EfficiencyRow, ...]
    estimated: tuple[date, ...] = ()
    """Days of the span whose smart charges nobody has confirmed: what they cost is our estimate."""

    @property
    def undefined(self) -> tuple[tuple[str, Undefined], ...]:
        """Which measures of the whole have no figure, and why: said once, not for each row."""
        named = (
            ("average-price ratio", self.whole.average_ratio),
            ("saving efficiency", self.whole.saving),
            ("quadrant score", self.whole.score),
        )
        return tuple((name, measure) for name, measure in named if isinstance(measure, Undefined))


async def efficiency_report(
    store: HistoryStore, number: str, span: DateSpan, pace: Pace = Pace.MONTH
) -> EfficiencyReport:
    """Of an import meter over days that are over. Days that lack something are left out and counted, from the first
    reading on. Raises StorageError.
    """
    months = cut(span, pace) if pace is Pace.MOVING_YEAR else ()
    reach = a_year_before(months[0]) if months else span
    extent = await store.extent(number)
    first = None if extent is None else max(min(reach.first, span.first), extent[0])
    if extent is None or first is None or first > span.last:
        return EfficiencyReport(number, span, pace, Tally().efficiency, ())
    ask = partial(bought, number=number, first=first, last=span.last)
    return await store.consume(ask, lambda days: report_of(number, span, pace, days, extent[0]))


def report_of(number: str, span: DateSpan, pace: Pace, days: Sequence[DayBought], known_from: date) -> EfficiencyReport:
    """``days`` in order of time; for moving years they begin a year before the span. Pure."""
    inside = [day for day in days if span.holds(day.day)]
    if pace is Pace.MOVING_YEAR:
        rows = _moving(span, days, known_from)
        return EfficiencyReport(number, span, pace, tally_of(inside).efficiency, rows)
    parts = [(part, tally_of(found)) for part, found in _by_part(cut(span, pace), inside)]
    whole = Tally()
    for _, tally in parts:
        whole = whole.plus(tally)
    rows = tuple(EfficiencyRow(part, tally.efficiency) for part, tally in parts if tally.days or tally.left_out)
    return EfficiencyReport(number, span, pace, whole.efficiency, rows)


def _moving(span: DateSpan, days: Sequence[DayBought], known_from: date) -> tuple[EfficiencyRow, ...]:
    if not days:
        return ()
    reach = DateSpan(days[0].day, span.last)
    months = [(month, tally_of(found)) for month, found in _by_part(cut(reach, Pace.MONTH), days)]
    rows = []
    for index, (month, _) in enumerate(months):
        year = a_year_before(month)
        if month.last < span.first or year.first < known_from:
            continue
        total = Tally()
        for _, tally in months[max(0, index - MONTHS_IN_A_YEAR + 1) : index + 1]:
            total = total.plus(tally)
        rows.append(EfficiencyRow(year, total.efficiency))
    return tuple(rows)


def _by_part(parts: Sequence[DateSpan], days: Sequence[DayBought]) -> list[tuple[DateSpan, Sequence[DayBought]]]:
    """Both in order of time: each part with its days."""
    ends, at = [0], 0
    for part in parts:
        while at < len(days) and days[at].day <= part.last:
            at += 1
        ends.append(at)
    return [(part, days[begins:end]) for part, (begins, end) in zip(parts, pairwise(ends), strict=True)]
