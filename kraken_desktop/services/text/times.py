"""Times as London's clocks show them, in 24 hours; days by their nearest name; ages and durations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kraken_desktop.domain.moments import Span, london, london_date

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def clock_time(at: datetime) -> str:
    """``16:45``; in the hour that comes twice in autumn, ``01:15 GMT`` at the second time."""
    local = london(at)
    return f"{local:%H:%M}{' GMT' if local.fold else ''}"


def span(of: Span) -> str:
    """``16:45–17:25``; where it ends in the hour that comes twice, at its second time, ``01:20 BST–01:30 GMT``."""
    begins_before = london(of.end).fold and not london(of.start).fold
    return f"{clock_time(of.start)}{' BST' if begins_before else ''}–{clock_time(of.end)}"


def day_word(day: date, now: datetime) -> str:
    """``today``, ``tomorrow``, ``yesterday``, a weekday within a week, else ``5 October``, in another year with it."""
    today = london_date(now)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near is not None:
        return near
    if abs((day - today).days) < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def full_date(day: date) -> str:
    """``Monday 23 November``."""
    return f"{day:%A} {day.day} {day:%B}"


def moment(at: datetime, now: datetime) -> str:
    """``17:30`` today, else with its day: ``tomorrow 07:00``, ``5 October 07:00``."""
    day = london_date(at)
    return clock_time(at) if day == london_date(now) else f"{day_word(day, now)} {clock_time(at)}"


def span_with_day(of: Span, now: datetime) -> str:
    """``16:45–17:25`` today, else with the day on which it begins: ``tomorrow 00:30–05:30``."""
    day = london_date(of.start)
    return span(of) if day == london_date(now) else f"{day_word(day, now)} {span(of)}"


def until(at: datetime, now: datetime) -> str:
    """A clock time within a day from now, where it cannot be mistaken; else with its day."""
    return clock_time(at) if at - now < _DAY else moment(at, now)


def span_ahead(of: Span, now: datetime) -> str:
    """A coming span by the same rule: ``00:30–05:30`` within a day from now, else with its day."""
    return span(of) if of.start - now < _DAY else span_with_day(of, now)


def duration(length: timedelta) -> str:
    """``45 min``, ``1 h 30 min``, ``2 days``; under a minute in seconds."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if length < _HOUR:
        return f"{length // _MINUTE} min"
    if length < _DAY:
        hours, minutes = divmod(length // _MINUTE, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = length // _DAY
    return "1 day" if days == 1 else f"{days} days"


def ago(at: datetime, now: datetime) -> str:
    """``12 s ago``, ``3 min ago``: the largest unit alone from an hour on."""
    age = max(timedelta(), now - at)
    if age >= _DAY:
        return f"{duration(age)} ago"
    return f"{age // _HOUR} h ago" if age >= _HOUR else f"{duration(age)} ago"


def age(at: datetime, now: datetime) -> str:
    """``just now`` within a minute, then as ``ago``: where words stay in view, seconds would stand still."""
    return "just now" if now - at < _MINUTE else ago(at, now)


def countdown(at: datetime, now: datetime) -> str:
    """``in 45 min``; ``now`` when it is reached."""
    return "now" if at <= now else f"in {duration(max(at - now, timedelta(seconds=1)))}"


def axis_time(at: datetime) -> str:
    """A mark on a time axis: ``16:00``, and at a London midnight the day, ``Mon 5``."""
    local = london(at)
    return f"{local:%a} {local.day}" if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"
