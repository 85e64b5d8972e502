"""What is worth a notice: facts before and after, and the notices that their difference makes due.

A notice has a ``group`` (a newer one of the group replaces the older on the desktop) and a ``key`` (the same key is
never sent twice). The words stand in services.text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.bands import Band, BandScheme, band_at
from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, counted, is_out_of_date
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.reminder import ReminderDue
from kraken_desktop.domain.sent_notice import NoticeKind as NoticeKind
from kraken_desktop.domain.sent_notice import SentNotice as SentNotice
from kraken_desktop.domain.tariff_change import TariffChanged, TermsNow, tariff_changes
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


class DispatchChange(StrEnum):
    STARTED = "started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DispatchChanged:
    """``device`` is the name that a person gave, None where there is none.

    What is gone may leave the house cheap: a slot that was seen started stays so. ``cheap_until`` is when that ends,
    ``then_pence`` the price after it. ``closed_by`` is the device's state where that, not Octopus, ended the charge.
    """

    change: DispatchChange
    device_id: str
    device: str | None
    span: Span
    cheap_until: datetime | None = None
    then_pence: Decimal | None = None
    closed_by: str | None = None
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


Notice = (
    ReminderDue
    | TomorrowPublished
    | PriceNegative
    | BandChanged
    | DispatchChanged
    | SignInNeeded
    | FactsStale
    | TariffChanged
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What notices are about, at one instant. ``prices`` are the effective ones.

    ``stale`` is the oldest feed that has not been good for an hour; ``band_noticed_at`` when a band was last told.
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


def notices_due(before: Facts | None, after: Facts) -> tuple[Notice, ...]:
    """What became true between the two. At a start (``before`` None) only what stands, never what changed."""
    found: list[Notice] = []
    if after.tomorrow is not None and (before is None or before.tomorrow is None or _day_moved(before, after)):
        found.append(after.tomorrow)
    if after.signed_out_since is not None and (before is None or before.signed_out_since is None):
        found.append(SignInNeeded(after.signed_out_since))
    if after.stale is not None and (before is None or before.stale is None):
        found.append(after.stale)
    if before is not None:
        found.extend(tariff_changes(before.terms, after.terms))
        found.extend(_price_changes(before, after))
        found.extend(_dispatch_changes(before, after))
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


def _smart_runs(facts: Facts) -> dict[str, tuple[Span, ...]]:
    """Each device's counted smart charges that are not over, adjacent ones joined."""
    spans: dict[str, list[Span]] = {}
    for dispatch in counted(facts.book, facts.now):
        if dispatch.kind is DispatchKind.SMART and dispatch.span.end > facts.now:
            spans.setdefault(dispatch.device_id, []).append(dispatch.span)
    return {device_id: joined(found) for device_id, found in spans.items()}


def _dispatch_changes(before: Facts, after: Facts) -> Iterator[Notice]:
    """Starts, ends and withdrawals by device. A charge that only moves its edges, or a plan that moves, is none."""
    old_runs, new_runs = _smart_runs(before), _smart_runs(after)
    for device_id in dict.fromkeys((*old_runs, *new_runs)):
        if _is_unknown(device_id, before) or _is_unknown(device_id, after):
            continue
        old, new = old_runs.get(device_id, ()), new_runs.get(device_id, ())
        was = next((span for span in old if span.contains(before.now)), None)
        runs = next((span for span in new if span.contains(after.now)), None)
        if runs is not None:
            if was is None:
                yield _changed(DispatchChange.STARTED, device_id, runs, after)
        elif was is not None:
            change = DispatchChange.ENDED if new or was.end <= after.now else DispatchChange.WITHDRAWN
            yield _changed(change, device_id, was, after)
        elif not new and any(span.end > after.now for span in old):
            lost = next(span for span in old if span.end > after.now)
            yield _changed(DispatchChange.WITHDRAWN, device_id, lost, after)


def _is_unknown(device_id: str, facts: Facts) -> bool:
    """A plan that nobody could read lately: what became of it is not known, so nothing is claimed."""
    plan = facts.book.plan(device_id)
    return plan is not None and is_out_of_date(plan, facts.book.status(device_id), facts.now)


def _changed(change: DispatchChange, device_id: str, span: Span, facts: Facts) -> DispatchChanged:
    status = facts.book.status(device_id)
    name = status.device.name if status else None
    if change is not DispatchChange.WITHDRAWN:
        return DispatchChanged(change, device_id, name, span)
    closed_by = (status.state or "") if status is not None and not status.is_gate_open else None
    cheap_until = then = None
    price = facts.prices.at(max(facts.now, span.start))
    if price is not None and price.source is RateSource.DISPATCH:
        cheap_until = facts.prices.until_change(price.start)
        then = None if cheap_until is None else facts.prices.at(cheap_until)
    return DispatchChanged(
        change, device_id, name, span, cheap_until, None if then is None else then.pence_inc_vat, closed_by
    )
