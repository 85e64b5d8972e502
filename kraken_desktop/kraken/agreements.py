"""Agreements and the tariffs they carry (docs/api.md, Tariffs inline)."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from kraken_desktop.domain.account import Agreement
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.tariffs import InlineTariff, NamedRates, parse_tariff_code
from kraken_desktop.kraken.decoding import (
    as_it_is,
    if_known,
    instant,
    instant_or_none,
    meaning_of,
    meanings,
    number,
    number_or_none,
)
from kraken_desktop.kraken.wire import account as wire

_NIGHT_WORDS = ("NIGHT", "LOW")
_OFF_PEAK_WORDS = ("OFF_PEAK",)
_IS_UTC = {"Europe/London": False, "UTC": True, "GMT": True}


def past_agreement(row: wire.PastAgreement) -> Agreement | None:
    """None where the tariff is not named. Raises ValueError for odd times."""
    if row.tariff is None or not row.tariff.tariff_code:
        return None
    product = row.tariff.product_code or _product(row.tariff.tariff_code)
    return Agreement(row.tariff.tariff_code, product, instant(row.valid_from), instant_or_none(row.valid_to))


def agreement(row: wire.Agreement, read_at: datetime) -> Agreement | None:
    """An agreement in force, with its prices where they can be read; None where it does not say what or since when."""
    name = meaning_of(row.tariff, wire.TariffName, as_it_is)
    bare = if_known(past_agreement, wire.PastAgreement(row.valid_from, row.valid_to, name))
    if bare is None:
        return None
    tariff = meaning_of(row.tariff, wire.Tariff, lambda told: _inline(told, read_at))
    nights, off_peak = meaning_of(row.time_of_use_scheme, wire.Scheme, _windows) or ((), ())
    return Agreement(bare.tariff_code, bare.product_code, bare.valid_from, bare.valid_to, tariff, nights, off_peak)


def _product(tariff_code: str) -> str:
    code = parse_tariff_code(tariff_code)
    return code.product if code else tariff_code


def _inline(tariff: wire.Tariff, read_at: datetime) -> InlineTariff:
    named = NamedRates(
        _price(tariff.unit_rate),
        _price(tariff.day_rate),
        _price(tariff.night_rate),
        _price(tariff.off_peak_rate),
        _price(tariff.ev_device_peak_rate),
        _price(tariff.ev_device_off_peak_rate),
    )
    return InlineTariff(
        tariff.typename or "Unknown",
        tariff.display_name,
        read_at,
        _price(tariff.standing_charge),
        meanings(tariff.unit_rates, wire.InlineRow, _rate).rows,
        named if named != NamedRates() else None,
    )


def _price(value: Decimal | None) -> Decimal | None:
    return if_known(number, value)


def _rate(row: wire.InlineRow) -> Rate:
    return Rate(
        instant(row.valid_from),
        instant_or_none(row.valid_to),
        number(row.value),
        number_or_none(row.pre_vat_value),
        RateSource.AGREEMENT,
    )


def _windows(scheme: wire.Scheme) -> tuple[tuple[DailyWindow, ...], tuple[DailyWindow, ...]]:
    """The night slots and, where they are told apart, the off-peak ones; with one cheap price they are its night.

    A scheme in a zone that is neither London nor UTC is left out.
    """
    is_utc = _IS_UTC.get(scheme.timezone)
    if is_utc is None:
        return (), ()

    def windows(words: tuple[str, ...]) -> tuple[DailyWindow, ...]:
        def window(slot: wire.Timeslot) -> DailyWindow | None:
            if not any(word in slot.timeslot.upper() for word in words):
                return None
            return DailyWindow(time.fromisoformat(slot.active_from), time.fromisoformat(slot.active_to), is_utc)

        return meanings(scheme.timeslots, wire.Timeslot, window).rows

    nights, off_peak = windows(_NIGHT_WORDS), windows(_OFF_PEAK_WORDS)
    return (nights, off_peak) if nights else (off_peak, ())
