"""What a household is made of. A home is data: behaviour follows from it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

IMPORT, EXPORT = "IMPORT", "EXPORT"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A tariff from one London midnight to another; `until` None = until further notice."""

    tariff_code: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """A physical meter; import and export share one."""

    serial: str
    device_id: str
    active_from: date
    active_to: date | None = None
    make: str = "Invented Meters"
    model: str = "E470"
    meter_type: str = "S2ADE"


@dataclass(frozen=True, slots=True)
class MeterPoint:
    """A supply in one direction."""

    mpan: str
    direction: str
    meters: tuple[Meter, ...]
    agreements: tuple[Agreement, ...]
    annual_kwh: int
    profile_class: int = 1


@dataclass(frozen=True, slots=True)
class Property:
    property_id: str
    street: str
    town: str
    postcode: str
    moved_in: date
    meter_points: tuple[MeterPoint, ...]
    moved_out: date | None = None

    @property
    def address(self) -> str:
        return f"{self.street}, {self.town}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class Living:
    """How the house uses and makes power. Monthly figures are kWh, January first, without any car."""

    import_kwh: tuple[int, ...]
    export_kwh: tuple[int, ...] = (0,) * 12
    base_watts: int = 230
    solar_watts: int = 0
    evening_cooking: bool = True
    electric_shower: bool = False


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
class Home:
    """One customer with one account. `float_pence` is the credit left once every bill is paid."""

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
    float_pence: int = 4215
    billing_day: int = 22

    @property
    def meter_points(self) -> tuple[MeterPoint, ...]:
        return tuple(point for place in self.properties for point in place.meter_points)

    def point(self, mpan: str) -> MeterPoint | None:
        return next((point for point in self.meter_points if point.mpan == mpan), None)
