"""Which home and which meters are shown, and where a Home Mini may hang. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint, Property
from kraken_desktop.services.state import Selection


def chosen(account: Account, wanted: Selection, now: datetime) -> Selection:
    """What was wanted where it still exists, else the occupied home's meters in use.

    The device is kept while it belongs to the account: where the Mini hangs is found by asking, not here.
    """
    home = _home(account, wanted, now)
    points = home.meter_points if home is not None else ()
    device_ids = minis_may_hang_on(account, replace(wanted, property_id=home.id if home else None), now)
    return replace(
        wanted,
        account_number=account.number,
        property_id=home.id if home is not None else None,
        import_number=_number(points, Direction.IMPORT, wanted.import_number, now),
        export_number=_number(points, Direction.EXPORT, wanted.export_number, now),
        gas_number=_number(points, Direction.IMPORT, wanted.gas_number, now, Fuel.GAS),
        device_id=wanted.device_id if wanted.device_id in device_ids else next(iter(device_ids), None),
    )


def minis_may_hang_on(account: Account, selection: Selection, now: datetime) -> tuple[str, ...]:
    """Every electricity meter's device, the likeliest first: chosen home, other occupied homes, homes left."""
    homes = sorted(account.properties, key=lambda home: (home.id != selection.property_id, not home.is_occupied(now)))
    points = [point for home in homes for point in _by_use(home.meter_points, now)]
    points.sort(key=lambda point: point.number != selection.import_number)
    meters = [meter for point in points if point.fuel is Fuel.ELECTRICITY for meter in point.meters]
    meters.sort(key=lambda meter: not meter.is_active)
    return tuple(dict.fromkeys(meter.device_id for meter in meters if meter.device_id))


def _home(account: Account, wanted: Selection, now: datetime) -> Property | None:
    named = next((home for home in account.properties if home.id == wanted.property_id), None)
    if named is not None:
        return named
    return min(
        account.properties,
        key=lambda home: (not home.is_occupied(now), not any(_is_used(point, now) for point in home.meter_points)),
        default=None,
    )


def _number(
    points: Iterable[MeterPoint],
    direction: Direction,
    wanted: str | None,
    now: datetime,
    fuel: Fuel = Fuel.ELECTRICITY,
) -> str | None:
    fitting = [point for point in points if point.direction is direction and point.fuel is fuel]
    if any(point.number == wanted for point in fitting):
        return wanted
    return next((point.number for point in _by_use(fitting, now)), None)


def _by_use(points: Iterable[MeterPoint], now: datetime) -> list[MeterPoint]:
    return sorted(points, key=lambda point: not _is_used(point, now))


def _is_used(point: MeterPoint, now: datetime) -> bool:
    return point.agreement_at(now) is not None
