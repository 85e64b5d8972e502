"""Which prices and which bands count for a state. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kraken_desktop.domain.bands import MEAN_DAYS, BandScheme, SchemeKind, around_mean
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.effective_price import SmartTerms, effective_schedule
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.charging import smart_terms
from kraken_desktop.services.latest import latest
from kraken_desktop.services.state import AppState, Tariff

NO_PRICES = RateSchedule()


def effective_import(state: AppState) -> RateSchedule:
    """The prices that the house really pays, dispatches included."""
    return _effective(state.import_tariff.value, smart_terms(state), state.dispatches.value, state.now)


def effective_export(state: AppState) -> RateSchedule:
    tariff = state.export_tariff.value
    return tariff.schedule if tariff is not None else NO_PRICES


@latest
def _effective(
    tariff: Tariff | None, terms: SmartTerms | None, book: DispatchBook | None, now: datetime
) -> RateSchedule:
    if tariff is None:
        return NO_PRICES
    return effective_schedule(tariff.schedule, book or DispatchBook(), terms, now)


def as_gas(state: AppState) -> AppState:
    """The state as it serves gas: its tariff stands where electricity's does, and no car makes it cheap."""
    means = state.past_means.as_gas if state.past_means is not None else None
    return replace(
        state, import_tariff=state.gas_tariff, export_tariff=Snapshot(), dispatches=Snapshot(), past_means=means
    )


def tariff_snapshot(state: AppState, export: bool) -> Snapshot[Tariff]:
    return state.export_tariff if export else state.import_tariff


def schedule_of(state: AppState, export: bool = False) -> RateSchedule:
    return effective_export(state) if export else effective_import(state)


def scheme_of(state: AppState, export: bool = False) -> BandScheme:
    """A scheme against a mean comes as its limits, as soon as the mean is known."""
    scheme, means = replace(state.scheme, is_export=export), state.past_means
    days = MEAN_DAYS.get(scheme.kind)
    mean = means.of(days, export) if means is not None and days is not None else None
    limits = around_mean(mean) if mean is not None else ()
    return replace(scheme, kind=SchemeKind.THRESHOLDS, thresholds=limits) if limits else scheme


def is_mean_awaited(state: AppState) -> bool:
    """The store was not asked yet for the mean that tells the bands: until then the price now has no colour."""
    return state.scheme.kind in MEAN_DAYS and state.past_means is None
