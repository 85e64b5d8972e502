"""What the last days cost, looked up in the store: known once their prices are, by the tariffs of those days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.past_means import PastMeans
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services import derive
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.costing import PricingBasis
from kraken_desktop.services.own_prices import OwnPrice
from kraken_desktop.services.past_means import PastMeansLookUp
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, HistoryProgress, Phase, Selection, StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.fake_clock import FakeClock
from tests.services.given import running
from tests.services.homes import AGILE, LONG_AGO, NOW, OUTGOING, account, agreement, home, point

IMPORT, EXPORT, BEFORE = "1200099999990", "1200099999982", "E-1R-VAR-22-11-01-C"
MIDNIGHT = day_span(london_date(NOW)).start
SWITCHED = MIDNIGHT - timedelta(days=10)


def state() -> AppState:
    """Ten days on one tariff, another before it."""
    held = (agreement(AGILE, SWITCHED), agreement(BEFORE, LONG_AGO, SWITCHED))
    ours = account(home("p1", point(IMPORT, agreements=held), point(EXPORT, direction=Direction.EXPORT)))
    selection = Selection(ours.number, "p1", IMPORT, EXPORT)
    return AppState(
        NOW, Phase.SIGNED_IN, account=Snapshot(ours, NOW), selection=selection, scheme=BandScheme(SchemeKind.MEAN_30)
    )


def step(holder: StateHolder, revision: int) -> None:
    """History has gone on."""
    holder.update(history=Snapshot(HistoryProgress(0.5, None, False, revision), NOW))


async def test_each_step_of_history_may_bring_them_and_the_bands_go_by_them() -> None:
    holder, store = StateHolder(state()), Database.in_memory()
    look_up = PastMeansLookUp(holder, Archive(store, holder, FakeClock(NOW)))
    await store.add_rates(AGILE, Register.STANDARD, (Rate(SWITCHED, None, Decimal(15)),))
    await look_up.read()
    means = holder.state.past_means
    assert means is not None
    assert (means.of(7, False), means.of(30, False), means.of(7, True)) == (Decimal(15), None, None)
    assert derive.scheme_of(holder.state).kind is SchemeKind.MEAN_30, "the quarters serve until it is known"
    await store.add_rates(BEFORE, Register.STANDARD, (Rate(LONG_AGO, None, Decimal(24)),))
    await store.add_rates(OUTGOING, Register.STANDARD, (Rate(LONG_AGO, None, Decimal(12)),))
    step(holder, 1)
    await look_up.read()
    means = holder.state.past_means
    assert means is not None
    assert (means.of(7, False), means.of(30, False)) == (Decimal(15), Decimal(21)), "ten days at 15, twenty at 24"
    assert means.of(30, True) == Decimal(12)
    scheme = derive.scheme_of(holder.state)
    assert (scheme.kind, scheme.thresholds) == (SchemeKind.THRESHOLDS, (Decimal("15.75"), 21, Decimal("26.25")))
    await store.close()


async def test_what_is_known_is_looked_up_again_on_another_day_or_of_another_meter() -> None:
    holder, store = StateHolder(state()), Database.in_memory()
    look_up = PastMeansLookUp(holder, Archive(store, holder, FakeClock(NOW)))
    rates = (Rate(LONG_AGO, MIDNIGHT, Decimal(20)), Rate(MIDNIGHT, None, Decimal(27)))
    for code in (AGILE, BEFORE):
        await store.add_rates(code, Register.STANDARD, rates)
    await look_up.read()
    known = holder.state.past_means
    step(holder, 1)
    await look_up.read()
    assert holder.state.past_means is known
    holder.update(now=NOW + timedelta(days=1))
    await look_up.read()
    assert holder.state.past_means is not None
    assert holder.state.past_means.of(7, False) == Decimal(21)
    holder.update(selection=replace(holder.state.selection, import_number=None))
    await look_up.read()
    assert holder.state.past_means.of(7, False) is None
    await store.close()


async def test_without_a_store_nothing_is_known_and_the_quarters_serve() -> None:
    async with running("flexible", settings=with_value(Settings(), "scheme", "mean-7")) as run:
        assert run.state.past_means is not None
        assert run.state.past_means.of(7, False) is None
        assert derive.scheme_of(run.state).kind is SchemeKind.MEAN_7
        assert derive.price_now(run.state).band.value == 0


async def test_the_next_start_of_the_day_has_its_colour_at_once_and_that_of_another_day_none() -> None:
    holder, store = StateHolder(state()), Database.in_memory()
    ours = holder.state.account.value
    assert ours is not None
    await store.save_account(ours, NOW)
    for code, pence in ((AGILE, 15), (BEFORE, 24)):
        await store.add_rates(code, Register.STANDARD, (Rate(LONG_AGO, None, Decimal(pence)),))
    await PastMeansLookUp(holder, Archive(store, holder, FakeClock(NOW))).read()
    settings = with_value(with_value(Settings(), "scheme", "mean-30"), "account_number", ours.number)
    later = NOW + timedelta(hours=1)
    same_day = state_at_start(store.at_start(later), later, settings)
    assert same_day.past_means == holder.state.past_means
    assert derive.price_now(same_day).band is Band.QUADRANT_0, "15p, and 21p on average"
    next_day = state_at_start(store.at_start(later), NOW + timedelta(days=1), settings)
    assert next_day.past_means is None
    assert derive.price_now(next_day).pence == 15
    assert derive.price_now(next_day).band is Band.UNKNOWN, "no colour is better than one that is taken back"
    await store.close()


async def test_gas_is_held_against_gas_and_own_prices_count_from_their_day() -> None:
    code, number = "G-1R-VAR-22-11-01-C", "3300099998"
    burnt = MeterPoint(number, Fuel.GAS, Direction.IMPORT, "C", (), (agreement(code),))
    with_gas = account(home("p1", point(IMPORT, agreements=(agreement(AGILE),)), burnt))
    selection = Selection(with_gas.number, "p1", IMPORT, None, gas_number=number)
    holder, store = (
        StateHolder(replace(state(), account=Snapshot(with_gas, NOW), selection=selection)),
        Database.in_memory(),
    )
    await store.add_rates(AGILE, Register.STANDARD, (Rate(LONG_AGO, None, Decimal(24)),))
    await store.add_rates(code, Register.STANDARD, (Rate(LONG_AGO, None, Decimal(6)),))
    set_on = MIDNIGHT - timedelta(days=3)
    basis = PricingBasis((), None, own=(OwnPrice(set_on, Decimal(10)),))
    await store.history.save(f"pricing:{IMPORT}", basis, NOW)
    await PastMeansLookUp(holder, Archive(store, holder, FakeClock(NOW))).read()
    means = holder.state.past_means
    assert means is not None
    assert means.of(7, False) == Decimal(18), "four days at 24, three at 10"
    assert derive.as_gas(holder.state).past_means == PastMeans({7: Decimal(6), 30: Decimal(6)})
    await store.close()
