"""The store in another folder: all of it, whatever happens on the way, and never a new one in its stead."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kraken_desktop.storage import location
from kraken_desktop.storage.connection import parts
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import Full, ReadOnly, StorageError
from kraken_desktop.storage.location import is_there, located
from tests.storage.given import DEVICE, HOUR, NOW, account, filled, samples


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own" / "kraken.db"


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(raw.execute("SELECT count(*) FROM samples").fetchone()[0])


async def test_everything_is_at_the_new_place_and_nothing_at_the_old(own: Path, tmp_path: Path) -> None:
    await filled(own)
    database = Database.open(own)
    await database.move(tmp_path / "elsewhere" / "deep")
    assert database.place == tmp_path / "elsewhere" / "deep"
    await database.add_samples(DEVICE, samples(3))
    assert not parts(own)[:-1], "the note alone"
    assert await database.size() > 0
    await database.close()
    again = Database.open(own)
    assert again.trouble is None
    assert again.at_start(NOW).account == account()
    await again.move(own.parent)
    await again.close()
    assert located(own) == own
    assert count(own) == 8
    assert list((tmp_path / "elsewhere" / "deep").iterdir()) == []


async def test_moving_to_where_it_is_changes_nothing(own: Path) -> None:
    await filled(own)
    database = Database.open(own)
    await database.move(own.parent)
    await database.close()
    assert count(own) == 5


async def test_a_store_that_is_there_already_is_not_written_over(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "kraken.db"
    await filled(own)
    await filled(other)
    database = Database.open(own)
    before = other.read_bytes()
    with pytest.raises(ReadOnly, match="already"):
        await database.move(other.parent)
    await database.close()
    assert other.read_bytes() == before
    assert count(located(own)) == 5


@pytest.mark.parametrize("step", ["copy_to", "write_note"])
async def test_a_full_disk_leaves_it_where_it_is(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Full("no space left")

    await filled(own)
    database = Database.open(own)
    await database.size()
    monkeypatch.setattr(location.connection if step == "copy_to" else location, step, full)
    with pytest.raises(StorageError):
        await database.move(tmp_path / "small")
    await database.add_samples(DEVICE, samples(2))
    await database.close()
    assert located(own) == own
    assert count(own) == 7
    assert list((tmp_path / "small").iterdir()) == []


async def test_a_folder_that_cannot_be_made_is_said(own: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    await filled(own)
    database = Database.open(own)
    with pytest.raises(StorageError):
        await database.move(tmp_path / "file" / "below")
    await database.close()
    assert count(own) == 5


async def test_a_place_that_is_gone_gets_no_new_store(own: Path, tmp_path: Path) -> None:
    await filled(own)
    database = Database.open(own)
    await database.move(tmp_path / "disk")
    await database.close()
    (tmp_path / "disk").rename(tmp_path / "unplugged")
    without = Database.open(own)
    assert isinstance(without.trouble, ReadOnly)
    await without.add_samples(DEVICE, samples(1))
    await without.close()
    assert not (tmp_path / "disk").exists()
    (tmp_path / "unplugged").rename(tmp_path / "disk")
    back = Database.open(own)
    assert back.trouble is None
    assert back.at_start(NOW - HOUR / 4).account == account()
    await back.close()


async def test_deleting_all_takes_what_lies_at_both_places(own: Path, tmp_path: Path) -> None:
    await filled(own)
    own.with_name("kraken.db.before-4").write_bytes(b"a copy")
    database = Database.open(own)
    await database.move(tmp_path / "disk")
    await database.forget_history()
    await database.close()
    assert not own.with_name("kraken.db.before-4").exists()
    assert count(tmp_path / "disk" / "kraken.db") == 0


def test_killed_on_the_way_one_whole_store_is_found_and_nothing_else_is_left(own: Path, tmp_path: Path) -> None:
    """At every touch of the disk there is and back again, by the same folders each time."""
    asyncio.run(filled(own))
    target, kills = tmp_path / "disk", 0
    for touch in itertools.count():
        there = is_killed(own, target, touch)
        asyncio.run(move_whole(own, target))
        back = is_killed(own, own.parent, touch)
        asyncio.run(move_whole(own, own.parent))
        kills += there + back
        if not there and not back:
            break
    assert kills > 40
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("kraken.db*")} == {
        "own/kraken.db",
        "own/kraken.db.checked",
    }


async def move_whole(own: Path, target: Path) -> None:
    """What a kill left behind is opened, has everything in one place, and moves as if nothing had been."""
    assert is_there(own), "a question finds it too, and fetches nothing anew"
    database = Database.open(own)
    assert database.trouble is None
    assert database.at_start(NOW).account == account()
    copies = [path for place in (own.parent, target) for path in place.glob("kraken.db*") if path.suffix == ".moving"]
    assert copies == []
    await database.move(target)
    await database.close()
    assert located(own) == target / own.name
    assert count(located(own)) == 5


def is_killed(own: Path, target: Path, touch: int) -> bool:
    """A move that is killed before its nth touch of the disk, if it has so many."""
    child = os.fork()
    if child == 0:
        database, left = Database.open(own), [touch]
        assert database.trouble is None

        def heed(event: str, _: object) -> None:
            if event in ("open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect"):
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1

        sys.addaudithook(heed)
        asyncio.run(database.move(target))
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
