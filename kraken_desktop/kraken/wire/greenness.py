"""Greener nights and carbon intensity."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Night(msgspec.Struct, rename="camel"):
    date: str
    is_greener_night: bool
    greenness_score: int | None = None
    greenness_index: str | None = None


class CarbonRow(msgspec.Struct, rename="camel"):
    period_start: str
    value: Decimal
    index: str | None = None


class Carbon(msgspec.Struct, rename="camel"):
    projected_regional_carbon_intensity: list[msgspec.Raw] | None = None
