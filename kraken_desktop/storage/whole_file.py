"""Files that are written whole or not at all: killed at any point, the old one or the new one stands there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """In a folder that is there; readable by its owner alone. Raises OSError, and leaves what was there then."""
    import tempfile  # it brings random and all compressors along, which a start need not wait for

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
