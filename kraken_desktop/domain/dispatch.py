"""The lives of a dispatch (docs/domain.md, Dispatches).

What Kraken lists is *planned*; widened to whole slots it is *extended*, which is when the whole house pays the
night price. A plan counts only while its device's gate is open, read in the same poll; else it is a *phantom*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import ReadyBy, SmartDevice
from kraken_desktop.domain.moments import (
    Span,
    ceil_slot,
    floor_slot,
    joined,
    slot_of,
)
from kraken_desktop.domain.problem import Problem

LAST_PLAN_COUNTS = timedelta(minutes=15)
STARTED_KEPT = timedelta(days=2)
A_MOMENT = timedelta(seconds=1)
GATE_OPEN = frozenset({"SMART_CONTROL_CAPABLE", "SMART_CONTROL_IN_PROGRESS", "BOOSTING"})


class DispatchKind(StrEnum):
    """TEST is treated as a boost; whatever else comes is smart."""

    SMART = "smart"
    BOOST = "boost"


@dataclass(frozen=True, slots=True)
class PlannedDispatch:
    """Exactly what Kraken lists; ``energy_kwh`` is the planner's arithmetic, absolute."""

    device_id: str
    span: Span
    kind: DispatchKind = DispatchKind.SMART
    energy_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CompletedDispatch:
    """A row of the account's list; cars are mixed together. ``energy_kwh`` absolute."""

    span: Span
    energy_kwh: Decimal | None = None
    source: str | None = None
    location: str | None = None

    @property
    def is_at_home(self) -> bool:
        return self.location in (None, "AT_HOME")

    @property
    def kind(self) -> DispatchKind:
        return (
            DispatchKind.BOOST if self.source in ("bump-charge", "BOOST", "test-charge", "TEST") else DispatchKind.SMART
        )


@dataclass(frozen=True, slots=True)
class StartedDispatch:
    """Seen running at polls, gate open, not boosting: its true length so far, to the last sighting.

    The slots that it touches stay cheap even if the plan is withdrawn.
    """

    device_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device as the last poll saw it. ``state`` is the service's own word, possibly one never heard of.

    ``goal_unit`` and ``goal_mode`` are the words that new goals must be sent with; ``goal_kind`` tells a target of the
    battery (ABSOLUTE_STATE_OF_CHARGE) from an amount to add. ``is_capped``: the allowance of smart charging applies.
    """

    device: SmartDevice
    state: str | None
    seen_at: datetime
    is_suspended: bool = False
    charge_percent: Decimal | None = None
    charge_seen_at: datetime | None = None
    charge_limit_percent: int | None = None
    schedule: tuple[ReadyBy, ...] = ()
    alerts: tuple[str, ...] = ()
    power_kw: Decimal | None = None
    goal_unit: str | None = None
    goal_mode: str | None = None
    goal_kind: str | None = None
    is_capped: bool | None = None

    @property
    def is_gate_open(self) -> bool:
        return self.state in GATE_OPEN

    @property
    def is_boosting(self) -> bool:
        return self.state == "BOOSTING"


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """One device's plan as of ``seen_at``; ``problem`` says why it could not be read since.

    ``was_gate_open`` is what the device's state said in the very poll that read the plan; ``open_since`` is the first
    poll after the last that saw it shut, None where none did: what is listed of the time before never counted.
    """

    device_id: str
    seen_at: datetime
    dispatches: tuple[PlannedDispatch, ...] = ()
    problem: Problem | None = None
    was_gate_open: bool = True
    open_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DispatchBook:
    """All that is known of dispatches: newest states, last plans, what was seen started, what completed.

    ``boosted`` are boosts seen running, in their true length so far: they make nothing cheap.
    """

    statuses: tuple[DeviceStatus, ...] = ()
    plans: tuple[DevicePlan, ...] = ()
    started: tuple[StartedDispatch, ...] = ()
    completed: tuple[CompletedDispatch, ...] = ()
    boosted: tuple[StartedDispatch, ...] = ()

    def status(self, device_id: str) -> DeviceStatus | None:
        return next((status for status in self.statuses if status.device.id == device_id), None)

    def plan(self, device_id: str) -> DevicePlan | None:
        return next((plan for plan in self.plans if plan.device_id == device_id), None)


def extended(span: Span) -> Span:
    """Start floored, end ceiled to the slot."""
    return Span(floor_slot(span.start), ceil_slot(span.end))


def extended_union(spans: Iterable[Span]) -> tuple[Span, ...]:
    return joined(extended(span) for span in spans if span.start < span.end)


def is_counted(plan: DevicePlan, status: DeviceStatus | None, now: datetime) -> bool:
    """The gate: open when the plan was read and in the newest state, and neither state nor plan too old."""
    is_open = status is not None and status.is_gate_open and plan.was_gate_open
    return is_open and not is_out_of_date(plan, status, now)


def is_out_of_date(plan: DevicePlan, status: DeviceStatus | None, now: datetime) -> bool:
    """State or plan was last read more than 15 minutes ago, for whatever reason: refused, offline, asleep, paused."""
    oldest = plan.seen_at if status is None else min(plan.seen_at, status.seen_at)
    return now - oldest > LAST_PLAN_COUNTS


def counted(book: DispatchBook, now: datetime) -> tuple[PlannedDispatch, ...]:
    """Every listed dispatch that counts, boosts included, in order of time."""
    found = [
        dispatch
        for plan in book.plans
        if is_counted(plan, book.status(plan.device_id), now)
        for dispatch in plan.dispatches
    ]
    return tuple(sorted(found, key=lambda dispatch: (dispatch.span, dispatch.device_id)))


def phantoms(book: DispatchBook, now: datetime) -> tuple[PlannedDispatch, ...]:
    """Listed but not counted: never priced, never notified, shown with the reason."""
    found = [
        dispatch
        for plan in book.plans
        if not is_counted(plan, book.status(plan.device_id), now)
        for dispatch in plan.dispatches
        if dispatch.span.end > now
    ]
    return tuple(sorted(found, key=lambda dispatch: (dispatch.span, dispatch.device_id)))


def running(book: DispatchBook, now: datetime, kind: DispatchKind = DispatchKind.SMART) -> tuple[PlannedDispatch, ...]:
    return tuple(d for d in counted(book, now) if d.kind is kind and d.span.contains(now))


def after_poll(
    book: DispatchBook,
    now: datetime,
    statuses: Sequence[DeviceStatus] | None,
    plans: Sequence[DevicePlan],
    completed: Sequence[CompletedDispatch] | None,
) -> DispatchBook:
    """The book after one light poll. None and plans with a problem keep what was known; polls are idempotent.

    A device whose plan was not asked for keeps it. A dispatch seen running with its gate open and no boost is started:
    from its own start, where that lies in the slot of the sighting, to now.
    """
    known = book.statuses if statuses is None else tuple(statuses)
    kept = {plan.device_id: plan for plan in book.plans}
    gates = {status.device.id: status.is_gate_open for status in known}
    for plan in plans:
        last = kept.get(plan.device_id)
        failed = plan.problem is not None and last is not None
        if failed and last is not None:
            kept[plan.device_id] = replace(last, problem=plan.problem)
        else:
            is_open = gates.get(plan.device_id, False)
            open_since = None if last is None else last.open_since if last.was_gate_open else now
            kept[plan.device_id] = replace(plan, was_gate_open=is_open, open_since=open_since)
    ids = {status.device.id for status in known}
    fresh = replace(book, statuses=known, plans=tuple(plan for device_id, plan in kept.items() if device_id in ids))
    read = {plan.device_id for plan in plans}
    started = _with_seen(book.started, book, fresh, DispatchKind.SMART, read, now)
    boosted = _with_seen(book.boosted, book, fresh, DispatchKind.BOOST, read, now)
    fresh = replace(fresh, started=started, boosted=boosted)
    if completed is None:
        return fresh
    told = [_with_source(row, fresh) for row in completed]
    return replace(fresh, completed=_with_completed(book.completed, told, now))


def _with_seen(
    before: Sequence[StartedDispatch],
    old: DispatchBook,
    book: DispatchBook,
    kind: DispatchKind,
    read: Set[str],
    now: datetime,
) -> tuple[StartedDispatch, ...]:
    """A smart charge is not seen while its device boosts: then it is the boost that charges."""
    seen: dict[str, list[Span]] = {}
    for row in before:
        if row.span.end > now - STARTED_KEPT:
            seen.setdefault(row.device_id, []).append(row.span)
    for plan in book.plans:
        status = book.status(plan.device_id)
        if plan.device_id not in read or plan.problem is not None:
            continue
        if status is None or (status.is_boosting and kind is DispatchKind.SMART) or not is_counted(plan, status, now):
            continue
        for dispatch in plan.dispatches:
            if dispatch.kind is kind and dispatch.span.contains(now):
                found = seen.setdefault(plan.device_id, [])
                begun = _begun(dispatch, old.plan(plan.device_id))
                found.append(_sighting(begun, max((span.end for span in found), default=None), now))
    return tuple(StartedDispatch(device, span) for device, spans in sorted(seen.items()) for span in joined(spans))


def _with_source(row: CompletedDispatch, book: DispatchBook) -> CompletedDispatch:
    """A row that names no source is a boost where a boost that was seen fits it better than any smart charge seen."""
    if row.source is not None:
        return row
    smart, boost = (
        max((_fit(row.span, seen.span) for seen in rows), default=0.0) for rows in (book.started, book.boosted)
    )
    return replace(row, source=DispatchKind.BOOST.upper()) if boost > smart else row


def _fit(one: Span, other: Span) -> float:
    """How much of the time of both is common to them, 0-1."""
    common = one.clipped(other)
    if common is None:
        return 0.0
    return common.duration / (max(one.end, other.end) - min(one.start, other.start))


def _begun(dispatch: PlannedDispatch, last: DevicePlan | None) -> datetime:
    """When it began: each new plan may cut off what has run already, and the plan before knew of it."""
    known = () if last is None else last.dispatches
    return min(row.span.start for row in (dispatch, *known) if _is_same(row, dispatch))


def _is_same(row: PlannedDispatch, dispatch: PlannedDispatch) -> bool:
    return row.kind is dispatch.kind and row.span.overlaps(dispatch.span)


def _sighting(begun: datetime, last_seen: datetime | None, now: datetime) -> Span:
    """Never empty, never beyond the slot in which it was seen; on from the last sighting where that was lately."""
    slot = slot_of(now)
    is_on = last_seen is not None and timedelta() <= now - last_seen <= LAST_PLAN_COUNTS
    earliest = min(slot.start, last_seen) if is_on and last_seen is not None else slot.start
    return Span(max(begun, earliest), min(now + A_MOMENT, slot.end))


def _with_completed(
    old: Sequence[CompletedDispatch], new: Sequence[CompletedDispatch], now: datetime
) -> tuple[CompletedDispatch, ...]:
    """A row that grew takes the place of what it was; one too old to be listed any more is kept for a while."""
    listed = dict.fromkeys(new)  # two cars may have charged at the very same time
    oldest = min((row.span.end for row in listed), default=None)
    kept = [
        row
        for row in old
        if row.span.end > now - STARTED_KEPT and row not in listed and not _is_superseded(row, listed, oldest)
    ]
    return tuple(sorted((*kept, *listed), key=lambda row: row.span, reverse=True))


def _is_superseded(row: CompletedDispatch, listed: Iterable[CompletedDispatch], oldest: datetime | None) -> bool:
    overlapping = [other for other in listed if row.span.overlaps(other.span)]
    is_recent = oldest is not None and row.span.end > oldest
    return bool(overlapping) and (is_recent or any(other.span.start == row.span.start for other in overlapping))
