"""What was used, sold and paid over any span, in bars of half hours, days or months, with what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayTotal, SlotCost
from kraken_desktop.domain.load import Habits, habits
from kraken_desktop.domain.moments import Span, at_london, day_slots
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.settled import Comparison, estimated_days
from kraken_desktop.domain.settled import compared as compared_with
from kraken_desktop.domain.units import ZERO, exact
from kraken_desktop.services.date_span import BarLength, DateSpan, next_month, part_within, span_beside
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.storage.costs_table import BandSum, SpanSum
from kraken_desktop.storage.history_store import HistoryStore

A_DAY = timedelta(days=1)
MOST_DAYS_COMPARED = 366


@dataclass(frozen=True, slots=True)
class UsagePart:
    """One band of a bar; ``pence`` without standing charges, and what is priced alone."""

    band: Band
    kwh: Decimal
    pence: Decimal


@dataclass(frozen=True, slots=True)
class UsageBar:
    """A half hour, a day or a month. ``slots`` are expected, ``read`` and ``priced`` of them; 0 expected = unknown yet.

    ``rate`` is a half hour's own, and ``car`` what of its energy had a price of its own, with its pence.
    """

    start: datetime
    days: DateSpan
    parts: tuple[UsagePart, ...]
    standing_pence: Decimal
    expected: int
    read: int
    priced: int
    is_complete: bool
    rate: Rate | None = None
    car: tuple[Decimal, Decimal] | None = None
    is_lacking: bool = False
    """Something is missing of its days that are over; of a day or a month alone."""

    @property
    def kwh(self) -> Decimal:
        return sum((part.kwh for part in self.parts), ZERO)

    @property
    def pence(self) -> Decimal:
        """With standing charges."""
        return sum((part.pence for part in self.parts), self.standing_pence)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a span comes to as far as it is known."""

    kwh: Decimal = ZERO
    pence: Decimal = ZERO
    standing_pence: Decimal = ZERO
    expected: int = 0
    read: int = 0
    priced: int = 0
    is_complete: bool = False
    """Nothing is missing of the days on which something was supplied."""
    is_whole: bool = False
    """Nor was anything supplied on fewer than all of them."""
    days: int = 0
    """Of which anything is known."""
    standing_days: int = 0
    """Of those, the ones whose standing charge is known."""

    @property
    def mean_pence(self) -> Decimal | None:
        """Pence per kWh, standing charges aside."""
        return (self.pence - self.standing_pence) / self.kwh if self.kwh > 0 and self.priced == self.read else None


@dataclass(frozen=True, slots=True)
class Usage:
    """``before`` is the same stretch of the span before, ``compared`` this span as far as it is set beside it."""

    question: UsageQuestion
    bars: tuple[UsageBar, ...]
    sums: Sums
    compared: Sums
    before: Sums
    before_span: DateSpan
    compared_span: DateSpan
    meters: tuple[tuple[str, datetime], ...] = ()
    """Serial numbers with their first reading in the span: more than one where a meter was replaced."""
    days: tuple[DayTotal, ...] = ()
    habits: Habits | None = None
    settled: Comparison | None = None
    """Octopus's own cost beside ours, over the days that both know; for a year at most."""
    estimates: tuple[UsageBar, ...] = ()
    """Days that are over and of which no reading has arrived, by the Mini's half hours; without a standing charge that
    the store counts already.
    """
    estimate_slots: tuple[UsageBar, ...] = ()
    """The half hours of the one where the span is that day."""
    told_slots: int = 0
    """How many of the unread half hours are told by the estimates,"""
    told_days: int = 0
    """and of the unknown days,"""
    short_slots: int = 0
    """of which these half hours are told by nobody."""
    counted: str = ""
    """In what a gas meter counts and who says so, in words."""
    never_read: str = ""
    """Why no half hour of the meter is known at all, in words; else empty."""
    unknown_days: int = 0
    """Days that are over, on which something was supplied, and of which nothing is known."""
    supplied: Span | None = None
    """When the meter point was supplied; None = always."""
    estimated: tuple[date, ...] = ()
    """Days whose smart charges nobody has confirmed: what they cost is our estimate."""

    def with_bars(self, bars: tuple[UsageBar, ...]) -> Usage:
        """The same with other bars: today's, which the store does not know yet."""
        return replace(self, bars=bars)


def empty_usage(question: UsageQuestion) -> Usage:
    """Where nothing is stored."""
    before = span_beside(question.span, question.kind, -1, question.start_day)
    return Usage(question, (), Sums(), Sums(), Sums(), before, question.span)


async def usage_of(store: HistoryStore, question: UsageQuestion) -> Usage:
    """Raises StorageError."""
    span, number = question.span, question.number
    sums = await _sums(store, question, span)
    days = (
        await store.totals(number, span.first, span.last) if span.days <= MOST_DAYS_COMPARED or question.smart else ()
    )
    settled = await store.settled(number, span.first, span.last) if days else ()
    compared, before, beside = _set_beside(question, days)
    return Usage(
        question=question,
        bars=await _bars(store, question),
        sums=sums,
        compared=sums if compared == span else await _sums(store, question, compared),
        before=await _sums(store, question, beside),
        before_span=before,
        compared_span=compared,
        unknown_days=max(0, _over(span, question) - sums.days),
        meters=await store.meters(number, span.instants),
        days=days if question.has_calendar else (),
        habits=await _habits(store, question),
        settled=compared_with(days, settled) if days else None,
        supplied=question.supplied,
        estimated=estimated_days(days, settled, question.smart),
    )


def _set_beside(question: UsageQuestion, days: Sequence[DayTotal]) -> tuple[DateSpan, DateSpan, DateSpan]:
    """What of the span is compared, the span before, and what of that: as many days; of a span that runs, only those
    until the last complete one of ``days``, for readings come late.
    """
    span = question.span
    before = span_beside(span, question.kind, -1, question.start_day)
    if not span.holds(question.until) or span.days == 1:
        return span, before, before
    over = [day.day for day in days if day.is_complete and day.day < question.until]
    last = max(over) if over else question.until - A_DAY
    count = min((last - span.first).days + 1, before.days)
    return _first_days(span, count), before, _first_days(before, count)


def _first_days(span: DateSpan, days: int) -> DateSpan:
    return DateSpan(span.first, span.first + (days - 1) * A_DAY)


def _over(span: DateSpan, question: UsageQuestion) -> int:
    """Days of a span that are over and on which something was supplied."""
    return supplied_days(DateSpan(span.first, min(span.last, question.until - A_DAY)), question)


def supplied_days(span: DateSpan, question: UsageQuestion) -> int:
    """On how many days of a span the meter point of the question was supplied."""
    return max(0, part_within(span, question.supplied).days)


async def _habits(store: HistoryStore, question: UsageQuestion) -> Habits | None:
    if not question.has_habits or question.span.bars is not BarLength.DAY:
        return None
    return habits(await store.readings(question.number, question.span.instants))


async def _sums(store: HistoryStore, question: UsageQuestion, span: DateSpan) -> Sums:
    if span.days < 1:
        return Sums()
    rows = await store.sums(question.number, span.first, span.last)
    days, has_all = sum(row.days for row in rows), all(row.is_complete for row in rows)
    standing = sum(row.standing_pence for row in rows)
    return Sums(
        kwh=exact(round(sum(row.kwh for row in rows), 6)),
        pence=exact(round(sum(row.pence for row in rows) + standing, 6)),
        standing_pence=exact(round(standing, 6)),
        expected=sum(row.expected for row in rows),
        read=sum(row.read for row in rows),
        priced=sum(row.priced for row in rows),
        is_complete=has_all and days > 0 and days >= supplied_days(span, question),
        is_whole=has_all and days == span.days,
        days=days,
        standing_days=sum(row.standing_days for row in rows),
    )


async def _bars(store: HistoryStore, question: UsageQuestion) -> tuple[UsageBar, ...]:
    span, length = question.span, question.span.bars
    if length is BarLength.SLOT:
        slots = await store.slots(question.number, span.instants)
        return slot_bars(span.first, slots, question.by_quadrant)
    by_month = length is BarLength.MONTH
    found = await store.span_totals(
        question.number, span.first, span.last, by_month=by_month, by_quadrant=question.by_quadrant
    )
    sums = {row.key: row for row in found.sums}
    bands: dict[int, list[BandSum]] = {}
    for row in found.bands:
        bands.setdefault(row.key, []).append(row)
    return tuple(
        _bar(part, sums.get(key), bands.get(key, []), question)
        for key, part in (_months(span) if by_month else _days(span))
    )


def slot_bars(day: date, slots: tuple[SlotCost, ...], by_quadrant: bool) -> tuple[UsageBar, ...]:
    """Every half hour of the day; one without a reading has no parts."""
    known = {slot.start: slot for slot in slots}
    bars = []
    for slot in day_slots(day):
        cost = known.get(slot.start)
        parts: tuple[UsagePart, ...] = ()
        if cost is not None:
            parts = (UsagePart(cost.quadrant if by_quadrant else cost.band, cost.kwh, cost.pence or ZERO),)
        is_priced = cost is not None and cost.rate is not None
        rate = cost.rate if cost is not None else None
        car = (cost.car_kwh, cost.car_pence) if cost is not None and cost.car_kwh else None
        read, priced = int(cost is not None), int(is_priced)
        bars.append(UsageBar(slot.start, DateSpan(day, day), parts, ZERO, 1, read, priced, is_priced, rate, car))
    return tuple(bars)


def _days(span: DateSpan) -> list[tuple[int, DateSpan]]:
    days = (span.first + number * A_DAY for number in range(span.days))
    return [(day.toordinal(), DateSpan(day, day)) for day in days]


def _months(span: DateSpan) -> list[tuple[int, DateSpan]]:
    found, day = [], span.first
    while day <= span.last:
        last = min(span.last, next_month(day) - A_DAY)
        found.append((day.year * 12 + day.month - 1, DateSpan(day, last)))
        day = last + A_DAY
    return found


def _bar(days: DateSpan, sums: SpanSum | None, bands: list[BandSum], question: UsageQuestion) -> UsageBar:
    parts = tuple(UsagePart(row.band, exact(round(row.kwh, 6)), exact(round(row.pence, 6))) for row in bands)
    start = at_london(days.first, datetime.min.time())
    supplied, over = supplied_days(days, question), _over(days, question)
    if sums is None:
        return UsageBar(start, days, parts, ZERO, 0, 0, 0, is_complete=supplied == 0, is_lacking=over > 0)
    return UsageBar(
        start,
        days,
        parts,
        exact(round(sums.standing_pence, 6)),
        sums.expected,
        sums.read,
        sums.priced,
        is_complete=sums.is_complete and sums.days >= supplied,
        is_lacking=not sums.is_complete or sums.days < over,
    )
