"""A past day's prices as its costs have them: by what charged, what Octopus settled, what the person set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, StartedDispatch
from kraken_desktop.domain.moments import SLOT, Span, apart, day_span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.settled import SettledSlot
from kraken_desktop.domain.settled_prices import settled_prices
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.charging import smart_terms
from kraken_desktop.services.costing import PricingBasis, with_own_prices
from kraken_desktop.services.own_prices import OwnPrice
from kraken_desktop.services.pricing import own_hours
from kraken_desktop.services.state import AppState, Tariff
from kraken_desktop.storage.database import Database

_NOON = timedelta(hours=12)
"""The allowance of smart charging runs from noon to noon."""


async def as_it_was(state: AppState, day: date, database: Database) -> AppState:
    """``state`` has the agreements' prices of a past day. Raises StorageError."""
    whole = day_span(day)
    around = Span(whole.start - _NOON, whole.end + _NOON)
    state = with_charges(state, await database.charges(state.selection.account_number, around))
    if smart_terms(state) is not None and (number := state.selection.import_number) is not None:
        state = _as_settled(state, await database.history.settled_slots(number, around))
    account, selection = state.account.value, state.selection
    point = account.meter_point if account is not None else lambda _number: None
    return replace(
        state,
        import_tariff=await _as_set(state, state.import_tariff, point(selection.import_number), whole, database),
        export_tariff=await _as_set(state, state.export_tariff, point(selection.export_number), whole, database),
        gas_tariff=await _as_set(state, state.gas_tariff, point(selection.gas_number), whole, database),
    )


def with_charges(state: AppState, kept: DispatchBook) -> AppState:
    """The state with what the store kept of a time that its own book does not reach."""
    book = state.dispatches.value or DispatchBook()
    started = tuple(dict.fromkeys((*book.started, *kept.started)))
    completed = tuple(dict.fromkeys((*book.completed, *kept.completed)))
    merged = replace(book, started=started, completed=completed)
    return replace(state, dispatches=replace(state.dispatches, value=merged))


def _as_settled(state: AppState, slots: Mapping[datetime, SettledSlot]) -> AppState:
    """Octopus's word for who paid which price outranks what was seen and listed."""
    tariff, terms, book = state.import_tariff.value, smart_terms(state), state.dispatches.value
    if tariff is None or terms is None or book is None or not slots:
        return state
    house = settled_prices(slots.values(), tariff.schedule, terms).house
    dear = [Span(start, start + SLOT) for start, slot in slots.items() if slot.is_house_off_peak is False]
    kept = replace(
        book,
        started=tuple(
            StartedDispatch(row.device_id, part) for row in book.started for part in apart((row.span,), dear)
        ),
        completed=tuple(part for row in book.completed for part in _outside(row, dear)),
    )
    schedule = tariff.schedule.merged_with(RateSchedule.of(house.values()))
    return replace(
        state,
        import_tariff=replace(state.import_tariff, value=replace(tariff, schedule=schedule)),
        dispatches=replace(state.dispatches, value=kept),
    )


def _outside(row: CompletedDispatch, dear: Iterable[Span]) -> tuple[CompletedDispatch, ...]:
    parts = apart((row.span,), dear)
    return (row,) if parts == (row.span,) else tuple(replace(row, span=part, energy_kwh=None) for part in parts)


async def _as_set(
    state: AppState, snapshot: Snapshot[Tariff], point: MeterPoint | None, day: Span, database: Database
) -> Snapshot[Tariff]:
    """With the prices that the person had set for that day."""
    if snapshot.value is None or point is None:
        return snapshot
    basis = await database.history.load(f"pricing:{point.number}", PricingBasis)
    prices: tuple[OwnPrice, ...] = basis[0].own if basis is not None else ()
    schedule = with_own_prices(snapshot.value.schedule, point, day, own_hours(point, state.own), prices)
    return replace(snapshot, value=replace(snapshot.value, schedule=schedule))
