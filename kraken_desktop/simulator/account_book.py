"""What stands on the account: charges, payments and credits in order, and statements (docs/api.md, 7.17).

A bill's charges are posted when it is issued, the direct debit that pays it a fortnight later, less what was credited
for free hours since the bill before; points turned into money stay on the account. Everything is made from the newest
backwards and only as far as somebody looks, because each bill costs a month of metering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Literal

from kraken_desktop.simulator.london import at_local, local_date
from kraken_desktop.simulator.money import PAID_AFTER, Bill, Bills, Charge, issued_on
from kraken_desktop.simulator.tariffs import vat_at

Rewards = Callable[[date, date, datetime], Iterable[tuple[date, int]]]
Kind = Literal["Charge", "Payment", "Credit"]
MONTHS_KEPT = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """Pence. `effect` is what it adds to the balance; `place` tells entries of one day apart, oldest first."""

    kind: Kind
    title: str
    posted: date
    net: int
    tax: int
    place: int = 0
    bill: Bill | None = None
    charge: Charge | None = None

    @property
    def effect(self) -> int:
        return -(self.net + self.tax) if self.kind == "Charge" else self.net + self.tax


@dataclass(frozen=True, slots=True)
class Statement:
    """One bill with the balance before and after it: it opens where the one before closed.

    In its time `paid` was paid for the one before, and `credits` were given, free hours included.
    """

    bill: Bill
    opening: int
    paid: int
    credits: tuple[Entry, ...]

    @property
    def closing(self) -> int:
        return self.opening + self.paid - self.bill.gross_pence + sum(entry.effect for entry in self.credits)


@dataclass(frozen=True, slots=True)
class DirectDebit:
    """A payment, made or announced."""

    amount: int
    day: date
    is_cleared: bool


def no_rewards(_: date, __: date, ___: datetime) -> Iterable[tuple[date, int]]:
    return ()


class AccountBook:
    """Every entry of one account, newest first, and the credits that were given while the world ran."""

    def __init__(self, bills: Bills, rewards: Rewards = no_rewards) -> None:
        """`rewards` answers what was credited for free hours in (after, until] and by an instant: (posted, pence)."""
        self._bills = bills
        self._rewards = rewards
        self._credits: list[Entry] = []

    def give(self, now: datetime, title: str, pence: int) -> None:
        """A credit to the customer, from now on part of the balance."""
        self._credits.append(Entry("Credit", title, local_date(now), pence, 0, place=100 + len(self._credits)))

    def balance(self, now: datetime) -> int:
        """Pence; positive = credit."""
        today, open_since = local_date(now), self._paid_until(now)
        rewarded = sum(entry.effect for entry in self._rewarded(open_since, today, now))
        return self._bills.balance(now) + self._credited(today) + rewarded

    def bills(self, now: datetime) -> Iterator[Bill]:
        """Issued ones, newest first."""
        for first in self._bills.issued(now, MONTHS_KEPT):
            yield self._bills.bill(first)

    def statements(self, now: datetime) -> Iterator[Statement]:
        for bill in self.bills(now):
            before = self._issued_before(bill)
            given = [entry for entry in self._credits if before < entry.posted <= bill.issued]
            credits = tuple(sorted([*given, *self._rewards_of(bill, now)], key=_order))
            earlier = self._bills.before(bill.first)
            paid = 0 if earlier is None else self._owed(earlier, now)
            opening = self._bills.settled_pence + self._credited(before) - paid
            yield Statement(bill, opening, paid, credits)

    def entries(self, now: datetime) -> Iterator[tuple[Entry, int]]:
        """(entry, balance after it), newest first."""
        balance = self.balance(now)
        given = [entry for entry in reversed(self._credits) if entry.posted <= local_date(now)]
        oldest = self._bills.issued(now, MONTHS_KEPT)
        rewarded = self._rewarded(issued_on(oldest[-1]), local_date(now), now) if oldest else iter(())
        for entry in merge(self._of_bills(now), given, rewarded, key=_order, reverse=True):
            yield entry, balance
            balance -= entry.effect

    def payments(self, now: datetime) -> Iterator[DirectDebit]:
        """Newest first; one that is announced but not yet taken leads."""
        today = local_date(now)
        for bill in self.bills(now):
            yield DirectDebit(self._owed(bill, now), bill.paid, bill.paid <= today)

    def _of_bills(self, now: datetime) -> Iterator[Entry]:
        today = local_date(now)
        for bill in self.bills(now):
            if bill.paid <= today:
                yield Entry("Payment", "Direct debit", bill.paid, self._owed(bill, now), 0, bill=bill)
            for place, charge in reversed(list(enumerate(bill.charges))):
                yield Entry(
                    "Charge", charge.title, bill.issued, charge.net_pence, charge.tax_pence, place, bill, charge
                )

    def _owed(self, bill: Bill, now: datetime) -> int:
        """What the direct debit takes for a bill."""
        return bill.gross_pence - sum(entry.effect for entry in self._rewards_of(bill, now))

    def _rewards_of(self, bill: Bill, now: datetime) -> list[Entry]:
        """What was credited for free hours between the bill before and this one."""
        return list(self._rewarded(self._issued_before(bill), bill.issued, now))

    def _issued_before(self, bill: Bill) -> date:
        return issued_on(self._bills.period_start(bill.first, 1))

    def _paid_until(self, now: datetime) -> date:
        """When the newest bill was issued that is paid: what was credited later lowers no payment yet."""
        today = local_date(now)
        issues = [issued_on(first) for first in self._bills.issued(now, 3)]
        paid = [issue for issue in issues if issue + PAID_AFTER <= today]
        return paid[0] if paid else self._bills.opened

    def _rewarded(self, after: date, until: date, now: datetime) -> Iterator[Entry]:
        """Newest first."""
        for posted, pence in self._rewards(after, until, now):
            yield Entry("Credit", "Powerups Reward", posted, *_net_and_tax(pence, posted), place=50)

    def _credited(self, until: date) -> int:
        return sum(entry.effect for entry in self._credits if entry.posted <= until)


def _net_and_tax(gross: int, posted: date) -> tuple[int, int]:
    net = round(gross / (1 + vat_at(at_local(posted))))
    return net, gross - net


def _order(entry: Entry) -> tuple[date, int]:
    return entry.posted, entry.place
