"""The day that runs, from the Mini's half hours: an estimate beside the metered days."""

from __future__ import annotations

from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import SlotCost, day_cost
from kraken_desktop.domain.moments import day_span, london_date, today_span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.units import ZERO
from kraken_desktop.domain.usage import slot_energies
from kraken_desktop.services import derive
from kraken_desktop.services.state import AppState
from kraken_desktop.services.usage import DateSpan, UsageBar, UsagePart


def today_slots(state: AppState, *, is_export: bool) -> tuple[SlotCost, ...]:
    """Today's half hours that have ended and are known; () without a Mini or before the first."""
    snapshot = state.export_tariff if is_export else state.import_tariff
    rows = slot_energies(state.half_hours.value or (), today_span(state.now), is_export=is_export)
    if snapshot.value is None or not rows:
        return ()
    agreed = snapshot.value.schedule
    paid = derive.effective_export(state) if is_export else derive.effective_import(state)
    energy = {row.start: row.kwh for row in rows}
    return day_cost(london_date(state.now), energy, agreed, paid, RateSchedule(), is_export=is_export).slots


def today_bar(state: AppState, *, is_export: bool, by_quadrant: bool) -> UsageBar | None:
    """Today as one bar among days; None where nothing of it is known."""
    slots = today_slots(state, is_export=is_export)
    if not slots:
        return None
    sums: dict[Band, tuple[Decimal, Decimal]] = {}
    for slot in slots:
        band = slot.quadrant if by_quadrant else slot.band
        kwh, pence = sums.get(band, (ZERO, ZERO))
        sums[band] = kwh + slot.kwh, pence + (slot.pence or ZERO)
    tariff = state.import_tariff.value
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
