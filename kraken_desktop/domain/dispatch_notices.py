"""Notices of charging: what of it is worth one (docs/domain.md, Notices of charging)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.allowance import AllowanceNow
from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, counted, is_out_of_date
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.plan_watch import PlanChanged, PlanWatch
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.sent_notice import NoticeKind

ALLOWANCE_NOTICE_BEFORE = timedelta(hours=1)


class DispatchChange(StrEnum):
    """Of a charge that runs, or ran."""

    STARTED = "started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DispatchChanged:
    """``device`` is the name that a person gave, None where there is none.

    What is gone may leave the house cheap: a slot that was seen started stays so. ``cheap_until`` is when that ends,
    ``then_pence`` the price after it. ``closed_by`` is the device's state where that, not Octopus, ended the charge.
    """

    change: DispatchChange
    device_id: str
    device: str | None
    span: Span
    cheap_until: datetime | None = None
    then_pence: Decimal | None = None
    closed_by: str | None = None
    kind: NoticeKind = NoticeKind.DISPATCH
    page: str = "dispatches"

    @property
    def group(self) -> str:
        return f"dispatch:{self.device_id}"

    @property
    def key(self) -> str:
        return f"dispatch:{self.device_id}:{self.change}:{self.span.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class AllowanceNearlyUsed:
    """Told once from noon to noon; ``runs_out_at`` by the present plan, in the past where it is used up."""

    window: Span
    runs_out_at: datetime
    left: timedelta
    kind: NoticeKind = NoticeKind.ALLOWANCE
    page: str = "dispatches"

    @property
    def group(self) -> str:
        return "allowance"

    @property
    def key(self) -> str:
        return f"allowance:{self.window.start.isoformat()}"


def allowance_notice(allowance: AllowanceNow | None, now: datetime) -> AllowanceNearlyUsed | None:
    """Due from an hour before the present plan uses the allowance up."""
    if allowance is None or allowance.runs_out_at is None or allowance.runs_out_at - now > ALLOWANCE_NOTICE_BEFORE:
        return None
    return AllowanceNearlyUsed(allowance.window, allowance.runs_out_at, allowance.left)


def plan_news(before: Sequence[PlanWatch], after: Sequence[PlanWatch]) -> Iterator[PlanChanged | TargetMissed]:
    """What the watches have come to tell since."""
    known = {watch.device_id: watch for watch in before}
    for watch in after:
        old = known.get(watch.device_id)
        if watch.news is not None and (old is None or old.news != watch.news):
            yield watch.news
        if watch.short is not None and (old is None or old.short != watch.short):
            yield watch.short


def charge_changes(
    before: DispatchBook, then: datetime, after: DispatchBook, now: datetime, prices: RateSchedule
) -> Iterator[DispatchChanged]:
    """Starts and ends by device, and charges withdrawn while they ran. One that only moves its edges is none."""
    old_runs, new_runs = _smart_runs(before, then), _smart_runs(after, now)
    for device_id in dict.fromkeys((*old_runs, *new_runs)):
        if _is_unknown(device_id, before, then) or _is_unknown(device_id, after, now):
            continue
        new = new_runs.get(device_id, ())
        was = next((span for span in old_runs.get(device_id, ()) if span.contains(then)), None)
        runs = next((span for span in new if span.contains(now)), None)
        if runs is not None and was is None:
            yield _changed(DispatchChange.STARTED, device_id, runs, after, now, prices)
        elif runs is None and was is not None:
            change = DispatchChange.ENDED if new or was.end <= now else DispatchChange.WITHDRAWN
            yield _changed(change, device_id, was, after, now, prices)


def _smart_runs(book: DispatchBook, now: datetime) -> dict[str, tuple[Span, ...]]:
    """Each device's counted smart charges that are not over, adjacent ones joined."""
    spans: dict[str, list[Span]] = {}
    for dispatch in counted(book, now):
        if dispatch.kind is DispatchKind.SMART and dispatch.span.end > now:
            spans.setdefault(dispatch.device_id, []).append(dispatch.span)
    return {device_id: joined(found) for device_id, found in spans.items()}


def _is_unknown(device_id: str, book: DispatchBook, now: datetime) -> bool:
    """A plan that nobody could read lately: what became of it is not known, so nothing is claimed."""
    plan = book.plan(device_id)
    return plan is not None and is_out_of_date(plan, book.status(device_id), now)


def _changed(
    change: DispatchChange, device_id: str, span: Span, book: DispatchBook, now: datetime, prices: RateSchedule
) -> DispatchChanged:
    status = book.status(device_id)
    name = status.device.name if status else None
    if change is not DispatchChange.WITHDRAWN:
        return DispatchChanged(change, device_id, name, span)
    closed_by = (status.state or "") if status is not None and not status.is_gate_open else None
    cheap_until = then = None
    price = prices.at(max(now, span.start))
    if price is not None and price.source is RateSource.DISPATCH:
        cheap_until = prices.until_change(price.start)
        then = None if cheap_until is None else prices.at(cheap_until)
    return DispatchChanged(
        change, device_id, name, span, cheap_until, None if then is None else then.pence_inc_vat, closed_by
    )
