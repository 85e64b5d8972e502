"""Waiting for something to become true, with a deadline instead of a sleep."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 60.0
"""How long any test waits for what must come: enough for a machine many times slower than ours, and never spent where
all is well. A test that waits for several things in vain is ended by pytest's own limit."""
_LOOK_AGAIN_SECONDS = 0.03


class NeverHappenedError(AssertionError):
    """The condition did not become true before its deadline."""


def wait_until(condition: Callable[[], T], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Return the condition's first truthy value; raise `NeverHappenedError` naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise NeverHappenedError(f"{what}: not within {seconds:g} s")
        pause.wait(_LOOK_AGAIN_SECONDS)
    return value
