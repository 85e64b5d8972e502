"""Hours for which Octopus pays or charges nothing: saving sessions and free electricity (docs/domain.md, Rewards)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.moments import Span


class SessionKind(StrEnum):
    """By the service's own words. A session of none of these asks nothing of anybody."""

    POWER_DOWN = "TURN_DOWN"
    POWER_UP = "TURN_UP"
    HAPPY_HOUR = "WEEKEND_HAPPY_HOUR"


@dataclass(frozen=True, slots=True)
class SavingEvent:
    """An event as announced. Joining needs a ``code``, which some have none of. ``kind`` None = unknown direction.

    ``region_ids`` empty = for everybody; events of other regions are listed too. ``status`` is the service's word.
    """

    id: int
    span: Span
    kind: SessionKind | None
    code: str | None = None
    status: str | None = None
    points_per_kwh: int | None = None
    region_ids: tuple[int, ...] = ()

    def is_for(self, region_id: int | None) -> bool:
        """An unknown region is told only of what is for everybody."""
        return not self.region_ids or region_id in self.region_ids


@dataclass(frozen=True, slots=True)
class JoinedSession:
    """``event_id`` may be of an event that is listed no more. ``points`` are None until settled, days later.

    ``result`` is SUCCESS, PARTIAL_SUCCESS, FAIL, MISSING_READINGS, CALCULATING, UPCOMING … Energies in kWh, negative
    for net export.
    """

    event_id: int
    span: Span | None
    points: int | None = None
    status: str | None = None
    result: str | None = None
    saved_kwh: Decimal | None = None
    baseline_kwh: Decimal | None = None
    used_kwh: Decimal | None = None
    saved_percent: Decimal | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavingAccount:
    """Whether and with which meter point an account takes part; ``mpan`` None = not signed up."""

    has_joined_campaign: bool
    can_join_campaign: bool
    mpan: str | None = None
    region_id: int | None = None
    joined: tuple[JoinedSession, ...] = ()


@dataclass(frozen=True, slots=True)
class SavingSessions:
    """Everything announced, in order of time; ``account`` None where it was not told. ``skipped`` rows were odd."""

    events: tuple[SavingEvent, ...] = ()
    account: SavingAccount | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class HappyHours:
    """The tokens of the seasonal promotion, and by event the service's word for the places left."""

    tokens: int | None
    capacity: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FreeSession:
    """An hour of free electricity; nobody needs to join."""

    name: str
    span: Span
    code: str | None = None
    is_participant: bool | None = None


@dataclass(frozen=True, slots=True)
class FreeElectricity:
    """In order of time. ``is_enrolled`` None where it was not told."""

    sessions: tuple[FreeSession, ...] = ()
    is_enrolled: bool | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class FreeResult:
    """What a free hour brought, in kWh above the baseline and pence including VAT."""

    at: datetime
    is_opted_in: bool
    has_missing_readings: bool
    kwh_above_baseline: Decimal
    pence: Decimal


@dataclass(frozen=True, slots=True)
class FreeResults:
    """Totals in kWh and pence; the newest results first. None where they were not told."""

    events: int | None = None
    successes: int | None = None
    kwh_above_baseline: Decimal | None = None
    pence: Decimal | None = None
    results: tuple[FreeResult, ...] | None = None
