"""Bills and the balance they leave: pence, and a positive balance is the customer's credit (docs/api.md, 5.10, 7.17).

The customer pays each bill in full by direct debit, a fortnight after it was issued. So the balance is the home's float
less the bill that is issued and not yet paid, and follows from one billing period alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from kraken_desktop.simulator.homes.declaration import EXPORT, GasPoint, Supply
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.ledger import Ledger
from kraken_desktop.simulator.london import local_date

ISSUED_AFTER_DAYS = 4
PAID_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Charge:
    """One supply over the part of a period in which it had an agreement; export is a negative charge."""

    supply: Supply
    first: date
    last: date
    kwh: Decimal
    net_pence: int
    tax_pence: int

    @property
    def number(self) -> str:
        """MPAN or MPRN."""
        return self.supply.mprn if isinstance(self.supply, GasPoint) else self.supply.mpan

    @property
    def is_export(self) -> bool:
        return not isinstance(self.supply, GasPoint) and self.supply.direction == EXPORT

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.tax_pence

    @property
    def title(self) -> str:
        return "Gas" if isinstance(self.supply, GasPoint) else "Electricity"


@dataclass(frozen=True, slots=True)
class Bill:
    """The local days first … last."""

    first: date
    last: date
    charges: tuple[Charge, ...]

    @property
    def issued(self) -> date:
        return issued_on(self.first)

    @property
    def paid(self) -> date:
        """When the direct debit takes what is owed."""
        return self.issued + PAID_AFTER

    @property
    def gross_pence(self) -> int:
        return sum(charge.gross_pence for charge in self.charges)


class Bills:
    """One account's bills, made when asked for and kept."""

    def __init__(self, household: Household, ledger: Ledger, account: str) -> None:
        self._home = household.home
        self._ledger = ledger
        self._account = account
        self._bills: dict[date, Bill] = {}

    @property
    def settled_pence(self) -> int:
        """The balance once every bill is paid."""
        return self._home.float_pence

    def balance(self, now: datetime) -> int:
        """Pence, positive in the customer's favour."""
        today = local_date(now)
        outstanding = (first for first in self.issued(now, 2) if today < issued_on(first) + PAID_AFTER)
        return self.settled_pence - sum(self.bill(first).gross_pence for first in outstanding)

    def issued(self, now: datetime, count: int) -> list[date]:
        """The first days of the newest periods billed by now, newest first; none is made for it."""
        today, opened = local_date(now), self.opened
        first = self.period_start(today)
        found: list[date] = []
        while len(found) < count and first > opened:
            first = _previous_month(first)
            if issued_on(first) <= today:
                found.append(first)
        return found

    def period_start(self, day: date, months_back: int = 0) -> date:
        """The first day of the billing period that holds a day, or of one so many before it."""
        first = day.replace(day=self._home.billing_day)
        if first > day:
            first = _previous_month(first)
        for _ in range(months_back):
            first = _previous_month(first)
        return first

    def bill(self, first: date) -> Bill:
        if first not in self._bills:
            last = next_month(first) - timedelta(days=1)
            places = self._home.properties_of(self._account)
            charges = (self._charge(supply, first, last) for place in places for supply in place.supplies)
            self._bills[first] = Bill(first, last, tuple(charge for charge in charges if charge is not None))
        return self._bills[first]

    def before(self, first: date) -> Bill | None:
        """The bill of the period before, None for the account's first."""
        earlier = _previous_month(first)
        return self.bill(earlier) if next_month(earlier) > self.opened else None

    @property
    def opened(self) -> date:
        """The account's first day on any tariff."""
        places = self._home.properties_of(self._account)
        return min(supply.agreements[0].since for place in places for supply in place.supplies)

    def _charge(self, supply: Supply, first: date, last: date) -> Charge | None:
        days = list(self._ledger.sums(supply, first, last))
        if not days:
            return None
        kwh = sum((owed.billed_kwh for owed in days), Decimal(0))
        net = sum((owed.net_pence for owed in days), Decimal(0))
        tax = sum((owed.net_pence * owed.vat for owed in days), Decimal(0))
        is_export = not isinstance(supply, GasPoint) and supply.direction == EXPORT
        sign = -1 if is_export else 1
        return Charge(supply, days[0].day, days[-1].day, kwh, sign * _whole(net), sign * _whole(tax))


def issued_on(first: date) -> date:
    """When the bill of the period that begins on a day is made."""
    return next_month(first) + timedelta(days=ISSUED_AFTER_DAYS)


def _whole(pence: Decimal) -> int:
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))


def next_month(day: date) -> date:
    """The same day a month later."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)


def _previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
