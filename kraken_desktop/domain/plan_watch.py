"""When news of a plan is steady enough to be told (docs/domain.md, Notices of charging)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.charge_target import TargetMissed, shortfall
from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, PlannedDispatch, counted, is_out_of_date
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.sent_notice import NoticeKind

NEW_PLAN_STANDS = timedelta(minutes=5)
CHANGE_STANDS = timedelta(minutes=10)
PLAN_NOTICE_EVERY = timedelta(hours=1)
MOVED_BY = timedelta(minutes=30)
ENERGY_PARTS = 3
"""A third of the energy told is a change."""

Plan = tuple[PlannedDispatch, ...]


class PlanChange(StrEnum):
    PLANNED = "planned"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    UNPLUGGED = "unplugged"
    """The device's gate was closed, so that the plan counts no more."""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """``before`` and ``after`` are the charges told and those planned instead, joined, as far as they lie ahead.

    ``device`` is the name that a person gave; ``closed_by`` the device's state where UNPLUGGED.
    """

    change: PlanChange
    device_id: str
    device: str | None
    at: datetime
    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    closed_by: str | None = None
    page: str = "dispatches"

    @property
    def kind(self) -> NoticeKind:
        return NoticeKind.UNPLUGGED if self.change is PlanChange.UNPLUGGED else NoticeKind.PLAN

    @property
    def group(self) -> str:
        return f"{self.kind}:{self.device_id}"

    @property
    def key(self) -> str:
        return f"{self.group}:{self.change}:{self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What differs from what was told, and since when it does so in the same way."""

    change: PlanChange
    plan: Plan
    since: datetime


@dataclass(frozen=True, slots=True)
class PlanWatch:
    """What a person knows of a device's plan, and what is about to be told.

    ``told_at`` tells when each kind of notice was last due; ``news`` is the newest of them. ``short_since`` is since
    when the present plan misses the target, ``short`` the newest notice of that.
    """

    device_id: str
    told: Plan = ()
    candidate: Candidate | None = None
    running: PlannedDispatch | None = None
    news: PlanChanged | None = None
    told_at: Mapping[NoticeKind, datetime] | None = None
    short_since: datetime | None = None
    short: TargetMissed | None = None


def watched(
    before: Sequence[PlanWatch] | None, book: DispatchBook, now: datetime, sent: Mapping[str, datetime]
) -> tuple[PlanWatch, ...]:
    """The watches one look later. ``sent`` tells when a group of notices was last told, before a restart too.

    A device met for the first time at a start (``before`` None) is taken as told: what stands then is no news.
    """
    known = {watch.device_id: watch for watch in before or ()}
    found = []
    for status in book.statuses:
        device_id = status.device.id
        if not status.device.is_chargeable:
            continue
        watch = known.get(device_id)
        if watch is None:
            watch = PlanWatch(device_id, told=() if before is not None else _plan(book, device_id, now))
        found.append(_looked(watch, book, now, sent))
    return tuple(found)


def is_other_plan(told: Plan, seen: Plan, now: datetime) -> bool:
    """Materially: start or end moved by half an hour or more, or the energy by a third of what was told.

    What lies within half an hour from now is left out: there starts and ends speak for themselves.
    """
    horizon = now + MOVED_BY
    (start, end), (new_start, new_end) = _edges(told, horizon), _edges(seen, horizon)
    if told and (abs(start - new_start) >= MOVED_BY or abs(end - new_end) >= MOVED_BY):
        return True
    has_energy = all(dispatch.energy_kwh is not None for dispatch in (*told, *seen))
    moved = abs(_energy(told, horizon, has_energy) - _energy(seen, horizon, has_energy))
    whole = sum((_measure(dispatch, has_energy) for dispatch in told), Decimal())
    return moved > 0 and moved * ENERGY_PARTS >= whole


def _looked(watch: PlanWatch, book: DispatchBook, now: datetime, sent: Mapping[str, datetime]) -> PlanWatch:
    status, plan = book.status(watch.device_id), book.plan(watch.device_id)
    if plan is None or is_out_of_date(plan, status, now):
        return replace(watch, candidate=None, short_since=None)
    seen = _plan(book, watch.device_id, now)
    watch = _with_charge_told(watch, seen, now)
    return _with_target(_with_plan(watch, book, seen, now, sent), book, now)


def _with_charge_told(watch: PlanWatch, seen: Plan, now: datetime) -> PlanWatch:
    """A charge that starts, or is withdrawn while it runs, is told by a notice of its own: it is news no more."""
    runs = next((dispatch for dispatch in seen if dispatch.span.contains(now)), None)
    told = tuple(dispatch for dispatch in watch.told if dispatch.span.end > now)
    if runs is not None and watch.running is None:
        told = (*(dispatch for dispatch in told if not dispatch.span.overlaps(runs.span)), runs)
    elif runs is None and watch.running is not None:
        ended = watch.running.span
        is_all_gone = not seen and ended.end > now
        told = () if is_all_gone else tuple(dispatch for dispatch in told if not dispatch.span.overlaps(ended))
    return replace(watch, told=told, running=runs)


def _with_plan(
    watch: PlanWatch, book: DispatchBook, seen: Plan, now: datetime, sent: Mapping[str, datetime]
) -> PlanWatch:
    if not is_other_plan(watch.told, seen, now):
        return replace(watch, candidate=None)
    status = book.status(watch.device_id)
    is_closed = status is not None and not status.is_gate_open
    change = _change(watch.told, seen, is_closed)
    old = watch.candidate
    if old is None or old.change is not change or is_other_plan(old.plan, seen, now):
        return replace(watch, candidate=Candidate(change, seen, now))
    stands = CHANGE_STANDS if change is PlanChange.MOVED else NEW_PLAN_STANDS
    if now - old.since < stands:
        return watch
    news = PlanChanged(
        change,
        watch.device_id,
        status.device.name if status is not None else None,
        now,
        _ahead(watch.told, now),
        _ahead(seen, now),
        (status.state or "") if status is not None and change is PlanChange.UNPLUGGED else None,
    )
    told_at = {**(watch.told_at or {})}
    last = max(filter(None, (told_at.get(news.kind), sent.get(news.group))), default=None)
    if last is not None and timedelta() <= now - last < PLAN_NOTICE_EVERY:
        return watch
    return replace(watch, told=seen, candidate=None, news=news, told_at={**told_at, news.kind: now})


def _with_target(watch: PlanWatch, book: DispatchBook, now: datetime) -> PlanWatch:
    """Told once for each ready time, when the plan has missed it for as long as a change must stand."""
    missed = shortfall(book, watch.device_id, now)
    if missed is None:
        return replace(watch, short_since=None)
    since = watch.short_since or now
    is_told = watch.short is not None and watch.short.ready_at == missed.ready_at
    if is_told or now - since < CHANGE_STANDS:
        return replace(watch, short_since=since)
    return replace(watch, short_since=since, short=missed)


def _change(told: Plan, seen: Plan, is_closed: bool) -> PlanChange:
    if not told:
        return PlanChange.PLANNED
    if seen:
        return PlanChange.MOVED
    return PlanChange.UNPLUGGED if is_closed else PlanChange.WITHDRAWN


def _plan(book: DispatchBook, device_id: str, now: datetime) -> Plan:
    """The device's smart charges that count and are not over."""
    return tuple(
        dispatch
        for dispatch in counted(book, now)
        if dispatch.device_id == device_id and dispatch.kind is DispatchKind.SMART and dispatch.span.end > now
    )


def _ahead(plan: Plan, now: datetime) -> tuple[Span, ...]:
    return joined(dispatch.span for dispatch in plan if dispatch.span.end > now)


def _edges(plan: Plan, horizon: datetime) -> tuple[datetime, datetime]:
    """Where the plan begins and ends from the horizon on; the horizon itself where nothing is left."""
    spans = _ahead(plan, horizon)
    return (max(horizon, spans[0].start), spans[-1].end) if spans else (horizon, horizon)


def _energy(plan: Plan, horizon: datetime, has_energy: bool) -> Decimal:
    return sum((_measure(dispatch, has_energy) * _share(dispatch.span, horizon) for dispatch in plan), Decimal())


def _share(span: Span, horizon: datetime) -> Decimal:
    left = span.end - max(span.start, horizon)
    return Decimal(max(timedelta(), left) / timedelta(seconds=1)) / Decimal(span.duration / timedelta(seconds=1))


def _measure(dispatch: PlannedDispatch, has_energy: bool) -> Decimal:
    """Kilowatt-hours where all tell them, else hours: at one power they weigh the same."""
    if has_energy and dispatch.energy_kwh is not None:
        return dispatch.energy_kwh
    return Decimal(dispatch.span.duration / timedelta(hours=1))
