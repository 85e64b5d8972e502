"""The day that runs, and days whose readings have not arrived, from the Mini's half hours: an estimate beside the
metered days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import SlotCost, day_cost
from kraken_desktop.domain.moments import SLOT, Span, day_span, london_date, today_span
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.units import ZERO
from kraken_desktop.domain.usage import Reading, slot_energies
from kraken_desktop.services import derive
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.state import AppState, Tariff
from kraken_desktop.services.usage import UsageBar, UsagePart


def today_slots(state: AppState, number: str) -> tuple[SlotCost, ...]:
    """A shown meter point's half hours of today that have ended and are known; () without a Mini, before the first, and
    for a meter point that is not shown live.
    """
    return _costed(state, number, london_date(state.now), _shown(state, number)[2])


def slots_of_mini(state: AppState, number: str, day: date, rows: Sequence[HalfHour]) -> tuple[SlotCost, ...]:
    """Half hours of a day that is over by the Mini's rows of it and the first one after it; () for gas."""
    if number not in (state.selection.import_number, state.selection.export_number):
        return ()
    whole = day_span(day)
    is_export = number == state.selection.export_number
    return _costed(state, number, day, slot_energies(rows, Span(whole.start, whole.end + SLOT), is_export=is_export))


def _costed(state: AppState, number: str, day: date, readings: Sequence[Reading]) -> tuple[SlotCost, ...]:
    tariff, paid, _ = _shown(state, number)
    within = day_span(day)
    energy = {row.start: row.kwh for row in readings if within.contains(row.start)}
    if tariff is None or not energy:
        return ()
    is_export = number == state.selection.export_number
    return day_cost(day, energy, tariff.schedule, paid, RateSchedule(), is_export=is_export).slots


def _shown(state: AppState, number: str) -> tuple[Tariff | None, RateSchedule, tuple[Reading, ...]]:
    """A meter point's tariff, what is really paid, and the half hours of today."""
    selection, rows = state.selection, state.half_hours.value or ()
    if number == selection.import_number:
        return state.import_tariff.value, derive.effective_import(state), slot_energies(rows, today_span(state.now))
    if number == selection.export_number:
        exported = slot_energies(rows, today_span(state.now), is_export=True)
        return state.export_tariff.value, derive.effective_export(state), exported
    gas = state.gas_tariff.value
    if number == selection.gas_number and gas is not None:
        return gas, gas.schedule, state.gas_today.value or ()
    return None, RateSchedule(), ()


def standing_charge(state: AppState, number: str) -> Decimal:
    """Pence a day of a shown meter point; 0 for export, and where it is not known."""
    tariff, _, _ = _shown(state, number)
    is_export = number == state.selection.export_number
    return (tariff.standing_pence or ZERO) if tariff is not None and not is_export else ZERO


def today_bar(state: AppState, number: str, *, by_quadrant: bool) -> UsageBar | None:
    """Today as one bar among days; None where nothing of it is known."""
    return estimated_bar(state, number, london_date(state.now), today_slots(state, number), by_quadrant=by_quadrant)


def estimated_bar(
    state: AppState,
    number: str,
    day: date,
    slots: Sequence[SlotCost],
    *,
    by_quadrant: bool,
    has_standing: bool = True,
) -> UsageBar | None:
    """A day's half hours as one bar, with the day's standing charge or without; None without any."""
    if not slots:
        return None
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for slot in slots:
        band = slot.quadrant if by_quadrant else slot.band
        kwh, pence = sums.get(band, (ZERO, ZERO))
        sums[band] = kwh + slot.kwh, pence + (slot.pence or ZERO)
    return UsageBar(
        start=day_span(day).start,
        days=DateSpan(day, day),
        parts=tuple(UsagePart(band, *figures) for band, figures in sorted(sums.items(), key=lambda row: row[0].value)),
        standing_pence=standing_charge(state, number) if has_standing else ZERO,
        expected=len(slots),
        read=len(slots),
        priced=sum(slot.rate is not None for slot in slots),
        is_complete=False,
    )
