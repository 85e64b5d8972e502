"""Everything that can go wrong, by name: each seen in the wild by somebody (docs/api.md, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraken_desktop.simulator.aims import check_aim

FAULTS: dict[str, str] = {
    "wrong-key": "the API key is not known, and tokens made with it are refused",
    "wrong-account": "the account belongs to somebody else",
    "no-network": "the connection is reset",
    "captive-portal": "every address answers 200 with somebody's sign-in page",
    "blocked": "403 with the page of the content network",
    "bad-gateway": "502 with an HTML page",
    "half-json": "the answer breaks off in the middle",
    "slow": "the answer takes three seconds",
    "timeout": "no answer ever",
    "clock-wrong": "the Date header is five hours ahead",
    "unknown-enum": "states, providers, kinds and results that nobody has heard of",
    "unknown-fields": "REST bodies hold fields that nobody has heard of",
    "field-gone": "400 for the field that OPERATION names, at the root or within, or for every deprecated one",
    "another-app": "another app of the customer uses up whatever is limited",
    "burst-limited": "more than twenty requests in ten seconds: 403 on REST, OE-0002 on backend",
    "login-limited": "KT-CT-1199 on logging in",
    "refresh-refused": "KT-CT-1135 on refresh tokens, and the key is good",
    "token-expired": "tokens issued so far have expired, and new ones live a minute",
    "token-revoked": "tokens issued so far are not known any more",
    "rate-limited": "KT-CT-1199 on telemetry",
    "telemetry-unavailable": "KT-GB-4039 on telemetry",
    "telemetry-empty": "telemetry answers an empty list",
    "telemetry-null": "telemetry answers null",
    "telemetry-stale": "the Mini has been silent since ten minutes before the fault began",
    "telemetry-messy": "rows come doubled, unsorted and without their deltas",
    "plan-null": "KT-CT-4340 on every plan",
    "plan-error-one-device": "KT-CT-4340 on the first plan of a request",
    "plan-shrunk": "only the first half of each planned dispatch is left",
    "plan-moved": "every planned dispatch is ten minutes later",
    "plan-empty": "plans are empty",
    "plan-silent": "plans are null, and no error says why",
    "devices-silent": "devices are null, and no error says why",
    "devices-empty": "the list of devices is empty",
    "completed-error": "KT-CT-4341 on completed dispatches",
    "completed-old": "completed dispatches name their source and count energy upwards, as they once did",
    "odd-devices": "beside the cars a meter without a name and a charge point that tells little",
    "octoplus-refused": "KT-CT-1111 on Octoplus beside good data",
    "points-refused": "KT-CT-1111 on the points alone, and Octoplus itself answers",
    "campaign-left": "the account is not signed up to Saving Sessions",
    "sessions-none": "no Saving Session is announced or joined",
    "sessions-all": "a session of every kind is coming, one of them without its code",
    "sessions-elsewhere": "every session is for another region",
    "results-late": "no session that was joined is settled yet",
    "results-partial": "every session that brought points did so only in part",
    "results-failed": "every settled session failed",
    "results-missing": "readings of every settled session are missing",
    "readings-missing": "of every week some half hours, now and then a whole day, have not arrived",
    "rates-empty": "no rates, inline or public",
    "product-404": "products and their rates are not found",
    "unknown-tariff": "agreements carry a tariff of a kind that nobody has heard of, which tells no price",
    "tomorrow-late": "tomorrow's half-hourly prices are not published",
    "tomorrow-negative": "the half-hourly prices of the day after the fault began are below zero from 01:00 to 05:00",
    "tomorrow-partly": "of tomorrow's half-hourly prices only those up to 13:00 are published",
}


REASONS = (
    "BC_DEVICE_NOT_YET_LIVE",
    "BC_DEVICE_RETIRED",
    "BC_DEVICE_SUSPENDED",
    "BC_DEVICE_DISCONNECTED",
    "BC_DEVICE_NOT_AT_HOME",
    "BC_BOOST_CHARGE_IN_PROGRESS",
    "BC_DEVICE_FULLY_CHARGED",
)
"""Why a boost may be refused (docs/api.md, 7.10)."""
STATES = (
    "AUTHENTICATION_PENDING",
    "AUTHENTICATION_FAILED",
    "AUTHENTICATION_COMPLETE",
    "TEST_CHARGE_IN_PROGRESS",
    "TEST_CHARGE_FAILED",
    "TEST_CHARGE_NOT_AVAILABLE",
    "SETUP_COMPLETE",
    "SMART_CONTROL_CAPABLE",
    "SMART_CONTROL_IN_PROGRESS",
    "BOOSTING",
    "SMART_CONTROL_OFF",
    "SMART_CONTROL_NOT_AVAILABLE",
    "LOST_CONNECTION",
    "RETIRED",
)
"""Every `currentState` of a device (docs/api.md, 7.6)."""
_NAMES = frozenset({*FAULTS, *STATES})
_CODE = re.compile(r"(?:KT-[A-Z]{2}|OE)-\d{4}")
_REASON = re.compile(r"BC_[A-Z_]+")
_WRITTEN = re.compile(
    r"(?P<name>[A-Za-z0-9_-]+?)(:(?P<operation>(?!x\d+\b)[\w-]+?))?(x(?P<count>\d+))?(@(?P<seconds>\d+))?"
)
_STATUS = re.compile(r"http-([45]\d\d)")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is to go wrong: a name of FAULTS, an error code, a reason to refuse a boost, a state in which every device
    is, or `http-500` to any other status. Codes and reasons may be such as nobody has heard of.

    For requests that touch `operation` (any if None), `count` times and `seconds` long (without end if None).
    """

    name: str
    operation: str | None = None
    count: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a name that is no fault, an aim that is nothing, and a count or a span that is none."""
        is_of_a_family = _CODE.fullmatch(self.name) or _REASON.fullmatch(self.name) or status_of(self.name)
        if self.name not in _NAMES and not is_of_a_family:
            raise ValueError(
                f"no fault is called {self.name!r}; there are: {', '.join(FAULTS)}; any error code such as KT-CT-1113; "
                "any status such as http-503; any reason to refuse a boost; any state of a device"
            )
        if self.operation is not None:
            check_aim(self.operation)
        if self.count is not None and self.count <= 0:
            raise ValueError(f"a count is above zero, not {self.count}")
        if self.seconds is not None and self.seconds <= 0:
            raise ValueError(f"seconds are above zero, not {self.seconds}")


def read_trouble(text: str) -> Trouble:
    """NAME[:OPERATION][xCOUNT][@SECONDS]. Raises ValueError."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f"a fault is written NAME[:OPERATION][xCOUNT][@SECONDS], not {text!r}")
    count, seconds = (int(written[part]) if written[part] else None for part in ("count", "seconds"))
    return Trouble(written["name"], written["operation"], count, seconds)


def status_of(name: str) -> int | None:
    """The HTTP status that a fault's name stands for."""
    written = _STATUS.fullmatch(name)
    return None if written is None else int(written[1])


@dataclass(slots=True)
class Fault:
    """A trouble that stands: from `since` until `until`, as long as `count` is not used up."""

    name: str
    since: datetime
    operation: str | None = None
    count: int | None = None
    until: datetime | None = None
    struck: int = 0
    """How many requests it has hit: none may mean that it is aimed at nothing."""

    def stands(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class FaultBoard:
    """The faults that stand now."""

    def __init__(self) -> None:
        self._standing: list[Fault] = []

    def inject(self, trouble: Trouble, now: datetime) -> None:
        until = None if trouble.seconds is None else now + timedelta(seconds=trouble.seconds)
        self._standing.append(Fault(trouble.name, now, trouble.operation, trouble.count, until))

    def clear(self, name: str | None = None) -> None:
        self._standing = [fault for fault in self._standing if name is not None and fault.name != name]

    def strike(self, name: str, subjects: Iterable[str], now: datetime) -> Fault | None:
        """The fault of that name that hits a request about `subjects`; counts it down."""
        about = set(subjects)
        for fault in self.standing(now):
            if fault.name == name and (fault.operation is None or fault.operation in about):
                fault.struck += 1
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self._standing.remove(fault)
                return fault
        return None

    def standing(self, now: datetime) -> list[Fault]:
        return [fault for fault in self._standing if fault.stands(now)]

    def has(self, name: str, now: datetime) -> bool:
        return any(fault.name == name for fault in self.standing(now))

    def codes(self, now: datetime) -> list[str]:
        """The error codes that stand, in the order they were injected."""
        return list(dict.fromkeys(fault.name for fault in self.standing(now) if _CODE.fullmatch(fault.name)))

    def reasons(self, now: datetime) -> list[str]:
        """The reasons to refuse a boost that stand."""
        return list(dict.fromkeys(fault.name for fault in self.standing(now) if _REASON.fullmatch(fault.name)))

    def statuses(self, now: datetime) -> list[str]:
        """The statuses that stand, by their names."""
        return list(dict.fromkeys(fault.name for fault in self.standing(now) if status_of(fault.name) is not None))
