"""One property of a household and what is in it: the house behind its meter, its gas, its cars."""

from __future__ import annotations

from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.gas import GasUse
from kraken_desktop.simulator.homes.declaration import Home, Property
from kraken_desktop.simulator.meter import Meter


class Premises:
    """Facts of one property at any instant; `meter` runs on whoever lives there and whichever meter hangs there."""

    def __init__(self, home: Home, place: Property, cars: tuple[CarLife, ...], seed: int) -> None:
        self.place = place
        self.cars = cars
        is_last = place is home.properties[-1]
        own_seed = int(draw(seed, "house", home.name, *(() if is_last else (place.property_id,))) * 2**48)
        self.meter = Meter(place.living or home.living, own_seed, seed, self._car_wh, self._car_watts)
        self.gas = {point.mprn: GasUse(point, own_seed, seed) for point in place.gas_points}

    def _car_wh(self, seconds: int) -> int:
        return sum(life.energy_wh(seconds) for life in self.cars)

    def _car_watts(self, seconds: int) -> int:
        return sum(life.watts(seconds) for life in self.cars)
