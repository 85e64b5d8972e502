"""A log file of bounded size in which no secret stands."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from kraken_desktop.app.redaction import Redaction

LOG_NAME = "kraken-desktop.log"
LARGEST_BYTES = 1_000_000
_FORMAT = "%(asctime)sZ %(levelname)s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """UTC, and tracebacks redacted as well."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__(_FORMAT, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction(super().format(record))


class CappedFile(logging.FileHandler):
    """Keeps two files of at most ``largest_bytes`` each: this one, and the one before with ``.1`` after its name.

    The standard library's own brings sockets, queues and pickle along for this.
    """

    def __init__(self, path: Path, largest_bytes: int = LARGEST_BYTES) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, encoding="utf-8", delay=True)
        self._largest_bytes = largest_bytes

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() >= self._largest_bytes:
            self.stream.close()
            # What the base class says of a closed stream: it opens again at the next record.
            self.stream = None
            path = Path(self.baseFilename)
            path.replace(path.with_name(f"{path.name}.1"))


def start_logging(folder: Path, redaction: Redaction) -> Path:
    """Log to the folder from now on; to the terminal instead where it cannot be written. The log file's path."""
    path = folder / LOG_NAME
    sink: logging.Handler
    try:
        sink = CappedFile(path)
        with path.open("ab"):
            pass
    except OSError:
        sink = logging.StreamHandler(sys.stderr)
    sink.setFormatter(RedactingFormatter(redaction))
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(sink)
    logging.getLogger("kraken_desktop").setLevel(logging.INFO)
    return path
