"""Smart charging for people; the service's own words stand in the details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import GATE_OPEN, LAST_PLAN_COUNTS, DevicePlan, DeviceStatus
from kraken_desktop.services.charging import Activity, DeviceLine
from kraken_desktop.services.text.times import clock_time, span_ahead, until

_STATES = {
    "AUTHENTICATION_PENDING": "not connected yet: finish connecting it in the Octopus app",
    "AUTHENTICATION_FAILED": "connecting failed: try again in the Octopus app",
    "AUTHENTICATION_COMPLETE": "connected, a test charge comes next",
    "TEST_CHARGE_IN_PROGRESS": "test charge running",
    "TEST_CHARGE_FAILED": "the test charge failed: repeat it in the Octopus app",
    "TEST_CHARGE_NOT_AVAILABLE": "no test charge possible now: away or unplugged",
    "SETUP_COMPLETE": "set up, not ready to charge yet",
    "SMART_CONTROL_CAPABLE": "plugged in, nothing planned",
    "SMART_CONTROL_IN_PROGRESS": "plugged in, charging is planned",
    "BOOSTING": "boost charging",
    "SMART_CONTROL_OFF": "smart charging is switched off",
    "SMART_CONTROL_NOT_AVAILABLE": "unplugged or away from home",
    "LOST_CONNECTION": "Octopus cannot reach it",
    "RETIRED": "removed from Octopus",
}

_LIVES = {
    "ONBOARDING": "not set up yet: go on in the Octopus app",
    "PENDING_LIVE": "set up, but not live yet",
    "ONBOARDING_TEST_IN_PROGRESS": "test charge running",
    "FAILED_ONBOARDING_TEST": _STATES["TEST_CHARGE_FAILED"],
    "RETIRED": _STATES["RETIRED"],
}
"""Said of a device that is not live, where its state does not say so itself."""

_PHANTOM_REASONS = {
    "SMART_CONTROL_NOT_AVAILABLE": "Octopus lists a charge, but your {device} is unplugged, so we ignore it",
    "SMART_CONTROL_OFF": "Octopus lists a charge, but smart charging is switched off, so we ignore it",
    "LOST_CONNECTION": "Octopus lists a charge, but has lost contact with your {device}, so we ignore it",
    "RETIRED": "Octopus lists a charge, but your {device} was removed, so we ignore it",
    "SETUP_COMPLETE": "Octopus lists a charge, but your {device} is not ready yet, so we ignore it",
}
_TEST_REASON = "Octopus lists a charge, but your {device} is still being tested, so we ignore it"
_CONNECTING_REASON = "Octopus lists a charge, but your {device} is not connected yet, so we ignore it"
_NEW_REASON = "Octopus lists a charge, but says of your {device} what we do not understand, so we ignore it"
_NO_STATE_REASON = "Octopus lists a charge, but does not say how your {device} is, so we ignore it"
_OLD_GATE_REASON = "Octopus listed this charge while your {device} was not ready, so we ignore it for now"
_OLD_PLAN_REASON = (
    "Octopus last listed this charge at {at} and has not answered since, so after {minutes} minutes we ignore it"
)


def charge_state_text(state: str | None) -> str:
    """A device's state in plain words; a word never heard of is called new, not guessed."""
    if state is None:
        return "state not known"
    return _STATES.get(state, "in a state this app does not know yet")


def device_state_text(status: DeviceStatus) -> str:
    """The same of a device that may be no car or charger, or not be live: then its state speaks of no plug."""
    if status.device.kind is DeviceKind.OTHER:
        return "neither a car nor a charger: nothing is planned for it"
    says_so = (status.state or "").startswith(("AUTHENTICATION", "TEST_CHARGE", "RETIRED"))
    life = None if says_so or status.device.is_chargeable else _LIVES.get(status.device.life, "not live at Octopus")
    return life or charge_state_text(status.state)


def phantom_reason(status: DeviceStatus | None, plan: DevicePlan | None = None) -> str:
    """Why a listed charge does not count. With ``plan``, a plan too old to count is told from a closed gate."""
    device = kind_word(status.device.kind) if status is not None else "car"
    if status is not None and status.is_gate_open and plan is not None:
        if not plan.was_gate_open:
            return _OLD_GATE_REASON.format(device=device)
        minutes = LAST_PLAN_COUNTS.seconds // 60
        return _OLD_PLAN_REASON.format(at=clock_time(plan.seen_at), minutes=minutes)
    state = status.state if status is not None else None
    if state is None:
        return _NO_STATE_REASON.format(device=device)
    if state.startswith("AUTHENTICATION"):
        return _CONNECTING_REASON.format(device=device)
    if state.startswith("TEST_CHARGE"):
        return _TEST_REASON.format(device=device)
    return _PHANTOM_REASONS.get(state, _NEW_REASON).format(device=device)


def kind_word(kind: DeviceKind) -> str:
    return {DeviceKind.VEHICLE: "car", DeviceKind.CHARGE_POINT: "charger"}.get(kind, "device")


def device_name(name: str | None, kind: DeviceKind = DeviceKind.VEHICLE) -> str:
    """The name that a person gave, else ``Car`` or ``Charger``."""
    return (name or "").strip() or kind_word(kind).capitalize()


def told_apart(statuses: Sequence[DeviceStatus]) -> tuple[DeviceStatus, ...]:
    """Cars and chargers that would be called the same, with names that differ: make and model for one that has no name
    of its own, where those are its alone, else a number.
    """
    words = {
        status.device.id: _called(status.device) for status in statuses if status.device.kind is not DeviceKind.OTHER
    }
    shared = {name for name, times in Counter(words.values()).items() if times > 1}
    makers = Counter(_maker(status.device) for status in statuses)
    given = set(words.values())
    numbered = {word: _numbered(word, given) for word in shared}
    names: dict[str, str] = {}
    for status in sorted(statuses, key=lambda status: status.device.id):
        device, word = status.device, words.get(status.device.id)
        if word in shared:
            is_told = not device.name and _maker(device) and makers[_maker(device)] == 1
            name = next(numbered[word])
            names[device.id] = _maker(device) if is_told else name
    return tuple(
        replace(status, device=replace(status.device, name=names.get(status.device.id, status.device.name)))
        for status in statuses
    )


def _numbered(word: str, given: Container[str]) -> Iterator[str]:
    return (name for name in (f"{word} {number}" for number in count(1)) if name not in given)


def _called(device: SmartDevice) -> str:
    return device_name(device.name, device.kind)


def _maker(device: SmartDevice) -> str:
    return " ".join(part for part in (device.make, device.model) if part)


def device_line(line: DeviceLine, now: datetime) -> str:
    """``Car charges 23:30–02:15``, ``Car charging until 17:25``, ``Car: unplugged or away from home``.

    With ``(plan as of 17:02)`` where it could not be read since.
    """
    as_of = "" if line.plan_as_of is None else clock_time(line.plan_as_of)
    if line.state in GATE_OPEN and not line.is_plan_known and line.activity is Activity.READY:
        return f"{device_name(line.name, line.kind)}: plugged in, its plan is not known since {as_of}"
    is_told = as_of and line.activity in (Activity.PLANNED, Activity.CHARGING)
    return f"{_activity_words(line, now)} (plan as of {as_of})" if is_told else _activity_words(line, now)


def _activity_words(line: DeviceLine, now: datetime) -> str:
    name = device_name(line.name, line.kind)
    if line.activity is Activity.BOOSTING:
        return f"{name} boost charging" + ("" if line.span is None else f" until {until(line.span.end, now)}")
    if line.activity is Activity.CHARGING and line.span is not None:
        return f"{name} charging until {until(line.span.end, now)}"
    if line.activity is Activity.PLANNED and line.span is not None:
        return f"{name} charges {span_ahead(line.span, now)}"
    return f"{name}: {charge_state_text(line.state)}"
