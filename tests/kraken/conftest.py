from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from typing import Any

import pytest_asyncio

from tests.kraken.line import Line
from tests.simulated import Simulated

AFTERNOON = "2026-10-14T17:20:00Z"

Online = Callable[..., Line]


@pytest_asyncio.fixture
async def online() -> AsyncIterator[Online]:
    """A line to some home on a Wednesday afternoon; its clock stands."""
    lines: list[Line] = []
    with ExitStack() as stack:

        def connect(home: str = "agile", *, start: str = AFTERNOON, **options: Any) -> Line:
            octopus = stack.enter_context(Simulated(home, start=start, speed=0))
            line = Line(octopus, **options)
            lines.append(line)
            return line

        yield connect
        for line in lines:
            await line.client.close()
