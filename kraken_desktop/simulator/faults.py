"""Everything that can go wrong, by name: each seen in the wild by somebody (docs/api.md, 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    "unknown-enum": "states, providers and kinds that nobody has heard of",
    "login-limited": "KT-CT-1199 on logging in",
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
    "plan-empty": "plans are empty",
    "completed-error": "KT-CT-4341 on completed dispatches",
    "octoplus-refused": "KT-CT-1111 on Octoplus beside good data",
    "points-refused": "KT-CT-1111 on the points alone, and Octoplus itself answers",
    "rates-empty": "no rates, inline or public",
    "product-404": "products and their rates are not found",
    "tomorrow-late": "tomorrow's half-hourly prices are not published",
    "tomorrow-partly": "of tomorrow's half-hourly prices only those up to 13:00 are published",
}


@dataclass(slots=True)
class Fault:
    """Active from `since` on, for requests that touch `operation` (any if None), `count` times (always if None)."""

    name: str
    since: datetime
    operation: str | None = None
    count: int | None = None


class FaultBoard:
    """The faults that stand now."""

    def __init__(self) -> None:
        self._standing: list[Fault] = []

    def inject(self, name: str, now: datetime, operation: str | None = None, count: int | None = None) -> None:
        """Raises ValueError for a name that is no fault."""
        if name not in FAULTS:
            raise ValueError(f"no fault is called {name!r}; there are: {', '.join(FAULTS)}")
        self._standing.append(Fault(name, now, operation, count))

    def clear(self, name: str | None = None) -> None:
        self._standing = [fault for fault in self._standing if name is not None and fault.name != name]

    def strike(self, name: str, subjects: Iterable[str]) -> Fault | None:
        """The fault of that name that hits a request about `subjects`; counts it down."""
        about = set(subjects)
        for fault in self._standing:
            if fault.name == name and (fault.operation is None or fault.operation in about):
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self._standing.remove(fault)
                return fault
        return None

    def standing(self) -> list[Fault]:
        return list(self._standing)
