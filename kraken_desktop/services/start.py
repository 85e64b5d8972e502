"""The first state: painted from the store, before anything is asked. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.bands import BandScheme, SchemeKind
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.own_terms import OwnTerms, read_window
from kraken_desktop.domain.past_means import PastMeans
from kraken_desktop.domain.power import Trace
from kraken_desktop.domain.rates import PaymentMethod
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.choice import chosen, minis_may_hang_on
from kraken_desktop.services.feeds import with_prices
from kraken_desktop.services.pricing import PriceLists
from kraken_desktop.services.state import AppState, Phase, Polling, Selection
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings


def state_at_start(
    facts: StartFacts,
    now: datetime,
    settings: Settings,
    home: str | None = None,
    account_number: str | None = None,
) -> AppState:
    """What the store knows, with the ages that it has. Of another account than the chosen one nothing is shown.

    ``account_number`` comes with credentials from outside, and wins over the settings' own.
    """
    number = account_number or settings.account_number
    every = polling_interval(settings)
    state = AppState(
        now=now,
        home=home,
        selection=replace(wanted(settings), account_number=number),
        scheme=scheme(settings),
        own=own_terms(settings),
        polling=Polling(every, every),
        notices=facts.notices,
        reminders=facts.reminders,
    )
    if number is None:
        return replace(state, phase=Phase.SIGNED_OUT)
    state = replace(state, other_accounts=_others(facts, number))
    account, saved_at = _known(facts, number)
    if account is None:
        return state
    book, seen_at = facts.dispatches.get(number, (None, None))
    device_id = _device(facts, minis_may_hang_on(account, state.selection, now))
    state = replace(
        state,
        account=Snapshot(account, saved_at),
        selection=chosen(account, replace(state.selection, device_id=device_id), now),
        has_mini=facts.has_mini.get(device_id) if device_id is not None else None,
        dispatches=Snapshot(book, seen_at) if book else Snapshot(),
        standing=Snapshot(*facts.standings.get(number, ())),
    )
    state = replace(state, past_means=_past_means(state, facts))
    return _with_prices(_with_energy(state, facts), facts, now)


def _past_means(state: AppState, facts: StartFacts) -> PastMeans | None:
    """Those of this very day and these meters; else the store is asked."""
    kept, selection = facts.past_means, state.selection
    if kept is None or kept.day != london_date(state.now):
        return None
    shown = (selection.import_number, selection.export_number, selection.gas_number)
    return kept.means if (kept.import_number, kept.export_number, kept.gas_number) == shown else None


def _known(facts: StartFacts, number: str) -> tuple[Account | None, datetime | None]:
    if facts.account is not None and facts.account.number == number:
        return facts.account, facts.account_saved_at
    other = next((one for one in facts.other_accounts if one.number == number and one.properties), None)
    return other, facts.other_accounts_saved_at


def _others(facts: StartFacts, number: str) -> Snapshot[tuple[Account, ...]]:
    known = (*((facts.account,) if facts.account is not None else ()), *facts.other_accounts)
    others = {one.number: one for one in known if one.number != number}
    return Snapshot(tuple(others.values()), facts.other_accounts_saved_at)


def _with_energy(state: AppState, facts: StartFacts) -> AppState:
    device_id = state.selection.device_id or ""
    samples, rows = facts.samples.get(device_id, ()), facts.half_hours.get(device_id, ())
    trace = Trace().with_samples(samples)
    return replace(
        state,
        live=Snapshot(trace, trace.newest.read_at) if trace.newest is not None else Snapshot(),
        half_hours=Snapshot(rows, rows[-1].start) if rows else Snapshot(),
    )


def _with_prices(state: AppState, facts: StartFacts, now: datetime) -> AppState:
    """Prices are as old as the account that they came with, and a price that is missing is not yet a trouble."""
    state, saved_at = with_prices(state, facts.rates, now), state.account.fetched_at
    imports, exports, gas = state.import_tariff.value, state.export_tariff.value, state.gas_tariff.value
    return replace(
        state,
        import_tariff=Snapshot(imports, saved_at) if imports is not None else Snapshot(),
        export_tariff=Snapshot(exports, saved_at) if exports is not None else Snapshot(),
        gas_tariff=Snapshot(gas, saved_at) if gas is not None else Snapshot(),
    )


def _device(facts: StartFacts, candidates: tuple[str, ...]) -> str | None:
    """The meter that gave readings, else one with a Mini, else the likeliest."""
    heard = [device for device in candidates if facts.samples.get(device)]
    with_mini = [device for device in candidates if facts.has_mini.get(device)]
    return next(iter((*heard, *with_mini, *candidates)), None)


def wanted(settings: Settings) -> Selection:
    """What the person chose."""
    return Selection(
        account_number=settings.account_number,
        property_id=settings.property_id,
        import_number=settings.import_number,
        export_number=settings.export_number,
        gas_number=settings.gas_number,
        payment_method=PaymentMethod(settings.payment_method),
    )


def scheme(settings: Settings) -> BandScheme:
    return BandScheme(SchemeKind(settings.scheme), tuple(Decimal(limit) for limit in settings.thresholds))


def own_terms(settings: Settings) -> OwnTerms:
    return OwnTerms(
        tuple(read_window(window) for window in settings.night_windows),
        settings.own_import_price,
        settings.own_night_price,
        settings.own_export_price,
        settings.own_gas_price,
    )


def with_settings(state: AppState, settings: Settings, lists: PriceLists) -> AppState:
    """What a person decides of prices, their bands, homes and meters counts at once."""
    before, account = (state.own, state.selection), state.account.value
    state = replace(state, scheme=scheme(settings), own=own_terms(settings))
    if account is not None:
        asked = replace(wanted(settings), account_number=account.number, device_id=state.selection.device_id)
        state = replace(state, selection=chosen(account, asked, state.now))
    return state if (state.own, state.selection) == before else with_prices(state, lists, state.now)


def polling_interval(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.polling_minutes)
