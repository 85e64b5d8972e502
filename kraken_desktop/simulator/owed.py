"""The ledger over the simulator's own paths: GET /simulator/ledger (docs/simulator.md, The ledger)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.homes.declaration import GasPoint, Supply
from kraken_desktop.simulator.ledger import OwedDay, OwedSlot, Part, days_between
from kraken_desktop.simulator.london import slot_start
from kraken_desktop.simulator.money import Bill, Charge
from kraken_desktop.simulator.world import World

LONGEST = timedelta(days=400)


def slots_owed(world: World, start: datetime, end: datetime, number: str | None) -> dict[str, Any]:
    """Every half hour in [start, end) and every standing charge of its days, of one supply or of all.

    Raises ValueError for a span that is empty or longer than 400 days.
    """
    if not start < end <= start + LONGEST:
        raise ValueError("`to` must lie after `from`, by 400 days at most")
    supplies = (one for one in world.home.supplies if number in (None, _number(one)))
    return {"supplies": [_supply(world, one, start, end) for one in supplies]}


def bills_issued(world: World, account: str, now: datetime) -> dict[str, Any]:
    """The bills of the fourteen months past, newest first."""
    bills = world.bills[account]
    return {"account": account, "bills": [_bill(bills.bill(first)) for first in bills.issued(now, 14)]}


def _supply(world: World, supply: Supply, start: datetime, end: datetime) -> dict[str, Any]:
    days = [owed for day in days_between(start, end) if (owed := world.ledger.day(supply, day)) is not None]
    place = world.home.property_of(supply)
    return {
        "number": _number(supply),
        "fuel": "GAS" if isinstance(supply, GasPoint) else "ELECTRICITY",
        "direction": "IMPORT" if isinstance(supply, GasPoint) else supply.direction,
        "property": place.property_id,
        "account": place.account or world.home.account,
        "slots": [
            _slot(one, owed.tariff_code, _arrival(world, supply, one)) for owed, one in _within(days, start, end)
        ],
        "days": [_day(owed) for owed in days],
    }


def _within(days: list[OwedDay], start: datetime, end: datetime) -> Iterator[tuple[OwedDay, OwedSlot]]:
    return ((owed, one) for owed in days for one in owed.slots if start <= one.start < end)


def _arrival(world: World, supply: Supply, one: OwedSlot) -> str | None:
    """None where somebody reads the meter by eye."""
    is_read = any(meter.is_smart for meter in supply.meters)
    return world.household.arrives(one.slot).isoformat() if is_read else None


def _slot(one: OwedSlot, tariff: str, arrives: str | None) -> dict[str, Any]:
    return {
        "start": one.start.isoformat(),
        "end": slot_start(one.slot + 1).isoformat(),
        "tariff": tariff,
        "metered": str(one.metered),
        "kwh": str(one.kwh),
        "billed_kwh": str(one.billed_kwh),
        "vat": str(one.vat),
        "net_pence": str(one.net_pence),
        "shown_pence": str(one.shown_pence),
        "arrives": arrives,
        "parts": [_part(part, one.vat) for part in one.parts],
    }


def _part(part: Part, vat: Decimal) -> dict[str, Any]:
    return {
        "who": part.who,
        "kwh": str(part.kwh),
        "billed_kwh": str(part.billed_kwh),
        "exc_vat": str(part.exc_vat),
        "inc_vat": str(part.exc_vat * (1 + vat)),
        "why": part.why,
        "label": part.label,
    }


def _day(owed: OwedDay) -> dict[str, Any]:
    standing = {"exc_vat": str(owed.standing), "inc_vat": str(owed.standing * (1 + owed.vat))}
    return {"day": owed.day.isoformat(), "tariff": owed.tariff_code, "standing": standing, "vat": str(owed.vat)}


def _bill(bill: Bill) -> dict[str, Any]:
    dates = {name: getattr(bill, name).isoformat() for name in ("first", "last", "issued", "paid")}
    return dates | {"gross_pence": bill.gross_pence, "charges": [_charge(one) for one in bill.charges]}


def _charge(charge: Charge) -> dict[str, Any]:
    return {
        "number": charge.number,
        "is_export": charge.is_export,
        "first": charge.first.isoformat(),
        "last": charge.last.isoformat(),
        "kwh": str(charge.kwh),
        "net_pence": charge.net_pence,
        "tax_pence": charge.tax_pence,
        "gross_pence": charge.gross_pence,
    }


def _number(supply: Supply) -> str:
    return supply.mprn if isinstance(supply, GasPoint) else supply.mpan
