from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kraken_desktop.storage.database import Database
from tests.services.given import running
from tests.services.waiting import caught_up

Filled = Callable[[str, str], Awaitable[Path]]


@pytest.fixture(scope="session")
def first_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each home and start, with the store that a first run then left; all workers share it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "first-runs"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def filled(first_runs: Path, tmp_path: Path) -> Filled:
    """A store of the test's own that knows a home's past already, for what is not about reading it."""

    async def path_of(home: str, start: str) -> Path:
        made = first_runs / f"{home} {start}"
        with made.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                begun = made.with_suffix(".begun")
                async with running(home, start, database=Database.open(begun / "kraken.db")) as run:
                    await caught_up(run)
                begun.rename(made)
        shutil.copytree(made, tmp_path / "filled")
        return tmp_path / "filled" / "kraken.db"

    return path_of
