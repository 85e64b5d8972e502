"""A dispatch as a row: how far it has come, when, and what the whole house pays meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
    counted,
    extended,
    is_counted,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.services import text


class Life(StrEnum):
    """How far a dispatch has come; the value is the word shown."""

    RUNNING = "running"
    BOOST = "boost"
    PLANNED = "planned"
    STARTED = "started"
    """Seen running and no longer planned: its slots keep their price."""
    COMPLETED = "completed"
    AWAY = "away"
    """Completed elsewhere: nothing changes at home."""
    PHANTOM = "ignored"


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """``house`` says what the whole house pays meanwhile; ``remark`` why it is ignored, or counts though withdrawn."""

    life: Life
    when: str
    house: str
    energy: str = ""
    countdown: str = ""
    remark: str = ""


def still_started(book: DispatchBook, device_id: str, now: datetime) -> Iterable[StartedDispatch]:
    """What began, is not over, and no plan that counts says any more; its span is that of the slots it makes cheap."""
    listed = [dispatch.span for dispatch in counted(book, now) if dispatch.device_id == device_id]
    for row in book.started:
        slots = extended(row.span)
        if row.device_id == device_id and slots.end > now and not any(slots.overlaps(span) for span in listed):
            yield replace(row, span=slots)


def started_row(row: StartedDispatch, prices: RateSchedule | None, now: datetime) -> DispatchRow:
    """Of :func:`still_started`. ``prices`` is None where no charge changes any."""
    rate = None if prices is None else prices.at(max(row.span.start, now))
    is_cheap = rate is not None and rate.source is RateSource.DISPATCH
    return DispatchRow(
        Life.STARTED,
        text.span_with_day(row.span, now),
        _house_words(row.span, DispatchKind.SMART, prices),
        countdown=f"ends in {text.duration(row.span.end - now)}",
        remark="The charge began here, so this time stays cheap though it is no longer planned." if is_cheap else "",
    )


def planned_rows(
    plan: DevicePlan, status: DeviceStatus, prices: RateSchedule | None, now: datetime
) -> Iterable[DispatchRow]:
    """What is not over; as ignored, with the reason, where the plan does not count."""
    counts = is_counted(plan, status, now)
    for dispatch in plan.dispatches:
        if dispatch.span.end <= now:
            continue
        if counts:
            yield _counted_row(dispatch, prices, now)
        else:
            reason = text.phantom_reason(status, plan)
            when = text.span_with_day(dispatch.span, now)
            yield DispatchRow(Life.PHANTOM, when, "", _energy(dispatch.energy_kwh), remark=reason)


def _counted_row(dispatch: PlannedDispatch, prices: RateSchedule | None, now: datetime) -> DispatchRow:
    is_running = dispatch.span.contains(now)
    life = Life.RUNNING if is_running else Life.PLANNED
    if dispatch.kind is DispatchKind.BOOST:
        life = Life.BOOST
    left = dispatch.span.end - now if is_running else dispatch.span.start - now
    return DispatchRow(
        life,
        text.span_with_day(dispatch.span, now),
        _house_words(dispatch.span, dispatch.kind, prices),
        _energy(dispatch.energy_kwh),
        f"{'ends' if is_running else 'starts'} in {text.duration(left)}",
    )


def completed_row(row: CompletedDispatch, prices: RateSchedule | None, now: datetime) -> DispatchRow:
    """As Octopus lists it afterwards."""
    house = _house_words(row.span, row.kind, prices) if row.is_at_home else "away from home: no change here"
    life = Life.BOOST if row.kind is DispatchKind.BOOST else Life.COMPLETED
    if not row.is_at_home:
        life = Life.AWAY
    return DispatchRow(life, text.span_with_day(row.span, now), house, _energy(row.energy_kwh))


def _house_words(span: Span, kind: DispatchKind, prices: RateSchedule | None) -> str:
    """What the house really pays in every half hour that the charge touches; "" where no charge changes prices."""
    if prices is None:
        return ""
    if kind is DispatchKind.BOOST:
        return "a boost makes nothing cheaper"
    runs: list[tuple[Span, Decimal]] = []
    for rate in prices.between(extended(span)):
        part = Span(rate.start, rate.stop)
        if runs and runs[-1][1] == rate.pence_inc_vat and runs[-1][0].end == part.start:
            part = Span(runs.pop()[0].start, part.end)
        runs.append((part, rate.pence_inc_vat))
    told = ", ".join(f"{text.span(run)} at {text.price(pence)}" for run, pence in runs)
    return f"whole house {told}" if told else "the price of that time is not known"


def _energy(kwh: Decimal | None) -> str:
    return "" if kwh is None else text.kwh(kwh)
