"""Octopoints of one customer: what the wheel gave each month, what was turned into money (docs/api.md, 7.18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.london import at_local, local_date, months_before

POINTS_A_PENNY = 8
MONTHS_KEPT = 14
PRIZES = (8, 8, 16, 40, 80, 160, 400)


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """`points` are positive on a CREDIT and negative on a CHARGE; `balance` is the balance after it."""

    place: int
    posted: datetime
    points: int
    reason: str
    balance: int


class Points:
    """The ledger of a member: every entry follows from the seed, but for what is redeemed while the world runs."""

    def __init__(self, seed: int, home: str) -> None:
        self._seed = seed
        self._home = home
        self._redeemed: list[tuple[datetime, int]] = []

    def entries(self, now: datetime) -> list[PointsEntry]:
        """Newest first."""
        spent = [(at, -points, "ACCOUNT_CREDIT") for at, points in self._redeemed if at <= now]
        balance, rows = 0, []
        for place, (at, points, reason) in enumerate(sorted([*self._won(now), *spent])):
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

    def _won(self, now: datetime) -> Iterator[tuple[datetime, int, str]]:
        day = months_before(local_date(now), MONTHS_KEPT).replace(day=1)
        while day <= local_date(now):
            at = self._spun(day)
            prize = PRIZES[int(draw(self._seed, "prize", self._home, day) * len(PRIZES))]
            if at <= now:
                yield at, prize, "WHEEL_OF_FORTUNE"
            day = (day + timedelta(days=32)).replace(day=1)

    def _spun(self, month: date) -> datetime:
        days = int(draw(self._seed, "spin", self._home, month) * 27)
        return at_local(month + timedelta(days=days), 19, 12)
