"""Whether a device reaches its target in time by the present plan (docs/domain.md, Notices of charging)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.dispatch import DeviceStatus, DispatchBook, counted
from kraken_desktop.domain.moments import Span, at_london, joined, london_date
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.domain.units import ZERO

ABSOLUTE_GOAL = "ABSOLUTE_STATE_OF_CHARGE"
SPARE_PERCENT = Decimal(5)
"""Charge figures are whole percent, and come late: missing by less is no news."""
INTO_THE_BATTERY = Decimal("0.9")
"""What a charger draws arrives but for a tenth."""
FRESH_CHARGE = timedelta(hours=12)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TargetMissed:
    """``reached_percent`` is what the plan makes of the battery by ``ready_at``."""

    device_id: str
    device: str | None
    ready_at: datetime
    target_percent: Decimal
    reached_percent: Decimal
    kind: NoticeKind = NoticeKind.TARGET
    page: str = "dispatches"

    @property
    def group(self) -> str:
        return f"{self.kind}:{self.device_id}"

    @property
    def key(self) -> str:
        return f"{self.group}:{self.ready_at.isoformat()}"


def next_ready(schedule: Sequence[ReadyBy], now: datetime) -> tuple[datetime, Decimal] | None:
    """The next ready time within a day, with its target in percent; None where there is none."""
    today = london_date(now)
    coming = [
        (at_london(day, goal.clock), goal.target_percent)
        for day in (today, today + _DAY)
        for goal in schedule
        if goal.weekday == WEEKDAYS[day.weekday()] and goal.target_percent is not None
    ]
    return min((found for found in coming if now < found[0] <= now + _DAY), default=None)


def shortfall(book: DispatchBook, device_id: str, now: datetime) -> TargetMissed | None:
    """None where the plan will do, and where it cannot be told: unplugged, boosting, or figures not known.

    Every charge listed counts at the charger's full power, boosts too, and so does what ran since the charge was read.
    """
    status = book.status(device_id)
    if status is None or not status.is_gate_open or status.is_boosting or status.is_suspended:
        return None
    battery, power = status.device.battery_kwh, status.device.charger_kw
    ready = next_ready(status.schedule, now)
    if not battery or not power or status.charge_percent is None or ready is None or not _has_absolute_goal(status):
        return None
    ready_at, target = ready
    read_at = min(status.charge_seen_at or status.seen_at, now)
    if now - read_at > FRESH_CHARGE:
        return None
    if status.charge_limit_percent is not None:
        target = min(target, Decimal(status.charge_limit_percent))
    hours = _hours(book, device_id, Span(read_at, ready_at), now)
    reached = min(Decimal(100), status.charge_percent + 100 * INTO_THE_BATTERY * power * hours / battery)
    if reached >= target - SPARE_PERCENT:
        return None
    return TargetMissed(device_id, status.device.name, ready_at, target, reached)


def _has_absolute_goal(status: DeviceStatus) -> bool:
    return status.goal_kind in (None, ABSOLUTE_GOAL)


def _hours(book: DispatchBook, device_id: str, within: Span, now: datetime) -> Decimal:
    seen = [row.span for row in book.started if row.device_id == device_id]
    listed = [dispatch.span for dispatch in counted(book, now) if dispatch.device_id == device_id]
    parts = joined(part for span in (*seen, *listed) if (part := span.clipped(within)) is not None)
    return sum((Decimal(part.duration / timedelta(hours=1)) for part in parts), ZERO)
