"""The only place that creates tasks: each has a name, none is lost, all are awaited at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from kraken_desktop.services.ports import Clock

_log = logging.getLogger(__name__)


class Supervisor:
    """Starts tasks and ends them. A task that fails is reported to the loop's exception hook, never swallowed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_stopping = False

    @property
    def names(self) -> frozenset[str]:
        """Of the tasks that run now."""
        return frozenset(task.get_name() for task in self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Raises RuntimeError once ``stop`` was called."""
        if self._is_stopping:
            work.close()
            raise RuntimeError(f"{name} cannot start: everything is stopping")
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def stop(self) -> None:
        """Cancel what runs and wait until it has ended."""
        self._is_stopping = True
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(set(self._tasks))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        _log.error("%s ended in an error", task.get_name(), exc_info=error)
        task.get_loop().call_exception_handler(
            {"message": f"{task.get_name()} ended in an error", "exception": error, "task": task}
        )


class Alarm:
    """One sleeper that can be woken: waits until a time by the clock, or until somebody rings."""

    def __init__(self, name: str, clock: Clock, supervisor: Supervisor) -> None:
        self._name = name
        self._clock = clock
        self._supervisor = supervisor
        self._sleep: asyncio.Task[Any] | None = None
        self._is_rung = False
        self._due: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """What is waited for; None while nobody waits."""
        return self._due

    async def wait(self, due: datetime) -> None:
        """Return when ``due`` is reached, or at once after ``ring``, also one that came before the call."""
        if not self._is_rung:
            self._due = due
            self._sleep = self._supervisor.start(f"{self._name} sleeps", self._clock.sleep_until(due))
            try:
                await asyncio.wait({self._sleep})
            finally:
                self._sleep.cancel()
                self._sleep, self._due = None, None
        self._is_rung = False

    def ring(self) -> None:
        self._is_rung = True
        if self._sleep is not None:
            self._sleep.cancel()
