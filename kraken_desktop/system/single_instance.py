"""One running app a data folder, and a way to ask it things.

The claim is a file lock, which the system takes back whatever becomes of the process: nothing can go stale. Beside it
stands a local socket (a named pipe on Windows) that only this user can open. One request and one answer a connection,
each a line of JSON. No Qt here: the command line asks through it too.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

if sys.platform != "win32":
    import fcntl
else:
    import msvcrt

SECONDS_TO_ANSWER = 10.0
SECONDS_TO_START = 20.0
_LONGEST = 8_000_000
_TRY_AGAIN_SECONDS = 0.05

Request = Mapping[str, Any]
Reply = dict[str, Any]
Answer = Callable[[Request, Callable[[Reply], None]], None]
"""Called on the app's thread with a request and with what takes the answer, at once or later."""


class Claim:
    """This process is the one for its data folder, until `release` or its end."""

    def __init__(self, lock: IO[bytes]) -> None:
        self._lock = lock

    @classmethod
    def make(cls, socket_path: Path) -> Claim | None:
        """None where another process has it. Raises OSError where the folder cannot be written."""
        socket_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = socket_path.with_suffix(".lock").open("ab")
        try:
            if sys.platform == "win32":
                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            lock.close()
            return None
        return cls(lock)

    def release(self) -> None:
        self._lock.close()


def ask(socket_path: Path, request: Request, *, is_starting: bool = False) -> Reply | None:
    """What the running app answers; None where there is none.

    ``is_starting``: somebody has the claim, so wait a moment for its socket to appear.
    """
    line = json.dumps(request).encode() + b"\n"
    deadline = time.monotonic() + (SECONDS_TO_START if is_starting else 0)
    pause = threading.Event()
    while True:
        try:
            answer = _exchange(socket_path, line)
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() >= deadline:
                return None
            pause.wait(_TRY_AGAIN_SECONDS)
        except OSError:
            return None
        else:
            return _decoded(answer)


def pipe_name(socket_path: Path) -> str:
    """The name of the pipe that stands for this socket on Windows."""
    return f"kraken-desktop-{socket_path.stem}"


def _exchange(socket_path: Path, line: bytes) -> bytes:
    if sys.platform == "win32":
        with open(rf"\\.\pipe\{pipe_name(socket_path)}", "r+b", buffering=0) as pipe:
            pipe.write(line)
            return _until_line_end(lambda: pipe.read(65536))
    import socket

    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SECONDS_TO_ANSWER)
        connection.connect(str(socket_path))
        connection.sendall(line)
        return _until_line_end(lambda: connection.recv(65536))


def _until_line_end(read: Callable[[], bytes | None]) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < _LONGEST and (more := read()):
        received += more
    return received


def _decoded(line: bytes) -> Reply | None:
    with contextlib.suppress(ValueError):
        found = json.loads(line)
        if isinstance(found, dict):
            return found
    return None


def decoded_request(line: bytes) -> Request:
    """An empty request where the line is not a JSON object."""
    return _decoded(line) or {}


def bind(socket_path: Path) -> Any:
    """A listening socket that only this user can open; an old one, whose owner is gone, gives way."""
    import socket

    socket_path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listening.bind(str(socket_path))
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(before)
    listening.listen()
    return listening
