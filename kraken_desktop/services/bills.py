"""The bill so far and where it goes, past bills as Octopus lists them, and ours beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain import billing, money
from kraken_desktop.domain.account import Account, Direction, MeterPoint
from kraken_desktop.domain.billing import BillingPeriod, BillPart, Projection, billing_period
from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.settled import Comparison, SettledDay, compared, estimated_days
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.services.mini_days import MiniPart
from kraken_desktop.services.text.bills import difference_words
from kraken_desktop.storage.history_store import HistoryStore

A_DAY = timedelta(days=1)
MONTHS_SHOWN = 24
DAYS_BEFORE = 120
"""They tell what the days to come may be like."""


@dataclass(frozen=True, slots=True)
class OctopusLists:
    """What Octopus lists, newest first; ``problem`` why it could not be asked now."""

    bills: tuple[money.Bill, ...] = ()
    payments: tuple[money.Payment, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class PastBill:
    """One period: Octopus's charges and ours in whole pence; ``mean_pence`` of the twelve months that end with it.

    ``incomplete_days`` lack a reading, a price or a standing charge in our store; ``estimated_days`` hold smart charges
    that nobody has confirmed; ``why`` explains a difference.
    """

    period: BillingPeriod
    octopus_pence: int | None
    ours_pence: int | None
    mean_pence: Decimal | None
    incomplete_days: int
    why: str
    estimated_days: int = 0

    @property
    def difference_pence(self) -> int | None:
        if self.octopus_pence is None or self.ours_pence is None:
            return None
        return self.ours_pence - self.octopus_pence


@dataclass(frozen=True, slots=True)
class Bills:
    """``so_far`` counts whole days up to yesterday, None where nobody says when the period begins; ``remaining_days``
    include today. ``settled`` is Octopus's own cost of its days beside ours, ``estimated`` those whose smart charges
    nobody has confirmed.
    """

    so_far: billing.Bill | None
    remaining_days: int
    projection: Projection | None
    past: tuple[PastBill, ...]
    payments: tuple[money.Payment, ...]
    problem: Problem | None
    settled: tuple[tuple[BillPart, Comparison], ...] = ()
    estimated: tuple[date, ...] = ()
    by_mini: tuple[MiniPart, ...] = ()
    """Days of it without a reading, by the Mini; in no other figure."""
    never_read: str = ""
    """Why no half hour of any meter is known at all, in words; else empty."""

    @property
    def pence_so_far(self) -> Decimal:
        """Metered, and estimated by the Mini; 0 where there is no period."""
        metered = self.so_far.pence if self.so_far is not None else Decimal(0)
        return metered + sum((part.pence for part in self.by_mini), Decimal(0))


async def bills_of(
    store: HistoryStore,
    account: Account,
    today: date,
    start_day: int | None,
    lists: OctopusLists,
    current: BillingPeriod | None = None,
) -> Bills:
    """``current`` is the running period where Octopus tells it, else periods are months from ``start_day``. It is None
    where nobody says it: then only the periods that Octopus lists are known. Raises StorageError.
    """
    if start_day is None:
        past = await _past(store, account, tuple(_listed(lists)), lists)
        return Bills(None, 0, None, past, lists.payments, lists.problem)
    period = current or billing_period(today, start_day)
    yesterday = today - A_DAY
    over = BillingPeriod(period.first, min(period.last, yesterday))
    days = await _days(store, account, period.first - DAYS_BEFORE * A_DAY, yesterday)
    supplied = _billed_days(account, period)
    remaining = sum(day >= today for day in supplied)
    so_far = bill_of(account, over, days)
    nets = net_days(account, days)
    own = [pence for day, pence in nets if day >= period.first]
    before = [pence for day, pence in nets if day < period.first]
    settled = await _settled(store, account, over)
    return Bills(
        so_far=billing.Bill(period, so_far.parts),
        remaining_days=remaining,
        projection=billing.projection(own, remaining, max(0, len(supplied) - remaining - len(own)), before),
        past=await _past(store, account, _periods(_listed(lists), period, start_day), lists),
        payments=lists.payments,
        problem=lists.problem,
        settled=tuple(
            (part, found)
            for part in so_far.parts
            if (found := compared(_within(days, part.number, period), settled.get(part.number, ()))) is not None
        ),
        estimated=_estimated(account, period, days, settled),
    )


PointDays = Mapping[str, Sequence[DayTotal]]


PointSettled = Mapping[str, Sequence[SettledDay]]


async def _settled(store: HistoryStore, account: Account, period: BillingPeriod) -> PointSettled:
    return {
        point.number: await store.settled(point.number, period.first, period.last) for point in account.meter_points
    }


def _within(days: PointDays, number: str, period: BillingPeriod) -> list[DayTotal]:
    return [day for day in days.get(number, ()) if period.holds(day.day)]


def _estimated(account: Account, period: BillingPeriod, days: PointDays, settled: PointSettled) -> tuple[date, ...]:
    found: set[date] = set()
    for point in account.meter_points:
        ours = _within(days, point.number, period)
        found.update(estimated_days(ours, settled.get(point.number, ()), smart_spans(point)))
    return tuple(sorted(found))


async def _days(store: HistoryStore, account: Account, first: date, last: date) -> PointDays:
    return {point.number: await store.totals(point.number, first, last) for point in account.meter_points}


def bill_of(account: Account, period: BillingPeriod, days: PointDays) -> billing.Bill:
    """The period's days of every meter point that was supplied in it. Days that nothing is known of are incomplete."""
    parts: list[BillPart] = []
    for point in account.meter_points:
        wanted = _within(days, point.number, period)
        known = {day.day for day in wanted}
        missing = [day for day in _supplied_days(point, period) if day not in known]
        if wanted or missing:
            part = billing.bill_part(point.number, point.fuel, point.direction, wanted)
            parts.append(
                part
                if not missing
                else BillPart(
                    *(part.number, part.fuel, part.direction, part.kwh, part.pence, part.standing_pence, part.billed),
                    days=part.days + len(missing),
                    incomplete=tuple(sorted((*part.incomplete, *missing))),
                )
            )
    return billing.Bill(period, tuple(parts))


def _supplied_days(point: MeterPoint, period: BillingPeriod) -> list[date]:
    days = (period.first + number * A_DAY for number in range(max(0, period.days)))
    return [day for day in days if point.agreement_at(day_span(day).start) is not None]


def _billed_days(account: Account, period: BillingPeriod) -> list[date]:
    """Days of the period on which anything is supplied."""
    return sorted({day for point in account.meter_points for day in _supplied_days(point, period)})


def net_days(account: Account, days: PointDays) -> list[tuple[date, Decimal]]:
    """Each day that is complete for every meter point that is supplied then, with what it cost less what it earned."""
    by_day: dict[date, list[tuple[MeterPoint, DayTotal]]] = {}
    for point in account.meter_points:
        for total in days.get(point.number, ()):
            by_day.setdefault(total.day, []).append((point, total))
    found = []
    for day, rows in sorted(by_day.items()):
        supplied = {p.number for p in account.meter_points if p.agreement_at(day_span(day).start) is not None}
        if supplied <= {point.number for point, total in rows if total.is_complete}:
            signs = ((-1 if point.direction is Direction.EXPORT else 1, total) for point, total in rows)
            found.append((day, sum((sign * total.total_pence for sign, total in signs), Decimal(0))))
    return found


def _periods(listed: Collection[BillingPeriod], current: BillingPeriod, start_day: int) -> tuple[BillingPeriod, ...]:
    """Octopus's own periods, and by the start day what lies between them, after them and before them; newest first."""
    found: list[BillingPeriod] = []
    until = current.first - A_DAY
    for own in sorted(listed, reverse=True):
        while until > own.last:
            found.append(BillingPeriod(max(billing_period(until, start_day).first, own.last + A_DAY), until))
            until = found[-1].first - A_DAY
        found.append(own)
        until = min(until, own.first - A_DAY)
    while len(found) < MONTHS_SHOWN:
        found.append(BillingPeriod(billing_period(until, start_day).first, until))
        until = found[-1].first - A_DAY
    return tuple(found)


def _listed(lists: OctopusLists) -> dict[BillingPeriod, money.Bill]:
    """Octopus's bills by their periods, newest first."""
    found = {BillingPeriod(bill.first_day, bill.last_day): bill for bill in reversed(lists.bills)}
    return {period: found[period] for period in sorted(found, reverse=True)}


async def _past(
    store: HistoryStore, account: Account, periods: Sequence[BillingPeriod], lists: OctopusLists
) -> tuple[PastBill, ...]:
    if not periods:
        return ()
    listed, whole = _listed(lists), BillingPeriod(periods[-1].first, periods[0].last)
    days = await _days(store, account, whole.first, whole.last)
    told_back_to = await _told_back_to(store, account)
    settled = await _settled(store, account, whole)
    is_read = any([await store.extent(point.number) is not None for point in account.meter_points])
    ours = {period: bill_of(account, period, days) for period in periods}
    means = billing.moving_means({period: _known(listed.get(period), ours[period]) for period in periods})
    return tuple(
        _past_bill(
            *(period, listed.get(period), ours[period], means[period]),
            estimated=len(_estimated(account, period, days, settled)),
            is_asked=told_back_to is not None and period.first < told_back_to,
            is_newest=bool(listed) and period > max(listed),
            is_read=is_read,
        )
        for period in periods
        if period in listed or _has_any(ours[period])
    )


def _has_any(bill: billing.Bill) -> bool:
    return any(part.billed.kwh for part in bill.parts)


def _known(listed: money.Bill | None, ours: billing.Bill) -> Decimal | None:
    """What a period came to, Octopus's figure before ours; None where ours lacks something."""
    octopus = _octopus(listed)
    if octopus is None and not (ours.is_complete and _has_any(ours)):
        return None
    return Decimal(ours.billed_pence if octopus is None else octopus)


async def _told_back_to(store: HistoryStore, account: Account) -> date | None:
    """The first day of which Octopus told who its half hours were charged to; None where it told all it does."""
    found: list[date] = []
    for point in account.meter_points:
        extent = await store.extent(point.number)
        if extent is None:
            continue
        for span in smart_spans(point):
            reach = await store.settled_reach(point.number)
            waiting = await store.unexplained(point.number, span, 1)
            begins = max(span.start, day_span(extent[0]).start)
            if waiting:
                found.append(waiting[0] + A_DAY)
            elif reach is None or reach.start > begins:
                found.append(london_date(reach.start if reach is not None else span.end))
    return max(found, default=None)


def _octopus(bill: money.Bill | None) -> int | None:
    return None if bill is None else bill.charges.gross


def _past_bill(
    period: BillingPeriod,
    listed: money.Bill | None,
    ours: billing.Bill,
    mean: Decimal | None,
    *,
    estimated: int,
    is_asked: bool,
    is_newest: bool,
    is_read: bool,
) -> PastBill:
    incomplete = len({day for part in ours.parts for day in part.incomplete})
    octopus, own = _octopus(listed), ours.billed_pence if _has_any(ours) else None
    why = difference_words(octopus, own, incomplete, estimated, is_asked=is_asked, is_newest=is_newest, is_read=is_read)
    return PastBill(period, octopus, own, mean, incomplete, why, estimated)
