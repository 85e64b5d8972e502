"""A faithful Octopus: the customer-facing API of a household that does not exist, for the demo and for tests.

It reads docs/api.md by itself and imports nothing of the application, so that the client and the simulator are two
independent readings of one contract. No reply is canned: everything follows from the home, the seed and the clock.
Importing this package is cheap; the GraphQL engine loads when the first simulator is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kraken_desktop.simulator.app import Simulator
    from kraken_desktop.simulator.homes.declaration import Home

__all__ = ["EVERY_HOME", "FURTHER_HOMES", "HOMES", "create_app"]

HOMES: tuple[str, ...] = (
    "agile",
    "intelligent",
    "intelligent-four-rate",
    "go",
    "cosy",
    "tracker",
    "flux",
    "economy7",
    "flexible",
    "flexible-dual-fuel",
    "gas-smets1",
    "no-mini",
    "mini-not-live",
    "moved-house",
    "two-accounts",
    "export-only",
    "tariff-switch",
    "rewards",
)
FURTHER_HOMES: tuple[str, ...] = ("three-rate", "no-smart-meter", "solar-and-gas", "prepay")
"""Rare kinds of household, for whoever wants to bear those too."""
EVERY_HOME = (*HOMES, *FURTHER_HOMES)


def create_app(
    home: str | Home = "agile",
    *,
    clock: Callable[[], datetime] | None = None,
    seed: int = 1,
    faults: Sequence[str] = (),
) -> Simulator:
    """One household's Octopus as an ASGI application: a home by its name, or a home declared by yourself.

    `faults` are written NAME[:OPERATION][xCOUNT][@SECONDS]. `clock` answers aware UTC datetimes and rules everything,
    tokens and limits included; None is the real time.
    Raises ValueError for a home or a fault that does not exist.
    """
    from kraken_desktop.simulator.app import Simulator

    return Simulator(home, clock=clock, seed=seed, faults=faults)
