"""When to ask again. Pure: the time and what is known come in, the next time goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zlib import crc32

from kraken_desktop.domain.dispatch import LAST_PLAN_COUNTS
from kraken_desktop.domain.moments import SLOT, at_london, floor_slot, london_date
from kraken_desktop.domain.problem import Problem

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LONGEST_BACK_OFF = timedelta(minutes=15)
EARLIEST_OFFSET, OFFSETS = 5, 55
TOMORROW_FROM = time(16)
TOMORROW_EVERY = timedelta(minutes=5)
ROW_DELAY = timedelta(seconds=75)
"""A half-hourly row is there a little after its slot."""
DISPATCH_QUERIES_A_MINUTE = 5
SLOWER = (1, 2, 3, 5, 10, 15)
"""The steps in minutes by which polling slows down."""


def install_offset(account_number: str) -> timedelta:
    """5–59 seconds, another for each customer, so that not everybody asks at :00."""
    return timedelta(seconds=EARLIEST_OFFSET + crc32(account_number.encode()) % OFFSETS)


def next_heavy(now: datetime, offset: timedelta) -> datetime:
    """The next instant just after :00 or :30."""
    due = floor_slot(now) + offset
    return due if due > now else due + SLOT


def next_light(started: datetime, interval: timedelta, now: datetime) -> datetime:
    """One interval after the last poll began, in step with it; polls that were missed are not made up for."""
    due = started + interval
    return due if due > now else now + interval


def next_half_hours(now: datetime) -> datetime:
    """After the slot that runs now has ended and its row can be there."""
    due = floor_slot(now) + ROW_DELAY
    return due if due > now else due + SLOT


def next_look(now: datetime, is_published: bool, offset: timedelta) -> datetime:
    """When to look for tomorrow's prices: from 16:00 London every 5 minutes, each customer a little later.

    Once they are found, not before 16:00 of the next day.
    """
    today = london_date(now)
    opening = at_london(today, TOMORROW_FROM) + offset
    next_opening = at_london(today + timedelta(days=1), TOMORROW_FROM) + offset
    if now < opening:
        return opening
    due = opening + ((now - opening) // TOMORROW_EVERY + 1) * TOMORROW_EVERY
    return next_opening if is_published or london_date(due) != today else due


def back_off(failures: int, interval: timedelta = MINUTE) -> timedelta:
    """After so many failures in a row: one interval, then twice as long each time, at most 15 minutes."""
    longest = max(interval, LONGEST_BACK_OFF)
    return min(longest, _doubled(interval, min(max(0, failures - 1), 10)))


def _doubled(length: timedelta, times: int) -> timedelta:
    return length * (1 << times)


def retry_at(now: datetime, failures: int, told: datetime | None, interval: timedelta = MINUTE) -> datetime:
    """When to try after a failure; a time told by the service wins."""
    return told if told is not None and told > now else now + back_off(failures, interval)


def light_interval(
    chosen: timedelta, devices: int, refusals: Sequence[Problem], now: datetime
) -> tuple[timedelta, Problem | None]:
    """How often to poll, and why it is slower than it would be by itself, if it is.

    ``refusals`` are those that no good poll has made up for: each within the last hour doubles the interval, as far as
    every device's turn still comes while its last plan counts.
    """
    undisturbed = timely(chosen, devices)
    recent = [refusal for refusal in refusals if timedelta() <= now - refusal.since < HOUR]
    needed = _doubled(undisturbed, min(len(recent), 4))
    step = next((MINUTE * minutes for minutes in SLOWER if MINUTE * minutes >= needed), LONGEST_BACK_OFF)
    slowed = max(undisturbed, timely(step, devices))
    return (slowed, recent[-1]) if recent and slowed > undisturbed else (undisturbed, None)


def plan_rounds(devices: int) -> int:
    """Over how many polls the devices' plans are spread: at most five are asked for in one."""
    return max(1, -(-devices // DISPATCH_QUERIES_A_MINUTE))


def timely(chosen: timedelta, devices: int) -> timedelta:
    """The interval that lets every device's turn come while its last plan still counts: what was chosen, or less."""
    if not devices:
        return chosen
    rounds = plan_rounds(devices)
    fitting = [MINUTE * minutes for minutes in SLOWER if MINUTE * minutes * rounds < LAST_PLAN_COUNTS]
    return min(chosen, max(fitting, default=MINUTE))


def plans_due(devices: Sequence[str], asked_at: Mapping[str, datetime]) -> tuple[str, ...]:
    """Whose plan to ask for in this poll: an even share, those first that have waited longest, or for ever."""
    share = -(-len(devices) // plan_rounds(len(devices)))
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(devices, key=lambda device: asked_at.get(device, never))[:share])
