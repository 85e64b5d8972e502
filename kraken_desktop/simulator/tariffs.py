"""Price lists as the public API shows them: rows with a validity, newest first (docs/api.md, 5.5 and 5.6)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import overload

from kraken_desktop.simulator.london import at_local, local_date, slot_of, slot_start

VAT = Decimal("0.05")
VAT_ENDS = at_local(date(2026, 10, 1))
DIRECT_DEBIT, NON_DIRECT_DEBIT = "DIRECT_DEBIT", "NON_DIRECT_DEBIT"
ON_RECEIPT = Decimal("1.048")
BELOW_NOTHING = Decimal("2.40")
ANNOUNCED_AHEAD = timedelta(days=35)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RateRow:
    """Pence per kWh (or a day) on [start, end); end None = in force until further notice."""

    exc_vat: Decimal
    inc_vat: Decimal
    start: datetime
    end: datetime | None
    payment_method: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for and what may be seen: rows that overlap [start, end), as published by now."""

    start: datetime | None
    end: datetime | None
    now: datetime
    half_hours_known_until: datetime
    below_nothing: range = range(0)
    """Half hours whose price is below zero, whatever the market says."""

    def touches(self, row: RateRow) -> bool:
        starts_before_end = self.end is None or row.start < self.end
        return starts_before_end and (self.start is None or row.end is None or row.end > self.start)


def vat_at(moment: datetime) -> Decimal:
    return VAT if moment < VAT_ENDS else Decimal(0)


def with_vat(exc_vat: Decimal, moment: datetime) -> Decimal:
    return exc_vat * (1 + vat_at(moment))


class PriceList(ABC):
    """One list of one tariff."""

    @abstractmethod
    def exc_vat_at(self, moment: datetime) -> Decimal:
        """The direct debit price in force at an instant, published or not."""

    def of_day(self, slots: range) -> list[Decimal]:
        """The same for each half hour of one London day."""
        return [self.exc_vat_at(slot_start(slot)) for slot in slots]

    @abstractmethod
    def rows(self, window: Window) -> Sequence[RateRow]:
        """The published rows of the window, newest first."""


@dataclass(frozen=True)
class Steps(PriceList):
    """A price that changes on certain London days and is announced a month ahead."""

    steps: tuple[tuple[date, Decimal], ...]
    taxed: bool = True
    by_payment_method: bool = False
    opens: date = date(2000, 1, 1)

    def exc_vat_at(self, moment: datetime) -> Decimal:
        day = local_date(moment)
        return next((price for since, price in reversed(self.steps) if since <= day), self.steps[0][1])

    def of_day(self, slots: range) -> list[Decimal]:
        return [self.exc_vat_at(slot_start(slots.start))] * len(slots)

    def rows(self, window: Window) -> Sequence[RateRow]:
        rows: list[RateRow] = []
        for row in self._periods(window.now):
            if self.by_payment_method:
                rows.append(replace(row, payment_method=DIRECT_DEBIT))
                dearer = _on_receipt(row.exc_vat)
                inc_vat = with_vat(dearer, row.start) if self.taxed else dearer
                rows.append(replace(row, exc_vat=dearer, inc_vat=inc_vat, payment_method=NON_DIRECT_DEBIT))
            else:
                rows.append(row)
        return [row for row in reversed(rows) if window.touches(row)]

    def _periods(self, now: datetime) -> Iterator[RateRow]:
        known = [(since, price) for since, price in self.steps if at_local(since) - ANNOUNCED_AHEAD <= now]
        tax_day = local_date(VAT_ENDS)
        if self.taxed and at_local(tax_day) - ANNOUNCED_AHEAD <= now and tax_day not in dict(known):
            known = sorted([*known, (tax_day, self.exc_vat_at(VAT_ENDS))])
        for (since, price), following in zip(known, [*known[1:], None], strict=True):
            if following is not None and following[0] <= self.opens:
                continue
            start = at_local(max(since, self.opens))
            inc_vat = with_vat(price, start) if self.taxed else price
            yield RateRow(price, inc_vat, start, None if following is None else at_local(following[0]))


@dataclass(frozen=True)
class HalfHours(PriceList):
    """A price of its own for each half hour, known until the evening that was published last."""

    price: Callable[[int], Decimal]
    opens: date
    taxed: bool = True
    closes: date | None = None

    def exc_vat_at(self, moment: datetime) -> Decimal:
        return self.price(slot_of(moment))

    def of_day(self, slots: range) -> list[Decimal]:
        return [self.price(slot) for slot in slots]

    def rows(self, window: Window) -> Sequence[RateRow]:
        first, last = at_local(self.opens), window.half_hours_known_until
        if self.closes is not None:
            last = min(last, at_local(self.closes))
        if window.start is not None:
            first = max(first, slot_start(slot_of(window.start)))
        if window.end is not None:
            last = min(last, window.end)
        slots = range(slot_of(last + timedelta(seconds=1799)) - 1, slot_of(first) - 1, -1)
        return LazyRows(slots, lambda slot: self._row(slot, window.below_nothing))

    def _row(self, slot: int, below_nothing: range) -> RateRow:
        row = _half_hour(self.price, slot, self.taxed)
        return _sunken(row) if slot in below_nothing and self.taxed else row


@dataclass(frozen=True)
class Days(PriceList):
    """A price for each London day; tomorrow's appears when tomorrow's half hours do."""

    price: Callable[[date], Decimal]
    opens: date
    closes: date | None = None

    def exc_vat_at(self, moment: datetime) -> Decimal:
        return self.price(local_date(moment))

    def of_day(self, slots: range) -> list[Decimal]:
        return [self.price(local_date(slot_start(slots.start)))] * len(slots)

    def rows(self, window: Window) -> Sequence[RateRow]:
        first = self.opens if window.start is None else max(self.opens, local_date(window.start))
        last = local_date(window.half_hours_known_until)
        if self.closes is not None:
            last = min(last, self.closes - DAY)
        if window.end is not None:
            last = min(last, local_date(window.end - timedelta(microseconds=1)))
        return LazyRows(range(last.toordinal(), first.toordinal() - 1, -1), self._row)

    def _row(self, number: int) -> RateRow:
        day = date.fromordinal(number)
        value, start = self.price(day), at_local(day)
        return RateRow(value, with_vat(value, start), start, at_local(day + DAY))


@dataclass(frozen=True)
class NoRows(PriceList):
    """A list that exists and is empty."""

    def exc_vat_at(self, moment: datetime) -> Decimal:
        raise LookupError(f"no price is listed for {moment}")

    def rows(self, window: Window) -> Sequence[RateRow]:
        return ()


@dataclass(frozen=True)
class Edited(PriceList):
    """A list of which one row was overwritten in place: the one that holds at `moment`."""

    before: PriceList
    moment: datetime
    exc_vat: Decimal
    taxed: bool

    def exc_vat_at(self, moment: datetime) -> Decimal:
        row = self._row()
        is_in = row.start <= moment and (row.end is None or moment < row.end)
        return self.exc_vat if is_in else self.before.exc_vat_at(moment)

    def rows(self, window: Window) -> Sequence[RateRow]:
        target = self._row()
        return [self._changed(row) if row.start == target.start else row for row in self.before.rows(window)]

    def _row(self) -> RateRow:
        instant = Window(self.moment, self.moment + timedelta(seconds=1), self.moment, self.moment + DAY)
        return self.before.rows(instant)[0]

    def _changed(self, row: RateRow) -> RateRow:
        price = self.exc_vat if row.payment_method != NON_DIRECT_DEBIT else _on_receipt(self.exc_vat)
        return replace(row, exc_vat=price, inc_vat=with_vat(price, row.start) if self.taxed else price)


@lru_cache(maxsize=4096)
def _half_hour(price: Callable[[int], Decimal], slot: int, taxed: bool) -> RateRow:
    value, start = price(slot), slot_start(slot)
    return RateRow(value, with_vat(value, start) if taxed else value, start, slot_start(slot + 1))


def _sunken(row: RateRow) -> RateRow:
    """The price of a half hour in which the country has far more than it needs."""
    exc_vat = min(row.exc_vat, Decimal(0)) - BELOW_NOTHING
    return replace(row, exc_vat=exc_vat, inc_vat=with_vat(exc_vat, row.start))


@dataclass(frozen=True)
class LazyRows(Sequence[RateRow]):
    """Years of half hours of which one page is wanted."""

    slots: range
    make: Callable[[int], RateRow]

    def __len__(self) -> int:
        return len(self.slots)

    @overload
    def __getitem__(self, index: int) -> RateRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RateRow]: ...
    def __getitem__(self, index: int | slice) -> RateRow | Sequence[RateRow]:
        if isinstance(index, slice):
            return [self.make(slot) for slot in self.slots[index]]
        return self.make(self.slots[index])


def _on_receipt(price: Decimal) -> Decimal:
    """What those pay who do not pay by direct debit."""
    return (price * ON_RECEIPT).quantize(Decimal("0.01"))


def merged(rows: Sequence[RateRow]) -> list[RateRow]:
    """Oldest first, neighbours of one price joined: the bands of docs/api.md, 7.3."""
    joined: list[RateRow] = []
    for row in reversed(rows):
        last = joined[-1] if joined else None
        if last is not None and (last.end, last.exc_vat, last.inc_vat) == (row.start, row.exc_vat, row.inc_vat):
            joined[-1] = replace(last, end=row.end)
        else:
            joined.append(row)
    return joined
