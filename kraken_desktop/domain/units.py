"""Exact money and energy: Decimal pence including VAT unless a name says otherwise, kWh, watts, watt-hours."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

WATTS_PER_KILOWATT = Decimal(1000)
ZERO = Decimal(0)


def exact(value: str | int | float | Decimal) -> Decimal:
    """The decimal that a person would read in ``value``; -0 becomes 0.

    Raises decimal.InvalidOperation for what is no number, NaN and infinity included.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise InvalidOperation(f"{value!r} is no number")
    return ZERO if number == 0 else number


def kwh_of_watt_hours(watt_hours: Decimal) -> Decimal:
    return watt_hours / WATTS_PER_KILOWATT


def pence_an_hour(watts: Decimal, pence_per_kwh: Decimal) -> Decimal:
    """What an hour at this power costs, in pence; negative where it earns."""
    return watts / WATTS_PER_KILOWATT * pence_per_kwh
