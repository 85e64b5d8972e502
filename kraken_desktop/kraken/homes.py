"""The homes of an account by themselves, without what they are supplied with (docs/api.md, 7.21)."""

from __future__ import annotations

from kraken_desktop.domain.account import Fuel, MeterPoint, Property
from kraken_desktop.kraken.accounts import direction_of, region_of, stay
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import Rows, meanings, rows_of
from kraken_desktop.kraken.wire import account as wire


async def homes(ours: Conversation, account_number: str, *, is_current: bool) -> Rows[Property]:
    """Those lived in now, or all that the account ever had; their meter points without meters and agreements."""
    variables = {"account": account_number, "active": is_current}
    return rows_of(await ours.root("properties", "homes", variables), wire.Property, _home)


def _home(row: wire.Property) -> Property:
    named = (*(row.electricity_meter_points or ()), *(row.gas_meter_points or ()))
    moved_in, moved_out = stay(row)
    points = meanings(named, wire.MeterPoint, _point).rows
    return Property(row.id, row.address or "", row.postcode or "", moved_in, moved_out, points)


def _point(row: wire.MeterPoint) -> MeterPoint | None:
    number = row.mpan or row.mprn
    if number is None:
        return None
    fuel = Fuel.ELECTRICITY if row.mpan else Fuel.GAS
    return MeterPoint(number, fuel, direction_of(row), region_of(row), (), ())
