"""How a heat pump is set, and from when on (docs/api.md, 8.4)."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.london import BUCKET_SECONDS, unix

WATER, ROOMS = "WATER", "ZONE_1"
SETPOINTS = {WATER: (40.0, 60.0), ROOMS: (7.0, 30.0)}
FLOWS = (30.0, 70.0)


class OutOfRangeError(ValueError):
    """A setting that the pump does not take."""


@dataclass(frozen=True, slots=True)
class Operation:
    """How a zone runs; `until` is the end of a boost, None = until further notice."""

    mode: str = "AUTO"
    setpoint: float | None = None
    until: datetime | None = None


AUTOMATIC = Operation()


@dataclass(frozen=True, slots=True)
class Flow:
    """The water that goes to the radiators, in °C: fixed, or between two ends by the weather."""

    by_weather: bool = True
    fixed: float = 45.0
    coolest: float = 32.0
    hottest: float = 48.0

    def celsius(self, cold: NDArray[np.float64]) -> NDArray[np.float64]:
        """`cold` is 0 in mild weather and 1 in the coldest."""
        return (
            self.coolest + cold * (self.hottest - self.coolest) if self.by_weather else np.full_like(cold, self.fixed)
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a customer has set."""

    operations: Mapping[str, Operation] = field(default_factory=dict)
    flow: Flow = Flow()
    is_quiet: bool = False

    def operation(self, zone: str, moment: int) -> Operation:
        found = self.operations.get(zone, AUTOMATIC)
        return AUTOMATIC if found.until is not None and tens(found.until) <= moment else found


USUAL = Settings()


class SettingsBook:
    """What was set when; a setting holds from its moment on, in Unix seconds of whole tens."""

    def __init__(self) -> None:
        self._set: list[tuple[int, Settings]] = []
        self.edges: list[int] = []
        """Every moment at which something changes: a setting, or a boost that ends."""

    def at(self, moment: int) -> Settings:
        return next((settings for since, settings in reversed(self._set) if since <= moment), USUAL)

    def since(self, moment: int) -> int:
        """When something was last changed, 0 if never."""
        number = bisect_right(self.edges, moment)
        return self.edges[number - 1] if number else 0

    def set_zone(self, zone: str, operation: Operation, now: datetime) -> None:
        """Raises OutOfRangeError."""
        lowest, highest = SETPOINTS.get(zone, (0.0, -1.0))
        if highest < lowest or (operation.setpoint is not None and not lowest <= operation.setpoint <= highest):
            raise OutOfRangeError(zone)
        if operation.mode == "BOOST" and (operation.until is None or operation.until <= now):
            raise OutOfRangeError("a boost ends in the future")
        before = self.at(tens(now))
        self._change(now, replace(before, operations={**before.operations, zone: operation}))
        if operation.until is not None:
            insort(self.edges, tens(operation.until))

    def set_flow(self, flow: Flow, now: datetime) -> None:
        """Raises OutOfRangeError."""
        lowest, highest = FLOWS
        if not lowest <= flow.coolest <= flow.hottest <= highest or not lowest <= flow.fixed <= highest:
            raise OutOfRangeError("flow temperature")
        self._change(now, replace(self.at(tens(now)), flow=flow))

    def hush(self, is_quiet: bool, now: datetime) -> None:
        self._change(now, replace(self.at(tens(now)), is_quiet=is_quiet))

    def _change(self, now: datetime, settings: Settings) -> None:
        since = tens(now)
        self._set = [(at, kept) for at, kept in self._set if at < since] + [(since, settings)]
        insort(self.edges, since)


def tens(moment: datetime) -> int:
    """Unix seconds, down to whole tens: the grain of a meter."""
    return unix(moment) // BUCKET_SECONDS * BUCKET_SECONDS
