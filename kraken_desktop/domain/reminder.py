"""What a person asked to be reminded of: the start or the end of a time that was found for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.appliances import Load, Stage
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.planner import run_cost
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.domain.windows import mean_of

LATE = timedelta(minutes=5)
DEARER_BY = Decimal(1)
"""A penny a kilowatt-hour worse than when it was asked for: not the time that was found any more."""
WORSE_STANDS = timedelta(minutes=5)
"""Plans come and go; what goes and comes back at once is no news."""


class ReminderPoint(StrEnum):
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``what`` is what is to run, in a person's words; ``mean_pence`` is p/kWh as it was when it was asked for.

    ``is_export``: the time was found for selling. ``runs`` are the parts of the span in which it runs, () for all of
    it, and ``stages`` what it draws meanwhile, () for the same all the time. ``span_pence`` is p/kWh so weighed by what
    was known when it was asked for: by it a later loss is seen. ``is_car``: it pays what its tariff says for cars.
    """

    what: str
    span: Span
    point: ReminderPoint
    mean_pence: Decimal | None = None
    is_export: bool = False
    span_pence: Decimal | None = None
    rests_on_charge: bool = False
    """A smart charge made a part of it cheap."""
    runs: tuple[Span, ...] = ()
    stages: tuple[Stage, ...] = ()
    is_car: bool = False

    @property
    def parts(self) -> tuple[Span, ...]:
        return self.runs or (self.span,)

    def weighed(self, prices: RateSchedule) -> Decimal | None:
        """p/kWh as the plan weighs it: by energy, stage by stage; None where any price is not known."""
        if self.stages:
            load = Load(self.stages)
            cost = run_cost(load, self.span.start, prices)
            return None if cost is None else cost / load.kwh
        if not all(prices.covers(part) for part in self.parts):
            return None
        return mean_of([rate for part in self.parts for rate in prices.between(part)])

    @property
    def at(self) -> datetime:
        """Where its first part begins or ends."""
        first = self.parts[0]
        return first.start if self.point is ReminderPoint.START else first.end

    @property
    def rest(self) -> Reminder | None:
        """What is still to be told after its first part; without a mean, for that was one of all parts."""
        runs = self.runs[1:]
        return replace(self, span=Span(runs[0].start, self.span.end), runs=runs, mean_pence=None) if runs else None

    def last_begun(self, now: datetime) -> Reminder:
        """Itself, or of its later parts the last whose time has come."""
        rest = self.rest
        return self if rest is None or rest.at > now else rest.last_begun(now)

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


@dataclass(frozen=True, slots=True)
class ReminderOff:
    """The notice that a time lost its price before it began; its reminders are taken back.

    ``mean_pence`` is p/kWh of the span as it is now. ``is_charge_gone``: a smart charge made it cheap and is planned no
    more.
    """

    reminder: Reminder
    mean_pence: Decimal
    is_charge_gone: bool
    told_at: datetime
    kind: NoticeKind = NoticeKind.REMINDER
    page: str = "prices/best"

    @property
    def group(self) -> str:
        return f"reminder:{self.reminder.what}"

    @property
    def key(self) -> str:
        return f"reminder-off:{self.reminder.span.start.isoformat()}:{self.reminder.what}:{self.told_at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Worsened:
    """Since when the time of each reminder, by its key, has been worse than it was."""

    since: Mapping[str, datetime] = field(default_factory=dict)

    def looked(
        self, reminders: Iterable[Reminder], prices: Callable[[Reminder], RateSchedule], now: datetime
    ) -> Worsened:
        """One look later; one that is as good as it was again is forgotten. ``prices`` are those that count for it."""
        worse = [one.key for one in reminders if _is_worse(one, one.weighed(prices(one)), now)]
        return Worsened({key: self.since.get(key, now) for key in worse})

    def lasting(self, reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, ...]:
        """Those to be taken back."""
        return tuple(one for one in reminders if now - self.since.get(one.key, now) >= WORSE_STANDS)


def _is_worse(reminder: Reminder, mean: Decimal | None, now: datetime) -> bool:
    """Only of a time that lies ahead: what runs already is not taken back."""
    if reminder.span_pence is None or mean is None or reminder.span.start <= now:
        return False
    lost = reminder.span_pence - mean if reminder.is_export else mean - reminder.span_pence
    return lost >= DEARER_BY


def reminders_due(reminders: tuple[Reminder, ...], now: datetime) -> tuple[tuple[ReminderDue, Reminder], ...]:
    """In order of time, each with the reminder that it is told of; of parts that were missed only the last is told."""
    due = sorted((reminder for reminder in reminders if reminder.at <= now), key=lambda reminder: reminder.at)
    return tuple((ReminderDue(reminder.last_begun(now), now), reminder) for reminder in due)
