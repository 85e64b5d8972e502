"""Where the store is: in its own folder, or where it was moved to, which a note in its own folder tells.

The note is what decides. It is written before a move under a name that does not count, and gets its own by one renaming
once the whole store is at the new place; whatever was left at the old one is deleted after that. Killed at any point,
one whole store is found, and the next start leaves nothing of the other.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from kraken_desktop.storage import connection, soundness
from kraken_desktop.storage.errors import ReadOnly, StorageError, storage_error

_NOTE = ".place"


def located(own: Path) -> Path:
    """The database's file, by its own place; that place itself where it was never moved, or the note is unreadable."""
    return next(iter(_told(note_of(own), own)), own)


def is_there(own: Path) -> bool:
    """Whether a store is at its place, or will be once it is opened, after a move that was killed."""
    place = located(own)
    return place.exists() or (_copy_of(place).exists() and note_of(own).exists())


def note_of(own: Path) -> Path:
    return own.with_name(own.name + _NOTE)


def _wish_of(own: Path) -> Path:
    return own.with_name(own.name + _NOTE + ".new")


def _told(note: Path, own: Path) -> tuple[Path, ...]:
    """The place that a note tells, and after it one that was left; () where there is none."""
    try:
        lines = note.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    folders = [Path(line.strip()) for line in lines]
    return tuple(folder / own.name for folder in folders) if all(map(Path.is_absolute, folders)) else ()


def refuse_absent(own: Path) -> None:
    """Raises ReadOnly where the store was moved to a place that is not there now: no new one is begun in its stead."""
    place = located(own)
    if place != own and not place.exists():
        raise ReadOnly(f"the store was moved to {place.parent}, which is not there now")


def settle(own: Path) -> None:
    """Finish or clean up what a move that was killed left behind, before the store is opened. Raises StorageError."""
    place = located(own)
    try:
        for unfinished in _told(_wish_of(own), own)[:1]:
            remove(_copy_of(unfinished))
        _wish_of(own).unlink(missing_ok=True)
        if not place.exists() and is_there(own):
            _copy_of(place).rename(place)
    except OSError as error:
        raise storage_error(error) from error


def leave(own: Path) -> None:
    """Delete the store at the place that was left, once the one that counts is open."""
    told = _told(note_of(own), own)
    for left in told[1:]:
        remove(left)
        with contextlib.suppress(StorageError):
            write_note(own, told[0])
    with contextlib.suppress(OSError):
        if told[:1] == (own,):
            note_of(own).unlink()


def moved(store: sqlite3.Connection, own: Path, target: Path) -> sqlite3.Connection:
    """The whole store at another place, opened, and the note that says so. Raises StorageError, leaving nothing."""
    if target.exists():
        raise ReadOnly(f"there is a store in {target.parent} already")
    before, on_the_way = located(own), _copy_of(target)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_note(own, target, before, is_wish=True)
        remove(on_the_way)
        connection.copy_to(store, on_the_way)
        _check(store, on_the_way)
        _wish_of(own).replace(note_of(own))
    except OSError as error:
        _give_up(own, on_the_way)
        raise storage_error(error) from error
    except StorageError:
        _give_up(own, on_the_way)
        raise
    settle(own)
    copied, trouble = connection.open_file(target)
    if trouble is not None:
        copied.close()
        write_note(own, before)
        remove(target)
        raise trouble
    return copied


def _give_up(own: Path, on_the_way: Path) -> None:
    remove(on_the_way)
    with contextlib.suppress(OSError):
        _wish_of(own).unlink(missing_ok=True)


def _copy_of(place: Path) -> Path:
    """The name of a copy that does not count yet."""
    return place.with_name(place.name + ".moving")


def _check(store: sqlite3.Connection, copy: Path) -> None:
    """Whole, sound and on the disk. Raises StorageError, OSError."""
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    copied, trouble = connection.open_file(copy)
    try:
        if trouble is not None:
            raise trouble
        if _counts(copied) != _counts(store):
            raise ReadOnly(f"the copy in {copy.parent} is not whole")
    finally:
        copied.close()
        soundness.suspect(copy)


def write_note(own: Path, place: Path, left: Path | None = None, *, is_wish: bool = False) -> None:
    """The note, whole or not at all. Raises StorageError."""
    wish = _wish_of(own)
    folders = [folder.parent for folder in (place, left) if folder is not None]
    try:
        with wish.open("w", encoding="utf-8") as file:
            file.writelines(f"{folder.absolute()}\n" for folder in folders)
            file.flush()
            os.fsync(file.fileno())
        if not is_wish:
            wish.replace(note_of(own))
    except OSError as error:
        raise storage_error(error) from error


def remove(path: Path) -> None:
    """The database and its log; what cannot be deleted stays."""
    soundness.suspect(path)
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def forget(store: sqlite3.Connection, parts: tuple[Path, ...]) -> None:
    """Empty the database, and delete every other file among ``parts``. Raises StorageError."""
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        store.execute(f'DELETE FROM "{table}"')
    store.execute("VACUUM")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (_, _, file) = store.execute("PRAGMA database_list").fetchone()
    in_use = {Path(file + suffix) for suffix in ("", "-wal", "-shm")} if file else set()
    try:
        for part in parts:
            if part not in in_use:
                part.unlink()
    except OSError as error:
        raise storage_error(error) from error


def _counts(store: sqlite3.Connection) -> dict[str, int]:
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {table: store.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
