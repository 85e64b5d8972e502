"""Whatever has become of the file: the app starts, says what is wrong, and nothing that was kept is lost."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.storage import connection
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import Corrupt, Full, ReadOnly, TooNew
from kraken_desktop.storage.facts import StartFacts
from tests.house.source import ROOT
from tests.storage.given import DEVICE, HOUR, NOW, account, filled, rate, samples

ALL = Span(NOW - 1000 * HOUR, NOW + 1000 * HOUR)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kraken.db"


def contents(folder: Path) -> dict[str, bytes]:
    return {part.name: part.read_bytes() for part in folder.iterdir()}


def spoil_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"not a database, a novel")


def spoil_pages(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(os.urandom(2048))


def spoil_samples(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'samples'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(2048))


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3 * 4096)


def take_a_strangers(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE facts (fact TEXT)")
        raw.commit()


def end_without_closing(path: Path) -> None:
    """SQLite leaves its log behind then."""
    path.with_name("kraken.db-wal").touch()


@pytest.mark.parametrize("spoil", [spoil_header, spoil_pages, cut_short, take_a_strangers])
async def test_a_damaged_file_is_put_aside_whole_and_a_new_one_begun(path: Path, spoil: Callable[[Path], None]) -> None:
    await filled(path)
    spoil(path)
    end_without_closing(path)
    damaged = contents(path.parent)["kraken.db"]

    database = Database.open(path)
    assert isinstance(database.trouble, Corrupt)
    assert database.at_start(NOW) == StartFacts()
    await database.save_account(account(), NOW)
    await database.close()

    kept = contents(path.parent)
    (aside,) = (kept[name] for name in kept if name.startswith("kraken.db.corrupt-") and not name.endswith("-wal"))
    assert aside == damaged
    again = Database.open(path)
    assert again.trouble is None
    assert again.at_start(NOW).account == account()
    await again.close()


def looks(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether an opening goes through the pages."""
    looked = list[sqlite3.Connection]()
    with monkeypatch.context() as patch:
        patch.setattr(connection, "_look_through", looked.append)
        Database.open(path).close_now()
    return bool(looked)


def test_pages_are_looked_through_after_an_end_that_was_none_and_once_a_week(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database.open(path).close_now()
    assert not looks(path, monkeypatch)
    end_without_closing(path)
    assert looks(path, monkeypatch)
    assert not looks(path, monkeypatch)
    mark, now = path.with_name("kraken.db.checked"), path.stat().st_mtime
    for looked_at in (now - 8 * 86_400, now + 86_400):
        os.utime(mark, (looked_at, looked_at))
        assert looks(path, monkeypatch)
    mark.unlink()
    assert looks(path, monkeypatch)


@pytest.mark.parametrize("is_asked", [True, False])
async def test_damage_that_is_met_in_use_is_put_aside_at_the_next_start(path: Path, is_asked: bool) -> None:
    await filled(path)
    spoil_samples(path)
    database = Database.open(path)
    assert database.trouble is None, "it was closed well, and looked at a moment ago"
    with suppress(Corrupt):
        if is_asked:
            assert not await database.is_sound()
        else:
            await database.samples(DEVICE, ALL)
    database.close_now()
    again = Database.open(path)
    assert isinstance(again.trouble, Corrupt)
    await again.close()


async def test_a_newer_file_is_not_touched(path: Path) -> None:
    await filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = contents(path.parent)

    database = Database.open(path)
    assert isinstance(database.trouble, TooNew)
    await database.save_account(account(), NOW)
    assert database.at_start(NOW).account == account()
    await database.close()
    assert contents(path.parent) == before


async def test_forgetting_on_request_takes_the_newer_file_too(path: Path) -> None:
    await filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
    database = Database.open(path)
    await database.forget_history()
    await database.close()
    assert contents(path.parent) == {}


async def test_where_no_file_can_be_the_run_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    database = Database.open(tmp_path / "file" / "kraken.db")
    assert isinstance(database.trouble, ReadOnly)
    await database.save_account(account(), NOW)
    assert database.at_start(NOW).account == account()
    await database.close()


def script(text: str, path: Path) -> subprocess.Popen[str]:
    """A Python program of its own, with the path as its argument."""
    return subprocess.Popen(
        [sys.executable, "-c", text, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


KEEPS_ADDING = """
import asyncio, sys
from pathlib import Path
from datetime import timedelta
from kraken_desktop.storage.database import Database
from tests.storage.given import DEVICE, NOW, samples

async def main():
    database = Database.open(Path(sys.argv[1]))
    for number in range(100_000):
        await database.add_samples(DEVICE, samples(50, NOW + timedelta(seconds=500 * number)))
        print(number, flush=True)

asyncio.run(main())
"""


async def test_killed_while_writing_nothing_that_was_said_to_be_kept_is_lost(path: Path) -> None:
    writer = script(KEEPS_ADDING, path)
    assert writer.stdout is not None
    for line in writer.stdout:
        if int(line) == 40:
            break
    writer.send_signal(signal.SIGKILL)
    said = [40, *map(int, writer.stdout.read().split())]
    writer.stdout.close()
    writer.wait()

    database = Database.open(path)
    assert database.trouble is None
    times = set((await database.samples(DEVICE, ALL)).times)
    await database.close()
    assert len(times) % 50 == 0  # a poll is there whole or not at all
    assert {row.read_at.timestamp() for row in samples(50 * (said[-1] + 1))} <= times


RUNS_OUT_OF_SPACE = """
import asyncio, resource, sys
from pathlib import Path
from kraken_desktop.domain.moments import Span
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import Full
from tests.storage.given import DEVICE, HOUR, NOW, account, samples

async def main():
    database = Database.open(Path(sys.argv[1]))
    await database.save_account(account(), NOW)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        await database.add_samples(DEVICE, samples(20_000))
    except Full as error:
        print(error.kind)
    print(database.at_start(NOW).account == account(), len(await database.samples(DEVICE, Span(NOW, NOW + 99 * HOUR))))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await database.add_samples(DEVICE, samples(20_000))
    print(len(await database.samples(DEVICE, Span(NOW, NOW + 99 * HOUR))))
    await database.close()

asyncio.run(main())
"""


def test_a_full_disk_refuses_a_whole_write_and_works_again_when_there_is_space(path: Path) -> None:
    said, _ = script(RUNS_OUT_OF_SPACE, path).communicate()
    assert said.splitlines() == ["store-full", "True 0", "20000"]


STARTS_WITHOUT_SPACE = """
import asyncio, resource, sys
from pathlib import Path
from kraken_desktop.storage.database import Database
from tests.storage.given import NOW, account

async def main():
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    database = Database.open(Path(sys.argv[1]))
    print(type(database.trouble).__name__, database.at_start(NOW).account == account())
    await database.save_account(account(), NOW)
    await database.close()

asyncio.run(main())
"""


async def test_on_a_full_disk_it_starts_from_what_was_kept(path: Path) -> None:
    await filled(path)
    before = contents(path.parent)["kraken.db"]
    said, _ = script(STARTS_WITHOUT_SPACE, path).communicate()
    assert said.split() == [Full.__name__, "True"]
    assert contents(path.parent)["kraken.db"] == before


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "kraken.db"
    Database.open(path).close_now()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_database_needs_no_copy(path: Path) -> None:
    Database.open(path).close_now()
    assert set(contents(path.parent)) == {"kraken.db", "kraken.db.checked"}


def test_sqlite_mistakes_of_ours_are_not_blamed_on_the_disk() -> None:
    with closing(connection.in_memory()) as store, pytest.raises(sqlite3.OperationalError), connection.in_our_words():
        store.execute("SELECT nothing FROM nowhere")


async def test_two_can_read_while_one_writes(path: Path) -> None:
    app, reader = Database.open(path), Database.open(path)
    await app.add_rates("code", Register.STANDARD, [rate(NOW, None, "20")])
    assert (await reader.rates("code"))[Register.STANDARD].rates == (rate(NOW, None, "20"),)
    await reader.close()
    await app.add_rates("code", Register.STANDARD, [rate(NOW + HOUR, None, "21")])
    await app.close()
