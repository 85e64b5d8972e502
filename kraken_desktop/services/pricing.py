"""From agreements and price lists to one tariff with its schedule (docs/domain.md, Rates). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.account import Agreement, Direction, Fuel, MeterPoint
from kraken_desktop.domain.effective_price import CarRates, SmartTerms
from kraken_desktop.domain.moments import DailyWindow, Span, today_span
from kraken_desktop.domain.own_terms import OwnTerms
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import (
    Family,
    Register,
    changes_daily,
    family_of,
    inline_schedule,
    lacks_hours,
    parse_tariff_code,
    public_schedule,
    textbook_windows,
    timed,
)
from kraken_desktop.services.state import Tariff

AS_TOLD = OwnTerms()
DAYS_BEHIND = timedelta(days=8)
"""The live page shades seven days by their prices."""
DAYS_AHEAD = timedelta(days=2)

PriceLists = Mapping[str, Mapping[Register, RateSchedule]]
"""Public rates by tariff code and register, as they serve this customer's way of paying."""


def horizon(now: datetime) -> Span:
    """The stretch of time whose prices the state holds, in whole London days."""
    today = today_span(now)
    return Span(today_span(today.start - DAYS_BEHIND).start, today_span(today.end + DAYS_AHEAD).end)


class WindowSource(StrEnum):
    """Where the hours of the night price came from, the first that tells."""

    OWN = "set by you"
    SCHEME = "your agreement"
    LABELS = "your meter's own readings"
    TEXTBOOK = "the tariff's usual hours"
    NONE = "none needed"


def tariff_of(point: MeterPoint, lists: PriceLists, now: datetime, own: OwnTerms = AS_TOLD) -> Tariff | None:
    """The meter point's prices over the horizon; None where no agreement holds now.

    Each stretch is priced by the agreement that held then. What the person set comes first, then inline rows, inline
    names, public lists.
    """
    current = point.agreement_at(now)
    if current is None:
        return None
    known, hours = RateSchedule(), own_hours(point, own)
    for agreement in reversed(point.agreements):
        known = known.merged_with(agreed_schedule(agreement, lists, horizon(now), hours))
    known = known.merged_with(_own_schedule(point, current, own, now))
    family = family_of(current.product_code)
    listed = lists.get(current.tariff_code)
    standing, standing_source = _standing(current, lists, now)
    terms = terms_of(current, lists, hours)
    return Tariff(
        name=_name(current, family),
        code=current.tariff_code,
        schedule=known,
        standing_pence=standing,
        standing_source=standing_source,
        has_changing_list=changes_daily(family),
        terms=terms,
        gap=_gap(current, listed, night_hours(current, hours)[0]),
        hangs_on_hours=terms is not None or _hangs_on_hours(current, listed, own),
    )


def _hangs_on_hours(agreement: Agreement, listed: Mapping[Register, RateSchedule] | None, own: OwnTerms) -> bool:
    """Without hours two prices would be no price, or an own night price would have no night; so also before any list
    was read.
    """
    tariff = agreement.tariff
    is_untold = listed is None and (tariff is None or not (tariff.rows or tariff.named))
    has_own_night = own.import_pence is not None and own.night_pence is not None
    return is_untold or has_own_night or lacks_hours(listed or {}, tariff.named if tariff is not None else None, ())


def _gap(
    agreement: Agreement, listed: Mapping[Register, RateSchedule] | None, windows: tuple[DailyWindow, ...]
) -> ProblemKind | None:
    """``listed`` None: no list was asked for yet; without any of unit prices: all were refused."""
    code, tariff = parse_tariff_code(agreement.tariff_code), agreement.tariff
    if code is None:
        return ProblemKind.UNKNOWN_TARIFF
    if lacks_hours(listed or {}, tariff.named if tariff is not None else None, windows):
        return ProblemKind.NO_HOURS
    is_missing = listed is not None and not listed.keys() - {Register.STANDING}
    return ProblemKind.NOT_LISTED if is_missing else None


def terms_of(agreement: Agreement, lists: PriceLists, own_hours: tuple[DailyWindow, ...] = ()) -> SmartTerms | None:
    """What a dispatching agreement promises, by its code; it counts only with a smart device on the account."""
    if family_of(agreement.product_code) is not Family.INTELLIGENT_GO:
        return None
    held = Span(agreement.valid_from, agreement.valid_to or FOREVER)
    return SmartTerms(night_hours(agreement, own_hours)[0], _car_rates(agreement, lists), held)


def _car_rates(agreement: Agreement, lists: PriceLists) -> CarRates | None:
    """The car's own prices on the four-rate tariff: public ones, else those named in the agreement, on their day."""
    own = lists.get(agreement.tariff_code, {})
    peak, off_peak = own.get(Register.EV_PEAK, RateSchedule()), own.get(Register.EV_OFF_PEAK, RateSchedule())
    tariff = agreement.tariff
    if tariff is not None and tariff.named is not None:
        day = today_span(tariff.read_at)
        peak = peak.merged_with(_named(day, tariff.named.ev_peak))
        off_peak = off_peak.merged_with(_named(day, tariff.named.ev_off_peak))
    return CarRates(peak, off_peak) if peak.rates and off_peak.rates else None


def _named(day: Span, pence: Decimal | None) -> RateSchedule:
    if pence is None:
        return RateSchedule()
    return RateSchedule((Rate(day.start, day.end, pence, source=RateSource.AGREEMENT_NOW),))


def needed_codes(point: MeterPoint | None, now: datetime) -> tuple[str, ...]:
    """The tariff codes whose lists the horizon needs, the current one first."""
    if point is None:
        return ()
    held = [agreement for agreement in point.agreements if agreement.overlaps(horizon(now))]
    held.sort(key=lambda agreement: not agreement.covers(now))
    return tuple(dict.fromkeys(agreement.tariff_code for agreement in held))


def told_prices(point: MeterPoint | None, code: str, now: datetime) -> Mapping[Register, Decimal]:
    """What the agreement in force tells of the price now, by the list that has it too."""
    agreement = point.agreement_at(now) if point is not None else None
    if agreement is None or agreement.tariff_code != code or agreement.tariff is None:
        return {}
    named, row = agreement.tariff.named, RateSchedule.of(agreement.tariff.rows).at(now)
    told = {Register.STANDARD: row.pence_inc_vat if row is not None else None}
    if named is not None:
        told |= {Register.DAY: named.day, Register.NIGHT: named.night, Register.OFF_PEAK: named.off_peak}
        told[Register.STANDARD] = named.flat if named.flat is not None else told[Register.STANDARD]
    return {register: pence for register, pence in told.items() if pence is not None}


def agreed_schedule(
    agreement: Agreement, lists: PriceLists, within: Span, own_hours: tuple[DailyWindow, ...] = ()
) -> RateSchedule:
    """A price that stays open in its list stays open here; timetables made from windows end with the horizon."""
    held = Span(max(agreement.valid_from, within.start), agreement.valid_to or FOREVER)
    if held.start >= held.end:
        return RateSchedule()
    windows, own = night_hours(agreement, own_hours)[0], lists.get(agreement.tariff_code, {})
    if _has_third_without_hours(agreement):
        own = {**own, Register.DAY: RateSchedule()}  # the rest of the day may cost either price
    standard = own.get(Register.STANDARD)
    listed = held if standard is not None and standard.rates else held.clipped(within)
    third = agreement.off_peak_scheme
    public = public_schedule(own, windows, listed, third) if listed is not None else RateSchedule()
    if agreement.tariff is None:
        return public
    return public.merged_with(inline_schedule(agreement.tariff, held, windows, third))


def _has_third_without_hours(agreement: Agreement) -> bool:
    named = agreement.tariff.named if agreement.tariff is not None else None
    is_third = named is not None and named.night is not None and named.off_peak is not None
    return is_third and not agreement.off_peak_scheme


def night_hours(
    agreement: Agreement, own: tuple[DailyWindow, ...] = ()
) -> tuple[tuple[DailyWindow, ...], WindowSource]:
    """The windows of the night price and who says so: set by hand, its own scheme, the labels, the textbook."""
    if own:
        return own, WindowSource.OWN
    if agreement.scheme:
        return agreement.scheme, WindowSource.SCHEME
    if agreement.learnt:
        return agreement.learnt, WindowSource.LABELS
    code = parse_tariff_code(agreement.tariff_code)
    windows = textbook_windows(agreement.product_code, code.registers if code is not None else "")
    return windows, WindowSource.TEXTBOOK if windows else WindowSource.NONE


def own_hours(point: MeterPoint, own: OwnTerms) -> tuple[DailyWindow, ...]:
    """The nights that the person set, which are the import meter's."""
    is_import = point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
    return own.windows if is_import else ()


def _own_schedule(point: MeterPoint, current: Agreement, own: OwnTerms, now: datetime) -> RateSchedule:
    """The price that the person set, from today on; a night price inside the night windows."""
    if point.fuel is Fuel.GAS:
        day = own.gas_pence
    else:
        day = own.export_pence if point.direction is Direction.EXPORT else own.import_pence
    if day is None:
        return RateSchedule()
    start, windows = today_span(now).start, night_hours(current, own_hours(point, own))[0]
    always = Rate(start, None, day, source=RateSource.OVERRIDE)
    is_import = point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
    if not is_import or own.night_pence is None or not windows:
        return RateSchedule((always,))
    night = Rate(start, None, own.night_pence, source=RateSource.OVERRIDE)
    return timed((always,), (night,), windows, Span(start, horizon(now).end))


def _name(agreement: Agreement, family: Family) -> str:
    told = agreement.tariff.display_name if agreement.tariff is not None else None
    return told or family.value


def _standing(agreement: Agreement, lists: PriceLists, now: datetime) -> tuple[Decimal | None, RateSource | None]:
    if agreement.tariff is not None and agreement.tariff.standing_pence_inc_vat is not None:
        return agreement.tariff.standing_pence_inc_vat, RateSource.AGREEMENT
    charges = lists.get(agreement.tariff_code, {}).get(Register.STANDING)
    rate = charges.at(now) if charges is not None else None
    return (rate.pence_inc_vat, rate.source) if rate is not None else (None, None)
