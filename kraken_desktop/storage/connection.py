"""Opening the database's file, whatever has become of it."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kraken_desktop.storage import migrations, soundness
from kraken_desktop.storage.errors import Corrupt, Full, ReadOnly, StorageError, TooNew, storage_error

_log = logging.getLogger(__name__)
_MAGIC = b"SQLite format 3\x00"
_VERSION_AT = 60
BUSY_SECONDS = 5.0
LEAST_ROOM = 8_000_000
"""Bytes below which nothing is gained by giving room back."""
EMPTY_SHARE = 4
"""A quarter of the file or more is empty."""

_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_NO_SPACE = {
    "SQLITE_FULL",
    *(f"SQLITE_IOERR_{step}" for step in ("WRITE", "FSYNC", "TRUNCATE", "SHMOPEN", "SHMSIZE")),
}
_OURS = {"SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "SQLITE_RANGE"}


@contextlib.contextmanager
def in_our_words() -> Iterator[None]:
    """Turns sqlite's trouble with the file into StorageError. A mistake of ours stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        if _is_ours(error):
            raise
        name = error.sqlite_errorname
        kind = Corrupt if _basic(name) in _DAMAGED else Full if name in _NO_SPACE else ReadOnly
        raise kind(f"{name}: {error}") from error


def _is_ours(error: sqlite3.Error) -> bool:
    """Whether the statement was wrong, and not the file."""
    return _basic(getattr(error, "sqlite_errorname", "SQLITE_MISUSE")) in _OURS


def _basic(name: str) -> str:
    return "_".join(name.split("_")[:2])


def open_file(path: Path, steps: Sequence[str] = migrations.STEPS) -> tuple[sqlite3.Connection, StorageError | None]:
    """A connection that works in every case, and what was wrong.

    Corrupt: the damaged file was put aside and a new one begun. TooNew, ReadOnly, Full: the connection is in memory,
    with what could be read, and the file is untouched.
    """
    try:
        return _opened(path, steps), None
    except Corrupt as error:
        _log.warning("The database was damaged and is put aside: %s", error)
        try:
            set_aside(path)
            return _opened(path, steps), error
        except StorageError as second:
            error.__context__ = second
            return in_memory(steps), error
    except StorageError as error:
        _log.warning("The database cannot be used, this run keeps everything in memory: %s", error)
        return (in_memory(steps) if isinstance(error, TooNew) else _copy_in_memory(path, steps)), error


def in_memory(steps: Sequence[str] = migrations.STEPS) -> sqlite3.Connection:
    store = sqlite3.connect(":memory:", isolation_level=None)
    migrations.take(store, steps)
    return store


def set_aside(path: Path) -> None:
    """Rename a damaged database and what belongs to it. Raises ReadOnly or Full."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    try:
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(path.with_name(f"{path.name}.corrupt-{stamp}{suffix}"))
        soundness.suspect(path)
    except OSError as error:
        raise storage_error(error) from error


def parts(path: Path) -> tuple[Path, ...]:
    """The database and everything that was ever put beside it."""
    return tuple(sorted(path.parent.glob(f"{path.name}*"))) if path.parent.is_dir() else ()


def _opened(path: Path, steps: Sequence[str]) -> sqlite3.Connection:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_newer(path, len(steps))
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise storage_error(error) from error
    is_suspect = soundness.is_due(path)
    with in_our_words():
        store = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            if is_suspect:
                _look_through(store)
            _prepare(store, path, steps)
        except (sqlite3.Error, StorageError):
            store.close()
            raise
    if is_suspect:
        soundness.note_sound(path)
    return store


def _look_through(store: sqlite3.Connection) -> None:
    (answer,) = store.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise Corrupt(answer)


def _prepare(store: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    taken = _version_of_ours(store)
    if taken > len(steps):
        raise TooNew(f"version {taken}, and we know {len(steps)}")
    _keep_a_log(store)
    store.execute("PRAGMA synchronous = NORMAL")
    store.execute("PRAGMA cache_size = -512")  # kB: the hidden app is small
    store.execute("PRAGMA journal_size_limit = 1000000")
    store.execute("PRAGMA secure_delete = ON")
    if 0 < taken < len(steps):
        _copy_beside(store, path.with_name(f"{path.name}.before-{taken + 1}"))
    migrations.take(store, steps)


def _keep_a_log(store: sqlite3.Connection) -> None:
    try:
        store.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_BUSY":  # else another program opens it too, and does this for us
            raise


def _version_of_ours(store: sqlite3.Connection) -> int:
    """Raises Corrupt for a database that holds something which no version of ours put there."""
    store.execute("BEGIN")  # another program may begin the same database at this moment
    taken = migrations.version(store)
    (tables,) = store.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    store.execute("COMMIT")
    if taken == 0 and tables:
        raise Corrupt("a database, but not ours")
    return taken


def _refuse_newer(path: Path, known: int) -> None:
    """Look at the header before sqlite does, whose mere opening may write. Raises TooNew, Corrupt, OSError."""
    try:
        with path.open("rb") as file:
            header = file.read(_VERSION_AT + 4)
    except FileNotFoundError:
        return
    if not header:
        return
    if not header.startswith(_MAGIC):
        raise Corrupt("not a database")
    taken = int.from_bytes(header[_VERSION_AT:], "big")
    if taken > known:
        raise TooNew(f"version {taken}, and we know {known}")


def _copy_beside(store: sqlite3.Connection, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    store.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)


def copy_to(store: sqlite3.Connection, copy: Path) -> None:
    """Raises ReadOnly or Full; a file that is there is not written over."""
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise storage_error(error) from error
    store.execute("VACUUM INTO ?", (str(copy),))


def _copy_in_memory(path: Path, steps: Sequence[str]) -> sqlite3.Connection:
    """What the file holds, as far as it can be read without writing; else an empty database."""
    store = sqlite3.connect(":memory:", isolation_level=None)
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        with contextlib.closing(source):
            source.backup(store)
        migrations.take(store, steps)
    except sqlite3.Error:
        store.close()
        return in_memory(steps)
    return store


def give_room_back(store: sqlite3.Connection) -> None:
    """Make the file as small as what it holds, where pruning left much of it empty. No trouble is made: it can wait."""
    pages, free, size = (
        store.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if free * size < LEAST_ROOM or free * EMPTY_SHARE < pages:
        return
    with contextlib.suppress(sqlite3.OperationalError):  # no room for the copy, or another program reads
        store.execute("VACUUM")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
