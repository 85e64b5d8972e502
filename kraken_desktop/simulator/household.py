"""A home, living: its meters, its cars and its agreements under one seed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.catalogue import Catalogue
from kraken_desktop.simulator.chance import between, draw
from kraken_desktop.simulator.heat_pump import HeatPumpLife
from kraken_desktop.simulator.homes.declaration import Agreement, GasPoint, Home, Meter, MeterPoint, Property, Supply
from kraken_desktop.simulator.london import at_local, local_date, slot_start, unix
from kraken_desktop.simulator.meter import Load, half_even
from kraken_desktop.simulator.premises import Premises
from kraken_desktop.simulator.products import Tariff
from kraken_desktop.simulator.tariffs import with_vat
from kraken_desktop.simulator.timetable import Timetable


class Household:
    """Facts of one home at any instant; nothing here knows what has been published or read out yet."""

    def __init__(self, home: Home, seed: int) -> None:
        self.home = home
        self.seed = seed
        self.catalogue = Catalogue(seed, home.products)
        self.cars = tuple(CarLife(car, seed) for car in home.cars)
        self.heat_pump = None if home.heat_pump is None else HeatPumpLife(home.heat_pump, seed)
        self._premises = {
            place.property_id: Premises(home, place, self._loads_at(place), seed) for place in home.properties
        }
        self._place_of = {
            supply.mprn if isinstance(supply, GasPoint) else supply.mpan: self._premises[place.property_id]
            for place in home.properties
            for supply in place.supplies
        }
        self._arrival_of = lru_cache(maxsize=2048)(self._reading_arrives)

    def _loads_at(self, place: Property) -> tuple[Load, ...]:
        """Cars and heat pump stand where the home is now."""
        if place is not self.home.properties[-1]:
            return ()
        return (*self.cars, *([] if self.heat_pump is None else [self.heat_pump]))

    @property
    def changes(self) -> int:
        """How often anybody has interfered with prices, cars or heat pump: the same number means the same energy and
        money."""
        pump = 0 if self.heat_pump is None else self.heat_pump.changes
        return self.catalogue.edits + pump + sum(life.changes for life in self.cars)

    def car(self, device_id: str) -> CarLife | None:
        return next((life for life in self.cars if life.car.device_id == device_id), None)

    def premises(self, supply: Supply) -> Premises:
        """Where a meter point is."""
        return self._place_of[supply.mprn if isinstance(supply, GasPoint) else supply.mpan]

    def known_properties(self, account: str, now: datetime) -> list[Property]:
        """An account's, those that have been moved into by now."""
        return [place for place in self.home.properties_of(account) if place.moved_in <= local_date(now)]

    def known_meters(self, point: MeterPoint, now: datetime) -> list[Meter]:
        """Those that have been hung by now, oldest first."""
        return [meter for meter in point.meters if meter.active_from <= local_date(now)] or [point.meters[0]]

    def agreement_at(self, point: Supply, moment: datetime) -> Agreement | None:
        """The one in force, in the end; half open, by London midnights."""
        day = local_date(moment)
        return next(
            (one for one in point.agreements if one.since <= day and (one.until is None or day < one.until)), None
        )

    def known_agreements(self, point: Supply, now: datetime) -> list[Agreement]:
        """Those that have begun and been entered, oldest first."""
        today = local_date(now)
        return [one for one in point.agreements if max(one.since, one.entered or one.since) <= today]

    def has_ended(self, agreement: Agreement, now: datetime) -> bool:
        """Whether it is over as far as anybody knows: one whose successor waits to be entered goes on."""
        today, until = local_date(now), agreement.until
        lists = (supply.agreements for supply in self.home.supplies if agreement in supply.agreements)
        following = next((one for agreements in lists for one in agreements if one.since == until), None)
        if following is not None and following.entered is not None and today < following.entered:
            return False
        return until is not None and until <= today

    def tariff(self, agreement: Agreement) -> Tariff:
        """Raises LookupError for a home that names a tariff which does not exist."""
        tariff = self.catalogue.tariff(agreement.tariff_code)
        if tariff is None:
            raise LookupError(agreement.tariff_code)
        return tariff

    def tariff_at(self, point: Supply, moment: datetime) -> Tariff | None:
        agreement = self.agreement_at(point, moment)
        return None if agreement is None else self.tariff(agreement)

    def listed_price(self, point: Supply, moment: datetime) -> tuple[Decimal, Decimal] | None:
        """The tariff's price at an instant in pence per kWh, without and with VAT, dispatches left aside."""
        tariff = self.tariff_at(point, moment)
        if tariff is None:
            return None
        _, exc_vat = tariff.price_at(moment, own_hours(point))
        return exc_vat, with_vat(exc_vat, moment) if tariff.is_taxed else exc_vat

    def wh(self, point: MeterPoint, slot: int) -> int:
        """Watt-hours of a half hour."""
        return self.premises(point).meter.energy(point.direction, slot)

    def metered(self, supply: Supply, slot: int) -> Decimal:
        """A half hour in the meter's own units, kWh or m³, to three places."""
        return Decimal(self.thousandths(supply, slot)) / 1000

    def thousandths(self, supply: Supply, slot: int) -> int:
        """A half hour in watt-hours or, on a gas meter that counts m³, litres."""
        if isinstance(supply, MeterPoint):
            return self.wh(supply, slot)
        return self.premises(supply).gas[supply.mprn].units(slot)

    def thousandths_of(self, supply: Supply, slots: range) -> NDArray[np.int64]:
        """The same of each of several half hours."""
        if isinstance(supply, MeterPoint):
            return self.premises(supply).meter.energies(supply.direction, slots)
        return self.premises(supply).gas[supply.mprn].units_of(slots)

    def centi_kwh_of(self, supply: Supply, slots: range) -> list[int]:
        """Each of several half hours in hundredths of a kWh, as the bill rounds them."""
        units = self.thousandths_of(supply, slots)
        if isinstance(supply, GasPoint):
            units = self.premises(supply).gas[supply.mprn].centi_kwh_of(units)
        else:
            units = half_even(units, 10)
        centis: list[int] = units.tolist()
        return centis

    def kwh(self, supply: Supply, slot: int) -> Decimal:
        """A half hour in kWh, not rounded."""
        return self.counted(supply, slot)[1]

    def counted(self, supply: Supply, slot: int) -> tuple[Decimal, Decimal]:
        """A half hour in the meter's own units, and in kWh, not rounded."""
        units = self.thousandths(supply, slot)
        metered = Decimal(units) / 1000
        return metered, self.premises(supply).gas[supply.mprn].kwh_of(units) if isinstance(
            supply, GasPoint
        ) else metered

    def register(self, point: MeterPoint, meter: Meter, seconds: int) -> int:
        """Watt-hours that one meter shows at a Unix time; it stands still once it is taken down."""
        house = self.premises(point).meter
        if meter.active_to is not None:
            seconds = min(seconds, unix(at_local(meter.active_to)))
        counted = house.register(point.direction, seconds)
        if meter.first_reading is None:
            return counted
        return counted - house.register(point.direction, unix(at_local(meter.active_from))) + meter.first_reading

    def arrives(self, slot: int) -> datetime:
        """When a half hour's reading reaches Octopus: late the next morning, now and then days later."""
        return self._arrival_of(slot)

    def _reading_arrives(self, slot: int) -> datetime:
        day = local_date(slot_start(slot))
        minutes = between(585, 705, self.seed, "arrival", day)
        behind = 1
        if draw(self.seed, "in pieces", day) < 0.05 and draw(self.seed, "which pieces", day, slot // 6) < 0.5:
            behind += 1 + int(draw(self.seed, "days behind", day) * 3)
        return at_local(day + timedelta(days=behind)) + timedelta(minutes=round(minutes))


def own_hours(point: Supply) -> Timetable | None:
    """A meter's own cheap hours, in UTC; None where it goes by its tariff's."""
    return _timetable(point.night_utc) if isinstance(point, MeterPoint) and point.night_utc else None


@lru_cache(maxsize=16)
def _timetable(nights: tuple[tuple[time, time], ...]) -> Timetable:
    edges = {end: "day" for _, end in nights} | {start: "night" for start, _ in nights}
    return Timetable(tuple(sorted(edges.items())), UTC)
