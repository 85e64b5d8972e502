"""A migration killed many times, then left alone: ``python -m tests.storage.killed_migration DATABASE TIMES SEED``.

The database is one of an earlier version with many readings. Each attempt is a child that ends by SIGKILL at a moment
drawn by lot; whatever it left behind must open in the next.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from kraken_desktop.storage.database import Database

READINGS = 40_000
FIRST = 1_700_000_000 // 1800 * 1800
LONGEST_SECONDS = 0.12


def earlier(path: Path, version: str) -> None:
    """As that version leaves it, with years of half hours."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(Path(version).read_text(encoding="utf-8"))
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("DELETE FROM readings")
        raw.executemany(
            "INSERT INTO readings (point, start, kwh) VALUES (2, ?, 0.125)",
            [(FIRST + 1800 * number,) for number in range(READINGS)],
        )
        raw.commit()


def main() -> None:
    path, version, times, chance = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), random.Random(int(sys.argv[4]))
    for number in range(times):
        earlier(path, version)
        child = os.fork()
        if child == 0:
            Database.open(path).close_now()
            os._exit(0)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        database = Database.open(path)
        assert database.trouble is None, database.trouble
        database.close_now()
        check(path)
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink()
        print(number, flush=True)


def check(path: Path) -> None:
    """Every reading once, every day of them waiting, and the copy of before still whole."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = raw.execute("SELECT count(*), count(DISTINCT start), sum(kwh) FROM readings").fetchone()
        assert found == (READINGS, READINGS, READINGS * 0.125), found
        waiting = raw.execute("SELECT count(*) FROM uncosted").fetchone()[0]
        assert waiting >= READINGS // 48, waiting
    copies = [copy for copy in path.parent.glob(f"{path.name}.before-*") if not copy.name.endswith(("-wal", "-shm"))]
    assert copies
    for copy in copies:
        with closing(sqlite3.connect(copy)) as raw:
            kept = raw.execute("SELECT count(*) FROM readings").fetchone()
            assert kept == (READINGS,), kept


if __name__ == "__main__":
    main()
