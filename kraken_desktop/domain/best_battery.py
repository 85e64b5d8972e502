"""The best that a battery could have done, everything being known before (docs/domain.md, Battery planner).

The linear programme that a solver would be given, solved exactly and quickly by its own shape: what a stored kWh is
worth never rises with how much is stored. Going back in time, each half hour's own ways of using the battery are merged
into that worth by their price; going forward again, each half hour uses the battery until the next kWh is worth more
later. Within a half hour it may charge and discharge one after the other, within its power together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kraken_desktop.domain.battery import NEAR, Battery, BatteryRun, Flow, HouseSlot, run_of


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of using a half hour: what it changes in the battery, in kWh, and what it earns, in pence."""

    change: float
    pence: float
    bought: float
    taken: float
    served: float
    sold: float


Ways = tuple[_Way, ...]
"""By rising change: between two neighbours lies the best of all ways with a change in between."""


def best_flows(slots: Sequence[HouseSlot], battery: Battery, ways: Sequence[Ways] | None = None) -> tuple[Flow, ...]:
    """Flows that save most, from an empty battery; what is left at the end is worth nothing. ``ways`` are `ways_of`,
    where they are known already: they are the same for every capacity.
    """
    if not battery.usable_kwh:
        return (Flow(),) * len(slots)
    every = ways_of(slots, battery) if ways is None else ways
    worth = _worths(every, battery.usable_kwh)
    flows, stored = [], 0.0
    for found, (falling, ends) in zip(every, worth, strict=True):
        change = _best_change(found, stored, falling, ends)
        flow = _flow(found, change, stored)
        stored = flow.stored
        flows.append(flow)
    return tuple(flows)


def best_run(slots: Sequence[HouseSlot], battery: Battery, ways: Sequence[Ways] | None = None) -> BatteryRun:
    return run_of(slots, battery, best_flows(slots, battery, ways), 0.0)


def ways_of(slots: Sequence[HouseSlot], battery: Battery) -> tuple[Ways, ...]:
    """The corners of what each half hour allows, the best for each change alone."""
    return tuple(_hull(_corners(slot, battery)) for slot in slots)


def _corners(slot: HouseSlot, battery: Battery) -> list[_Way]:
    most, kept = battery.slot_kwh, battery.efficiency
    serve = min(slot.kwh, most)
    take = min(slot.exported, most) if battery.takes_solar else 0.0
    found = []
    for taken in {0.0, take, max(0.0, min(take, most - serve))}:
        for served in {0.0, serve, max(0.0, min(serve, most - take))}:
            left = most - taken - served
            if left < -NEAR:
                continue
            left = max(0.0, left)
            for bought, sold in ((0.0, 0.0), (left, 0.0), (0.0, left if battery.sells else 0.0)):
                change = (taken + bought) * kept - served - sold
                pence = (served - bought) * slot.pence + (sold - taken) * slot.export_pence
                found.append(_Way(change, pence, bought, taken, served, sold))
    return found


def _hull(ways: list[_Way]) -> Ways:
    ordered = sorted(ways, key=lambda way: (way.change, -way.pence))
    hull: list[_Way] = []
    for way in ordered:
        if hull and way.change <= hull[-1].change:
            continue
        while len(hull) > 1 and _is_below(hull[-2], hull[-1], way):
            hull.pop()
        hull.append(way)
    return tuple(hull)


def _is_below(before: _Way, middle: _Way, after: _Way) -> bool:
    """Whether the middle is worse than a mixture of its neighbours: what is as good stays, so that nothing is bought
    and served at once for no gain.
    """
    rise = (middle.pence - before.pence) * (after.change - before.change)
    return rise < (after.pence - before.pence) * (middle.change - before.change)


def _worths(ways: Sequence[Ways], usable: float) -> list[tuple[list[float], list[float]]]:
    """After each half hour: what a further stored kWh is worth, negated so that it rises, and up to which content."""
    falling, lengths, found = [0.0], [usable], []
    for way in reversed(ways):
        found.append((falling.copy(), list(accumulate(lengths))))
        for before, after in pairwise(way):
            length = after.change - before.change
            price = (after.pence - before.pence) / length  # negative: what a stored kWh costs, or earns when given
            at = bisect_left(falling, price)
            falling.insert(at, price)
            lengths.insert(at, length)
        _cut(falling, lengths, way[-1].change, first=True)
        _cut(falling, lengths, sum(lengths) - usable, first=False)
    found.reverse()
    return found


def _cut(falling: list[float], lengths: list[float], length: float, *, first: bool) -> None:
    """Take so much from the beginning or from the end."""
    end = 0 if first else -1
    while lengths and length > 0:
        if lengths[end] > length:
            lengths[end] -= length
            return
        length -= lengths.pop(end)
        falling.pop(end)


def _best_change(ways: Ways, stored: float, falling: Sequence[float], ends: Sequence[float]) -> float:
    """Charge as long as a further kWh is worth more later than it costs now, or earns now."""
    change = ways[0].change
    for before, after in pairwise(ways):
        price = (after.pence - before.pence) / (after.change - before.change)
        count = bisect_left(falling, price)
        content = ends[count - 1] if count else 0.0
        change = max(before.change, content - stored)
        if change < after.change:
            return change
        change = after.change
    return change


def _flow(ways: Ways, change: float, stored: float) -> Flow:
    after = next((index for index, way in enumerate(ways) if way.change >= change), len(ways) - 1)
    right = ways[after]
    left = ways[max(0, after - 1)]
    wide = right.change - left.change
    share = 1.0 if wide <= 0 else max(0.0, min(1.0, (change - left.change) / wide))
    bought, taken, served, sold = (
        one + (other - one) * share
        for one, other in (
            (left.bought, right.bought),
            (left.taken, right.taken),
            (left.served, right.served),
            (left.sold, right.sold),
        )
    )
    return Flow(bought, taken, served, sold, max(0.0, stored + change))
