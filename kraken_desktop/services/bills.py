"""The bill so far and where it goes, past bills as Octopus lists them, and ours beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain import billing, money
from kraken_desktop.domain.account import Account, Direction, MeterPoint
from kraken_desktop.domain.billing import BillingPeriod, BillPart, Projection, billing_period, period_before
from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.settled import Comparison, SettledDay, compared, estimated_days
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.storage.history_store import HistoryStore

A_DAY = timedelta(days=1)
MONTHS_SHOWN = 24
ROUNDING_PENCE = 2


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
    """``so_far`` counts whole days up to yesterday; ``remaining_days`` include today. ``settled`` is Octopus's own cost
    of its days beside ours, ``estimated`` those whose smart charges nobody has confirmed.
    """

    so_far: billing.Bill
    remaining_days: int
    projection: Projection | None
    past: tuple[PastBill, ...]
    payments: tuple[money.Payment, ...]
    problem: Problem | None
    settled: tuple[tuple[BillPart, Comparison], ...] = ()
    estimated: tuple[date, ...] = ()


async def bills_of(store: HistoryStore, account: Account, today: date, start_day: int, lists: OctopusLists) -> Bills:
    """Raises StorageError."""
    period = billing_period(today, start_day)
    yesterday = today - A_DAY
    days = await _days(store, account, period.first - 60 * A_DAY, yesterday)
    remaining = max(0, (period.last - yesterday).days)
    so_far = bill_of(account, BillingPeriod(period.first, min(period.last, yesterday)), days)
    nets = net_days(account, days)
    own = [pence for day, pence in nets if day >= period.first]
    before = [pence for day, pence in nets if day < period.first]
    settled = await _settled(store, account, BillingPeriod(period.first, yesterday))
    return Bills(
        so_far=billing.Bill(period, so_far.parts),
        remaining_days=remaining,
        projection=billing.projection(so_far.pence, remaining, own, before),
        past=await _past(store, account, period, start_day, lists),
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


async def _past(
    store: HistoryStore, account: Account, current: BillingPeriod, start_day: int, lists: OctopusLists
) -> tuple[PastBill, ...]:
    """By Octopus's own periods where it lists any, and by the start day before and beside them."""
    listed = {BillingPeriod(bill.first_day, bill.last_day): bill for bill in reversed(lists.bills)}
    periods = sorted(listed, reverse=True) or []
    oldest = min((period.first for period in periods), default=current.first)
    earlier = billing_period(oldest - A_DAY, start_day) if periods else period_before(current, start_day)
    while len(periods) < MONTHS_SHOWN:
        periods.append(earlier)
        earlier = period_before(earlier, start_day)
    days = await _days(store, account, periods[-1].first, current.first)
    told_back_to = await _told_back_to(store, account)
    settled = await _settled(store, account, BillingPeriod(periods[-1].first, current.first))
    ours = {period: bill_of(account, period, days) for period in periods}
    known = [period for period in reversed(periods) if any(part.billed.kwh for part in ours[period].parts)]
    sums = [Decimal(_octopus(listed.get(period)) or ours[period].billed_pence) for period in known]
    means = dict(zip(known, billing.moving_mean(sums), strict=True))
    return tuple(
        _past_bill(
            *(period, listed.get(period), ours[period], means.get(period)),
            estimated=len(_estimated(account, period, days, settled)),
            is_asked=told_back_to is not None and period.first < told_back_to,
        )
        for period in periods
        if period in known or period in listed
    )


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
) -> PastBill:
    incomplete = len({day for part in ours.parts for day in part.incomplete})
    has_any = any(part.billed.kwh for part in ours.parts)
    octopus, own = _octopus(listed), ours.billed_pence if has_any else None
    why = "" if octopus is None else difference_words(octopus, own, incomplete, estimated, is_asked=is_asked)
    return PastBill(period, octopus, own, mean, incomplete, why, estimated)


def difference_words(
    octopus: int, ours: int | None, incomplete_days: int, estimated_days: int, *, is_asked: bool
) -> str:
    """Why ours is not Octopus's, as far as that can be told; ``is_asked`` where Octopus is still to tell of it."""
    if ours is None:
        return "our readings do not reach back so far"
    difference = abs(ours - octopus)
    if difference == 0:
        return "the same to the penny"
    if incomplete_days:
        return f"{incomplete_days} {'day is' if incomplete_days == 1 else 'days are'} incomplete in our readings"
    if difference <= ROUNDING_PENCE:
        return "rounding"
    if estimated_days:
        days = "1 day" if estimated_days == 1 else f"{estimated_days} days"
        asking = "Octopus is still being asked for" if is_asked else "Octopus does not tell"
        return f"estimated: {asking} the smart charges of {days}"
    return "Octopus corrected something, or billed more than energy"
