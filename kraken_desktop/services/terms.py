"""What each shown meter point pays now, for telling a change. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.tariff_change import TermsNow
from kraken_desktop.services.latest import latest
from kraken_desktop.services.state import AppState

_PENNY_PARTS = Decimal("0.01")
"""The same price is told with more or fewer decimals by the agreement and by the public list."""


def terms_now(state: AppState) -> tuple[TermsNow, ...]:
    """Of import, export and gas, as far as there are tariffs."""
    day, selection = london_date(state.now), state.selection
    way = selection.payment_method.value if selection.payment_method is not None else ""
    shown = (
        ("Import", selection.import_number, state.import_tariff.value),
        ("Export", selection.export_number, state.export_tariff.value),
        ("Gas", selection.gas_number, state.gas_tariff.value),
    )
    return tuple(
        TermsNow(
            f"{number} {way}",
            kind,
            tariff.code,
            tariff.name,
            day,
            () if tariff.has_changing_list else _PRICES[kind](tariff.schedule, day),
            None if tariff.standing_pence is None else tariff.standing_pence.quantize(_PENNY_PARTS),
            _since(state, number),
        )
        for kind, number, tariff in shown
        if tariff is not None
    )


def _since(state: AppState, number: str | None) -> date | None:
    account = state.account.value
    point = account.meter_point(number) if account is not None and number is not None else None
    agreement = point.agreement_at(state.now) if point is not None else None
    return london_date(agreement.valid_from) if agreement is not None else None


def _prices(schedule: RateSchedule, day: date) -> tuple[Decimal, ...]:
    """() where the day is not wholly known, or where the person set the prices."""
    whole = day_span(day)
    rates = schedule.between(whole)
    if not schedule.covers(whole) or any(rate.source is RateSource.OVERRIDE for rate in rates):
        return ()
    return tuple(sorted({rate.pence_inc_vat.quantize(_PENNY_PARTS) for rate in rates}))


_PRICES = {kind: latest(_prices) for kind in ("Import", "Export", "Gas")}
