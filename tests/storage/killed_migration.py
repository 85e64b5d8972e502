"""A migration killed many times, then left alone: ``python -m tests.storage.killed_migration DATABASE TIMES SEED``.

The database is one of an earlier version with many readings. Each attempt is a child that ends by SIGKILL at a moment
drawn by lot; whatever it left behind must open in the next, as if nobody had been killed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from kraken_desktop.storage.database import Database

READINGS = 40_000
FIRST = 1_700_000_000 // 1800 * 1800
LONGEST_SECONDS = 0.12

Contents = dict[str, list[tuple[Any, ...]]]


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


def migrate(path: Path) -> None:
    database = Database.open(path)
    assert database.trouble is None, database.trouble
    database.close_now()


def contents(path: Path) -> Contents:
    """Every table, row by row, of a sound database."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        shape = raw.execute(
            "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        tables = [name for name, sql in shape if sql.startswith("CREATE TABLE")]
        return {"": shape, **{table: raw.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}}


def begin(path: Path, begun: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    shutil.copy(begun, path)


def main() -> None:
    path, version, times, chance = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), random.Random(int(sys.argv[4]))
    begun = path.with_name("begun")
    earlier(begun, version)
    before = contents(begun)
    begin(path, begun)
    migrate(path)
    whole = contents(path)
    assert len(whole["readings"]) == READINGS
    if "uncosted" not in before:
        assert len(whole["uncosted"]) >= READINGS // 48
    for number in range(times):
        begin(path, begun)
        child = os.fork()
        if child == 0:
            migrate(path)
            os._exit(0)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        migrate(path)
        assert contents(path) == whole
        copies = sorted(path.parent.glob(f"{path.name}.before-?"))  # one more where the kill fell between two steps
        assert copies
        for copy in copies:
            assert [row[:3] for row in contents(copy)["readings"]] == [row[:3] for row in before["readings"]]
        print(number, flush=True)


if __name__ == "__main__":
    main()
