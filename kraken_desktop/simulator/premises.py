"""One property of a household and what is in it: the house behind its meter, its gas, its cars and its heat pump."""

from __future__ import annotations

from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.gas import GasUse
from kraken_desktop.simulator.homes.declaration import Home, Property
from kraken_desktop.simulator.meter import Load, Meter


class Premises:
    """Facts of one property at any instant; `meter` runs on whoever lives there and whichever meter hangs there."""

    def __init__(self, home: Home, place: Property, loads: tuple[Load, ...], seed: int) -> None:
        self.place = place
        self.cars = tuple(load for load in loads if isinstance(load, CarLife))
        is_last = place is home.properties[-1]
        own_seed = int(draw(seed, "house", home.name, *(() if is_last else (place.property_id,))) * 2**48)
        self.meter = Meter(place.living or home.living, own_seed, seed, loads)
        self.gas = {point.mprn: GasUse(point, own_seed, seed) for point in place.gas_points}
