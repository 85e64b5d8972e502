"""What a person asked to be reminded of: the start or the end of a time that was found for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.sent_notice import NoticeKind

LATE = timedelta(minutes=5)


class ReminderPoint(StrEnum):
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``what`` is what is to run, in a person's words; ``mean_pence`` is p/kWh as it was when it was asked for.

    ``is_export``: the time was found for selling.
    """

    what: str
    span: Span
    point: ReminderPoint
    mean_pence: Decimal | None = None
    is_export: bool = False

    @property
    def at(self) -> datetime:
        return self.span.start if self.point is ReminderPoint.START else self.span.end

    @property
    def key(self) -> str:
        return f"reminder:{self.point.value}:{self.at.isoformat()}:{self.what}"


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """The notice of a reminder; ``told_at`` is later than it was asked for where nothing ran at that time."""

    reminder: Reminder
    told_at: datetime
    kind: NoticeKind = NoticeKind.REMINDER
    page: str = "prices/best"

    @property
    def group(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return self.reminder.key

    @property
    def is_late(self) -> bool:
        return self.told_at - self.reminder.at > LATE


def reminders_due(reminders: tuple[Reminder, ...], now: datetime) -> tuple[ReminderDue, ...]:
    """In order of time."""
    due = sorted((reminder for reminder in reminders if reminder.at <= now), key=lambda reminder: reminder.at)
    return tuple(ReminderDue(reminder, now) for reminder in due)
