"""What smart charging does to a half hour: the dispatch that makes the house cheap, and the six hours a day of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local, slot_start, unix
from kraken_desktop.simulator.night import SMART

ALLOWANCE_SECONDS = 360 * 60

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Charging:
    """The cars in one half hour: watt-hours within the allowance, beyond it, and boosted."""

    makes_cheap: bool = False
    smart_wh: int = 0
    beyond_wh: int = 0
    boost_wh: int = 0


def in_slot(lives: Sequence[CarLife], slot: int, *, has_allowance: bool) -> Charging:
    """Smart charging that touches the half hour makes the house cheap, unless it lies beyond the allowance."""
    start, end = slot * SLOT_SECONDS, (slot + 1) * SLOT_SECONDS
    runs = [(life.car.watts, run) for life in lives for run in life.runs_between(start, end)]
    if not runs:
        return Charging()
    limit = exhausted_at(lives, slot) if has_allowance else None
    turn = end if limit is None else min(max(limit, start), end)
    within = beyond = boost = 0
    for watts, run in runs:
        if run.kind != SMART:
            boost += watts * _overlap((run.start, run.end), (start, end))
        else:
            within += watts * _overlap((run.start, run.end), (start, turn))
            beyond += watts * _overlap((run.start, run.end), (turn, end))
    return Charging(within > 0, within // 3600, beyond // 3600, boost // 3600)


def exhausted_at(lives: Iterable[CarLife], slot: int) -> int | None:
    """When the six hours from noon to noon that hold the half hour are used up, in Unix seconds; None = they last."""
    noon, following = _noons_about(slot)
    left = ALLOWANCE_SECONDS
    runs = [run for life in lives for run in life.runs_between(noon, following) if run.kind == SMART]
    for begin, end in merged(sorted((max(run.start, noon), min(run.end, following)) for run in runs)):
        if end - begin > left:
            return begin + left
        left -= end - begin
    return None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted spans with every second counted once."""
    joined: list[Span] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _noons_about(slot: int) -> Span:
    moment = local(slot_start(slot))
    day = moment.date() if moment.hour >= 12 else moment.date() - timedelta(days=1)
    return unix(at_local(day, 12)), unix(at_local(day + timedelta(days=1), 12))


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
