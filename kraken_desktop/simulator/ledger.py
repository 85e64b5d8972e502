"""What is truly owed: each half hour of a supply with its price, why it has that price, and the VAT of its time.

An account of the facts, made from the household alone. What has been published, read out or promised by then plays no
part, so that bills, settled costs and everything an application works out can be compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Literal

from kraken_desktop.simulator import smart
from kraken_desktop.simulator.homes.declaration import GasPoint, Supply
from kraken_desktop.simulator.household import Household, own_hours
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, day_slots, local_date, slot_start
from kraken_desktop.simulator.products import Tariff
from kraken_desktop.simulator.tariffs import vat_at

CENTI_KWH = Decimal("0.01")
DAY = timedelta(days=1)
RENAMED = at_local(date(2026, 9, 28))

Who = Literal["home", "car"]


@dataclass(frozen=True, slots=True)
class Part:
    """What of a half hour is charged at one price, in kWh and pence per kWh without VAT.

    `kwh` is exact, `billed_kwh` what the bill makes of it. `why` is the name of the tariff's hour ("standard", "day",
    "night", "peak", "off-peak"), or what overruled it: "smart-dispatch", "boost", "beyond-allowance", "free-hour".
    `label` is how Octopus's own measurements call it (docs/api.md, 7.16).
    """

    who: Who
    kwh: Decimal
    billed_kwh: Decimal
    exc_vat: Decimal
    why: str
    label: str


@dataclass(frozen=True)
class OwedSlot:
    """A half hour of a supply: `metered` in the meter's units, `kwh` not rounded; `vat` as a fraction."""

    slot: int
    metered: Decimal
    kwh: Decimal
    parts: tuple[Part, ...]
    vat: Decimal

    @property
    def start(self) -> datetime:
        return slot_start(self.slot)

    @property
    def billed_kwh(self) -> Decimal:
        return sum((part.billed_kwh for part in self.parts), Decimal(0))

    @cached_property
    def net_pence(self) -> Decimal:
        """As billed, without VAT, not rounded."""
        return sum((part.billed_kwh * part.exc_vat for part in self.parts), Decimal(0))

    @property
    def shown_pence(self) -> Decimal:
        """Exact energy times the price with VAT: what an application shows."""
        return sum((part.kwh * part.exc_vat for part in self.parts), Decimal(0)) * (1 + self.vat)


@dataclass(frozen=True)
class OwedDay:
    """A London day of a supply under its agreement: its half hours and one standing charge in pence without VAT."""

    day: date
    tariff_code: str
    standing: Decimal
    vat: Decimal
    slots: tuple[OwedSlot, ...]

    @cached_property
    def net_pence(self) -> Decimal:
        return self.standing + sum((one.net_pence for one in self.slots), Decimal(0))

    @property
    def billed_kwh(self) -> Decimal:
        return sum((one.billed_kwh for one in self.slots), Decimal(0))


@dataclass(frozen=True, slots=True)
class DaySum:
    """What a London day of a supply comes to: kWh as billed, pence without VAT and with the standing charge."""

    day: date
    billed_kwh: Decimal
    net_pence: Decimal
    vat: Decimal


def _never(_: Supply, __: int) -> bool:
    return False


class Ledger:
    """Asked by half hour or by London day; None where the supply had no agreement."""

    def __init__(self, household: Household, is_free: Callable[[Supply, int], bool] = _never) -> None:
        """`is_free` says which half hours of a supply the customer has booked as free."""
        self._household = household
        self._is_free = is_free

    def slot(self, supply: Supply, slot: int) -> OwedSlot | None:
        tariff = self._household.tariff_at(supply, slot_start(slot))
        return None if tariff is None else self._owed(supply, tariff, slot)

    def _owed(self, supply: Supply, tariff: Tariff, slot: int) -> OwedSlot:
        metered, kwh = self._household.counted(supply, slot)
        parts = tuple(self._parts(supply, tariff, slot, kwh))
        if self._is_free(supply, slot):
            parts = tuple(replace(part, exc_vat=Decimal(0), why="free-hour") for part in parts)
        vat = vat_at(slot_start(slot)) if tariff.is_taxed else Decimal(0)
        return OwedSlot(slot, metered, kwh, parts, vat)

    def day(self, supply: Supply, day: date) -> OwedDay | None:
        begins = at_local(day)
        tariff = self._household.tariff_at(supply, begins)
        if tariff is None:
            return None
        slots = tuple(self._owed(supply, tariff, slot) for slot in day_slots(day))
        vat = vat_at(begins) if tariff.is_taxed else Decimal(0)
        return OwedDay(day, tariff.code, tariff.standing.exc_vat_at(begins), vat, slots)

    def sums(self, supply: Supply, first: date, last: date) -> Iterator[DaySum]:
        """The sums of `day`, of each day first … last that has an agreement; months of them at once."""
        slots = range(day_slots(first).start, day_slots(last).stop)
        billed = self._household.centi_kwh_of(supply, slots)
        for day in days_between(at_local(first), at_local(last + DAY)):
            tariff = self._household.tariff_at(supply, at_local(day))
            if tariff is not None:
                begins = day_slots(day).start - slots.start
                yield self._sum(supply, tariff, day, billed[begins : begins + len(day_slots(day))])

    def _sum(self, supply: Supply, tariff: Tariff, day: date, billed: list[int]) -> DaySum:
        begins, slots = at_local(day), day_slots(day)
        apart = self._apart(supply, tariff, slots)
        at_price: dict[Decimal, int] = {}
        for slot, price, centi in zip(slots, tariff.prices_of_day(slots, own_hours(supply)), billed, strict=True):
            if slot not in apart:
                at_price[price] = at_price.get(price, 0) + centi
        owed = [self._owed(supply, tariff, slot) for slot in apart]
        net = sum((price * centi for price, centi in at_price.items()), Decimal(0)) / 100
        kwh = Decimal(sum(at_price.values())) / 100 + sum((one.billed_kwh for one in owed), Decimal(0))
        vat = vat_at(begins) if tariff.is_taxed else Decimal(0)
        standing = tariff.standing.exc_vat_at(begins)
        return DaySum(day, kwh, net + standing + sum((one.net_pence for one in owed), Decimal(0)), vat)

    def _apart(self, supply: Supply, tariff: Tariff, slots: range) -> set[int]:
        """Half hours that may cost something else than the tariff's hour."""
        cars = self._household.premises(supply).cars if tariff.is_smart else ()
        start, end = slots.start * SLOT_SECONDS, slots.stop * SLOT_SECONDS
        touched = {
            slot
            for life in cars
            for run in life.runs_between(start, end)
            for slot in range(run.start // SLOT_SECONDS, -(-run.end // SLOT_SECONDS))
        }
        return touched.intersection(slots) | {slot for slot in slots if self._is_free(supply, slot)}

    def _parts(self, supply: Supply, tariff: Tariff, slot: int, kwh: Decimal) -> Iterator[Part]:
        moment = slot_start(slot)
        billed = _centi(kwh)
        name, price = tariff.price_at(moment, own_hours(supply))
        if isinstance(supply, GasPoint):
            yield Part("home", kwh, billed, price, name, "CONSUMPTION_CHARGE_G_B")
            return
        lives = self._household.premises(supply).cars if tariff.is_smart else ()
        charging = smart.in_slot(lives, slot, has_allowance=tariff.is_four_rate)
        why = name
        if name != "night" and charging.makes_cheap:
            why, price = "smart-dispatch", tariff.named("night").exc_vat_at(moment)
        if tariff.is_four_rate:
            for car in _car_parts(tariff, charging, slot, is_night=name == "night"):
                yield car
                kwh, billed = kwh - car.kwh, billed - car.billed_kwh
        yield Part("home", kwh, billed, price, why, _label(tariff, moment, why))


def _car_parts(tariff: Tariff, charging: smart.Charging, slot: int, *, is_night: bool) -> Iterator[Part]:
    """The car's own prices on the four-rate tariff (docs/domain.md, Dispatches)."""
    moment = slot_start(slot)
    peak, off_peak = (tariff.lists[f"ev-device-{name}-unit-rates"].exc_vat_at(moment) for name in ("peak", "off-peak"))
    kinds = (
        (charging.smart_wh, off_peak, "smart-dispatch"),
        (charging.beyond_wh, peak, "beyond-allowance"),
        (charging.boost_wh, *_boost_price(charging, peak, off_peak, is_night=is_night)),
    )
    for wh, price, why in kinds:
        if wh:
            kwh = Decimal(wh) / 1000
            yield Part("car", kwh, _centi(kwh), price, why, _car_label(moment, is_cheap=price == off_peak))


def _boost_price(charging: smart.Charging, peak: Decimal, off_peak: Decimal, *, is_night: bool) -> tuple[Decimal, str]:
    """A half hour that a smart dispatch touches is billed off-peak as a whole, a boost in it too."""
    if is_night:
        return off_peak, "night"
    return (off_peak, "smart-dispatch") if charging.makes_cheap else (peak, "boost")


def _label(tariff: Tariff, moment: datetime, why: str) -> str:
    if tariff.timetable is None:
        return "CONSUMPTION_CHARGE_E_B"
    is_cheap = why in ("night", "smart-dispatch")
    if tariff.is_four_rate:
        if moment >= RENAMED:
            return "HOME LOW RATE" if is_cheap else "HOME STANDARD RATE"
        return "NIGHT_RATE" if is_cheap else "DAY_RATE"
    return "ECO7_NIGHT" if is_cheap else f"ECO7_{why.upper().replace('-', '_')}"


def _car_label(moment: datetime, *, is_cheap: bool) -> str:
    if moment >= RENAMED:
        return "EV LOW RATE" if is_cheap else "EV STANDARD RATE"
    return "EV_DEVICE_OFF_PEAK" if is_cheap else "EV_DEVICE_PEAK"


def _centi(kwh: Decimal) -> Decimal:
    return kwh.quantize(CENTI_KWH, ROUND_HALF_EVEN)


def days_between(start: datetime, end: datetime) -> Iterator[date]:
    """The London days that [start, end) touches."""
    day = local_date(start)
    while at_local(day) < end:
        yield day
        day = date.fromordinal(day.toordinal() + 1)
