"""Account discovery and inline tariffs."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import typename_or_camel


class Viewer(msgspec.Struct):
    class Account(msgspec.Struct):
        number: str
        status: str | None = None

    accounts: list[Account | None] | None = None


class Occupancy(msgspec.Struct, rename="camel"):
    effective_from: str | None = None
    effective_to: str | None = None


class PointNumber(msgspec.Struct):
    mpan: str | None = None


class Property(msgspec.Struct, rename="camel"):
    id: str
    address: str | None = None
    postcode: str | None = None
    occupancy_periods: list[Occupancy | None] | None = None
    electricity_meter_points: list[PointNumber | None] | None = None


class SmartMeter(msgspec.Struct, rename="camel"):
    device_id: str | None = None


class Meter(msgspec.Struct, rename="camel"):
    serial_number: str
    active_to: str | None = None
    smart_import_electricity_meter: SmartMeter | None = None
    smart_export_electricity_meter: SmartMeter | None = None


class TariffName(msgspec.Struct, rename="camel"):
    product_code: str | None = None
    tariff_code: str | None = None


class PastAgreement(msgspec.Struct, rename="camel"):
    valid_from: str
    valid_to: str | None = None
    tariff: TariffName | None = None


class InlineRow(msgspec.Struct, rename="camel"):
    valid_from: str
    value: str | float
    valid_to: str | None = None
    pre_vat_value: str | float | None = None


class Tariff(msgspec.Struct, rename=typename_or_camel):
    typename: str | None = None
    display_name: str | None = None
    product_code: str | None = None
    tariff_code: str | None = None
    standing_charge: str | float | None = None
    unit_rate: str | float | None = None
    day_rate: str | float | None = None
    night_rate: str | float | None = None
    off_peak_rate: str | float | None = None
    ev_device_peak_rate: str | float | None = None
    ev_device_off_peak_rate: str | float | None = None
    unit_rates: list[msgspec.Raw] | None = None


class Timeslot(msgspec.Struct, rename="camel"):
    timeslot: str | None = None
    active_from: str | None = None
    active_to: str | None = None


class Scheme(msgspec.Struct):
    timezone: str | None = None
    timeslots: list[Timeslot | None] | None = None


class MeterPoint(msgspec.Struct, rename="camel"):
    mpan: str
    direction: str | None = None
    gsp_group_id: str | None = None
    meters: list[msgspec.Raw] | None = None
    agreements: list[msgspec.Raw] | None = None


class Agreement(msgspec.Struct, rename="camel"):
    meter_point: MeterPoint
    valid_from: str
    valid_to: str | None = None
    tariff: Tariff | None = None
    time_of_use_scheme: Scheme | None = None


class Account(msgspec.Struct, rename="camel"):
    number: str
    status: str | None = None
    balance: int | None = None
    properties: list[msgspec.Raw] | None = None
    electricity_agreements: list[msgspec.Raw] | None = None
