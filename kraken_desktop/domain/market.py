"""What Octopus tells a customer of rates and products beyond its public lists (docs/api.md, Rates that apply to me)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.moments import Span


@dataclass(frozen=True, slots=True)
class SupplyPoint:
    """What the industry's register knows of a meter point: the region's letter and the profile class."""

    number: str
    region: str | None
    profile_class: int | None = None


@dataclass(frozen=True, slots=True)
class AppliedRate:
    """A price for a meter point, clipped to the span asked for, without VAT: pence per kWh, or per day.

    Those of a four-rate tariff overlap: they are a price list, not a timetable.
    """

    span: Span
    pence_exc_vat: Decimal


@dataclass(frozen=True, slots=True)
class ProductOnSale:
    """``term_months`` None = open end; ``exit_pence`` per fuel, by what ``exit_kind`` says."""

    code: str
    name: str
    is_export: bool
    is_half_hourly: bool
    is_variable: bool
    term_months: int | None = None
    exit_pence: int | None = None
    exit_kind: str | None = None
    available_from: datetime | None = None
    available_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class TariffPrice:
    """A product's prices at a postcode, pence including VAT: by the service's names of its rates, and a day."""

    tariff_code: str
    shape: str
    rates: tuple[tuple[str, Decimal], ...]
    standing_pence_inc_vat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the same energy would have cost on another tariff, pence including VAT."""

    tariff: str
    pence_inc_vat: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """Octopus's own comparison over ``span``; the unit (pence) is our reading of it."""

    span: Span
    pence_inc_vat: Decimal
    alternatives: tuple[Alternative, ...] = ()
