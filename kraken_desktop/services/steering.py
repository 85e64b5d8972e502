"""What a person may ask of a device: sent once, never retried, with its refusal in plain words (docs/api.md, Boost)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kraken_desktop.domain.account import DeviceKind, ReadyBy
from kraken_desktop.domain.charging import BoostRefusal
from kraken_desktop.domain.dispatch import DeviceStatus, DispatchBook, DispatchKind, counted
from kraken_desktop.domain.effective_price import car_schedule, effective_schedule
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.kraken.errors import KrakenError, Refused, problem_of
from kraken_desktop.services import derive, text
from kraken_desktop.services.feeds import FeedName
from kraken_desktop.services.line import Line
from kraken_desktop.services.state import AppState

BOOST_LENGTH = timedelta(hours=1)


class Action(StrEnum):
    BOOST = "boost"
    CANCEL_BOOST = "cancel-boost"
    SUSPEND = "suspend"
    RESUME = "resume"
    SET_GOALS = "set-goals"


@dataclass(frozen=True, slots=True)
class Order:
    """``schedule`` is the whole week for SET_GOALS; ``unit`` and ``mode`` are the words its goals came with."""

    action: Action
    device_id: str
    schedule: tuple[ReadyBy, ...] = ()
    unit: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as it may be offered: ``hindrance`` is why it would be refused; ``question`` asks to confirm."""

    action: Action
    label: str
    question: str
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``words`` for a person: what happens next, or why it was refused."""

    is_done: bool
    words: str


_REFUSALS: dict[str, str] = {
    BoostRefusal.NOT_YET_LIVE: "it is not set up yet",
    BoostRefusal.RETIRED: "it was removed from Octopus",
    BoostRefusal.SUSPENDED: "smart charging is switched off: resume it first",
    BoostRefusal.DISCONNECTED: "it is not plugged in",
    BoostRefusal.NOT_AT_HOME: "it is not at home",
    BoostRefusal.ALREADY_BOOSTING: "a boost is running already",
    BoostRefusal.FULLY_CHARGED: "it is charged as far as it may be",
}
_HINDERED = {
    "SMART_CONTROL_OFF": _REFUSALS[BoostRefusal.SUSPENDED],
    "SMART_CONTROL_NOT_AVAILABLE": "it is unplugged or away from home",
    "LOST_CONNECTION": "Octopus cannot reach it",
    "SETUP_COMPLETE": "it is not ready to charge yet",
}
_NOT_LIVE = {
    "RETIRED": _REFUSALS[BoostRefusal.RETIRED],
    "FAILED_ONBOARDING_TEST": "its test charge failed: repeat it in the Octopus app",
    "ONBOARDING_TEST_IN_PROGRESS": "its test charge is not over yet",
    "ONBOARDING": _REFUSALS[BoostRefusal.NOT_YET_LIVE],
    "PENDING_LIVE": _REFUSALS[BoostRefusal.NOT_YET_LIVE],
}
_FULL_PERCENT = 100
_DEVICE_GONE = "Octopus does not know this device any more"
_REFUSED_CODES = {
    "KT-CT-4321": "each day of the week needs one target and one time",
    "KT-CT-4354": "no boost of it can be called off just now",
    "KT-CT-4358": "its smart charging cannot be switched off just now",
    "KT-CT-4359": "its smart charging cannot be switched on just now",
    "KT-CT-4374": "a target or a time lies outside of what the device allows",
    "schedule": "each day of the week needs a target of whole percent; nothing was sent",
}
"""What the codes of docs/api.md, Errors, mean for the one who asked."""
_UNCLEAR_LIFE = "Octopus does not say that it is set up"
_DONE = {
    Action.BOOST: "A boost was asked for. It shows here within a minute or two.",
    Action.CANCEL_BOOST: "The boost was called off.",
    Action.SUSPEND: "Smart charging is switched off until you resume it.",
    Action.RESUME: "Smart charging is on again. A new plan comes within a few minutes.",
    Action.SET_GOALS: "The goals were saved. A new plan comes within a few minutes.",
}
_VERBS = {
    Action.BOOST: "start a boost",
    Action.CANCEL_BOOST: "call the boost off",
    Action.SUSPEND: "switch smart charging off",
    Action.RESUME: "switch smart charging on",
    Action.SET_GOALS: "save the goals",
}


def offers(state: AppState, status: DeviceStatus) -> tuple[Offer, ...]:
    """What may be asked of a car or charger now, in the order of its buttons; nothing of any other device."""
    device, book = status.device, state.dispatches.value
    if device.kind is DeviceKind.OTHER or book is None:
        return ()
    is_out = _why_out(status)
    name = text.device_name(device.name, device.kind)
    is_off = status.is_suspended or status.state == "SMART_CONTROL_OFF"
    listed = counted(book, state.now)
    boosts = [d for d in listed if d.device_id == device.id and d.kind is DispatchKind.BOOST and d.span.end > state.now]
    if status.is_boosting or boosts:
        first = Offer(Action.CANCEL_BOOST, "Cancel boost", f"Stop the boost charge of {name}?", is_out)
    else:
        first = Offer(Action.BOOST, "Boost", _boost_question(state, status), is_out or _hindrance(status, is_off))
    if is_off:
        second = Offer(Action.RESUME, "Resume smart charging", f"Let Octopus plan when {name} charges again?", is_out)
    else:
        question = (
            f"Switch smart charging of {name} off? Octopus drops its plan, and what {name} then draws makes no half "
            "hour cheaper."
        )
        second = Offer(Action.SUSPEND, "Suspend smart charging", question, is_out)
    no_goals = is_out or ("" if status.schedule else "Octopus tells no goals of it")
    return first, second, Offer(Action.SET_GOALS, "Target and ready-by…", "", no_goals)


async def steered(line: Line | None, order: Order, now: datetime) -> Outcome:
    """Send it once. Whatever comes of it, the next light poll is at once."""
    if line is None:
        return Outcome(False, "Nobody is signed in.")
    try:
        await _send(line, order)
    except KrakenError as error:
        return Outcome(False, _unanswered(error, now) if error.may_be_heard else _refused(order, error, now))
    finally:
        line.poller.due_now(FeedName.LIGHT)
    return Outcome(True, _DONE[order.action])


def refusal_words(error: KrakenError, now: datetime) -> str:
    """``: it is not plugged in``: every reason that was given; an unknown one is shown as it came."""
    if isinstance(error, Refused):
        known = _DEVICE_GONE if error.is_device_gone else _REFUSED_CODES.get(error.code or "", "")
        if error.reasons or known:
            reasons = [_REFUSALS.get(reason, f"“{reason}”") for reason in error.reasons]
            return ": " + " and ".join(reasons or [known])
        if error.said:
            return f": it says “{error.said.rstrip('.')}”"
    return f". {text.problem_text(problem_of(error, now)).title}; it is not tried again by itself"


def _refused(order: Order, error: KrakenError, now: datetime) -> str:
    return f"Octopus did not {_VERBS[order.action]}{refusal_words(error, now)}."


def _unanswered(error: KrakenError, now: datetime) -> str:
    """The request went out, so it may have been done all the same: neither is claimed."""
    title = text.problem_text(problem_of(error, now)).title
    return (
        f"{title}, so it is not known whether it did this. See here in a minute or two before you ask again; it is not "
        "tried again by itself."
    )


async def _send(line: Line, order: Order) -> None:
    charging = line.client.charging
    if order.action is Action.SET_GOALS:
        told = {key: word for key, word in (("unit", order.unit), ("mode", order.mode)) if word is not None}
        await charging.prefer(order.device_id, order.schedule, **told)
        return
    send = {
        Action.BOOST: charging.boost,
        Action.CANCEL_BOOST: charging.cancel_boost,
        Action.SUSPEND: charging.suspend,
        Action.RESUME: charging.resume,
    }[order.action]
    await send(order.device_id)


def _why_out(status: DeviceStatus) -> str:
    """Why Octopus takes no order at all for the device: it is not live."""
    life, state = status.device.life, status.state or ""
    if "RETIRED" in (life, state):
        return _NOT_LIVE["RETIRED"]
    if life != "LIVE":
        return _NOT_LIVE.get(life, _UNCLEAR_LIFE)
    return _REFUSALS[BoostRefusal.NOT_YET_LIVE] if state.startswith(("AUTHENTICATION", "TEST_CHARGE")) else ""


def _hindrance(status: DeviceStatus, is_off: bool) -> str:
    """Why a boost of a live device would be refused; a state that is not known hinders nothing."""
    if is_off:
        return _HINDERED["SMART_CONTROL_OFF"]
    state = status.state or ""
    if state in _HINDERED:
        return _HINDERED[state]
    limit = _FULL_PERCENT if status.charge_limit_percent is None else status.charge_limit_percent
    is_full = status.charge_percent is not None and status.charge_percent >= limit
    return _REFUSALS[BoostRefusal.FULLY_CHARGED] if is_full else ""


def _boost_question(state: AppState, status: DeviceStatus) -> str:
    """What it costs: a boost makes nothing cheap, and takes the place of the smart charge that does."""
    device, now = status.device, state.now
    words = f"Charge {text.device_name(device.name, device.kind)} now at full power, whatever it costs?"
    house = derive.effective_import(state)
    boosted, paid = _boosted(state, device.id)
    rate = paid.at(now)
    if rate is None:
        return f"{words} The price now is not known."
    dear = "" if derive.explanation(state).night is not None else " A boost makes nothing cheap."
    costs = f"Charging costs {text.price(rate.pence_inc_vat)} per kWh now"
    change = paid.until_change(now)
    following = None if change is None or change >= now + BOOST_LENGTH else paid.at(change)
    if change is None or following is None:
        return f"{words}{dear} {costs}."
    costs += f", {text.price(following.pence_inc_vat)} from {text.clock_time(change)}"
    before, after = house.at(change), boosted.at(change)
    is_lost = before is not None and after is not None and after.pence_inc_vat > before.pence_inc_vat
    lost = f" From then on the whole house pays {text.price(after.pence_inc_vat)} too." if after and is_lost else ""
    return f"{words}{dear} {costs}.{lost}"


def _boosted(state: AppState, device_id: str) -> tuple[RateSchedule, RateSchedule]:
    """What the house and the car pay without what is planned for the device: a boost ends it."""
    book, tariff, terms = state.dispatches.value or DispatchBook(), state.import_tariff.value, derive.smart_terms(state)
    left = replace(book, plans=tuple(plan for plan in book.plans if plan.device_id != device_id))
    schedule = RateSchedule() if tariff is None else tariff.schedule
    house = effective_schedule(schedule, left, terms, state.now)
    return house, car_schedule(house, left, terms, Span(state.now, state.now + BOOST_LENGTH), state.now)
