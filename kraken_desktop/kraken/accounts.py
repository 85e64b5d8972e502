"""Account discovery: one answer becomes the whole home (docs/api.md, Account discovery)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.domain.rates import FOREVER
from kraken_desktop.domain.tariffs import parse_tariff_code
from kraken_desktop.kraken.agreements import agreement, past_agreement
from kraken_desktop.kraken.decoding import as_it_is, if_known, instant, instant_or_none, meaning_of, meanings, number
from kraken_desktop.kraken.wire import account as wire
from kraken_desktop.kraken.wire.envelope import loads

_UNITS = {"m³": GasUnit.CUBIC_METRES, "m3": GasUnit.CUBIC_METRES, "kwh": GasUnit.KWH}
_MECHANISMS = {"S1": GasUnit.KWH, "S2": GasUnit.CUBIC_METRES}
LONG_AGO = datetime.min.replace(tzinfo=FOREVER.tzinfo)


def account(content: bytes, read_at: datetime) -> Account:
    """Raises OddAnswer where the account itself cannot be read; odd parts of it are left out."""
    found: wire.Account = loads(content, wire.Account)
    points: dict[str, MeterPoint] = {}
    rows = (*(found.electricity_agreements or ()), *(found.gas_agreements or ()))
    for point in meanings(rows, wire.Agreement, _point(read_at)).rows:
        points[point.number] = _joined(points[point.number], point) if point.number in points else point
    homes = meanings(found.properties, wire.Property, as_it_is).rows
    balance = meaning_of(found.balance, Decimal, number)
    return Account(
        found.number,
        meaning_of(found.status, str, as_it_is) or "UNKNOWN",
        None if balance is None else int(balance),
        _properties(homes, points),
    )


def _properties(homes: Sequence[wire.Property], points: dict[str, MeterPoint]) -> tuple[Property, ...]:
    """Meter points that no property names belong to the first home, so that none is lost."""
    left = dict(points)
    found: list[Property] = []
    for home in homes:
        named = (*(home.electricity_meter_points or ()), *(home.gas_meter_points or ()))
        numbers = [row.mpan or row.mprn for row in meanings(named, wire.PointNumber, as_it_is).rows]
        own = tuple(left.pop(number) for number in numbers if number in left)
        moved_in, moved_out = stay(home)
        found.append(Property(home.id, home.address or "", home.postcode or "", moved_in, moved_out, own))
    if left and not found:
        found.append(Property("", "", "", None, None, ()))
    if left:
        first = found[0]
        found[0] = replace(first, meter_points=(*first.meter_points, *left.values()))
    return tuple(found)


def stay(home: wire.Property) -> tuple[datetime | None, datetime | None]:
    """Since when the customer lives there, and until when: the newest of several stays."""

    def ends(row: wire.Occupancy) -> tuple[datetime | None, datetime | None]:
        return instant_or_none(row.effective_from), instant_or_none(row.effective_to)

    stays = meanings(home.occupancy_periods, wire.Occupancy, ends).rows
    return max(stays, key=lambda span: (span[0] or LONG_AGO, span[1] or FOREVER), default=(None, None))


def _point(read_at: datetime) -> Callable[[wire.Agreement], MeterPoint | None]:
    def point(row: wire.Agreement) -> MeterPoint | None:
        told = row.meter_point
        number = told.mpan or told.mprn
        if number is None:
            return None
        current = agreement(row, read_at)
        past = meanings(told.agreements, wire.PastAgreement, past_agreement).rows
        held = {old.valid_from: old for old in past if not _is_same(old, current)}
        if current is not None:
            held[current.valid_from] = current
        agreements = _newest_first(held)
        region = region_of(told)
        if region is None and agreements:
            code = parse_tariff_code(agreements[0].tariff_code)
            region = code.region if code else None
        meters = meanings(told.meters, wire.Meter, _meter(read_at)).rows
        # Those in use come first, of each the newest, which is the last of the service's list.
        ordered = tuple(sorted(meters, key=lambda meter: meter.is_active))[::-1]
        fuel = Fuel.ELECTRICITY if told.mpan else Fuel.GAS
        return MeterPoint(number, fuel, direction_of(told), region, ordered, agreements)

    return point


def direction_of(told: wire.MeterPoint) -> Direction:
    """Import is the rule, and gas says nothing."""
    return Direction.EXPORT if (told.direction or "").upper() == "EXPORT" else Direction.IMPORT


def region_of(told: wire.MeterPoint) -> str | None:
    return (told.gsp_group_id or "").lstrip("_") or None


def _is_same(old: Agreement, current: Agreement | None) -> bool:
    return current is not None and (old.tariff_code, old.valid_from) == (current.tariff_code, current.valid_from)


def _joined(one: MeterPoint, other: MeterPoint) -> MeterPoint:
    """Two active agreements of one meter point: both inline tariffs are kept."""
    both = (*one.agreements, *other.agreements)
    held = {agreement.valid_from: agreement for agreement in both}
    held.update({agreement.valid_from: agreement for agreement in both if agreement.tariff is not None})
    return replace(one, agreements=_newest_first(held))


def _newest_first(held: dict[datetime, Agreement]) -> tuple[Agreement, ...]:
    return tuple(held[start] for start in sorted(held, reverse=True))


def _meter(read_at: datetime) -> Callable[[wire.Meter], Meter]:
    def meter(row: wire.Meter) -> Meter:
        smart = (row.smart_import_electricity_meter, row.smart_export_electricity_meter, row.smart_gas_meter)
        device_id = next((each.device_id for each in smart if each is not None and each.device_id), None)
        gone_at = if_known(instant, row.active_to)
        unit = _UNITS.get((row.consumption_units or "").casefold()) or _MECHANISMS.get(row.mechanism or "")
        return Meter(row.serial_number, device_id, gone_at is None or gone_at > read_at, unit, row.id)

    return meter
