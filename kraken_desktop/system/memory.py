"""What the C library keeps for later goes back to the system: an app behind a tray icon is a small one."""

from __future__ import annotations

import gc
from contextlib import suppress


def give_back() -> None:
    """Some milliseconds; where the C library has no such thing, the garbage alone is collected."""
    import ctypes  # for whoever closes a window, and never for a hidden start

    gc.collect()
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
