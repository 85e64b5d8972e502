"""Notices of plans and of the allowance: what of them is worth one (docs/domain.md, Notices of charging)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraken_desktop.domain.allowance import AllowanceNow
from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.plan_watch import PlanChanged, PlanWatch
from kraken_desktop.domain.sent_notice import NoticeKind

ALLOWANCE_NOTICE_BEFORE = timedelta(hours=1)


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


def allowance_news(
    before: AllowanceNow | None, then: datetime, after: AllowanceNow | None, now: datetime
) -> Iterator[AllowanceNearlyUsed]:
    """Due from an hour before the present plan uses the allowance up.

    One that is used up is news only where some was seen to be left before: not at a start, hours later.
    """
    runs_out_at = _near_end(after, now)
    if after is None or runs_out_at is None or _near_end(before, then) is not None:
        return
    if after.left or before is not None:
        yield AllowanceNearlyUsed(after.window, runs_out_at, after.left)


def plan_news(before: Sequence[PlanWatch], after: Sequence[PlanWatch]) -> Iterator[PlanChanged | TargetMissed]:
    """What the watches have come to tell since."""
    known = {watch.device_id: watch for watch in before}
    for watch in after:
        old = known.get(watch.device_id)
        if watch.news is not None and (old is None or old.news != watch.news):
            yield watch.news
        if watch.short is not None and (old is None or old.short != watch.short):
            yield watch.short


def _near_end(allowance: AllowanceNow | None, now: datetime) -> datetime | None:
    """When it runs out, where that is within the hour or has been."""
    if allowance is None or allowance.runs_out_at is None:
        return None
    return allowance.runs_out_at if allowance.runs_out_at - now <= ALLOWANCE_NOTICE_BEFORE else None
