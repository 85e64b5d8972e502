"""Octoplus: points, what they are worth, and the wheel (docs/domain.md, Rewards)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

POINTS_A_PENNY = 8


@dataclass(frozen=True, slots=True)
class Membership:
    """``status`` is the service's own word."""

    is_enrolled: bool | None
    status: str | None = None
    has_points: bool | None = None
    is_eligible: bool | None = None


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """One line of the ledger; ``points`` are negative where they were spent."""

    id: str
    points: int
    balance_after: int | None
    reason: str | None
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PointsLedger:
    """Newest first. It belongs to the person, not to one account. ``skipped`` lines were odd."""

    entries: tuple[PointsEntry, ...] = ()
    skipped: int = 0

    @property
    def balance(self) -> int | None:
        """What the newest line carries forward; nothing ever earned is 0, an odd newest line is unknown."""
        if not self.entries:
            return None if self.skipped else 0
        return self.entries[0].balance_after


@dataclass(frozen=True, slots=True)
class Spins:
    allowed: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Wheel:
    """Spins left by fuel; None for a fuel that the account has not."""

    electricity: Spins | None = None
    gas: Spins | None = None


@dataclass(frozen=True, slots=True)
class Prize:
    """``display`` is the service's wording; ``value`` is pence or points, which only the wording tells."""

    display: str
    value: int | None = None
    reference: str | None = None
    spun_at: datetime | None = None


def redeemable(points: int) -> int:
    """The most of these points that can become money: whole pennies only."""
    return max(0, points) // POINTS_A_PENNY * POINTS_A_PENNY


def pence_of(points: int) -> int:
    return redeemable(points) // POINTS_A_PENNY
