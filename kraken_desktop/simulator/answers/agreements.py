"""Agreements of both fuels, as far as anybody knows of them (docs/api.md, 7.2 and 7.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.simulator.answers import tariffs
from kraken_desktop.simulator.homes.declaration import Agreement, MeterPoint, Supply
from kraken_desktop.simulator.london import at_local, local, local_date
from kraken_desktop.simulator.world import Exchange

ANNOUNCED_DAYS = 14


def agreements_of(
    exchange: Exchange, supply: Supply, meter_point: Callable[[], dict[str, Any]], *, active: bool
) -> list[dict[str, Any]]:
    """Those that have been entered by now, oldest first; with `active` only those in force."""
    return [
        _agreement(exchange, supply, one, meter_point)
        for one in exchange.household.known_agreements(supply, exchange.now)
        if not active or _is_in_force(supply, one, exchange.now)
    ]


def known_end(supply: Supply, agreement: Agreement, now: datetime) -> datetime | None:
    """An end lies in the past or was announced lately; before that, or while its successor waits to be entered,
    nobody knows of it."""
    today, until = local_date(now), agreement.until
    if until is None or until > today + timedelta(days=ANNOUNCED_DAYS):
        return None
    following = next((one for one in supply.agreements if one.since == until), None)
    if following is not None and following.entered is not None and following.entered > today:
        return None
    return local(at_local(until))


def _agreement(
    exchange: Exchange, supply: Supply, agreement: Agreement, meter_point: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    since = local(at_local(agreement.since))
    until = known_end(supply, agreement, exchange.now)
    number = supply.mpan if isinstance(supply, MeterPoint) else supply.mprn
    return {
        "id": int(number[-4:]) * 100 + supply.agreements.index(agreement),
        "validFrom": since,
        "validTo": until,
        "agreedFrom": since,
        "agreedTo": until,
        "isRevoked": False,
        "meterPoint": lambda _: meter_point(),
        "tariff": lambda _: tariffs.tariff_of(exchange, agreement),
        "timeOfUseScheme": lambda _: tariffs.scheme_of(exchange, agreement),
    }


def _is_in_force(supply: Supply, agreement: Agreement, now: datetime) -> bool:
    until = known_end(supply, agreement, now)
    return until is None or now < until
