"""The store's file and its one thread: opened, asked in turn, copied, moved, looked through and closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from kraken_desktop.storage import connection, soundness
from kraken_desktop.storage.errors import Corrupt, ReadOnly, StorageError
from kraken_desktop.storage.location import forget, leave, located, moved, note_of, refuse_absent, settle

T = TypeVar("T")


class StoreFile:
    """One worker thread owns the connection. ``path`` None keeps everything in memory."""

    def __init__(self, path: Path | None) -> None:
        self._own = path
        self._path = located(path) if path is not None else None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._opened: Future[tuple[sqlite3.Connection, StorageError | None]] = self._worker.submit(self._open)

    @property
    def trouble(self) -> StorageError | None:
        """What was wrong at opening; the database works all the same. Waits for the opening.

        Corrupt: the file was put aside and a new one begun. TooNew, ReadOnly, Full: this run is kept in memory.
        """
        return self._opened.result()[1]

    # the file

    async def forget_history(self) -> None:
        """Everything the database holds, and every copy that was ever put beside it."""
        await self._read(lambda store: forget(store, self._parts))

    async def back_up(self, path: Path) -> None:
        """A whole copy in another place. Raises StorageError, also for a file that is there already."""
        await self._read(lambda store: connection.copy_to(store, path))

    @property
    def place(self) -> Path | None:
        """The folder that holds it; None in memory."""
        return self._path.parent if self._path is not None else None

    async def move(self, folder: Path) -> None:
        """The whole store into another folder for good. Raises StorageError, and then it stays where it is.

        Nothing is written meanwhile, and nothing is lost wherever it is interrupted.
        """
        await self._read(lambda store: self._move(store, folder))

    async def is_sound(self) -> bool:
        """Every page and index is looked at, which takes its time; a damaged store is put aside at the next start."""

        def look(store: sqlite3.Connection) -> bool:
            is_sound: bool = store.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            if not is_sound:
                self._suspect()
            return is_sound

        return await self._read(look)

    async def size(self) -> int:
        """Bytes on the disk; 0 in memory."""
        return await self._read(lambda _: sum(part.stat().st_size for part in self._parts))

    async def close(self) -> None:
        """Ends the worker thread; nothing can be asked afterwards."""
        await self._read(lambda store: store.close())
        self._worker.shutdown()

    def close_now(self) -> None:
        """The same where no loop runs."""
        self._submit(lambda store: store.close()).result()
        self._worker.shutdown()

    # the worker

    def _open(self) -> tuple[sqlite3.Connection, StorageError | None]:
        if self._path is None or self._own is None:
            return connection.in_memory(), None
        try:
            settle(self._own)
            refuse_absent(self._own)
        except StorageError as absent:
            return connection.in_memory(), absent
        opened = connection.open_file(self._path)
        if opened[1] is None:
            leave(self._own)  # killed before the end of a move: everything is at the new place
        return opened

    def _move(self, store: sqlite3.Connection, folder: Path) -> None:
        if self._path is None or self._own is None or self.trouble is not None:
            raise ReadOnly("this run keeps everything in memory")
        target = folder.absolute() / self._path.name
        if target == self._path:
            return
        copied = moved(store, self._own, target)
        self._path = target
        self._opened = Future()
        self._opened.set_result((copied, None))
        store.close()
        leave(self._own)

    def _submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        def on_worker() -> T:
            try:
                with connection.in_our_words():
                    return work(self._opened.result()[0])
            except Corrupt:
                self._suspect()
                raise

        return self._worker.submit(on_worker)

    def _suspect(self) -> None:
        if self._path is not None:
            soundness.suspect(self._path)

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        # Shielded: a poll that is cancelled does not undo what it already gave to the store.
        import asyncio  # 30 ms, which the tray icon need not wait for

        return await asyncio.shield(asyncio.wrap_future(self._submit(work)))

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def in_transaction(store: sqlite3.Connection) -> T:
            store.execute("BEGIN IMMEDIATE")
            try:
                found = work(store)
                store.execute("COMMIT")
                return found
            finally:
                if store.in_transaction:
                    store.execute("ROLLBACK")

        return await self._read(in_transaction)

    async def _work(self, work: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T:
        return await (self._write(work) if writes else self._read(work))

    @property
    def _parts(self) -> tuple[Path, ...]:
        """The file, and every copy that was ever put beside it, here and where it came from."""
        folders = dict.fromkeys(path for path in (self._path, self._own) if path is not None)
        note = None if self._own is None else note_of(self._own)
        return tuple(part for path in folders for part in connection.parts(path) if part != note)
