"""Waiting for what takes real time: the store works on a thread of its own."""

from __future__ import annotations

import asyncio

from kraken_desktop.services.state import AppState
from tests.services.given import Running
from tests.waiting import PATIENCE_SECONDS


async def caught_up(run: Running) -> None:
    """Until nothing of history waits any more."""
    whole = asyncio.Event()

    def watch(state: AppState) -> None:
        if state.history.value is not None and state.history.value.is_whole:
            whole.set()

    unsubscribe = run.services.holder.subscribe(watch)
    run.clock.advance(6)  # the account is there by then
    async with asyncio.timeout(PATIENCE_SECONDS):
        await whole.wait()
    unsubscribe()
    await run.settle()  # also what Octopus settled of it
