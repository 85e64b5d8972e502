from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.simulated import Simulated
from tests.simulator.customer import Customer

AFTERNOON = "2026-10-05T17:30:00Z"

Living = Callable[..., Customer]


@pytest.fixture
def living() -> Iterator[Living]:
    """A customer of some home, over TCP; its clock stands at a Monday afternoon unless told otherwise."""
    with ExitStack() as stack:

        def begin(home: str = "agile", **options: Any) -> Customer:
            chosen: dict[str, Any] = {"start": AFTERNOON, "speed": 0} | options
            octopus = stack.enter_context(Simulated(home, **chosen))
            customer = Customer(octopus)
            stack.callback(customer.client.close)
            return customer

        yield begin
