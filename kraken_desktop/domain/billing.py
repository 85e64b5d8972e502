"""Billing periods, the bill so far and where it is going (docs/domain.md, Bills)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.costs import Billed, DayTotal
from kraken_desktop.domain.units import ZERO

A_DAY = timedelta(days=1)
FEWEST_DAYS = 3
"""With fewer complete days in the period, the days before it are asked too."""
FALLBACK_DAYS = 28
SPREAD = Decimal("1.28")
"""Standard deviations on each side that hold eight outcomes of ten."""
FEWEST_TRIALS = 7
"""Stretches of past days that tell how a mean moves."""
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class BillingPeriod:
    """London days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def start_in_month(year: int, month: int, start_day: int) -> date:
    """The start day (1–31), clipped to the month."""
    return date(year, month, min(start_day, monthrange(year, month)[1]))


def billing_period(day: date, start_day: int) -> BillingPeriod:
    """The period that holds a day, where periods begin on ``start_day`` of each month."""
    first = start_in_month(day.year, day.month, start_day)
    if first > day:
        before = day.replace(day=1) - A_DAY
        first = start_in_month(before.year, before.month, start_day)
    after = first.replace(day=1) + timedelta(days=32)
    return BillingPeriod(first, start_in_month(after.year, after.month, start_day) - A_DAY)


@dataclass(frozen=True, slots=True)
class BillPart:
    """One meter point over the period so far. Export has negative pence: it is paid to the customer.

    ``pence`` includes VAT and the standing charges; ``billed`` is the same as a bill rounds it.
    """

    number: str
    fuel: Fuel
    direction: Direction
    kwh: Decimal
    pence: Decimal
    standing_pence: Decimal
    billed: Billed
    days: int
    incomplete: tuple[date, ...]

    @property
    def billed_pence(self) -> int:
        """Whole pence, net and VAT each rounded, as a bill states them."""
        sign = -1 if self.direction is Direction.EXPORT else 1
        return sign * (whole_pence(self.billed.net_pence) + whole_pence(self.billed.vat_pence))


@dataclass(frozen=True, slots=True)
class Bill:
    """What the period's days until now come to."""

    period: BillingPeriod
    parts: tuple[BillPart, ...]

    @property
    def pence(self) -> Decimal:
        return sum((part.pence for part in self.parts), ZERO)

    @property
    def billed_pence(self) -> int:
        return sum(part.billed_pence for part in self.parts)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing of the days that it counts."""
        return bool(self.parts) and not any(part.incomplete for part in self.parts)


def bill_part(number: str, fuel: Fuel, direction: Direction, days: Iterable[DayTotal]) -> BillPart:
    sign = -1 if direction is Direction.EXPORT else 1
    kwh = pence = standing = ZERO
    billed, incomplete, count = Billed(), [], 0
    for day in days:
        count += 1
        kwh += day.kwh
        pence += day.total_pence
        standing += day.standing_pence or ZERO
        billed = billed.plus(day.billed)
        if not day.is_complete:
            incomplete.append(day.day)
    return BillPart(number, fuel, direction, kwh, sign * pence, standing, billed, count, tuple(incomplete))


def whole_pence(pence: Decimal) -> int:
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the bill is going: it is likely to end between ``low`` and ``high`` (docs/domain.md, Bills).

    ``from_days`` complete days stand behind it; ``is_fallback`` says that they lie before the period.
    ``missing_days`` of those that are over lack something and count by the mean.
    """

    pence: Decimal
    low: Decimal
    high: Decimal
    from_days: int
    is_fallback: bool
    missing_days: int = 0


def projection(
    own: Sequence[Decimal], remaining_days: int, missing_days: int = 0, before: Sequence[Decimal] = ()
) -> Projection | None:
    """The bill at the period's end by the mean of its complete days, or of the last 28 where it has too few.

    ``own`` and ``before`` are the net pence of whole days, ``before`` newest last. Days that are over and lack
    something count like the days to come. None where no day is known.
    """
    is_fallback = len(own) < FEWEST_DAYS
    days = (*before, *own)[-FALLBACK_DAYS:] if is_fallback else tuple(own)
    if not days:
        return None
    count = Decimal(len(days))
    mean = sum(days, ZERO) / count
    variance = sum(((day - mean) ** 2 for day in days), ZERO) / max(1, len(days) - 1)
    remaining = Decimal(remaining_days + missing_days)
    # The days to come vary by themselves, and their mean is known only as well as these days tell it; and it moves as
    # the year goes on, as far as it did before.
    varied = variance * (remaining + remaining**2 / count)
    moved = remaining**2 * _square_moved((*before, *own), len(days), remaining_days + missing_days)
    margin = SPREAD * max(varied, moved).sqrt()
    middle = sum(own, ZERO) + remaining * mean
    return Projection(middle, middle - margin, middle + margin, len(days), is_fallback, missing_days)


def _square_moved(days: Sequence[Decimal], count: int, following: int) -> Decimal:
    """How far the mean of ``count`` days was from that of those that followed, squared, on average over all the days; 0
    where that cannot be told.
    """
    trials = len(days) - count - following + 1
    if trials < FEWEST_TRIALS or not following:
        return ZERO
    sums = tuple(accumulate(days, initial=ZERO))
    means = (
        ((sums[at] - sums[at - count]) / count, (sums[at + following] - sums[at]) / following)
        for at in range(count, count + trials)
    )
    return sum(((after - before) ** 2 for before, after in means), ZERO) / trials


def moving_means(bills: Mapping[BillingPeriod, Decimal | None]) -> dict[BillingPeriod, Decimal | None]:
    """For each period what a month came to in the year that ends with it (docs/domain.md, Bills).

    ``bills`` have the pence of each, whatever its length; one that began before the year counts by its days in it.
    None where a day of the year has no bill, or one that is not known.
    """
    return {period: _monthly_mean(_year_until(period.last, bills), bills) for period in bills}


def _monthly_mean(year: BillingPeriod, bills: Mapping[BillingPeriod, Decimal | None]) -> Decimal | None:
    whole, told = ZERO, set[int]()
    for period, pence in bills.items():
        first, last = max(period.first, year.first), min(period.last, year.last)
        if first > last:
            continue
        if pence is None:
            return None
        share = BillingPeriod(first, last)
        whole += pence if share == period else pence * share.days / period.days
        told.update(range(first.toordinal(), last.toordinal() + 1))
    return whole / MONTHS_A_YEAR if len(told) == year.days else None


def _year_until(last: date, periods: Iterable[BillingPeriod]) -> BillingPeriod:
    """A start day that a month lacks is its last, and a year later another: the period's own first day counts then."""
    following = last + A_DAY
    first = start_in_month(following.year - 1, following.month, following.day)
    near = (period.first for period in periods if abs(period.first - first) <= A_DAY)
    return BillingPeriod(min(near, key=lambda day: abs(day - first), default=first), last)
