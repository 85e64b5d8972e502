"""What trying a key may find out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.account import (
    Account,
    AccountSummary,
    Agreement,
    Direction,
    Fuel,
    Meter,
    MeterPoint,
    Property,
)
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.session import Discovery
from kraken_desktop.services.state import Selection
from tests.ui.states import NOW


def meter(number: str, direction: Direction, product: str) -> MeterPoint:
    agreement = Agreement(f"E-1R-{product}-C", product, NOW - timedelta(days=90))
    return MeterPoint(number, Fuel.ELECTRICITY, direction, "C", (Meter("TEST0001"),), (agreement,))


HERE = Property(
    "home-1",
    "1 Sample Street",
    "ZZ1 1ZZ",
    None,
    None,
    (
        meter("1200099999990", Direction.IMPORT, "AGILE-24-10-01"),
        meter("1200099999991", Direction.EXPORT, "OUTGOING-VAR-24-10-26"),
    ),
)
THERE = Property(
    "home-2", "2 Other Road", "ZZ2 2ZZ", None, None, (meter("1200099999992", Direction.IMPORT, "VAR-22-11-01"),)
)
FOUND = Discovery(
    accounts=(AccountSummary("A-0000TEST", "ACTIVE"),),
    account=Account("A-0000TEST", "ACTIVE", 0, (HERE,)),
    selection=Selection("A-0000TEST", "home-1", "1200099999990", "1200099999991"),
    has_mini=False,
    devices=("Zappy",),
    missing=("No Home Mini was found, so there is no live power. Prices work without it.",),
)
TWO_HOMES = replace(FOUND, account=Account("A-0000TEST", "ACTIVE", 0, (HERE, THERE)))
WHICH = Discovery(accounts=(AccountSummary("A-0000TEST", "ACTIVE"), AccountSummary("A-0000MORE", "CLOSED")))


def refused(kind: ProblemKind) -> Discovery:
    return Discovery(problem=Problem(kind, NOW))
