"""A price with its validity, and many of them in order (docs/domain.md, Rates)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kraken_desktop.domain.moments import Span

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class RateSource(StrEnum):
    """Where a price came from."""

    OVERRIDE = "set by you"
    AGREEMENT = "your agreement"
    AGREEMENT_NOW = "your agreement, as read today"
    PUBLIC = "public price list"
    DISPATCH = "smart charge"


class PaymentMethod(StrEnum):
    DIRECT_DEBIT = "DIRECT_DEBIT"
    NON_DIRECT_DEBIT = "NON_DIRECT_DEBIT"


@dataclass(frozen=True, slots=True)
class Rate:
    """Pence per kWh (or per day, for standing charges) on ``[start, end)``; ``end`` None = open."""

    start: datetime
    end: datetime | None
    pence_inc_vat: Decimal
    pence_exc_vat: Decimal | None = None
    source: RateSource = RateSource.PUBLIC
    payment_method: PaymentMethod | None = None

    @property
    def stop(self) -> datetime:
        """The end as an instant, far away where it is open."""
        return self.end if self.end is not None else FOREVER

    def covers(self, at: datetime) -> bool:
        return self.start <= at < self.stop


@dataclass(frozen=True, slots=True)
class RateSchedule:
    """Rates in order of time that never overlap. Outside them the price is unknown. Build it with ``of``."""

    rates: tuple[Rate, ...] = ()
    _starts: tuple[datetime, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(rate.start for rate in self.rates))

    @classmethod
    def of(cls, rows: Iterable[Rate]) -> RateSchedule:
        """Where rows overlap the one with the newer start wins; of two with one start the later given wins.

        Empty rows are left out. Rows of two payment methods must be told apart before (``for_payment``).
        """
        kept: dict[datetime, Rate] = {row.start: row for row in rows if row.start < row.stop}
        ordered = sorted(kept.values(), key=lambda row: row.start)
        if all(row.end is not None and row.end <= following.start for row, following in pairwise(ordered)):
            return cls(tuple(ordered))
        resolved: list[Rate] = []
        open_rows: list[Rate] = []
        for index, row in enumerate(ordered):
            following = ordered[index + 1].start if index + 1 < len(ordered) else FOREVER
            open_rows.append(row)
            at = row.start
            while open_rows and at < following:
                newest = open_rows[-1]
                if newest.stop <= at:
                    open_rows.pop()
                    continue
                end = min(newest.stop, following)
                resolved.append(_cut(newest, at, end))
                at = end
        return cls(tuple(resolved))

    def at(self, at: datetime) -> Rate | None:
        """The rate in force, or None where the price is unknown."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return None
        rate = self.rates[index]
        return rate if at < rate.stop else None

    def pence_at(self, at: datetime) -> Decimal | None:
        """p/kWh including VAT; None outside every rate."""
        rate = self.at(at)
        return None if rate is None else rate.pence_inc_vat

    def between(self, span: Span) -> tuple[Rate, ...]:
        """The rates that cover the span, clipped to it, in order."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found: list[Rate] = []
        for rate in self.rates[first:]:
            if rate.start >= span.end:
                break
            if rate.stop > span.start:
                found.append(_cut(rate, max(rate.start, span.start), min(rate.stop, span.end)))
        return tuple(found)

    def covers(self, span: Span) -> bool:
        """True where the price is known at every instant of the span."""
        at = span.start
        while at < span.end:
            rate = self.at(at)
            if rate is None:
                return False
            at = rate.stop
        return True

    def until_change(self, at: datetime) -> datetime | None:
        """When the price that holds at ``at`` ends: at the first different price or where it becomes unknown.

        None where there is no price at ``at`` or it holds for ever. Equal neighbours are one.
        """
        rate = self.at(at)
        while rate is not None:
            following = self.at(rate.stop) if rate.end is not None else None
            if rate.end is None or following is None or following.pence_inc_vat != rate.pence_inc_vat:
                return rate.end
            rate = following
        return None

    def merged_with(self, newer: RateSchedule) -> RateSchedule:
        """Both together; where both know a price the newer one counts. Keeps what ``newer`` leaves out."""
        return RateSchedule.of((*self.outside(newer), *newer.rates))

    def read_anew(self, newer: RateSchedule) -> RateSchedule:
        """The same price list, read once more: a price of which the newer reading tells a part holds only as far as
        that says, so a row that was closed meanwhile is closed. What it does not touch is kept, and what lay before it.
        """
        kept = []
        for rate in self.rates:
            touching = newer.between(Span(rate.start, rate.stop))
            if not touching:
                kept.append(rate)
            elif rate.start < touching[0].start:
                kept.append(replace(rate, end=touching[0].start))
        return RateSchedule.of((*kept, *newer.rates))

    def outside(self, other: RateSchedule) -> tuple[Rate, ...]:
        """The parts of these rates on which ``other`` knows no price."""
        if not other.rates:
            return self.rates
        first, last = other.rates[0].start, other.rates[-1].stop
        left: list[Rate] = []
        for rate in self.rates:
            if rate.start >= last or (rate.end is not None and rate.end <= first):
                left.append(rate)
                continue
            start = rate.start
            for taken in other.between(Span(rate.start, rate.stop)):
                if start < taken.start:
                    left.append(replace(rate, start=start, end=taken.start))
                start = taken.stop
            if start < rate.stop:
                left.append(replace(rate, start=start))
        return tuple(left)


def _cut(rate: Rate, start: datetime, end: datetime) -> Rate:
    """The rate itself where nothing is cut off."""
    if (start, end) == (rate.start, rate.stop):
        return rate
    return replace(rate, start=start, end=None if end == FOREVER else end)


def for_payment(rows: Iterable[Rate], method: PaymentMethod | None) -> tuple[Rate, ...]:
    """The rows that serve the customer: those of the method (direct debit if unknown) and those of none."""
    wanted = method or PaymentMethod.DIRECT_DEBIT
    return tuple(row for row in rows if row.payment_method in (None, wanted))
