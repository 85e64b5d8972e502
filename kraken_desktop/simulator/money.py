"""Bills and the balance they leave: pence, and a positive balance is the customer's credit (docs/api.md, 5.10, 7.17).

The customer pays each bill in full by direct debit, a fortnight after it was issued. So the balance is the home's float
less the bill that is issued and not yet paid, and follows from one billing period alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from kraken_desktop.simulator.homes.declaration import EXPORT, MeterPoint
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import at_local, day_slots, local_date
from kraken_desktop.simulator.tariffs import vat_at

ISSUED_AFTER_DAYS = 4
PAID_AFTER_DAYS = 14
CENTI_KWH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Charge:
    """One meter point over one period; export is a negative charge."""

    mpan: str
    is_export: bool
    kwh: Decimal
    net_pence: int
    tax_pence: int

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.tax_pence


@dataclass(frozen=True, slots=True)
class Bill:
    """The local days first … last."""

    first: date
    last: date
    charges: tuple[Charge, ...]

    @property
    def gross_pence(self) -> int:
        return sum(charge.gross_pence for charge in self.charges)


class Ledger:
    """Bills of a household, made when asked for and kept."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._bills: dict[date, Bill] = {}

    def balance(self, now: datetime) -> int:
        today = local_date(now)
        due = self._household.home.float_pence
        for months_back in (1, 2):
            first = self.period_start(today, months_back)
            if self._is_outstanding(first, today):
                due -= self.bill(first).gross_pence
        return due

    def _is_outstanding(self, first: date, today: date) -> bool:
        # Known before the bill is made: making one costs a month of metering.
        issued = _next_month(first) + timedelta(days=ISSUED_AFTER_DAYS)
        return issued <= today < issued + timedelta(days=PAID_AFTER_DAYS)

    def period_start(self, day: date, months_back: int = 0) -> date:
        """The first day of the billing period that holds a day, or of one so many before it."""
        first = day.replace(day=self._household.home.billing_day)
        if first > day:
            first = _previous_month(first)
        for _ in range(months_back):
            first = _previous_month(first)
        return first

    def bill(self, first: date) -> Bill:
        if first not in self._bills:
            last = _next_month(first) - timedelta(days=1)
            points = self._household.home.meter_points
            self._bills[first] = Bill(first, last, tuple(self._charge(point, first, last) for point in points))
        return self._bills[first]

    def _charge(self, point: MeterPoint, first: date, last: date) -> Charge:
        is_export = point.direction == EXPORT
        kwh, net, tax = Decimal(0), Decimal(0), Decimal(0)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            day_kwh, day_net = self._day(point, day)
            kwh, net = kwh + day_kwh, net + day_net
            if not is_export:
                tax += day_net * vat_at(at_local(day))
        sign = -1 if is_export else 1
        return Charge(point.mpan, is_export, kwh, sign * _whole(net), sign * _whole(tax))

    def _day(self, point: MeterPoint, day: date) -> tuple[Decimal, Decimal]:
        """(kWh, pence without VAT) of a local day, its standing charge included."""
        household = self._household
        kwh, net = Decimal(0), Decimal(0)
        for slot in day_slots(day):
            price = household.owed_price(point, slot)
            if price is not None:
                energy = Decimal(household.meter.energy(point.direction, slot)) / 1000
                billed = energy.quantize(CENTI_KWH, ROUND_HALF_EVEN)
                kwh, net = kwh + billed, net + billed * price
        tariff = household.tariff_at(point, at_local(day))
        return kwh, net if tariff is None else net + tariff.standing.exc_vat_at(at_local(day))


def _whole(pence: Decimal) -> int:
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)


def _previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
