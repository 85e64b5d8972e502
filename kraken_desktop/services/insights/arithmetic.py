"""Long arithmetic in a process of its own: the window never waits for it, and numpy stays out of ours.

One short process a question. `reckoned` starts it, hands on what it says of its progress, and ends it with the wait,
however that ends: to cancel the task is to cancel the arithmetic.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")
Progress = Callable[[float], None]
"""Told the share that is done, 0–1."""
ARGUMENT = "--arithmetic-child"
"""Said first on the command line of a frozen build, it means: be this process."""
_ROOT = Path(__file__).parents[3]
_LENGTH_BYTES = 8


class NoAnswerError(Exception):
    """The process ended without an answer; the text says how."""


async def reckoned(work: Callable[..., T], *arguments: object, progress: Progress | None = None) -> T:
    """``work(*arguments, progress)`` in another process; work and arguments must be picklable, and work pure.

    Raises NoAnswerError.
    """
    child = await asyncio.create_subprocess_exec(
        *_command(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
    )
    try:
        found: T = await _answer(child, pickle.dumps((work, arguments)), progress or (lambda _share: None))
        return found
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _answer(child: Process, question: bytes, progress: Progress) -> Any:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(question)
    child.stdin.close()
    while True:
        try:
            length = int.from_bytes(await child.stdout.readexactly(_LENGTH_BYTES), "big")
            is_answer, told = pickle.loads(await child.stdout.readexactly(length))
        except asyncio.IncompleteReadError as error:
            raise NoAnswerError(f"it ended with {await child.wait()} and no answer") from error
        if is_answer:
            return told
        progress(told)


def main() -> int:
    """The child: a question on standard input, its progress and its answer on standard output."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print; what we say goes past them
    work, arguments = pickle.loads(sys.stdin.buffer.read())
    _say(out, True, work(*arguments, lambda share: _say(out, False, share)))
    return 0


def _say(out: IO[bytes], is_answer: bool, told: object) -> None:
    frame = pickle.dumps((is_answer, told))
    out.write(len(frame).to_bytes(_LENGTH_BYTES, "big") + frame)
    out.flush()


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable, ARGUMENT)
    return (sys.executable, "-P", "-m", __name__)


def _environment() -> dict[str, str]:
    """Ours, and the child finds this very package, from a checkout too."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


if __name__ == "__main__":
    sys.exit(main())
