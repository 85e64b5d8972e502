"""Reminders that wait for their time: in the state, and in the store so that they outlive the run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.reminder import Reminder, ReminderDue, ReminderOff, Worsened, reminders_due
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.planning import prices_for
from kraken_desktop.services.state import AppState, StateHolder


class Reminders:
    """The same one twice is one."""

    def __init__(self, holder: StateHolder, archive: Archive) -> None:
        self._holder = holder
        self._archive = archive
        self._worsened = Worsened()

    async def add(self, reminder: Reminder) -> None:
        state = self._holder.state
        prices = _prices(state, reminder)
        reminder = replace(reminder, span_pence=reminder.weighed(prices), rests_on_charge=_is_charged(reminder, prices))
        kept = [other for other in state.reminders if other.key != reminder.key]
        ordered = tuple(sorted((*kept, reminder), key=lambda one: one.at))
        now = self._holder.update(reminders=ordered).now
        await self._archive.keep(lambda store: store.save_reminder(reminder, now))

    async def drop(self, key: str) -> None:
        self._holder.fold(
            lambda state: replace(state, reminders=tuple(one for one in state.reminders if one.key != key))
        )
        await self._archive.keep(lambda store: store.drop_reminder(key))

    def due(self) -> tuple[tuple[ReminderDue | ReminderOff, Reminder], ...]:
        """What is to be told now, each with the reminder that is settled by it: due, or not worth waiting for."""
        state = self._holder.state
        return (*reminders_due(state.reminders, state.now), *self._taken_back(state))

    async def settle(self, told: ReminderDue | ReminderOff, reminder: Reminder) -> None:
        """It was told: it waits on for its next part, if it has one, else no longer."""
        rest = told.reminder.rest if isinstance(told, ReminderDue) else None
        if rest is not None:
            await self.add(rest)
        await self.drop(reminder.key)

    def _taken_back(self, state: AppState) -> tuple[tuple[ReminderOff, Reminder], ...]:
        waiting = [one for one in state.reminders if one.at > state.now]
        prices = partial(_prices, state)
        self._worsened = self._worsened.looked(waiting, prices, state.now)
        lost = self._worsened.lasting(waiting, state.now)
        return tuple((off, one) for one in lost if (off := _off(one, prices(one), state.now)) is not None)


def _off(reminder: Reminder, prices: RateSchedule, now: datetime) -> ReminderOff | None:
    mean = reminder.weighed(prices)
    is_gone = reminder.rests_on_charge and not _is_charged(reminder, prices)
    return None if mean is None else ReminderOff(reminder, mean, is_gone, now)


def _is_charged(reminder: Reminder, prices: RateSchedule) -> bool:
    return any(rate.source is RateSource.DISPATCH for part in reminder.parts for rate in prices.between(part))


def _prices(state: AppState, reminder: Reminder) -> RateSchedule:
    """Those by which its time was found."""
    return prices_for(state, reminder.span, is_car=reminder.is_car, is_export=reminder.is_export)
