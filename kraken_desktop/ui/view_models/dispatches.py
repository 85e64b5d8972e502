"""What the dispatches page shows: each device, the lives of its dispatches, and what the whole house pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    extended,
    is_counted,
    night_price,
    smart_spans,
)
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.services import text
from kraken_desktop.services.charging import Activity, DeviceLine, device_lines
from kraken_desktop.services.state import AppState, Phase, Tariff
from kraken_desktop.ui.view_models.parts import Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class Life(StrEnum):
    """How far a dispatch has come; the value is the word shown."""

    RUNNING = "running"
    BOOST = "boost"
    PLANNED = "planned"
    COMPLETED = "completed"
    PHANTOM = "ignored"


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """``house`` says what the whole house pays meanwhile; ``remark`` why a phantom is ignored."""

    life: Life
    when: str
    house: str
    energy: str = ""
    countdown: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """``own_word`` is Octopus's name of the state, for the details."""

    id: str
    name: str
    icon: str
    status: str
    own_word: str
    details: tuple[str, ...]
    rows: tuple[DispatchRow, ...]
    remark: str = ""
    is_charging: bool = False


class Fullness(StrEnum):
    LOADING = "loading"
    EMPTY = "empty"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class DispatchesView:
    fullness: Fullness
    house: str = ""
    is_house_cheap: bool = False
    devices: tuple[DeviceCard, ...] = ()
    completed: tuple[DispatchRow, ...] = ()
    trouble: Trouble | None = None


def dispatches_view(state: AppState) -> DispatchesView:
    book = state.dispatches.value
    trouble = trouble_in(state, state.dispatches)
    if book is None:
        is_waiting = state.phase in (Phase.STARTING, Phase.SIGNED_IN) and state.dispatches.problem is None
        is_waiting = is_waiting and state.account.value is None
        return DispatchesView(Fullness.LOADING if is_waiting else Fullness.EMPTY, trouble=trouble)
    if not book.statuses and not book.completed:
        return DispatchesView(Fullness.EMPTY, trouble=trouble)
    tariff = state.import_tariff.value
    lines = {line.device_id: line for line in device_lines(state)}
    house, is_cheap = _house(book, tariff, state.now)
    return DispatchesView(
        Fullness.FULL,
        house,
        is_cheap,
        tuple(_card(status, book, lines.get(status.device.id), tariff, state.now) for status in book.statuses),
        tuple(_completed_row(row, tariff, state.now) for row in book.completed),
        trouble,
    )


def _house(book: DispatchBook, tariff: Tariff | None, now: datetime) -> tuple[str, bool]:
    """What the whole house pays because of smart charges, now or next."""
    if tariff is None or tariff.terms is None:
        return "This tariff has no cheaper price for the house while a device charges.", False
    spans = [span for span in smart_spans(book, now) if span.end > now]
    if not spans:
        return "No smart charge is planned, so the house pays the price of the hour.", False
    price = _night_words(tariff, spans[0].start)
    if spans[0].contains(now):
        return f"The whole house pays {price} until {text.until(spans[0].end, now)}.", True
    start, end = text.moment(spans[0].start, now), text.clock_time(spans[0].end)
    return f"The whole house pays {price} from {start} to {end}.", False


def _card(
    status: DeviceStatus, book: DispatchBook, line: DeviceLine | None, tariff: Tariff | None, now: datetime
) -> DeviceCard:
    plan = book.plan(status.device.id)
    name = text.device_name(status.device.name, status.device.kind)
    words = text.charge_state_text(status.state) if line is None else text.device_line(line, now).removeprefix(name)
    words = words.lstrip(": ")
    return DeviceCard(
        id=status.device.id,
        name=name,
        icon="car" if status.device.kind is DeviceKind.VEHICLE else "plug",
        status=words[:1].upper() + words[1:],
        own_word=status.state or "",
        details=tuple(_details(status, now)),
        rows=() if plan is None else tuple(_planned_rows(plan, status, tariff, now)),
        remark=_plan_remark(plan, now),
        is_charging=line is not None and line.activity in (Activity.CHARGING, Activity.BOOSTING),
    )


def _details(status: DeviceStatus, now: datetime) -> Iterable[str]:
    if status.charge_percent is not None:
        seen = "" if status.charge_seen_at is None else f" at {text.clock_time(status.charge_seen_at)}"
        yield f"Battery {text.percent(status.charge_percent)}{seen}"
    if status.charge_limit_percent is not None:
        yield f"charges to {status.charge_limit_percent}%"
    goal = next((goal for goal in status.schedule if goal.weekday == _WEEKDAYS[london_date(now).weekday()]), None)
    if goal is not None:
        target = "" if goal.target_percent is None else f"{text.percent(goal.target_percent)} "
        yield f"{target}ready by {goal.clock:%H:%M}"
    yield from status.alerts


def _planned_rows(
    plan: DevicePlan, status: DeviceStatus, tariff: Tariff | None, now: datetime
) -> Iterable[DispatchRow]:
    counts = is_counted(plan, status, now)
    for dispatch in plan.dispatches:
        if dispatch.span.end <= now:
            continue
        if counts:
            yield _counted_row(dispatch, tariff, now)
        else:
            reason = text.phantom_reason(status, plan)
            when = text.span_with_day(dispatch.span, now)
            yield DispatchRow(Life.PHANTOM, when, "", _energy(dispatch.energy_kwh), remark=reason)


def _counted_row(dispatch: PlannedDispatch, tariff: Tariff | None, now: datetime) -> DispatchRow:
    is_running = dispatch.span.contains(now)
    life = Life.RUNNING if is_running else Life.PLANNED
    if dispatch.kind is DispatchKind.BOOST:
        life = Life.BOOST
    left = dispatch.span.end - now if is_running else dispatch.span.start - now
    return DispatchRow(
        life,
        text.span_with_day(dispatch.span, now),
        _house_words(dispatch.span, dispatch.kind, tariff, now),
        _energy(dispatch.energy_kwh),
        f"{'ends' if is_running else 'starts'} in {text.duration(left)}",
    )


def _completed_row(row: CompletedDispatch, tariff: Tariff | None, now: datetime) -> DispatchRow:
    house = _house_words(row.span, row.kind, tariff, now) if row.is_at_home else "away from home: no change here"
    life = Life.BOOST if row.kind is DispatchKind.BOOST else Life.COMPLETED
    return DispatchRow(life, text.span_with_day(row.span, now), house, _energy(row.energy_kwh))


def _house_words(span: Span, kind: DispatchKind, tariff: Tariff | None, now: datetime) -> str:
    if tariff is None or tariff.terms is None:
        return ""
    if kind is DispatchKind.BOOST:
        return "a boost makes nothing cheaper"
    whole = extended(span)
    return f"whole house {text.span(whole)} at {_night_words(tariff, whole.start)}"


def _night_words(tariff: Tariff, at: datetime) -> str:
    rate = None if tariff.terms is None else night_price(tariff.schedule, tariff.terms, at)
    return "the night price" if rate is None else text.price(rate.pence_inc_vat)


def _energy(kwh: Decimal | None) -> str:
    return "" if kwh is None else text.kwh(kwh)


def _plan_remark(plan: DevicePlan | None, now: datetime) -> str:
    if plan is None:
        return "The plan is not known yet."
    if plan.problem is not None:
        return f"Plan as of {text.clock_time(plan.seen_at)}: {text.problem_text(plan.problem).title}"
    return "" if any(dispatch.span.end > now for dispatch in plan.dispatches) else "No charge is planned."
