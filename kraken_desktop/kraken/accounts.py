"""Account discovery: one answer becomes the whole home (docs/api.md, Account discovery; Tariffs inline)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from kraken_desktop.domain.account import Account, Agreement, Direction, Fuel, Meter, MeterPoint, Property
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.tariffs import InlineTariff, NamedRates, parse_tariff_code
from kraken_desktop.kraken.decoding import instant, instant_or_none, meanings, number
from kraken_desktop.kraken.wire import account as wire
from kraken_desktop.kraken.wire.envelope import loads


def account(content: bytes, read_at: datetime) -> Account:
    """Raises OddAnswer where the account itself cannot be read; odd parts of it are left out."""
    found: wire.Account = loads(content, wire.Account)
    agreements = meanings(found.electricity_agreements or (), wire.Agreement, lambda row: row).rows
    points: dict[str, MeterPoint] = {}
    for row in agreements:
        point = _point(row, read_at)
        points[point.number] = _joined(points[point.number], point) if point.number in points else point
    homes = meanings(found.properties or (), wire.Property, lambda row: row).rows
    return Account(found.number, found.status or "UNKNOWN", found.balance, _properties(homes, points))


def _properties(homes: Sequence[wire.Property], points: dict[str, MeterPoint]) -> tuple[Property, ...]:
    """Meter points that no property names belong to the first home, so that none is lost."""
    left = dict(points)
    found: list[Property] = []
    for home in homes:
        numbers = [row.mpan for row in home.electricity_meter_points or () if row and row.mpan]
        own = tuple(left.pop(mpan) for mpan in numbers if mpan in left)
        periods = [period for period in home.occupancy_periods or () if period]
        newest = periods[-1] if periods else None
        found.append(
            Property(
                home.id,
                home.address or "",
                home.postcode or "",
                instant_or_none(newest.effective_from) if newest else None,
                instant_or_none(newest.effective_to) if newest else None,
                own,
            )
        )
    if left and found:
        first = found[0]
        found[0] = replace(first, meter_points=(*first.meter_points, *left.values()))
    elif left:
        found.append(Property("", "", "", None, None, tuple(left.values())))
    return tuple(found)


def _point(row: wire.Agreement, read_at: datetime) -> MeterPoint:
    point = row.meter_point
    current = _agreement(row, read_at)
    past = meanings(point.agreements or (), wire.PastAgreement, _past_agreement).rows
    others = tuple(old for old in past if current is None or old.valid_from != current.valid_from)
    agreements = sorted((*((current,) if current else ()), *others), key=lambda held: held.valid_from, reverse=True)
    region = (point.gsp_group_id or "").lstrip("_") or None
    if region is None and agreements:
        code = parse_tariff_code(agreements[0].tariff_code)
        region = code.region if code else None
    direction = Direction.EXPORT if (point.direction or "").upper() == "EXPORT" else Direction.IMPORT
    meters = meanings(point.meters or (), wire.Meter, _meter).rows
    return MeterPoint(point.mpan, Fuel.ELECTRICITY, direction, region, meters, tuple(agreements))


def _joined(one: MeterPoint, other: MeterPoint) -> MeterPoint:
    """Two active agreements of one meter point: both inline tariffs are kept."""
    held = {agreement.valid_from: agreement for agreement in (*one.agreements, *other.agreements)}
    held.update({a.valid_from: a for a in (*one.agreements, *other.agreements) if a.tariff is not None})
    newest_first = tuple(held[start] for start in sorted(held, reverse=True))
    return replace(one, agreements=newest_first)


def _meter(row: wire.Meter) -> Meter:
    smart = row.smart_import_electricity_meter or row.smart_export_electricity_meter
    return Meter(row.serial_number, smart.device_id if smart else None, row.active_to is None)


def _past_agreement(row: wire.PastAgreement) -> Agreement | None:
    if row.tariff is None or not row.tariff.tariff_code:
        return None
    product = row.tariff.product_code or _product(row.tariff.tariff_code)
    return Agreement(row.tariff.tariff_code, product, instant(row.valid_from), instant_or_none(row.valid_to))


def _agreement(row: wire.Agreement, read_at: datetime) -> Agreement | None:
    tariff = row.tariff
    if tariff is None or not tariff.tariff_code:
        return None
    return Agreement(
        tariff.tariff_code,
        tariff.product_code or _product(tariff.tariff_code),
        instant(row.valid_from),
        instant_or_none(row.valid_to),
        _inline(tariff, read_at),
        _windows(row.time_of_use_scheme),
    )


def _product(tariff_code: str) -> str:
    code = parse_tariff_code(tariff_code)
    return code.product if code else tariff_code


def _inline(tariff: wire.Tariff, read_at: datetime) -> InlineTariff:
    rows = meanings(tariff.unit_rates or (), wire.InlineRow, _rate).rows
    named = NamedRates(
        number(tariff.unit_rate),
        number(tariff.day_rate),
        number(tariff.night_rate),
        number(tariff.off_peak_rate),
        number(tariff.ev_device_peak_rate),
        number(tariff.ev_device_off_peak_rate),
    )
    return InlineTariff(
        tariff.typename or "Unknown",
        tariff.display_name,
        read_at,
        number(tariff.standing_charge),
        rows,
        named if named != NamedRates() else None,
    )


def _rate(row: wire.InlineRow) -> Rate | None:
    pence = number(row.value)
    if pence is None:
        return None
    return Rate(
        instant(row.valid_from), instant_or_none(row.valid_to), pence, number(row.pre_vat_value), RateSource.AGREEMENT
    )


def _windows(scheme: wire.Scheme | None) -> tuple[DailyWindow, ...]:
    """The night slots of a time-of-use scheme; a scheme in a zone that is neither London nor UTC is left out."""
    if scheme is None or scheme.timezone not in ("Europe/London", "UTC", "GMT"):
        return ()
    nights = [
        slot
        for slot in scheme.timeslots or ()
        if slot
        and slot.active_from
        and slot.active_to
        and any(word in (slot.timeslot or "").upper() for word in ("NIGHT", "OFF_PEAK", "LOW"))
    ]
    try:
        return tuple(
            DailyWindow(
                time.fromisoformat(slot.active_from or ""),
                time.fromisoformat(slot.active_to or ""),
                scheme.timezone != "Europe/London",
            )
            for slot in nights
        )
    except ValueError:
        return ()
