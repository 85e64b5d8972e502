"""What is worth a notice: facts before and after, and the notices that their difference makes due.

A notice has a ``group`` (a newer one of the group replaces the older on the desktop) and a ``key`` (the same key is
never sent twice). The words stand in services.text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.windows import PricedSpan


class NoticeKind(StrEnum):
    """Each can be turned on and off by itself."""

    TOMORROW = "tomorrow"
    NEGATIVE = "negative"
    QUADRANT = "quadrant"
    DISPATCH = "dispatch"
    SIGN_IN = "sign-in"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class TomorrowPublished:
    """Prices in p/kWh; ``cheapest`` is the cheapest three hours."""

    day: date
    lowest: Decimal
    highest: Decimal
    cheapest: PricedSpan | None
    kind: NoticeKind = NoticeKind.TOMORROW
    page: str = "prices"

    @property
    def group(self) -> str:
        return "tomorrow"

    @property
    def key(self) -> str:
        return f"tomorrow:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class PriceNegative:
    pence: Decimal
    since: datetime
    until: datetime | None
    kind: NoticeKind = NoticeKind.NEGATIVE
    page: str = "prices"

    @property
    def group(self) -> str:
        return "price"

    @property
    def key(self) -> str:
        return f"negative:{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class BandChanged:
    """The price entered (or left) the cheapest or the dearest quadrant; at most one an hour."""

    before: Band
    after: Band
    pence: Decimal
    since: datetime
    until: datetime | None
    kind: NoticeKind = NoticeKind.QUADRANT
    page: str = "prices"

    @property
    def group(self) -> str:
        return "price"

    @property
    def key(self) -> str:
        return f"quadrant:{self.since.isoformat()}"


class DispatchChange(StrEnum):
    STARTED = "started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DispatchChanged:
    """``device`` is the name that a person gave, None where there is none."""

    change: DispatchChange
    device_id: str
    device: str | None
    span: Span
    kind: NoticeKind = NoticeKind.DISPATCH
    page: str = "dispatches"

    @property
    def group(self) -> str:
        return f"dispatch:{self.device_id}"

    @property
    def key(self) -> str:
        return f"dispatch:{self.device_id}:{self.change}:{self.span.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class SignInNeeded:
    since: datetime
    kind: NoticeKind = NoticeKind.SIGN_IN
    page: str = "sign-in"

    @property
    def group(self) -> str:
        return "sign-in"

    @property
    def key(self) -> str:
        return f"sign-in:{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class FactsStale:
    """``what`` is the feed's plain name; ``since`` when it was last good."""

    what: str
    since: datetime
    kind: NoticeKind = NoticeKind.STALE
    page: str = "live"

    @property
    def group(self) -> str:
        return "stale"

    @property
    def key(self) -> str:
        return f"stale:{self.since.isoformat()}"


Notice = TomorrowPublished | PriceNegative | BandChanged | DispatchChanged | SignInNeeded | FactsStale


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice as it was worded and shown. ``seen`` says by which rung: desktop, tray or in the window."""

    key: str
    group: str
    kind: NoticeKind
    title: str
    body: str
    reason: str
    page: str
    sent_at: datetime
    shown_by: str
