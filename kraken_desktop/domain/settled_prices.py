"""The prices of half hours that Octopus has labelled: its word for who paid which price, our list for how much that is.

A label says house or car, and off-peak or not (docs/api.md, Measurements with cost); the price lists of the time say
the pence, exactly and with their VAT.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.effective_price import SmartTerms, night_price
from kraken_desktop.domain.moments import SLOT
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.settled import SettledSlot

CarParts = tuple[tuple[Decimal, Rate], ...]


@dataclass(frozen=True, slots=True)
class SettledPrices:
    """By the half hour's start: what the house paid, and the parts that were a car's, in kWh with their price."""

    house: Mapping[datetime, Rate]
    cars: Mapping[datetime, CarParts]

    def plus(self, other: SettledPrices) -> SettledPrices:
        return SettledPrices({**self.house, **other.house}, {**self.cars, **other.cars})


def settled_prices(slots: Iterable[SettledSlot], agreed: RateSchedule, terms: SmartTerms) -> SettledPrices:
    """A half hour whose car's price no list tells is left out: its cost stays ours."""
    house: dict[datetime, Rate] = {}
    cars: dict[datetime, CarParts] = {}
    for slot in slots:
        listed, night = agreed.at(slot.start), night_price(agreed, terms, slot.start)
        if listed is None or night is None:
            continue
        parts = [(kwh, _car_price(slot.start, share.is_off_peak, terms, listed, night)) for share, kwh in slot.car]
        if any(rate is None for _, rate in parts):
            continue
        cars[slot.start] = tuple((kwh, rate) for kwh, rate in parts if rate is not None)
        if slot.is_house_off_peak is not None:
            is_cheaper = slot.is_house_off_peak and night.pence_inc_vat < listed.pence_inc_vat
            rate = replace(night, source=RateSource.DISPATCH) if is_cheaper else listed
            house[slot.start] = replace(rate, start=slot.start, end=slot.start + SLOT)
    return SettledPrices(house, {start: parts for start, parts in cars.items() if parts})


def _car_price(at: datetime, is_off_peak: bool, terms: SmartTerms, listed: Rate, night: Rate) -> Rate | None:
    if terms.car is None:
        return night if is_off_peak else listed
    return (terms.car.off_peak if is_off_peak else terms.car.peak).at(at)
