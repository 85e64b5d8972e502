"""The lives of a dispatch (docs/domain.md, Dispatches).

What Kraken lists is *planned*; widened to whole slots it is *extended*, which is when the whole house pays the
night price. A plan counts only while its device's gate is open, read in the same poll; else it is a *phantom*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import ReadyBy, SmartDevice
from kraken_desktop.domain.moments import (
    Span,
    ceil_slot,
    floor_slot,
    joined,
)
from kraken_desktop.domain.problem import Problem

LAST_PLAN_COUNTS = timedelta(minutes=15)
STARTED_KEPT = timedelta(days=2)
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

    ``was_gate_open`` is what the device's state said in the very poll that read the plan; ``open_since`` is when it may
    have opened after it was last seen shut, None where it never was: what is listed of the time before never counted.
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

    ``boosted`` are boosts seen running, in their true length so far: they make nothing cheap. ``gone`` are cars and
    chargers that were on the account once: what is kept of them has their names.
    """

    statuses: tuple[DeviceStatus, ...] = ()
    plans: tuple[DevicePlan, ...] = ()
    started: tuple[StartedDispatch, ...] = ()
    completed: tuple[CompletedDispatch, ...] = ()
    boosted: tuple[StartedDispatch, ...] = ()
    gone: tuple[SmartDevice, ...] = ()

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
