"""The Wheel of Fortune (docs/api.md, 8.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers.paging import connection
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.london import local_date
from kraken_desktop.simulator.wheel import ELECTRICITY, SPINS, Spin
from kraken_desktop.simulator.world import Answers, Exchange


def spins_allowed(exchange: Exchange, fuelType: str, accountNumber: str) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    left = exchange.world.wheel.left(fuelType, exchange.now)
    return {"spinsAllowed": left, "maxSpins": SPINS, "incentiveCount": None}


def spin_history(
    exchange: Exchange,
    accountNumber: str,
    fuelType: str | None = None,
    dateFrom: date | None = None,
    dateTo: date | None = None,
    **page: Any,
) -> dict[str, Any]:
    """Newest first."""
    access.require_account(exchange, accountNumber)
    rows = [
        {
            "reference": spin.reference,
            "spunAt": spin.at,
            "prizeType": "LOYALTY_POINTS" if _is_member(exchange) else "ACCOUNT_CREDIT",
            "incentiveType": f"{spin.fuel}_SMART_METER",
            "prize": _prize(exchange, spin),
        }
        for spin in reversed(exchange.world.wheel.spins(exchange.now))
        if fuelType in (None, spin.fuel) and (dateFrom or date.min) <= local_date(spin.at) <= (dateTo or date.max)
    ]
    return connection(rows, **page)


def spin_wheel(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    """Points for a member of Octoplus, credit for everybody else."""
    world = exchange.world
    number, fuel = input.get("accountNumber") or world.home.account, input.get("fuelType") or ELECTRICITY
    access.require_account(exchange, number)
    if not world.wheel.offers(fuel):
        raise refusal("OE-0502")
    if world.wheel.left(fuel, exchange.now) == 0:
        raise refusal("OE-0501")
    spin = world.wheel.spin(fuel, exchange.now)
    if not _is_member(exchange):
        world.books[number].give(exchange.now, "Wheel of Fortune", spin.prize)
    return {"spinReference": spin.reference, "prize": _prize(exchange, spin)}


def _is_member(exchange: Exchange) -> bool:
    return exchange.world.home.is_octoplus_member


def _prize(exchange: Exchange, spin: Spin) -> dict[str, Any]:
    display = f"{spin.prize} Octopoints" if _is_member(exchange) else f"£{spin.prize / 100:.2f}"
    return {"value": spin.prize, "display": display}


FIELDS: Answers = {
    "wheelOfFortuneSpinsAllowed": spins_allowed,
    "wheelOfFortuneSpinHistory": spin_history,
    "spinWheelOfFortune": spin_wheel,
}
