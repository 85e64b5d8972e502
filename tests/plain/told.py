"""How each program is begun: address, key and account on the command line, what it found on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from tests.consistency.caller import Caller


def tell(subject: Callable[[Caller], Iterable[str]]) -> None:
    caller = Caller(*sys.argv[1:4])
    try:
        print("\n".join(subject(caller)))
    finally:
        caller.close()
