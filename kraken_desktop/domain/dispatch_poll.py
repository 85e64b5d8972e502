"""What one more poll makes of all that is known of dispatches (docs/domain.md, Dispatches)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import (
    LAST_PLAN_COUNTS,
    STARTED_KEPT,
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
    is_counted,
)
from kraken_desktop.domain.moments import Span, joined, slot_of

A_MOMENT = timedelta(seconds=1)


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
            kept[plan.device_id] = replace(plan, was_gate_open=is_open, open_since=_open_since(last, now))
    ids = {status.device.id for status in known}
    listed = tuple(plan for device_id, plan in kept.items() if device_id in ids)
    fresh = replace(book, statuses=known, plans=listed, gone=_gone(book, ids))
    read = {plan.device_id for plan in plans}
    started = _with_seen(book.started, book, fresh, DispatchKind.SMART, read, now)
    boosted = _with_seen(book.boosted, book, fresh, DispatchKind.BOOST, read, now)
    fresh = replace(fresh, started=started, boosted=boosted)
    if completed is None:
        return fresh
    told = [_with_source(row, fresh) for row in completed]
    return replace(fresh, completed=_with_completed(book.completed, told, now))


def _gone(book: DispatchBook, ids: Set[str]) -> tuple[SmartDevice, ...]:
    """Those that this or an earlier poll listed no more."""
    met = (*book.gone, *(status.device for status in book.statuses if status.device.kind is not DeviceKind.OTHER))
    return tuple({device.id: device for device in met if device.id not in ids}.values())


def _open_since(last: DevicePlan | None, now: datetime) -> datetime | None:
    """After a time in which nobody looked the gate may have opened right after it was seen shut."""
    if last is None or last.was_gate_open:
        return None if last is None else last.open_since
    return now if now - last.seen_at <= LAST_PLAN_COUNTS else last.seen_at


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
                begun = max(begun, plan.open_since or begun)
                found.append(_sighting(begun, max((span.end for span in found), default=None), now))
    return tuple(StartedDispatch(device, span) for device, spans in sorted(seen.items()) for span in joined(spans))


def _with_source(row: CompletedDispatch, book: DispatchBook) -> CompletedDispatch:
    """A row that names no source is a boost where a boost that was seen fits it better than any smart charge seen."""
    if row.source is not None:
        return row
    smart, boost = (
        max((row.span.likeness(seen.span) for seen in rows), default=0.0) for rows in (book.started, book.boosted)
    )
    return replace(row, source=DispatchKind.BOOST.upper()) if boost > smart else row


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
