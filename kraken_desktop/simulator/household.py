"""A home, living: its meter, its cars and its agreements under one seed."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from kraken_desktop.simulator.car import SMART, CarLife
from kraken_desktop.simulator.chance import between, draw
from kraken_desktop.simulator.homes.declaration import Agreement, Home, MeterPoint
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local_date, slot_start
from kraken_desktop.simulator.meter import Meter
from kraken_desktop.simulator.products import Catalogue, Tariff
from kraken_desktop.simulator.tariffs import Bands, with_vat


class Household:
    """Facts of one home at any instant; nothing here knows what has been published or read out yet."""

    def __init__(self, home: Home, seed: int) -> None:
        self.home = home
        self.seed = seed
        self.catalogue = Catalogue(seed)
        self.cars = tuple(CarLife(car, seed) for car in home.cars)
        own_seed = int(draw(seed, "house", home.name) * 2**48)
        self.meter = Meter(home.living, own_seed, seed, self._car_wh, self._car_watts)
        self._arrival_of = lru_cache(maxsize=2048)(self._reading_arrives)

    def car(self, device_id: str) -> CarLife | None:
        return next((life for life in self.cars if life.car.device_id == device_id), None)

    def agreement_at(self, point: MeterPoint, moment: datetime) -> Agreement | None:
        """The one in force; half open, by London midnights."""
        day = local_date(moment)
        return next(
            (one for one in point.agreements if one.since <= day and (one.until is None or day < one.until)), None
        )

    def known_agreements(self, point: MeterPoint, now: datetime) -> list[Agreement]:
        """Those that have begun, oldest first."""
        return [one for one in point.agreements if one.since <= local_date(now)]

    def tariff(self, agreement: Agreement) -> Tariff:
        """Raises LookupError for a home that names a tariff which does not exist."""
        tariff = self.catalogue.tariff(agreement.tariff_code)
        if tariff is None:
            raise LookupError(agreement.tariff_code)
        return tariff

    def tariff_at(self, point: MeterPoint, moment: datetime) -> Tariff | None:
        agreement = self.agreement_at(point, moment)
        return None if agreement is None else self.tariff(agreement)

    def listed_price(self, point: MeterPoint, moment: datetime) -> tuple[Decimal, Decimal] | None:
        """The tariff's price at an instant in pence per kWh, without and with VAT, dispatches left aside."""
        tariff = self.tariff_at(point, moment)
        if tariff is None:
            return None
        exc_vat = tariff.unit_rates.exc_vat_at(moment)
        return exc_vat, exc_vat if tariff.product.direction == "EXPORT" else with_vat(exc_vat, moment)

    def owed_price(self, point: MeterPoint, slot: int) -> Decimal | None:
        """What the bill charges for a half hour, without VAT: the night price wherever a smart dispatch touched it."""
        moment = slot_start(slot)
        tariff = self.tariff_at(point, moment)
        if tariff is None:
            return None
        rates = tariff.unit_rates
        if self.cars and isinstance(rates, Bands) and self._is_dispatched(slot):
            return rates.prices["night"].exc_vat_at(moment)
        return rates.exc_vat_at(moment)

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

    def _is_dispatched(self, slot: int) -> bool:
        start = slot * SLOT_SECONDS
        return any(run.kind == SMART for life in self.cars for run in life.runs_between(start, start + SLOT_SECONDS))

    def _car_wh(self, seconds: int) -> int:
        return sum(life.energy_wh(seconds) for life in self.cars)

    def _car_watts(self, seconds: int) -> int:
        return sum(life.watts(seconds) for life in self.cars)
