"""What a household is made of. A home is data: behaviour follows from it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kraken_desktop.simulator.products import Product

IMPORT, EXPORT = "IMPORT", "EXPORT"
SMETS1, SMETS2 = "S1", "S2"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A tariff from one London midnight to another; `until` None = until further notice.

    `entered` is the day on which a backdated one appears; None = it is there from its beginning.
    """

    tariff_code: str
    since: date
    until: date | None = None
    entered: date | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """A physical meter; import and export share one. `device_id` None = not a smart one. `first_reading` is what it
    showed when it was hung, in watt-hours; None = it has hung there since before the records begin."""

    serial: str
    device_id: str | None
    active_from: date
    active_to: date | None = None
    make: str = "Invented Meters"
    model: str = "E470"
    meter_type: str = "S2ADE"
    first_reading: int | None = None

    @property
    def is_smart(self) -> bool:
        return self.device_id is not None


@dataclass(frozen=True, slots=True)
class MeterPoint:
    """A supply in one direction. `night_utc` are the meter's own cheap hours, where they are not the tariff's."""

    mpan: str
    direction: str
    meters: tuple[Meter, ...]
    agreements: tuple[Agreement, ...]
    annual_kwh: int
    profile_class: int = 1
    night_utc: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class GasMeter:
    """`mechanism` S1 counts kWh, S2 cubic metres (docs/api.md, 5.7)."""

    serial: str
    device_id: str
    active_from: date
    mechanism: str = SMETS2
    make: str = "Invented Meters"
    model: str = "G4"
    active_to: date | None = None

    @property
    def is_smart(self) -> bool:
        return True

    @property
    def units(self) -> str:
        return "m³" if self.mechanism == SMETS2 else "kWh"


@dataclass(frozen=True, slots=True)
class GasPoint:
    """A supply of gas, and how the house burns it."""

    mprn: str
    meters: tuple[GasMeter, ...]
    agreements: tuple[Agreement, ...]
    annual_kwh: int


@dataclass(frozen=True, slots=True)
class Property:
    """`account` None = the customer's first; `living` None = as the home's."""

    property_id: str
    street: str
    town: str
    postcode: str
    moved_in: date
    meter_points: tuple[MeterPoint, ...]
    moved_out: date | None = None
    gas_points: tuple[GasPoint, ...] = ()
    living: Living | None = None
    account: str | None = None

    @property
    def supplies(self) -> tuple[Supply, ...]:
        return (*self.meter_points, *self.gas_points)

    @property
    def address(self) -> str:
        return f"{self.street}, {self.town}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class Living:
    """How the house uses and makes power. Monthly figures are kWh, January first, without any car or heat pump.

    A battery charges from 02:00 to 05:00 and gives back from 16:00 to 19:00; storage heaters load in `storage_hours`,
    which are UTC.
    """

    import_kwh: tuple[int, ...]
    export_kwh: tuple[int, ...] = (0,) * 12
    base_watts: int = 230
    solar_watts: int = 0
    evening_cooking: bool = True
    electric_shower: bool = False
    battery_watts: int = 0
    storage_watts: int = 0
    storage_hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Car:
    """A car that Kraken charges; `watts` while it does, 20 Wh every ten seconds at 7200."""

    device_id: str
    name: str
    make: str
    model: str
    provider: str
    battery_kwh: int
    watts: int = 7200


@dataclass(frozen=True, slots=True)
class HeatPump:
    """A heat pump with a controller of Octopus's (docs/api.md, 8.4); `watts` at most."""

    euid: str
    model: str
    serial: str
    watts: int


@dataclass(frozen=True, slots=True)
class Home:
    """One customer. `float_pence` is the credit left once every bill is paid; `mini_wakes_after` is how long after the
    simulator's start a Home Mini that is being set up begins to report; `mini_at` is its property, None = the last;
    `saves_since` is the day on which it signed up to Saving Sessions, None = not yet; `products` are sold beside those
    of the shelf."""

    name: str
    account: str
    api_key: str
    user_id: str
    given_name: str
    properties: tuple[Property, ...]
    living: Living
    has_mini: bool = True
    cars: tuple[Car, ...] = ()
    is_octoplus_member: bool = True
    saves_since: date | None = None
    float_pence: int = 4215
    billing_day: int = 22
    mini_wakes_after: timedelta | None = None
    mini_at: str | None = None
    heat_pump: HeatPump | None = None
    products: tuple[Product, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        """Numbers, the first account first."""
        return tuple(dict.fromkeys((self.account, *(place.account or self.account for place in self.properties))))

    def properties_of(self, account: str) -> tuple[Property, ...]:
        return tuple(place for place in self.properties if (place.account or self.account) == account)

    @property
    def meter_points(self) -> tuple[MeterPoint, ...]:
        return tuple(point for place in self.properties for point in place.meter_points)

    @property
    def supplies(self) -> tuple[Supply, ...]:
        return tuple(supply for place in self.properties for supply in place.supplies)

    def point(self, mpan: str) -> MeterPoint | None:
        return next((point for point in self.meter_points if point.mpan == mpan), None)

    def gas_point(self, mprn: str) -> GasPoint | None:
        return next((point for place in self.properties for point in place.gas_points if point.mprn == mprn), None)

    def property_of(self, point: Supply) -> Property:
        """Where a supply is; raises StopIteration for a stranger's."""
        return next(place for place in self.properties if point in place.supplies)

    @property
    def mini_property(self) -> Property | None:
        """Where the Home Mini is plugged in."""
        if not self.has_mini:
            return None
        return next((place for place in self.properties if place.property_id == self.mini_at), self.properties[-1])


Supply = MeterPoint | GasPoint
