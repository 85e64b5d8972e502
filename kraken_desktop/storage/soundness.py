"""When the file is looked through before it is used: after an end that was none, on suspicion, and once a week.

An empty file beside the store is as old as the last look. SQLite leaves its log behind where nobody closed the store.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

LOOK_EVERY_SECONDS = 7 * 86_400.0


def is_due(path: Path) -> bool:
    """Whether to look, asked before SQLite opens the file, which begins a new log."""
    if path.with_name(path.name + "-wal").exists():
        return True
    try:
        age = time.time() - _mark_of(path).stat().st_mtime
    except OSError:
        return True
    return not 0 <= age < LOOK_EVERY_SECONDS


def note_sound(path: Path) -> None:
    """It was looked at just now."""
    with contextlib.suppress(OSError):
        _mark_of(path).touch(mode=0o600)


def suspect(path: Path) -> None:
    """Have the next start look."""
    with contextlib.suppress(OSError):
        _mark_of(path).unlink()


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".checked")
