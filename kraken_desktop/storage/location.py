"""Where the store is: in its own folder, or where it was moved to, which a note in its own folder tells.

The note is what decides. It is written once the whole store is at the new place, and whatever was left at the old one
is deleted after that: killed at any point, one whole store is found.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from kraken_desktop.storage import connection
from kraken_desktop.storage.errors import ReadOnly, StorageError, storage_error

_NOTE = ".place"


def located(own: Path) -> Path:
    """The database's file, by its own place; that place itself where it was never moved, or the note is unreadable."""
    try:
        folder = note_of(own).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return own
    return Path(folder) / own.name if folder and Path(folder).is_absolute() else own


def note_of(own: Path) -> Path:
    return own.with_name(own.name + _NOTE)


def refuse_absent(own: Path) -> None:
    """Raises ReadOnly where the store was moved to a place that is not there now: no new one is begun in its stead."""
    place = located(own)
    if place != own and not place.exists():
        raise ReadOnly(f"the store was moved to {place.parent}, which is not there now")


def moved(store: sqlite3.Connection, own: Path, target: Path) -> sqlite3.Connection:
    """The whole store at another place, opened, and the note that says so. Raises StorageError, leaving nothing."""
    if target.exists():
        raise ReadOnly(f"there is a store in {target.parent} already")
    on_the_way = target.with_name(target.name + ".moving")
    remove(on_the_way)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection.copy_to(store, on_the_way)
        _check(store, on_the_way)
        on_the_way.rename(target)
    except OSError as error:
        raise storage_error(error) from error
    finally:
        remove(on_the_way)
    copied, trouble = connection.open_file(target)
    try:
        if trouble is not None:
            raise trouble
        write_note(own, target)
    except StorageError:
        copied.close()
        remove(target)
        raise
    return copied


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


def write_note(own: Path, place: Path) -> None:
    """Whole or not at all. Raises StorageError."""
    note = note_of(own)
    fresh = note.with_name(note.name + ".new")
    try:
        if place == own:
            note.unlink(missing_ok=True)
            return
        with fresh.open("w", encoding="utf-8") as file:
            file.write(f"{place.parent}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(note)
    except OSError as error:
        raise storage_error(error) from error


def remove(path: Path) -> None:
    """The database and its log; what cannot be deleted stays."""
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
