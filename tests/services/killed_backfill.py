"""A backfill killed many times: ``python -m tests.services.killed_backfill FOLDER TIMES SEED``.

Each attempt is a child of its own, forked before any thread exists, that goes on where the one before it was killed.
The moment is drawn by lot, in the child's own processor time, so that it falls into the work however busy the computer
is. A store that is whole is put aside and the next begins. It prints how many kills left a part of the history.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from kraken_desktop.simulator import create_app
from kraken_desktop.storage.database import Database
from tests.fake_clock import FakeClock
from tests.services.given import running, utc
from tests.services.waiting import caught_up

TABLES = ("readings", "costs", "settled")
START = "2026-10-14 17:20"
SHORTEST_SECONDS, LONGEST_SECONDS = 0.05, 0.3


async def fill(path: Path, octopus: Any) -> None:
    async with running("flexible", START, database=Database.open(path), octopus=octopus) as run:
        await caught_up(run)


def killed(path: Path, octopus: Any, seconds: float) -> bool:
    """One attempt; false where it was done before."""
    assert threading.active_count() == 1
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends it as SIGKILL does: nothing hears of it
        signal.setitimer(signal.ITIMER_PROF, seconds)
        asyncio.run(fill(path, octopus))
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def stored(path: Path) -> tuple[int, ...]:
    """How many readings, costs and settled half hours, without touching what the kill left."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
            return tuple(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)
    except sqlite3.OperationalError:  # not made yet
        return (0, 0, 0)


def main() -> None:
    folder, times, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    octopus = create_app("flexible", clock=FakeClock(utc(START)).now)
    whole = folder / "whole.db"
    asyncio.run(fill(whole, octopus))
    kills = stores = halves = 0
    while kills < times:
        path = folder / f"killed-{stores}.db"
        if killed(path, octopus, chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)):
            kills += 1
            halves += (0, 0, 0) < stored(path) < stored(whole)
        else:
            stores += 1
    asyncio.run(fill(path, octopus))
    print(halves)


if __name__ == "__main__":
    main()
