"""Tariff codes, families and shapes, and how they become one schedule (docs/domain.md, Rates)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.moments import DailyWindow, Span, day_span, london_date, window_spans
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource


class Family(StrEnum):
    AGILE = "Agile"
    AGILE_OUTGOING = "Agile Outgoing"
    OUTGOING = "Outgoing"
    TRACKER = "Tracker"
    GO = "Go"
    INTELLIGENT_GO = "Intelligent Go"
    INTELLIGENT_FLUX = "Intelligent Flux"
    FLUX = "Flux"
    COSY = "Cosy"
    FLEXIBLE = "Flexible"
    PREPAY = "Prepayment"
    FIXED = "Fixed"


class Register(StrEnum):
    """The price lists that a tariff can have, by the service's own words."""

    STANDARD = "standard-unit-rates"
    DAY = "day-unit-rates"
    NIGHT = "night-unit-rates"
    OFF_PEAK = "off-peak-unit-rates"
    EV_PEAK = "ev-device-peak-unit-rates"
    EV_OFF_PEAK = "ev-device-off-peak-unit-rates"
    STANDING = "standing-charges"


@dataclass(frozen=True, slots=True)
class TariffCode:
    """``E-1R-AGILE-24-10-01-C`` taken apart; ``fuel`` and ``registers`` are empty where the code leaves them out."""

    fuel: str
    registers: str
    product: str
    region: str

    @property
    def register_count(self) -> int:
        """How many registers its meter counts in: three of ``3R``, two of what ends in ``2R``, else one."""
        return 3 if self.registers == "3R" else 2 if self.is_day_and_night else 1

    @property
    def is_day_and_night(self) -> bool:
        """``2R`` and ``FLAT2R`` are read from the day and night lists, whatever the product."""
        return self.registers.endswith("2R")


_CODE = re.compile(r"^(?:(?P<fuel>[EG])-(?P<registers>[0-9A-Z]+R)-)?(?P<product>.+)-(?P<region>[A-P])$")

_FAMILIES: tuple[tuple[re.Pattern[str], Family], ...] = tuple(
    (re.compile(pattern), family)
    for pattern, family in (
        (r"^AGILE-OUTGOING", Family.AGILE_OUTGOING),
        (r"^AGILE-", Family.AGILE),
        (r"^INTELLI-FLUX", Family.INTELLIGENT_FLUX),
        (r"^(INTELLI-(VAR|BB-VAR|FIX|\d)|IOG-)", Family.INTELLIGENT_GO),
        (r"^FLUX-", Family.FLUX),
        (r"^OUTGOING-|-EXPORT-|SEG", Family.OUTGOING),
        (r"^(SILVER|TRACKER)-", Family.TRACKER),
        (r"^GO-", Family.GO),
        (r"^COSY-", Family.COSY),
        (r"^VAR-", Family.FLEXIBLE),
        (r"^PREPAY-", Family.PREPAY),
    )
)

NIGHT_INTELLIGENT_GO = DailyWindow(time(23, 30), time(5, 30))
NIGHT_GO = DailyWindow(time(0, 30), time(5, 30))
NIGHT_ECONOMY_7 = DailyWindow(time(0, 30), time(7, 30), is_utc=True)


@dataclass(frozen=True, slots=True)
class NamedRates:
    """An agreement's inline prices without times, in pence per kWh including VAT."""

    flat: Decimal | None = None
    day: Decimal | None = None
    night: Decimal | None = None
    off_peak: Decimal | None = None
    ev_peak: Decimal | None = None
    ev_off_peak: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InlineTariff:
    """A tariff as the agreement carries it. ``shape`` is the service's type name, possibly one never heard of.

    ``rows`` hold on their own spans; ``named`` counts for the London day of ``read_at`` only.
    """

    shape: str
    display_name: str | None
    read_at: datetime
    standing_pence_inc_vat: Decimal | None = None
    rows: tuple[Rate, ...] = ()
    named: NamedRates | None = None


def parse_tariff_code(code: str) -> TariffCode | None:
    """None for a code of no known form."""
    match = _CODE.match(code)
    if match is None:
        return None
    return TariffCode(match["fuel"] or "", match["registers"] or "", match["product"], match["region"])


def family_of(product_code: str) -> Family:
    return next((family for pattern, family in _FAMILIES if pattern.search(product_code)), Family.FIXED)


def changes_daily(family: Family) -> bool:
    """Tariffs whose prices for tomorrow are published a day ahead."""
    return family in (Family.AGILE, Family.AGILE_OUTGOING, Family.TRACKER)


def textbook_windows(product_code: str, registers: str) -> tuple[DailyWindow, ...]:
    """The night windows where nothing better is known; () for tariffs that have none."""
    family = family_of(product_code)
    if family is Family.INTELLIGENT_GO:
        return (NIGHT_INTELLIGENT_GO,)
    if family is Family.GO:
        return (NIGHT_GO,)
    return (NIGHT_ECONOMY_7,) if registers.endswith("2R") else ()


def register_groups(code: TariffCode) -> tuple[tuple[Register, ...], ...]:
    """The price lists worth asking for, the most likely first; a group counts where those before it tell no price.

    The standing charge is asked for apart.
    """
    four_rates = (Register.DAY, Register.NIGHT, Register.EV_PEAK, Register.EV_OFF_PEAK)
    if code.product.startswith("IOG-"):
        return (four_rates, (Register.STANDARD,))
    if code.registers == "3R":
        return ((Register.DAY, Register.NIGHT, Register.OFF_PEAK), (Register.STANDARD,))
    if code.is_day_and_night:
        return ((Register.DAY, Register.NIGHT), (Register.STANDARD,))
    return ((Register.STANDARD,),) if code.fuel == "G" else ((Register.STANDARD,), four_rates)


def tells_prices(lists: Mapping[Register, RateSchedule], group: Iterable[Register]) -> bool:
    """Whether any list of the group has a row."""
    return any(register in lists and lists[register].rates for register in group)


def lacks_hours(
    lists: Mapping[Register, RateSchedule], named: NamedRates | None, windows: tuple[DailyWindow, ...]
) -> bool:
    """Two prices are told, by name or by list, and not when each holds."""
    is_named = named is not None and named.day is not None and (named.night or named.off_peak) is not None
    is_listed = not tells_prices(lists, (Register.STANDARD,)) and all(
        tells_prices(lists, (register,)) for register in (Register.DAY, Register.NIGHT)
    )
    return not windows and (is_named or is_listed)


def timed(day: Iterable[Rate], night: Iterable[Rate], windows: Iterable[DailyWindow], span: Span) -> RateSchedule:
    """Day prices with night prices laid over the windows inside ``span``: a timetable from rates without times."""
    base = RateSchedule.of(rate for rate in RateSchedule.of(day).between(span))
    nights = RateSchedule.of(night)
    cheap: list[Rate] = []
    for window in windows:
        for found in window_spans(window, span):
            clipped = found.clipped(span)
            if clipped is not None:
                cheap.extend(nights.between(clipped))
    return base.merged_with(RateSchedule.of(cheap))


def inline_schedule(
    tariff: InlineTariff,
    valid: Span,
    windows: tuple[DailyWindow, ...],
    off_peak_windows: tuple[DailyWindow, ...] = (),
) -> RateSchedule:
    """What the agreement itself says: rows on their spans, names on the London day on which they were read.

    Of three rates whose third has no hours only the night is known: the rest of the day may cost either price.
    """
    rows = RateSchedule.of(RateSchedule.of(tariff.rows).between(valid))
    day = day_span(london_date(tariff.read_at)).clipped(valid)
    if tariff.named is None or day is None:
        return rows

    def on(pence: Decimal) -> Rate:
        return Rate(day.start, day.end, pence, source=RateSource.AGREEMENT_NOW)

    named = tariff.named
    if named.flat is not None:
        return RateSchedule((on(named.flat),)).merged_with(rows)
    night = named.night if named.night is not None else named.off_peak
    if named.day is None or night is None or not windows:
        return rows
    third = named.off_peak if named.night is not None else None
    if third is None:
        return timed((on(named.day),), (on(night),), windows, day).merged_with(rows)
    rest = timed((on(named.day),), (on(third),), off_peak_windows, day) if off_peak_windows else RateSchedule()
    return timed(rest.rates, (on(night),), windows, day).merged_with(rows)


def public_schedule(
    lists: Mapping[Register, RateSchedule],
    windows: tuple[DailyWindow, ...],
    span: Span,
    off_peak_windows: tuple[DailyWindow, ...] = (),
) -> RateSchedule:
    """The public price lists as one timetable on ``span``: the standard list, else day, off-peak and night by windows.

    Where no hours are known, no price is: a day price is never taken for another.
    """
    standard = lists.get(Register.STANDARD)
    if standard is not None and standard.rates:
        return RateSchedule(standard.between(span))
    day, night = lists.get(Register.DAY), lists.get(Register.NIGHT)
    if day is None or night is None or not windows:
        return RateSchedule()
    return timed(_by_day(day, lists.get(Register.OFF_PEAK), off_peak_windows, span).rates, night.rates, windows, span)


def _by_day(
    day: RateSchedule, third: RateSchedule | None, off_peak_windows: tuple[DailyWindow, ...], span: Span
) -> RateSchedule:
    """What holds outside the night, of three prices only as far as the third one and its hours are known."""
    has_third = third is not None and bool(third.rates)
    if not off_peak_windows:
        return RateSchedule() if has_third else day
    hours = [found.clipped(span) for window in off_peak_windows for found in window_spans(window, span)]
    cuts = [Rate(found.start, found.end, Decimal()) for found in hours if found is not None]
    rest = RateSchedule(RateSchedule(day.between(span)).outside(RateSchedule.of(cuts)))
    if third is None:
        return rest
    return rest.merged_with(RateSchedule.of(rate for cut in cuts for rate in third.between(Span(cut.start, cut.stop))))
