"""Everything that an account was ever supplied with, by REST's account page (docs/api.md, 5.2).

GraphQL lists what is in force; homes that were left and agreements that ended stand here.
"""

from __future__ import annotations

from urllib.parse import quote

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import parse_tariff_code
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import as_it_is, if_known, instant, instant_or_none, meanings
from kraken_desktop.kraken.errors import Refused, SignedOut
from kraken_desktop.kraken.wire import supply_history as wire
from kraken_desktop.kraken.wire.envelope import loads

NOT_FOUND = "HTTP 404"


async def supply_history(ours: Conversation, number: str) -> Account:
    """Without live devices, prices and balance. Raises SignedOut(ACCOUNT_REFUSED) for somebody else's account."""
    try:
        with ours.heeding_limits():
            content = await ours.transport.rest(f"accounts/{quote(number, safe='')}/", key=ours.api_key)
    except Refused as refused:
        if refused.code != NOT_FOUND:
            raise
        raise SignedOut(kind=ProblemKind.ACCOUNT_REFUSED, code=refused.code) from refused
    return account(content)


def account(content: bytes) -> Account:
    """Raises OddAnswer where the account itself cannot be read; odd parts of it are left out."""
    told: wire.Account = loads(content, wire.Account)
    return Account(told.number, "UNKNOWN", None, meanings(told.properties, wire.Property, _property).rows)


def _property(row: wire.Property) -> Property:
    lines = (row.address_line_1, row.address_line_2, row.address_line_3, row.town, row.county)
    electricity = meanings(row.electricity_meter_points, wire.MeterPoint, _point).rows
    gas = meanings(row.gas_meter_points, wire.MeterPoint, _point).rows
    return Property(
        str(row.id),
        ", ".join(line for line in lines if line),
        row.postcode or "",
        if_known(instant, row.moved_in_at),
        if_known(instant, row.moved_out_at),
        (*electricity, *gas),
    )


def _point(row: wire.MeterPoint) -> MeterPoint | None:
    number = row.mpan or row.mprn
    if number is None:
        return None
    agreements = meanings(row.agreements, wire.Agreement, _agreement).rows
    newest_first = tuple(sorted(agreements, key=lambda agreement: agreement.valid_from, reverse=True))
    code = parse_tariff_code(newest_first[0].tariff_code) if newest_first else None
    meters = meanings(row.meters, wire.Meter, as_it_is).rows
    return MeterPoint(
        number,
        Fuel.ELECTRICITY if row.mpan else Fuel.GAS,
        Direction.EXPORT if row.is_export else Direction.IMPORT,
        code.region if code else None,
        tuple(Meter(meter.serial_number) for meter in reversed(meters)),
        newest_first,
    )


def _agreement(row: wire.Agreement) -> Agreement:
    code = parse_tariff_code(row.tariff_code)
    return Agreement(
        row.tariff_code,
        code.product if code else row.tariff_code,
        instant(row.valid_from),
        instant_or_none(row.valid_to),
    )
