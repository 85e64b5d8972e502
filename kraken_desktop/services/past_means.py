"""Looks up what the last days cost: once a day, for each meter that is shown, and as history brings their prices."""

from __future__ import annotations

import asyncio

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.past_means import LONGEST, KeptMeans, PastMeans, means_before
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.costing import PricingBasis, with_own_prices
from kraken_desktop.services.pricing import agreed_schedule, own_hours
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.start_facts import PAST_MEANS


class PastMeansLookUp:
    """Watches the state. Nothing is asked of Octopus: the store has the price lists that were read."""

    def __init__(self, holder: StateHolder, archive: Archive) -> None:
        self._holder = holder
        self._archive = archive
        self._asked: tuple[object, ...] | None = None
        self._kept: KeptMeans | None = None
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        unsubscribe = self._holder.subscribe(lambda _state: self._changed.set())
        try:
            while True:
                self._changed.clear()
                await self.read()
                await self._changed.wait()
        finally:
            unsubscribe()

    async def read(self) -> None:
        """Where something of it may be new."""
        state = self._holder.state
        asked = _question(state)
        if asked == self._asked or state.account.value is None:
            return
        self._asked = asked
        selection = state.selection
        numbers = (selection.import_number, selection.export_number, selection.gas_number)
        today = london_date(state.now)
        means = PastMeans(
            *[
                means_before(today, await self._schedule(state.account.value.meter_point(number), state))
                for number in numbers
            ]
        )
        self._holder.update(past_means=means)
        kept = KeptMeans(today, *numbers, means)
        if kept != self._kept:
            self._kept = kept
            await self._archive.keep(lambda store: store.history.save(PAST_MEANS, kept, state.now))
        self._asked = _question(self._holder.state)

    async def _schedule(self, point: MeterPoint | None, state: AppState) -> RateSchedule:
        """By the agreements of those days, as the store has their price lists, and by what the person had set."""
        today, known = london_date(state.now), RateSchedule()
        if point is None:
            return known
        span = Span(day_span(today - LONGEST).start, day_span(today).start)
        hours = own_hours(point, state.own)
        for agreement in reversed([one for one in point.agreements if one.overlaps(span)]):
            lists = {agreement.tariff_code: await self._lists(agreement.tariff_code, state, span)}
            known = known.merged_with(agreed_schedule(agreement, lists, span, hours))
        basis = await self._archive.look(lambda store: store.history.load(f"pricing:{point.number}", PricingBasis))
        return with_own_prices(known, point, span, hours, basis[0].own if basis is not None else ())

    async def _lists(self, code: str, state: AppState, span: Span) -> dict[Register, RateSchedule]:
        paid_by = state.selection.payment_method
        return await self._archive.look(lambda store: store.rates(code, paid_by, span)) or {}


def _question(state: AppState) -> tuple[object, ...]:
    """While something is not known, each step of history may bring it."""
    means, history, selection = state.past_means, state.history.value, state.selection
    is_whole = means is not None and means.of(30, False) is not None
    step = None if is_whole or history is None else history.revision
    numbers = (selection.import_number, selection.export_number, selection.gas_number)
    return (london_date(state.now), numbers, selection.payment_method, state.own, step)
