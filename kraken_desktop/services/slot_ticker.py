"""Keeps ``AppState.now`` going: at every minute, and exactly when a price, a slot or a dispatch begins or ends.

So a price change needs no request, and a view computes with ``state.now`` alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import ceil_slot
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.state import AppState, StateHolder, Tariff
from kraken_desktop.services.supervisor import Alarm, Supervisor

MINUTE = timedelta(minutes=1)


def next_tick(state: AppState, now: datetime) -> datetime:
    """The next instant after ``now`` at which something that is shown may change by time alone."""
    minute = now.replace(second=0, microsecond=0) + MINUTE
    edges = [minute, ceil_slot(now + timedelta(microseconds=1))]
    edges += (edge for tariff in (state.import_tariff, state.export_tariff) for edge in _price_edge(tariff.value, now))
    edges += _dispatch_edges(state.dispatches.value)
    return min(edge for edge in edges if edge > now)


def _price_edge(tariff: Tariff | None, now: datetime) -> tuple[datetime, ...]:
    rate = tariff.schedule.at(now) if tariff is not None else None
    return (rate.end,) if rate is not None and rate.end is not None else ()


def _dispatch_edges(book: DispatchBook | None) -> tuple[datetime, ...]:
    if book is None:
        return ()
    return tuple(edge for plan in book.plans for d in plan.dispatches for edge in (d.span.start, d.span.end))


class SlotTicker:
    """One sleeper for all of it. A change of the state that brings an earlier edge wakes it."""

    def __init__(self, holder: StateHolder, clock: Clock, supervisor: Supervisor) -> None:
        self._holder = holder
        self._clock = clock
        self._alarm = Alarm("ticker", clock, supervisor)

    async def run(self) -> None:
        unsubscribe = self._holder.subscribe(self._heard)
        try:
            while True:
                now = self._clock.now()
                self._holder.update(now=now)
                await self._alarm.wait(next_tick(self._holder.state, now))
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Look at the clock anew."""
        self._alarm.ring()

    def _heard(self, state: AppState) -> None:
        """After the state's own tick: is there an edge before the one that is waited for?"""
        due = self._alarm.due
        if due is not None and next_tick(state, self._clock.now()) < due:
            self._alarm.ring()
