"""A notice that was sent: all that the store and the first picture need of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """Each can be turned on and off by itself."""

    TOMORROW = "tomorrow"
    NEGATIVE = "negative"
    QUADRANT = "quadrant"
    DISPATCH = "dispatch"
    PLAN = "plan"
    UNPLUGGED = "unplugged"
    TARGET = "target"
    ALLOWANCE = "allowance"
    SIGN_IN = "sign-in"
    STALE = "stale"
    TARIFF = "tariff"
    MONTH = "month"
    REMINDER = "reminder"
    """Asked for one by one, so it has no switch."""


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice as it was worded; ``shown_by`` says how: on the desktop, by the tray, or in the window only."""

    key: str
    group: str
    kind: NoticeKind
    title: str
    body: str
    reason: str
    page: str
    sent_at: datetime
    shown_by: str
