"""A backfill killed many times, then left alone: ``python killed_backfill.py DATABASE TIMES SEED``.

Each attempt is a child of its own, forked before any thread exists, and ends by SIGKILL at a moment drawn by lot.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from pathlib import Path

from kraken_desktop.storage.database import Database
from tests.services.given import running
from tests.services.waiting import caught_up

LONGEST_SECONDS = 0.45


async def fill(path: Path) -> None:
    database = Database.open(path)
    async with running("flexible", "2026-10-14 17:20", database=database) as run:
        await caught_up(run)


def main() -> None:
    path, times, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    for _ in range(times):
        child = os.fork()
        if child == 0:
            asyncio.run(fill(path))
            os._exit(0)
        time.sleep(chance.uniform(0.02, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    asyncio.run(fill(path))


if __name__ == "__main__":
    main()
