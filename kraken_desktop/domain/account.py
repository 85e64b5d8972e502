"""What Octopus knows of a customer: accounts, properties, meter points, meters, agreements, smart devices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.domain.moments import DailyWindow, Span
from kraken_desktop.domain.tariffs import InlineTariff


class Fuel(StrEnum):
    ELECTRICITY = "electricity"
    GAS = "gas"


class Direction(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """One of a customer's accounts; ``balance_pence`` is positive in credit. None where it was not told."""

    number: str
    status: str
    brand: str | None = None
    is_business: bool | None = None
    balance_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose key it is, by the name they want to be called, and every account that it opens."""

    name: str | None
    accounts: tuple[AccountSummary, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """``device_id`` is the meter's own address on the home network, which live telemetry is asked for.

    ``unit`` is what a meter's readings are counted in, None where the service does not say. ``id`` is the service's own
    number for it, by which the cost of its use is asked.
    """

    serial: str
    device_id: str | None = None
    is_active: bool = True
    unit: GasUnit | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A tariff held on ``[valid_from, valid_to)``; an open end is None. Zero-length agreements are never active."""

    tariff_code: str
    product_code: str
    valid_from: datetime
    valid_to: datetime | None = None
    tariff: InlineTariff | None = None
    scheme: tuple[DailyWindow, ...] = ()
    """The night windows by the agreement's own time-of-use scheme, where the service tells one."""
    off_peak_scheme: tuple[DailyWindow, ...] = ()
    """The third price's windows, where the scheme tells them apart from the night."""
    learnt: tuple[DailyWindow, ...] = ()
    """The night windows by the labels of the meter's own measurements, where they settle it."""

    def covers(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    def overlaps(self, span: Span) -> bool:
        if self.valid_to is None:
            return self.valid_from < span.end
        return max(self.valid_from, span.start) < min(self.valid_to, span.end)


@dataclass(frozen=True, slots=True)
class MeterPoint:
    """``number`` is the MPAN or MPRN; ``region`` the letter A–P; ``agreements`` newest first."""

    number: str
    fuel: Fuel
    direction: Direction
    region: str | None
    meters: tuple[Meter, ...]
    agreements: tuple[Agreement, ...]

    def agreement_at(self, at: datetime) -> Agreement | None:
        return next((agreement for agreement in self.agreements if agreement.covers(at)), None)

    def agreed_until(self, at: datetime) -> datetime | None:
        """When the last agreement since that of ``at`` ends. None where one is open-ended, or none is in force."""
        held = self.agreement_at(at)
        if held is None:
            return None
        ends = [agreement.valid_to for agreement in self.agreements if agreement.valid_from >= held.valid_from]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    @property
    def device_ids(self) -> tuple[str, ...]:
        return tuple(meter.device_id for meter in self.meters if meter.device_id)


@dataclass(frozen=True, slots=True)
class Property:
    id: str
    address: str
    postcode: str
    moved_in: datetime | None
    moved_out: datetime | None
    meter_points: tuple[MeterPoint, ...]

    def is_occupied(self, at: datetime) -> bool:
        return self.moved_out is None or at < self.moved_out


@dataclass(frozen=True, slots=True)
class Account:
    """``balance_pence`` is positive in credit; None where the service did not say."""

    number: str
    status: str
    balance_pence: int | None
    properties: tuple[Property, ...]

    @property
    def meter_points(self) -> tuple[MeterPoint, ...]:
        return tuple(point for home in self.properties for point in home.meter_points)

    def meter_point(self, number: str | None) -> MeterPoint | None:
        return next((point for point in self.meter_points if point.number == number), None)


def with_former(account: Account, ever: Account, now: datetime) -> Account:
    """The account with the meter points of ``ever`` that it does not list and whose every agreement has ended."""
    known = {point.number for point in account.meter_points}
    homes = {home.id: home for home in account.properties}
    for home in ever.properties:
        ended = tuple(point for point in home.meter_points if point.number not in known and _has_ended(point, now))
        if ended:
            own = homes.get(home.id, replace(home, meter_points=()))
            homes[home.id] = replace(own, meter_points=(*own.meter_points, *ended))
    return replace(account, properties=tuple(homes.values()))


def _has_ended(point: MeterPoint, now: datetime) -> bool:
    ends = [agreement.valid_to for agreement in point.agreements]
    return bool(ends) and all(end is not None and end <= now for end in ends)


class DeviceKind(StrEnum):
    VEHICLE = "vehicle"
    CHARGE_POINT = "charge-point"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SmartDevice:
    """A device on smart control. ``life`` is the service's life-cycle word; only LIVE ones can charge.

    ``battery_kwh`` and ``charger_kw`` are what the device was registered with, None where it does not say.
    """

    id: str
    kind: DeviceKind
    name: str | None = None
    provider: str | None = None
    make: str | None = None
    model: str | None = None
    property_id: str | None = None
    life: str = "LIVE"
    battery_kwh: Decimal | None = None
    charger_kw: Decimal | None = None

    @property
    def is_chargeable(self) -> bool:
        return self.kind is not DeviceKind.OTHER and self.life == "LIVE"


@dataclass(frozen=True, slots=True)
class ReadyBy:
    """The charge goal of one weekday (MONDAY …): percent and London clock time."""

    weekday: str
    clock: time
    target_percent: Decimal | None
