"""REST's account page."""

from __future__ import annotations

import msgspec


class Agreement(msgspec.Struct):
    tariff_code: str
    valid_from: str
    valid_to: str | None = None


class Meter(msgspec.Struct):
    serial_number: str


class MeterPoint(msgspec.Struct):
    """Of electricity with an MPAN, of gas with an MPRN. Old meters stay in the list; the last is the newest."""

    mpan: str | None = None
    mprn: str | None = None
    is_export: bool | None = None
    meters: list[msgspec.Raw] | None = None
    agreements: list[msgspec.Raw] | None = None


class Property(msgspec.Struct):
    """``id`` is a number here and a text in GraphQL."""

    id: int | str
    moved_in_at: str | None = None
    moved_out_at: str | None = None
    address_line_1: str | None = None
    address_line_2: str | None = None
    address_line_3: str | None = None
    town: str | None = None
    county: str | None = None
    postcode: str | None = None
    electricity_meter_points: list[msgspec.Raw] | None = None
    gas_meter_points: list[msgspec.Raw] | None = None


class Account(msgspec.Struct):
    number: str
    properties: list[msgspec.Raw] | None = None
