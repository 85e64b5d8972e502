"""Account discovery and inline tariffs. What may be odd by itself is decoded by itself, so it is ``Raw`` here."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING, typename_or_camel


class ViewerAccount(msgspec.Struct, rename="camel"):
    number: str
    status: str | None = None
    brand: str | None = None
    account_type: str | None = None
    balance: Decimal | None = None


class Viewer(msgspec.Struct, rename="camel"):
    preferred_name: msgspec.Raw = NOTHING
    accounts: list[msgspec.Raw] | None = None


class Occupancy(msgspec.Struct, rename="camel"):
    effective_from: str | None = None
    effective_to: str | None = None


class PointNumber(msgspec.Struct):
    """An MPAN of electricity or an MPRN of gas."""

    mpan: str | None = None
    mprn: str | None = None


class Property(msgspec.Struct, rename="camel"):
    id: str
    address: str | None = None
    postcode: str | None = None
    occupancy_periods: list[msgspec.Raw] | None = None
    electricity_meter_points: list[msgspec.Raw] | None = None
    gas_meter_points: list[msgspec.Raw] | None = None


class SmartMeter(msgspec.Struct, rename="camel"):
    device_id: str | None = None


class Meter(msgspec.Struct, rename="camel"):
    serial_number: str
    id: str | None = None
    active_to: str | None = None
    smart_import_electricity_meter: SmartMeter | None = None
    smart_export_electricity_meter: SmartMeter | None = None
    smart_gas_meter: SmartMeter | None = None
    mechanism: str | None = None
    consumption_units: str | None = None


class TariffName(msgspec.Struct, rename="camel"):
    product_code: str | None = None
    tariff_code: str | None = None


class PastAgreement(msgspec.Struct, rename="camel"):
    valid_from: str
    valid_to: str | None = None
    tariff: TariffName | None = None


class InlineRow(msgspec.Struct, rename="camel"):
    valid_from: str
    value: Decimal
    valid_to: str | None = None
    pre_vat_value: Decimal | None = None


class NamedRates(msgspec.Struct, rename=typename_or_camel):
    """The prices of a tariff that are told by name, pence including VAT; ``typename`` is its shape."""

    typename: str | None = None
    standing_charge: Decimal | None = None
    unit_rate: Decimal | None = None
    day_rate: Decimal | None = None
    night_rate: Decimal | None = None
    off_peak_rate: Decimal | None = None
    ev_device_peak_rate: Decimal | None = None
    ev_device_off_peak_rate: Decimal | None = None


class Tariff(NamedRates, rename=typename_or_camel):
    display_name: str | None = None
    unit_rates: list[msgspec.Raw] | None = None


class Timeslot(msgspec.Struct, rename="camel"):
    timeslot: str
    active_from: str
    active_to: str


class Scheme(msgspec.Struct):
    timezone: str
    timeslots: list[msgspec.Raw] | None = None


class MeterPoint(msgspec.Struct, rename="camel"):
    """Of electricity with an MPAN, of gas with an MPRN."""

    mpan: str | None = None
    mprn: str | None = None
    direction: str | None = None
    gsp_group_id: str | None = None
    meters: list[msgspec.Raw] | None = None
    agreements: list[msgspec.Raw] | None = None


class Agreement(msgspec.Struct, rename="camel"):
    """``tariff`` is read twice: for its name (TariffName) and for its prices (Tariff)."""

    meter_point: MeterPoint
    valid_from: str
    valid_to: str | None = None
    tariff: msgspec.Raw = NOTHING
    time_of_use_scheme: msgspec.Raw = NOTHING


class Account(msgspec.Struct, rename="camel"):
    number: str
    status: msgspec.Raw = NOTHING
    balance: msgspec.Raw = NOTHING
    properties: list[msgspec.Raw] | None = None
    electricity_agreements: list[msgspec.Raw] | None = None
    gas_agreements: list[msgspec.Raw] | None = None
