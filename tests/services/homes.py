"""Accounts, tariffs and states made by hand, for rules that need no server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase, Tariff
from tests.services.given import utc

NOW = utc("2026-10-05 14:07")  # 15:07 in London
LONG_AGO = utc("2021-05-01 00:00")
AGILE = "E-1R-AGILE-24-10-01-C"
OUTGOING = "E-1R-OUTGOING-VAR-24-10-26-C"


def rates(first: datetime, prices: Sequence[str | int | Decimal], minutes: int = 30) -> RateSchedule:
    """Prices one after the other, each so long."""
    length = timedelta(minutes=minutes)
    return RateSchedule.of(
        Rate(first + index * length, first + (index + 1) * length, Decimal(str(price)))
        for index, price in enumerate(prices)
    )


def agreement(code: str, start: datetime = LONG_AGO, end: datetime | None = None) -> Agreement:
    return Agreement(code, code[5:-2], start, end)


def point(
    number: str,
    device: str | None = None,
    direction: Direction = Direction.IMPORT,
    agreements: Sequence[Agreement] | None = None,
    is_active: bool = True,
) -> MeterPoint:
    held = (agreement(AGILE if direction is Direction.IMPORT else OUTGOING),) if agreements is None else agreements
    meter = Meter(f"99Z{number[-6:]}", device, is_active)
    return MeterPoint(number, Fuel.ELECTRICITY, direction, "C", (meter,), tuple(held))


def home(key: str, *points: MeterPoint, moved_out: datetime | None = None) -> Property:
    return Property(key, "1 INVENTED STREET", "ZZ1 1ZZ", LONG_AGO, moved_out, points)


def account(*homes: Property) -> Account:
    return Account("A-1234ABCD", "ACTIVE", 4215, homes)


def state(
    schedule: RateSchedule | None = None, now: datetime = NOW, *, export: RateSchedule | None = None, agile: bool = True
) -> AppState:
    """A signed-in home with these prices."""
    tariff = Tariff("Agile Octopus", AGILE, schedule, has_changing_list=agile) if schedule is not None else None
    outgoing = Tariff("Outgoing", OUTGOING, export) if export is not None else None
    return AppState(
        now=now,
        phase=Phase.SIGNED_IN,
        import_tariff=Snapshot(tariff, now) if tariff is not None else Snapshot(),
        export_tariff=Snapshot(outgoing, now) if outgoing is not None else Snapshot(),
    )
