"""What is worth a notice: facts before and after, and the notices that their difference makes due.

A notice has a ``group`` (a newer one of the group replaces the older on the desktop) and a ``key`` (the same key is
never sent twice). The words stand in services.text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.allowance import AllowanceNow
from kraken_desktop.domain.bands import Band, BandScheme, band_at
from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.charge_watch import ChargeWatch, DispatchChanged, charge_news, charges_watched
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_notices import AllowanceNearlyUsed, allowance_news, plan_news
from kraken_desktop.domain.month_over import MonthOver
from kraken_desktop.domain.plan_watch import PlanChanged, PlanWatch, watched
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.reminder import ReminderDue, ReminderOff
from kraken_desktop.domain.sent_notice import NoticeKind as NoticeKind
from kraken_desktop.domain.sent_notice import SentNotice as SentNotice
from kraken_desktop.domain.tariff_change import TariffChanged, TermsNow, carried, tariff_changes
from kraken_desktop.domain.windows import PricedSpan

BAND_NOTICE_EVERY = timedelta(hours=1)
STALE_NOTICE_AFTER = timedelta(hours=1)
_ENDS = frozenset({Band.QUADRANT_0, Band.QUADRANT_3})


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


Notice = (
    ReminderDue
    | ReminderOff
    | TomorrowPublished
    | PriceNegative
    | BandChanged
    | DispatchChanged
    | PlanChanged
    | TargetMissed
    | AllowanceNearlyUsed
    | SignInNeeded
    | FactsStale
    | TariffChanged
    | MonthOver
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What notices are about, at one instant. ``prices`` are the effective ones.

    ``stale`` is the oldest feed that has not been good for an hour; ``band_noticed_at`` when a band was last told,
    ``told_at`` when each group was. ``watches`` and ``charges`` come by ``followed``.
    """

    now: datetime
    prices: RateSchedule
    scheme: BandScheme
    book: DispatchBook
    tomorrow: TomorrowPublished | None = None
    signed_out_since: datetime | None = None
    stale: FactsStale | None = None
    band_noticed_at: datetime | None = None
    terms: tuple[TermsNow, ...] = ()
    allowance: AllowanceNow | None = None
    told_at: Mapping[str, datetime] = field(default_factory=dict)
    watches: tuple[PlanWatch, ...] = ()
    charges: tuple[ChargeWatch, ...] = ()
    month: MonthOver | None = None


def followed(before: Facts | None, after: Facts) -> Facts:
    """``after`` with what is carried from look to look: terms across gaps, and what is told of plans and charges."""
    watches = watched(None if before is None else before.watches, after.book, after.now, after.told_at)
    charges = charges_watched(None if before is None else before.charges, after.book, after.now, after.prices)
    terms = after.terms if before is None else carried(before.terms, after.terms)
    return replace(after, watches=watches, charges=charges, terms=terms)


def notices_due(before: Facts | None, after: Facts) -> tuple[Notice, ...]:
    """What became true between the two. At a start (``before`` None) only what stands, never what changed."""
    found: list[Notice] = []
    if after.tomorrow is not None and (before is None or before.tomorrow is None or _day_moved(before, after)):
        found.append(after.tomorrow)
    if after.signed_out_since is not None and (before is None or before.signed_out_since is None):
        found.append(SignInNeeded(after.signed_out_since))
    if after.stale is not None and (before is None or before.stale is None):
        found.append(after.stale)
    had = (None, after.now) if before is None else (before.allowance, before.now)
    found.extend(allowance_news(*had, after.allowance, after.now))
    if after.month is not None and (before is None or before.month is None):
        found.append(after.month)
    if before is not None:
        found.extend(tariff_changes(before.terms, after.terms))
        found.extend(_price_changes(before, after))
        found.extend(charge_news(before.charges, after.charges))
        found.extend(plan_news(before.watches, after.watches))
    return tuple(found)


def _day_moved(before: Facts, after: Facts) -> bool:
    return before.tomorrow is not None and after.tomorrow is not None and before.tomorrow.day != after.tomorrow.day


def _price_changes(before: Facts, after: Facts) -> Iterator[Notice]:
    """Entering below zero, else entering or leaving the cheapest or the dearest quadrant, at most once an hour."""
    old, new = before.prices.at(before.now), after.prices.at(after.now)
    if old is None or new is None or before.scheme != after.scheme:
        return
    until = after.prices.until_change(after.now)
    if new.pence_inc_vat < 0:
        if old.pence_inc_vat >= 0:
            yield PriceNegative(new.pence_inc_vat, new.start, until)
        return
    old_band = band_at(before.now, before.prices, before.scheme)
    new_band = band_at(after.now, after.prices, after.scheme)
    is_quiet = after.band_noticed_at is not None and after.now - after.band_noticed_at < BAND_NOTICE_EVERY
    if old_band is not new_band and (old_band in _ENDS or new_band in _ENDS) and not is_quiet:
        yield BandChanged(old_band, new_band, new.pence_inc_vat, new.start, until)
