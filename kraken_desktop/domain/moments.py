"""Instants, London days and half-hour slots (docs/domain.md, Time).

Instants are aware and in UTC; London appears here and in the wording of texts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SLOT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open stretch of time ``[start, end)``, both aware."""

    start: datetime
    end: datetime

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    def contains(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def clipped(self, other: Span) -> Span | None:
        """The part inside ``other``; None where nothing remains."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def likeness(self, other: Span) -> float:
        """How much of the time of both, gaps included, is common to them, 0–1."""
        common = self.clipped(other)
        return 0.0 if common is None else common.duration / (max(self.end, other.end) - min(self.start, other.start))


@dataclass(frozen=True, slots=True)
class DailyWindow:
    """A stretch of every day by the clock, e.g. 23:30–05:30; across midnight where ``end <= start``.

    ``is_utc`` says that the clock is GMT all year, otherwise it is the wall clock in London.
    """

    start: time
    end: time
    is_utc: bool = False


def to_utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return moment.astimezone(UTC)


def london(moment: datetime) -> datetime:
    """The instant as London's clocks show it."""
    return moment.astimezone(LONDON)


def london_date(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def at_london(day: date, clock: time) -> datetime:
    """The instant in UTC at which London's clocks show ``clock`` on ``day`` (the first one where it happens twice)."""
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)


def day_span(day: date) -> Span:
    """Local midnight to local midnight: 23, 24 or 25 hours."""
    return Span(at_london(day, time()), at_london(day + timedelta(days=1), time()))


def today_span(now: datetime) -> Span:
    return day_span(london_date(now))


def tomorrow_span(now: datetime) -> Span:
    return day_span(london_date(now) + timedelta(days=1))


def floor_slot(moment: datetime) -> datetime:
    """The start of the half hour that holds the instant, in UTC."""
    moment = to_utc(moment)
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def ceil_slot(moment: datetime) -> datetime:
    floor = floor_slot(moment)
    return floor if floor == moment else floor + SLOT


def slot_of(moment: datetime) -> Span:
    start = floor_slot(moment)
    return Span(start, start + SLOT)


def slots_of(span: Span) -> tuple[Span, ...]:
    """Every slot that the span touches, in order."""
    start, end = floor_slot(span.start), ceil_slot(span.end)
    return tuple(Span(start + i * SLOT, start + (i + 1) * SLOT) for i in range((end - start) // SLOT))


def day_slots(day: date) -> tuple[Span, ...]:
    """46, 48 or 50 slots."""
    return slots_of(day_span(day))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union: in order, overlapping and adjacent spans made one."""
    union: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if union and span.start <= union[-1].end:
            union[-1] = Span(union[-1].start, max(union[-1].end, span.end))
        else:
            union.append(span)
    return tuple(union)


def apart(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of the spans that none of ``taken`` covers, joined and in order."""
    left: list[Span] = []
    others = joined(taken)
    for span in joined(spans):
        start = span.start
        for other in others:
            if other.overlaps(span):
                if start < other.start:
                    left.append(Span(start, other.start))
                start = max(start, other.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)


def window_spans(window: DailyWindow, span: Span) -> Iterator[Span]:
    """Each occurrence of the window that overlaps the span, whole (not clipped), in order."""
    day = london_date(span.start) - timedelta(days=2)
    last = london_date(span.end) + timedelta(days=1)
    while day <= last:
        next_day = day if window.start < window.end else day + timedelta(days=1)
        if window.is_utc:
            found = Span(
                datetime.combine(day, window.start, tzinfo=UTC), datetime.combine(next_day, window.end, tzinfo=UTC)
            )
        else:
            found = Span(at_london(day, window.start), at_london(next_day, window.end))
        if found.overlaps(span):
            yield found
        day += timedelta(days=1)
