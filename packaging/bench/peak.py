"""How much memory this process uses, now and at the most."""

import re
import threading
from pathlib import Path
from typing import Self


def used_megabytes() -> float:
    """Anonymous memory: pages of libraries would come and go with the other programs that share them."""
    told = re.search(r"^RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    assert told is not None
    return int(told[1]) / 1000


class Peak:
    """The most memory that is used while it looks, a hundred times a second."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._is_over = threading.Event()
        self._looks = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._looks.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._looks.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.01):
            self.megabytes = max(self.megabytes, used_megabytes())
