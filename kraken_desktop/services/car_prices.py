"""What a car pays where its tariff has prices of its own for charging (docs/domain.md, Dispatches). Pure."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.effective_price import SmartTerms, car_schedule
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState


def car_prices(state: AppState, within: Span) -> RateSchedule | None:
    """p/kWh including VAT within the span; None where a car pays what the house pays."""
    terms = derive.smart_terms(state)
    if terms is None or terms.car is None:
        return None
    return car_schedule(
        derive.effective_import(state), state.dispatches.value or DispatchBook(), terms, within, state.now
    )


def car_price_words(terms: SmartTerms | None, at: datetime) -> str:
    """``28.0p, at night and in smart charges 5.7p``; "" where a tariff has none of its own, or they are not known."""
    if terms is None or terms.car is None:
        return ""
    peak, off_peak = terms.car.peak.at(at), terms.car.off_peak.at(at)
    if peak is None or off_peak is None:
        return ""
    return f"{text.price(peak.pence_inc_vat)}, at night and in smart charges {text.price(off_peak.pence_inc_vat)}"
