"""Prices, money, power and energy as a person reads them. A minus is U+2212, and there is never a −0."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kraken_desktop.domain.units import WATTS_PER_KILOWATT

UNKNOWN = "–"
_PENCE_IN_A_POUND = Decimal(100)


def number(value: Decimal, places: int) -> str:
    """``1,234.5`` or ``−4.0``, with so many decimals."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


def price(pence: Decimal | None) -> str:
    """A rate or a small sum in pence: ``24.3p``."""
    return UNKNOWN if pence is None else f"{number(pence, 1)}p"


def rate_unit() -> str:
    """What stands beside a price."""
    return "per kWh"


def rate(pence: Decimal | None) -> str:
    """``24.3p per kWh``."""
    return UNKNOWN if pence is None else f"{price(pence)} {rate_unit()}"


def money(pence: Decimal | None) -> str:
    """A total in pounds, from pence: ``£1.12``, ``−£0.53``."""
    if pence is None:
        return UNKNOWN
    pounds = number(pence / _PENCE_IN_A_POUND, 2)
    return f"−£{pounds[1:]}" if pounds.startswith("−") else f"£{pounds}"


def whole_pounds(pence: Decimal) -> str:
    """An estimate in pounds, from pence: ``£964``, ``−£53``."""
    pounds = number(pence / _PENCE_IN_A_POUND, 0)
    return f"−£{pounds[1:]}" if pounds.startswith("−") else f"£{pounds}"


def an_hour(pence: Decimal | None) -> str:
    """What power costs: ``30p an hour``, from a pound on ``£1.24 an hour``; the sign is told by other words."""
    if pence is None:
        return UNKNOWN
    amount = abs(pence)
    whole = number(amount, 0)
    return f"{whole}p an hour" if Decimal(whole.replace(",", "")) < _PENCE_IN_A_POUND else f"{money(amount)} an hour"


def kilowatts(watts: Decimal | None) -> str:
    """``1.24 kW``, from watts."""
    return UNKNOWN if watts is None else f"{number(watts / WATTS_PER_KILOWATT, 2)} kW"


def kwh(energy: Decimal | None) -> str:
    """``6.4 kWh``: energy at a glance."""
    return UNKNOWN if energy is None else f"{number(energy, 1)} kWh"


def kwh_exact(energy: Decimal | None) -> str:
    """``0.412``: energy in a table, whose heading has the unit."""
    return UNKNOWN if energy is None else number(energy, 3)


def percent(share: Decimal | None) -> str:
    """``62%``, from 62."""
    return UNKNOWN if share is None else f"{number(share, 0)}%"


def byte_size(count: int) -> str:
    """``1.4 MB``, ``12 kB``: what a folder holds."""
    if count < 1_000_000:
        return f"{-(-count // 1000)} kB"
    return f"{number(Decimal(count) / 1_000_000, 1)} MB"
