"""Reminders that wait for their time: in the state, and in the store so that they outlive the run."""

from __future__ import annotations

from dataclasses import replace

from kraken_desktop.domain.reminder import Reminder
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.state import StateHolder


class Reminders:
    """The same one twice is one."""

    def __init__(self, holder: StateHolder, archive: Archive) -> None:
        self._holder = holder
        self._archive = archive

    async def add(self, reminder: Reminder) -> None:
        kept = [other for other in self._holder.state.reminders if other.key != reminder.key]
        ordered = tuple(sorted((*kept, reminder), key=lambda one: one.at))
        now = self._holder.update(reminders=ordered).now
        await self._archive.keep(lambda store: store.save_reminder(reminder, now))

    async def drop(self, key: str) -> None:
        self._holder.fold(
            lambda state: replace(state, reminders=tuple(one for one in state.reminders if one.key != key))
        )
        await self._archive.keep(lambda store: store.drop_reminder(key))
