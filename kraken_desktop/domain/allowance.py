"""The smart-charge allowance of the four-rate tariff, noon to noon (docs/domain.md, Dispatches).

How Octopus counts it is not published: whatever comes of it is our estimate, and is to be labelled so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kraken_desktop.domain.moments import Span, at_london, joined, london_date

ALLOWANCE = timedelta(minutes=360)
_DAY = timedelta(days=1)
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class AllowanceNow:
    """What of the allowance is used between two noons; ``runs_out_at`` by the present plan, None where it will do.

    Once it is used up, ``runs_out_at`` is when that was.
    """

    window: Span
    used: timedelta
    runs_out_at: datetime | None = None

    @property
    def left(self) -> timedelta:
        return max(timedelta(), ALLOWANCE - self.used)


def noon_span(at: datetime) -> Span:
    """London noon to London noon: 23, 24 or 25 hours."""
    day = london_date(at)
    noon = at_london(day, _NOON)
    if at < noon:
        return Span(at_london(day - _DAY, _NOON), noon)
    return Span(noon, at_london(day + _DAY, _NOON))


def within_allowance(charges: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of the charges, in order of time, that the allowance of their window pays for; overlaps count once."""
    kept: list[Span] = []
    for _window, parts in _by_window(joined(charges)):
        left = ALLOWANCE
        for part in parts:
            if left > timedelta():
                kept.append(Span(part.start, min(part.end, part.start + left)))
            left -= part.duration
    return joined(kept)


def allowance_now(charges: Iterable[Span], now: datetime) -> AllowanceNow:
    """What of the charges lies before now is used; what lies after says when the rest will run out."""
    window = noon_span(now)
    parts = _clipped(charges, window)
    done = _clipped(parts, Span(window.start, now)) if window.start < now else ()
    used = sum((part.duration for part in done), timedelta())
    left = ALLOWANCE
    for part in parts:
        if part.duration >= left and (part.duration > left or part.end <= now):
            return AllowanceNow(window, used, part.start + left)
        left -= part.duration
    return AllowanceNow(window, used)


def _clipped(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    return joined(part for span in spans if (part := span.clipped(within)) is not None)


def _by_window(spans: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """The spans cut at noon, window by window."""
    window: Span | None = None
    parts: list[Span] = []
    for span in spans:
        at = span.start
        while at < span.end:
            if window is None or not window.contains(at):
                if window is not None:
                    yield window, parts
                window, parts = noon_span(at), []
            end = min(span.end, window.end)
            parts.append(Span(at, end))
            at = end
    if window is not None:
        yield window, parts
