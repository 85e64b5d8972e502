"""Octopoints of one customer: what the wheel and sessions gave, what was turned into money (docs/api.md, 7.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

POINTS_A_PENNY = 8
Source = Callable[[datetime], Iterable[tuple[datetime, int, str]]]


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """`points` are positive on a CREDIT and negative on a CHARGE; `balance` is the balance after it."""

    place: int
    posted: datetime
    points: int
    reason: str
    balance: int


class Points:
    """The ledger of a member: what was earned comes from `sources`, each giving (posted, points, reason) until then."""

    def __init__(self, *sources: Source) -> None:
        self._sources = sources
        self._redeemed: list[tuple[datetime, int]] = []

    def entries(self, now: datetime) -> list[PointsEntry]:
        """Newest first."""
        spent = [(at, -points, "ACCOUNT_CREDIT") for at, points in self._redeemed if at <= now]
        earned = (entry for source in self._sources for entry in source(now))
        balance, rows = 0, []
        for place, (at, points, reason) in enumerate(sorted([*earned, *spent])):
            balance += points
            rows.append(PointsEntry(place, at, points, reason, balance))
        return rows[::-1]

    def balance(self, now: datetime) -> int:
        rows = self.entries(now)
        return rows[0].balance if rows else 0

    def redeem(self, now: datetime, points: int) -> int:
        """Take points; the pence they are worth."""
        self._redeemed.append((now, points))
        return points // POINTS_A_PENNY
