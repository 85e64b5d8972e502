"""What is left of the service's own limits, as it tells them (docs/api.md, Limits)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PointsLimit:
    """The points that all questions of the customer cost together; anew at ``renewed_at``."""

    allowed: int | None = None
    spent: int | None = None
    left: int | None = None
    is_blocked: bool | None = None
    renewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FieldLimit:
    """One root field's own limit; ``rate`` in the service's words (100/h), ``free_in_seconds`` while it is blocked."""

    field: str
    rate: str | None = None
    is_blocked: bool | None = None
    free_in_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Shared with every other app of the customer. ``skipped`` rows were odd."""

    points: PointsLimit = PointsLimit()
    fields: tuple[FieldLimit, ...] = ()
    skipped: int = 0

    def is_blocked(self, field: str) -> bool | None:
        """None where the service does not tell."""
        return next((limit.is_blocked for limit in self.fields if limit.field == field), None)
