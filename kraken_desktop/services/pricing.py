"""From agreements and price lists to one tariff with its schedule (docs/domain.md, Rates). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Agreement, MeterPoint
from kraken_desktop.domain.effective_price import CarRates, SmartTerms
from kraken_desktop.domain.moments import DailyWindow, Span, today_span
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import (
    Family,
    Register,
    changes_daily,
    family_of,
    inline_schedule,
    parse_tariff_code,
    public_schedule,
    textbook_windows,
)
from kraken_desktop.services.state import Tariff

DAYS_BEHIND = timedelta(days=8)
"""The live page shades seven days by their prices."""
DAYS_AHEAD = timedelta(days=2)

PriceLists = Mapping[str, Mapping[Register, RateSchedule]]
"""Public rates by tariff code and register, as they serve this customer's way of paying."""


def horizon(now: datetime) -> Span:
    """The stretch of time whose prices the state holds, in whole London days."""
    today = today_span(now)
    return Span(today_span(today.start - DAYS_BEHIND).start, today_span(today.end + DAYS_AHEAD).end)


def tariff_of(point: MeterPoint, lists: PriceLists, now: datetime) -> Tariff | None:
    """The meter point's prices over the horizon; None where no agreement holds now.

    Each stretch is priced by the agreement that held then. Inline rows before inline names before public lists.
    """
    current = point.agreement_at(now)
    if current is None:
        return None
    known = RateSchedule()
    for agreement in reversed(point.agreements):
        known = known.merged_with(agreed_schedule(agreement, lists, horizon(now)))
    family = family_of(current.product_code)
    return Tariff(
        name=_name(current, family),
        code=current.tariff_code,
        schedule=known,
        standing_pence=_standing(current, lists, now),
        has_changing_list=changes_daily(family),
        terms=terms_of(current, lists),
    )


def terms_of(agreement: Agreement, lists: PriceLists) -> SmartTerms | None:
    """What a dispatching agreement promises, by its code; it counts only with a smart device on the account."""
    if family_of(agreement.product_code) is not Family.INTELLIGENT_GO:
        return None
    return SmartTerms(_windows(agreement), _car_rates(agreement, lists))


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


def agreed_schedule(agreement: Agreement, lists: PriceLists, within: Span) -> RateSchedule:
    """A price that stays open in its list stays open here; timetables made from windows end with the horizon."""
    held = Span(max(agreement.valid_from, within.start), agreement.valid_to or FOREVER)
    if held.start >= held.end:
        return RateSchedule()
    windows, own = _windows(agreement), lists.get(agreement.tariff_code, {})
    standard = own.get(Register.STANDARD)
    listed = held if standard is not None and standard.rates else held.clipped(within)
    public = public_schedule(own, windows, listed) if listed is not None else RateSchedule()
    if agreement.tariff is None:
        return public
    return public.merged_with(inline_schedule(agreement.tariff, held, windows))


def _windows(agreement: Agreement) -> tuple[DailyWindow, ...]:
    if agreement.scheme:
        return agreement.scheme
    code = parse_tariff_code(agreement.tariff_code)
    return textbook_windows(agreement.product_code, code.registers if code is not None else "")


def _name(agreement: Agreement, family: Family) -> str:
    told = agreement.tariff.display_name if agreement.tariff is not None else None
    return told or family.value


def _standing(agreement: Agreement, lists: PriceLists, now: datetime) -> Decimal | None:
    if agreement.tariff is not None and agreement.tariff.standing_pence_inc_vat is not None:
        return agreement.tariff.standing_pence_inc_vat
    charges = lists.get(agreement.tariff_code, {}).get(Register.STANDING)
    rate = charges.at(now) if charges is not None else None
    return rate.pence_inc_vat if rate is not None else None
