"""What was listed when its time came: plans of the past, out of what each poll knew (docs/domain.md, Dispatches)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.dispatch import DispatchKind, PlannedDispatch
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Listed:
    """A stretch that the last plan read before it still listed; ``is_counted`` says that the gate was open.

    ``energy_kwh`` is the plan's own figure, by the share of time; None where any part of it has none.
    """

    device_id: str
    span: Span
    kind: DispatchKind
    is_counted: bool
    energy_kwh: Decimal | None = None


def listed_when_due(views: Iterable[PlanView], now: datetime) -> tuple[Listed, ...]:
    """In order of time, nothing of it later than ``now``; ``views`` in order of time.

    A plan holds until the next one is read; an answer that could not be read changes nothing. Of a plan, charges whose
    time comes only after the device's next one was read may be missing: they are not asked for.
    """
    readable: dict[str, list[PlanView]] = {}
    for view in views:
        if view.dispatches is not None:
            readable.setdefault(view.device_id, []).append(view)
    found: list[Listed] = []
    for stood in readable.values():
        ends = [*(view.first_seen for view in stood[1:]), now]
        parts = [
            part
            for view, end in zip(stood, ends, strict=True)
            for dispatch in view.dispatches or ()
            if (part := _part(view, dispatch, min(end, now))) is not None
        ]
        found += _joined(sorted(parts, key=_alike_in_time))
    return tuple(sorted(found, key=_in_time))


def _alike_in_time(part: Listed) -> tuple[DispatchKind, bool, datetime, datetime]:
    return part.kind, part.is_counted, part.span.start, part.span.end


def _in_time(part: Listed) -> tuple[datetime, datetime, str, DispatchKind]:
    return part.span.start, part.span.end, part.device_id, part.kind


def _part(view: PlanView, dispatch: PlannedDispatch, end: datetime) -> Listed | None:
    span = Span(max(dispatch.span.start, view.first_seen), min(dispatch.span.end, end))
    if span.start >= span.end:
        return None
    energy = dispatch.energy_kwh
    share = None if energy is None else energy * share_of(span, dispatch.span)
    return Listed(view.device_id, span, dispatch.kind, view.is_gate_open, share)


def share_of(part: Span, whole: Span) -> Decimal:
    """How much of the whole's time the part is, 0–1; both of one instant or more."""
    return Decimal(part.duration // _MICROSECOND) / (whole.duration // _MICROSECOND)


def _joined(parts: Iterable[Listed]) -> list[Listed]:
    """Stretches of one kind and gate that meet are one; what two views say of one time is counted once."""
    found: list[Listed] = []
    for part in parts:
        last = found[-1] if found else None
        is_same = last is not None and (last.kind, last.is_counted) == (part.kind, part.is_counted)
        if last is None or not is_same or part.span.start > last.span.end:
            found.append(part)
            continue
        both = None if last.energy_kwh is None or part.energy_kwh is None else last.energy_kwh + part.energy_kwh
        found[-1] = replace(last, span=Span(last.span.start, max(last.span.end, part.span.end)), energy_kwh=both)
    return found
