"""What the dispatches page shows: each device, the lives of its dispatches, and what the whole house pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kraken_desktop.domain.account import DeviceKind, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.dispatch import (
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    counted,
)
from kraken_desktop.domain.effective_price import smart_spans
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services import derive, text
from kraken_desktop.services.charging import Activity, DeviceLine, device_lines
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.steering import Offer, offers
from kraken_desktop.ui.view_models.dispatch_rows import (
    DispatchRow,
    completed_row,
    planned_rows,
    started_row,
    still_started,
)
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in
from kraken_desktop.ui.view_models.unread import before_account

_NONE_PLANNED = "No smart charge is planned, so the house pays the price of the hour."
_BEYOND = (
    f"What is listed is beyond the six hours of smart charging from noon to noon ({text.OUR_ESTIMATE}), so it makes "
    "nothing cheaper for the house."
)


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
        completed=tuple(completed_row(row, prices, state.now) for row in book.completed),
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
    started = tuple(still_started(book, status.device.id, now))
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
        rows=tuple(started_row(row, prices, now) for row in started)
        + (() if plan is None else tuple(planned_rows(plan, status, prices, now))),
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


def _price_words(prices: RateSchedule, at: datetime) -> str:
    rate = prices.at(at)
    return "the night price" if rate is None else text.price(rate.pence_inc_vat)


def _plan_remark(plan: DevicePlan | None, now: datetime, *, has_started: bool) -> str:
    if plan is None:
        return "The plan is not known yet."
    if plan.problem is not None:
        return f"Plan as of {text.clock_time(plan.seen_at)}: {text.problem_text(plan.problem).title}"
    if any(dispatch.span.end > now for dispatch in plan.dispatches):
        return ""
    return "No further charge is planned." if has_started else "No charge is planned."
