"""The day that runs, from the Mini's half hours: an estimate beside the metered days."""

from __future__ import annotations

from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import SlotCost, day_cost
from kraken_desktop.domain.moments import day_span, london_date, today_span
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
    tariff, paid, readings = _shown(state, number)
    if tariff is None or not readings:
        return ()
    today = today_span(state.now)
    energy = {row.start: row.kwh for row in readings if today.contains(row.start)}
    is_export = number == state.selection.export_number
    return day_cost(london_date(state.now), energy, tariff.schedule, paid, RateSchedule(), is_export=is_export).slots


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


def today_bar(state: AppState, number: str, *, by_quadrant: bool) -> UsageBar | None:
    """Today as one bar among days; None where nothing of it is known."""
    slots = today_slots(state, number)
    if not slots:
        return None
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for slot in slots:
        band = slot.quadrant if by_quadrant else slot.band
        kwh, pence = sums.get(band, (ZERO, ZERO))
        sums[band] = kwh + slot.kwh, pence + (slot.pence or ZERO)
    tariff, _, _ = _shown(state, number)
    is_export = number == state.selection.export_number
    standing = tariff.standing_pence if tariff is not None and not is_export else None
    day = london_date(state.now)
    return UsageBar(
        start=day_span(day).start,
        days=DateSpan(day, day),
        parts=tuple(UsagePart(band, *figures) for band, figures in sorted(sums.items(), key=lambda row: row[0].value)),
        standing_pence=standing or ZERO,
        expected=len(slots),
        read=len(slots),
        priced=sum(slot.rate is not None for slot in slots),
        is_complete=False,
    )
