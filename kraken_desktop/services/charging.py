"""What each smart device is up to, in one line each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.dispatch import (
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    counted,
    is_out_of_date,
    phantoms,
)
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services.state import AppState

if TYPE_CHECKING:  # the tray icon needs no reasons
    from kraken_desktop.domain.allowance import AllowanceNow
    from kraken_desktop.domain.effective_price import SmartTerms
    from kraken_desktop.domain.explanation import Explanation


class Activity(StrEnum):
    BOOSTING = "boosting"
    CHARGING = "charging"
    PLANNED = "planned"
    READY = "ready"
    """Nothing is planned though the gate is open."""
    NOT_READY = "not-ready"
    """The state's own word says why."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """``span`` is the charge that runs or comes next, adjacent ones joined, exactly as Octopus lists it.

    ``plan_as_of`` is when the plan was last read, where it could not be read since; ``is_plan_known`` whether it still
    counts then.
    """

    device_id: str
    name: str | None
    kind: DeviceKind
    state: str | None
    activity: Activity
    span: Span | None
    charge_percent: Decimal | None
    has_phantom: bool
    seen_at: datetime
    plan_as_of: datetime | None = None
    is_plan_known: bool = True


def device_lines(state: AppState) -> tuple[DeviceLine, ...]:
    """The chargeable devices, in the order in which Octopus lists them."""
    book = state.dispatches.value
    if book is None:
        return ()
    return tuple(_line(book, status, state.now) for status in book.statuses if status.device.is_chargeable)


def _line(book: DispatchBook, status: DeviceStatus, now: datetime) -> DeviceLine:
    device = status.device
    ahead = [d for d in counted(book, now) if d.device_id == device.id and d.span.end > now]
    span, plan = _first_run(ahead), book.plan(device.id)
    is_late = plan is not None and is_out_of_date(plan, status, now)
    return DeviceLine(
        device_id=device.id,
        name=device.name,
        kind=device.kind,
        state=status.state,
        activity=_activity(status, ahead, now),
        span=span,
        charge_percent=status.charge_percent,
        has_phantom=any(dispatch.device_id == device.id for dispatch in phantoms(book, now)),
        seen_at=status.seen_at,
        plan_as_of=plan.seen_at if plan is not None and (plan.problem is not None or is_late) else None,
        is_plan_known=not is_late,
    )


def _first_run(ahead: list[PlannedDispatch]) -> Span | None:
    """Only charges of one kind are joined: a boost beside a smart charge is another thing."""
    if not ahead:
        return None
    return joined(dispatch.span for dispatch in ahead if dispatch.kind is ahead[0].kind)[0]


def _activity(status: DeviceStatus, ahead: list[PlannedDispatch], now: datetime) -> Activity:
    running = [dispatch for dispatch in ahead if dispatch.span.contains(now)]
    if status.is_boosting or any(dispatch.kind is DispatchKind.BOOST for dispatch in running):
        return Activity.BOOSTING
    if running:
        return Activity.CHARGING
    if ahead:
        return Activity.PLANNED
    return Activity.READY if status.is_gate_open else Activity.NOT_READY


def smart_terms(state: AppState) -> SmartTerms | None:
    """What smart charging does to the house's price: a product by its code and a smart device on the account.

    A device that was removed still made cheap what it had started or completed.
    """
    tariff, book = state.import_tariff.value, state.dispatches.value
    if tariff is None or book is None:
        return None
    has_charged = bool(book.started or book.completed)
    has_device = has_charged or any(status.device.is_chargeable for status in book.statuses)
    return tariff.terms if has_device else None


def explanation(state: AppState, at: datetime | None = None) -> Explanation:
    """Why the import price is what it is, now or at another instant, as far as the state knows."""
    from kraken_desktop.domain.explanation import explained

    tariff, book = state.import_tariff.value, state.dispatches.value or DispatchBook()
    schedule = tariff.schedule if tariff is not None else RateSchedule()
    return explained(schedule, book, smart_terms(state), at or state.now, state.now)


def allowance_left(state: AppState) -> AllowanceNow | None:
    """Of smart charging between two noons: our estimate. None where the tariff has no allowance."""
    from kraken_desktop.domain.effective_price import allowance

    return allowance(state.dispatches.value or DispatchBook(), smart_terms(state), state.now)
