"""What the dispatches page shows: each device, the lives of its dispatches, and what the whole house pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import DeviceKind, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
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
from kraken_desktop.domain.effective_price import smart_spans
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.services import derive, text
from kraken_desktop.services.charging import Activity, DeviceLine, device_lines
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.steering import Offer, offers
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in
from kraken_desktop.ui.view_models.unread import before_account

_NONE_PLANNED = "No smart charge is planned, so the house pays the price of the hour."
_BEYOND = (
    f"What is listed is beyond the six hours of smart charging from noon to noon ({text.OUR_ESTIMATE}), so it makes "
    "nothing cheaper for the house."
)


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
    offers: tuple[Offer, ...] = ()
    goals: tuple[ReadyBy, ...] = ()
    goal_unit: str | None = None
    goal_mode: str | None = None


_WHAT_IT_SHOWS = (
    "With a car or charger on Intelligent Octopus Go, this page shows when it is going to charge, why a planned "
    "charge is ignored, and when the whole house gets the cheap price."
)
SIGNED_OUT = Emptiness("Sign in to see your smart charges", _WHAT_IT_SHOWS, "car", "Sign in…", "sign-in")
NO_DEVICE = Emptiness(
    "No smart device on this account",
    f"{_WHAT_IT_SHOWS} A device that you add in the Octopus app appears here by itself.",
    "car",
)


class Fullness(StrEnum):
    LOADING = "loading"
    EMPTY = "empty"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class DispatchesView:
    """``emptiness`` says why it is empty."""

    fullness: Fullness
    emptiness: Emptiness = NO_DEVICE
    house: str = ""
    is_house_cheap: bool = False
    devices: tuple[DeviceCard, ...] = ()
    completed: tuple[DispatchRow, ...] = ()
    trouble: Trouble | None = None


def dispatches_view(state: AppState) -> DispatchesView:
    book = state.dispatches.value
    trouble = trouble_in(state, state.dispatches)
    if book is None:
        return _unknown(state)
    if not book.statuses and not book.completed:
        return DispatchesView(Fullness.EMPTY, trouble=trouble)
    prices = derive.effective_import(state) if derive.smart_terms(state) is not None else None
    lines = {line.device_id: line for line in device_lines(state)}
    house, is_cheap = _house(book, state)
    left = derive.allowance_left(state)
    if left is not None:
        house = f"{house} {text.allowance_line(left, state.now)}."
    return DispatchesView(
        Fullness.FULL,
        house=house,
        is_house_cheap=is_cheap,
        devices=tuple(_card(status, book, lines.get(status.device.id), prices, state) for status in book.statuses),
        completed=tuple(_completed_row(row, prices, state.now) for row in book.completed),
        trouble=trouble,
    )


def _unknown(state: AppState) -> DispatchesView:
    """Nothing was ever read of any device."""
    empty = before_account(state, SIGNED_OUT, state.dispatches)
    if empty is None and state.account.value is None:
        return DispatchesView(Fullness.LOADING)
    trouble = trouble_in(state, state.dispatches, state.account) if state.phase is not Phase.SIGNED_OUT else None
    return DispatchesView(Fullness.EMPTY, empty or NO_DEVICE, trouble=trouble)


def _house(book: DispatchBook, state: AppState) -> tuple[str, bool]:
    """What the whole house pays around the smart charge that runs or comes next, to where that price really ends."""
    tariff, terms, now = state.import_tariff.value, derive.smart_terms(state), state.now
    if tariff is None or terms is None:
        return "This tariff has no cheaper price for the house while a device charges.", False
    spans = [span for span in smart_spans(book, terms, now) if span.end > now]
    if not spans:
        is_listed = any(row.kind is DispatchKind.SMART and row.span.end > now for row in counted(book, now))
        return (_BEYOND if is_listed else _NONE_PLANNED), False
    price = _price_words(derive.effective_import(state), max(now, spans[0].start))
    run = _run_of_one_price(derive.effective_import(state), spans[0], now)
    if run.contains(now):
        return f"The whole house pays {price} until {text.until(run.end, now)}.", True
    start, end = text.moment(run.start, now), text.clock_time(run.end)
    return f"The whole house pays {price} from {start} to {end}.", False


def _run_of_one_price(prices: RateSchedule, span: Span, now: datetime) -> Span:
    """The span, widened to where its price begins (or now) and ends: in the night it is cheap anyway."""
    at = max(span.start, now)
    ahead = prices.at(now)
    while ahead is not None and (end := prices.until_change(ahead.start)) is not None and end <= at:
        ahead = prices.at(end)
    start = span.start if ahead is None else max(now, ahead.start)
    return Span(min(span.start, start), max(span.end, prices.until_change(at) or span.end))


def _card(
    status: DeviceStatus, book: DispatchBook, line: DeviceLine | None, prices: RateSchedule | None, state: AppState
) -> DeviceCard:
    now = state.now
    plan = book.plan(status.device.id)
    started = tuple(_started(book, status.device.id, now))
    name = text.device_name(status.device.name, status.device.kind)
    words = text.device_state_text(status) if line is None else text.device_line(line, now).removeprefix(name)
    words = words.lstrip(": ")
    return DeviceCard(
        id=status.device.id,
        name=name,
        icon="car" if status.device.kind is DeviceKind.VEHICLE else "plug",
        status=words[:1].upper() + words[1:],
        own_word=status.state or "",
        details=tuple(_details(status, now)),
        rows=tuple(_started_row(row, prices, now) for row in started)
        + (() if plan is None else tuple(_planned_rows(plan, status, prices, now))),
        remark=_plan_remark(plan, now, has_started=bool(started)) if status.device.is_chargeable else "",
        is_charging=line is not None and line.activity in (Activity.CHARGING, Activity.BOOSTING),
        offers=offers(state, status),
        goals=status.schedule,
        goal_unit=status.goal_unit,
        goal_mode=status.goal_mode,
    )


def _details(status: DeviceStatus, now: datetime) -> Iterable[str]:
    """Of a device that is not live what it last said of its battery and goals means nothing any more."""
    if status.device.is_chargeable:
        yield from _battery_and_goal(status, now)
    yield from status.alerts


def _battery_and_goal(status: DeviceStatus, now: datetime) -> Iterable[str]:
    if status.charge_percent is not None:
        seen = "" if status.charge_seen_at is None else f" at {text.clock_time(status.charge_seen_at)}"
        yield f"Battery {text.percent(status.charge_percent)}{seen}"
    if status.charge_limit_percent is not None:
        yield f"charges to {status.charge_limit_percent}%"
    goal = next((goal for goal in status.schedule if goal.weekday == WEEKDAYS[london_date(now).weekday()]), None)
    if goal is not None:
        target = "" if goal.target_percent is None else f"{text.percent(goal.target_percent)} "
        yield f"{target}ready by {goal.clock:%H:%M}"


def _started(book: DispatchBook, device_id: str, now: datetime) -> Iterable[StartedDispatch]:
    """What began, is not over, and no plan that counts says any more."""
    listed = [dispatch.span for dispatch in counted(book, now) if dispatch.device_id == device_id]
    for row in book.started:
        slots = extended(row.span)
        if row.device_id == device_id and slots.end > now and not any(slots.overlaps(span) for span in listed):
            yield replace(row, span=slots)


def _started_row(row: StartedDispatch, prices: RateSchedule | None, now: datetime) -> DispatchRow:
    rate = None if prices is None else prices.at(max(row.span.start, now))
    is_cheap = rate is not None and rate.source is RateSource.DISPATCH
    return DispatchRow(
        Life.STARTED,
        text.span_with_day(row.span, now),
        _house_words(row.span, DispatchKind.SMART, prices),
        countdown=f"ends in {text.duration(row.span.end - now)}",
        remark="The charge began here, so this time stays cheap though it is no longer planned." if is_cheap else "",
    )


def _planned_rows(
    plan: DevicePlan, status: DeviceStatus, prices: RateSchedule | None, now: datetime
) -> Iterable[DispatchRow]:
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


def _completed_row(row: CompletedDispatch, prices: RateSchedule | None, now: datetime) -> DispatchRow:
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


def _price_words(prices: RateSchedule, at: datetime) -> str:
    rate = prices.at(at)
    return "the night price" if rate is None else text.price(rate.pence_inc_vat)


def _energy(kwh: Decimal | None) -> str:
    return "" if kwh is None else text.kwh(kwh)


def _plan_remark(plan: DevicePlan | None, now: datetime, *, has_started: bool) -> str:
    if plan is None:
        return "The plan is not known yet."
    if plan.problem is not None:
        return f"Plan as of {text.clock_time(plan.seen_at)}: {text.problem_text(plan.problem).title}"
    if any(dispatch.span.end > now for dispatch in plan.dispatches):
        return ""
    return "No further charge is planned." if has_started else "No charge is planned."
