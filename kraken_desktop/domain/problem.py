"""What can be wrong, as a person can understand it. The words for each kind stand in services.text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProblemKind(StrEnum):
    # the way to Octopus
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    UNAVAILABLE = "unavailable"
    CAPTIVE_PORTAL = "captive-portal"
    BLOCKED = "blocked"
    LIMITED = "limited"
    BUDGET_SPENT = "budget-spent"
    REFUSED = "refused"
    ODD_ANSWER = "odd-answer"
    CLOCK_WRONG = "clock-wrong"
    # who we are
    KEY_REFUSED = "key-refused"
    ACCOUNT_REFUSED = "account-refused"
    SIGNED_OUT = "signed-out"
    # the home
    NO_MINI = "no-mini"
    MINI_SILENT = "mini-silent"
    NO_METER = "no-meter"
    UNKNOWN_TARIFF = "unknown-tariff"
    NO_RATE = "no-rate"
    NOT_LISTED = "not-listed"
    NO_HOURS = "no-hours"
    # this computer
    NO_KEYRING = "no-keyring"
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_DISMISSED = "keyring-dismissed"
    KEYRING_UNSAFE = "keyring-unsafe"
    STORE_CORRUPT = "store-corrupt"
    STORE_FULL = "store-full"
    STORE_READ_ONLY = "store-read-only"
    STORE_TOO_NEW = "store-too-new"


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble: what it is and since when.

    ``code`` is the service's own word for it (for the details), ``skipped`` counts rows left out of an odd answer.
    """

    kind: ProblemKind
    since: datetime
    code: str | None = None
    skipped: int = 0
