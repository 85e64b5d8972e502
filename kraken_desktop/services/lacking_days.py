"""What the store lacks of a span's days that are over, so that no file is silently short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.services.costing import supplied
from kraken_desktop.services.date_span import DateSpan, SpanKind
from kraken_desktop.services.never_read import never_read_words
from kraken_desktop.services.reports import Report
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.text.lacking import lacking_words
from kraken_desktop.services.text.meters import kind_name, meter_names
from kraken_desktop.services.usage import usage_of
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.storage.history_store import HistoryStore

A_DAY = timedelta(days=1)
UNASKED = "Octopus could not be asked for what is missing"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A meter point's days of which nothing is known, and half hours of the others that are not read."""

    point: MeterPoint
    days: int
    half_hours: int

    @property
    def words(self) -> str:
        """``2 days not known, 1 half hour not read yet``."""
        return lacking_words(self.days, self.half_hours, 0, 0)


async def lacking_in(store: HistoryStore, account: Account, span: DateSpan, today: date) -> tuple[Lacking, ...]:
    """Each meter point that lacks readings of the span's days before today on which it was supplied, but for those of
    which Octopus has none at all. Raises StorageError.
    """
    over, found = DateSpan(span.first, min(span.last, today - A_DAY)), []
    for point in account.meter_points if over.days > 0 else ():
        question = UsageQuestion(point.number, over, SpanKind.CUSTOM, today, supplied=supplied(point))
        usage = await usage_of(store, question)
        lacking = Lacking(point, usage.unknown_days, usage.sums.expected - usage.sums.read)
        if lacking.words and not await never_read_words(store, point):
            found.append(lacking)
    return tuple(found)


def told_with(found: Report, lacking: tuple[Lacking, ...], state: AppState) -> Report:
    """An answer about a file with what the file lacks; a failure where Octopus should have been asked for it, and could
    not be.
    """
    missing = [
        {
            "meter_point": one.point.number,
            "kind": kind_name(one.point).lower(),
            "days_not_known": one.days,
            "half_hours_not_read": one.half_hours,
            "words": one.words,
        }
        for one in lacking
    ]
    content = {**found.content, "missing": missing}
    account = state.account.value
    names = meter_names(account.meter_points) if account is not None else {}
    lines = [f"{names[one.point.number]} is incomplete: {one.words}." for one in lacking]
    if lacking and (state.history.problem is not None or state.phase is Phase.SIGNED_OUT):
        content["error"] = found.content.get("error") or UNASKED
        lines.append(f"{UNASKED}.")
    return Report(content, (*found.lines, *lines))
