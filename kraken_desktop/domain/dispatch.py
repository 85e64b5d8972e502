"""The lives of a dispatch and the one effective price (docs/domain.md, Dispatches).

What Kraken lists is *planned*; widened to whole slots it is *extended*, which is when the whole house pays the
night price. A plan counts only while its device's gate is open, read in the same poll; else it is a *phantom*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import ReadyBy, SmartDevice
from kraken_desktop.domain.moments import (
    DailyWindow,
    Span,
    ceil_slot,
    day_span,
    floor_slot,
    joined,
    london_date,
    window_spans,
)
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource

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
    """Seen running at a poll, gate open, not boosting. Its slots stay cheap even if the plan is withdrawn."""

    device_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device as the last poll saw it. ``state`` is the service's own word, possibly one never heard of."""

    device: SmartDevice
    state: str | None
    seen_at: datetime
    is_suspended: bool = False
    charge_percent: Decimal | None = None
    charge_seen_at: datetime | None = None
    charge_limit_percent: int | None = None
    schedule: tuple[ReadyBy, ...] = ()
    alerts: tuple[str, ...] = ()

    @property
    def is_gate_open(self) -> bool:
        return self.state in GATE_OPEN

    @property
    def is_boosting(self) -> bool:
        return self.state == "BOOSTING"


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """One device's plan as of ``seen_at``; ``problem`` says why it could not be read since."""

    device_id: str
    seen_at: datetime
    dispatches: tuple[PlannedDispatch, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DispatchBook:
    """All that is known of dispatches: newest states, last plans, what was seen started, what completed."""

    statuses: tuple[DeviceStatus, ...] = ()
    plans: tuple[DevicePlan, ...] = ()
    started: tuple[StartedDispatch, ...] = ()
    completed: tuple[CompletedDispatch, ...] = ()

    def status(self, device_id: str) -> DeviceStatus | None:
        return next((status for status in self.statuses if status.device.id == device_id), None)

    def plan(self, device_id: str) -> DevicePlan | None:
        return next((plan for plan in self.plans if plan.device_id == device_id), None)


@dataclass(frozen=True, slots=True)
class SmartTerms:
    """What a dispatching agreement promises: the guaranteed night windows. None of it applies to other tariffs."""

    windows: tuple[DailyWindow, ...]


def extended(span: Span) -> Span:
    """Start floored, end ceiled to the slot."""
    return Span(floor_slot(span.start), ceil_slot(span.end))


def extended_union(spans: Iterable[Span]) -> tuple[Span, ...]:
    return joined(extended(span) for span in spans if span.start < span.end)


def is_counted(plan: DevicePlan, status: DeviceStatus | None, now: datetime) -> bool:
    """The gate: open in the newest state, and neither state nor plan too old."""
    return status is not None and status.is_gate_open and not is_out_of_date(plan, status, now)


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


def smart_spans(book: DispatchBook, now: datetime) -> tuple[Span, ...]:
    """Extended union over devices of planned (gated), started and completed (at home) smart dispatches."""
    planned = [d.span for d in counted(book, now) if d.kind is DispatchKind.SMART]
    started = [s.span for s in book.started]
    completed = [c.span for c in book.completed if c.is_at_home and c.kind is DispatchKind.SMART]
    return extended_union([*planned, *started, *completed])


def boost_spans(book: DispatchBook, now: datetime) -> tuple[Span, ...]:
    """When a boost charges, as listed (a boost makes nothing cheap)."""
    return joined(d.span for d in counted(book, now) if d.kind is DispatchKind.BOOST)


def after_poll(
    book: DispatchBook,
    now: datetime,
    statuses: Sequence[DeviceStatus] | None,
    plans: Sequence[DevicePlan],
    completed: Sequence[CompletedDispatch] | None,
) -> DispatchBook:
    """The book after one light poll. None and plans with a problem keep what was known; polls are idempotent.

    A dispatch seen running with its gate open and no boost is started: from the later of its start and the first
    sight, which is inside its slot either way, to now.
    """
    known = book.statuses if statuses is None else tuple(statuses)
    kept = {plan.device_id: plan for plan in book.plans}
    for plan in plans:
        last = kept.get(plan.device_id)
        failed = plan.problem is not None and last is not None
        kept[plan.device_id] = replace(last, problem=plan.problem) if failed and last is not None else plan
    ids = {status.device.id for status in known}
    fresh = replace(
        book,
        statuses=known,
        plans=tuple(plan for device_id, plan in kept.items() if device_id in ids),
        completed=book.completed if completed is None else _with_completed(book.completed, completed, now),
    )
    return replace(fresh, started=_with_started(fresh, now))


def _with_started(book: DispatchBook, now: datetime) -> tuple[StartedDispatch, ...]:
    seen: dict[str, list[Span]] = {}
    for old in book.started:
        if old.span.end > now - STARTED_KEPT:
            seen.setdefault(old.device_id, []).append(old.span)
    for plan in book.plans:
        status = book.status(plan.device_id)
        if status is None or status.is_boosting or plan.problem is not None or not is_counted(plan, status, now):
            continue
        for dispatch in plan.dispatches:
            if dispatch.kind is DispatchKind.SMART and dispatch.span.contains(now):
                seen.setdefault(plan.device_id, []).append(extended(Span(now, now + timedelta(microseconds=1))))
    return tuple(StartedDispatch(device, span) for device, spans in sorted(seen.items()) for span in joined(spans))


def _with_completed(
    old: Sequence[CompletedDispatch], new: Sequence[CompletedDispatch], now: datetime
) -> tuple[CompletedDispatch, ...]:
    listed = dict.fromkeys(new)  # two cars may have charged at the very same time
    kept = [
        row
        for row in old
        if row.span.end > now - STARTED_KEPT and not any(row.span.overlaps(other.span) for other in listed)
    ]
    return tuple(sorted((*kept, *listed), key=lambda row: row.span, reverse=True))


def night_price(schedule: RateSchedule, terms: SmartTerms, at: datetime) -> Rate | None:
    """The agreement's night rate for the night around ``at``: the rate in force in the nearest guaranteed window."""
    day = day_span(london_date(at))
    around = Span(day.start - timedelta(days=1), day.end + timedelta(days=1))
    nights = sorted(
        (found for window in terms.windows for found in window_spans(window, around)),
        key=lambda found: abs(found.start - at),
    )
    return next((rate for found in nights if (rate := schedule.at(found.start)) is not None), None)


def effective_schedule(
    schedule: RateSchedule, book: DispatchBook, terms: SmartTerms | None, now: datetime
) -> RateSchedule:
    """The prices that the house really pays: the agreement's, with the night rate inside every smart span.

    The one function for tray, windows, costs, notices and CLI. A boost changes nothing; without ``terms`` neither
    does any dispatch. A smart span never makes a price higher.
    """
    if terms is None:
        return schedule
    cheap: list[Rate] = []
    for span in smart_spans(book, now):
        for rate in schedule.between(span):
            night = night_price(schedule, terms, rate.start)
            if night is not None and night.pence_inc_vat < rate.pence_inc_vat:
                cheap.append(Rate(rate.start, rate.end, night.pence_inc_vat, night.pence_exc_vat, RateSource.DISPATCH))
    return schedule.merged_with(RateSchedule.of(cheap)) if cheap else schedule
