"""A heat pump and its controller: what it draws, what it gives, how it is set (docs/api.md, 8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kraken_desktop.simulator.heating import heat_pump_watts
from kraken_desktop.simulator.london import at_local, day_slots, local_date, slot_of, slot_start
from kraken_desktop.simulator.weather import outdoor_celsius

WATER, ROOMS = "WATER", "ZONE_1"
SETPOINTS = {WATER: (40.0, 60.0), ROOMS: (7.0, 30.0)}
FLOWS = (30.0, 70.0)
_HALF_HOUR = 0.5


class OutOfRangeError(ValueError):
    """A setting that the pump does not take."""


@dataclass(frozen=True, slots=True)
class Operation:
    """How a zone runs; `until` is the end of a boost, None = until further notice."""

    mode: str = "AUTO"
    setpoint: float | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The water that goes to the radiators, in °C: fixed, or between two ends by the weather."""

    by_weather: bool = True
    fixed: float = 45.0
    coolest: float = 32.0
    hottest: float = 48.0


@dataclass(frozen=True, slots=True)
class Energy:
    """kWh drawn and kWh of heat given."""

    drawn: float
    given: float

    @property
    def performance(self) -> float | None:
        return self.given / self.drawn if self.drawn else None


class HeatPumpLife:
    """What one pump does at any instant; settings made while the world runs hold from then on."""

    def __init__(self, rated_watts: int, weather: int) -> None:
        self._rated = rated_watts
        self._weather = weather
        self._operations: dict[str, Operation] = {}
        self.flow = Flow()
        self.is_quiet = False
        self._day = lru_cache(maxsize=1024)(self._energy_of_day)

    def operation(self, zone: str, now: datetime) -> Operation:
        found = self._operations.get(zone, Operation())
        return Operation() if found.until is not None and found.until <= now else found

    def set_zone(self, zone: str, operation: Operation, now: datetime) -> None:
        """Raises OutOfRangeError."""
        lowest, highest = SETPOINTS.get(zone, (0.0, -1.0))
        if highest < lowest or (operation.setpoint is not None and not lowest <= operation.setpoint <= highest):
            raise OutOfRangeError(zone)
        if operation.mode == "BOOST" and (operation.until is None or operation.until <= now):
            raise OutOfRangeError("a boost ends in the future")
        self._operations[zone] = operation

    def set_flow(self, flow: Flow) -> None:
        """Raises OutOfRangeError."""
        lowest, highest = FLOWS
        if not lowest <= flow.coolest <= flow.hottest <= highest or not lowest <= flow.fixed <= highest:
            raise OutOfRangeError("flow temperature")
        self.flow = flow

    def outdoor(self, moment: datetime) -> float:
        return outdoor_celsius(self._weather, slot_of(moment))

    def flow_celsius(self, moment: datetime) -> float:
        if not self.flow.by_weather:
            return self.flow.fixed
        cold = min(1.0, max(0.0, (15.5 - self.outdoor(moment)) / 18.5))
        return self.flow.coolest + cold * (self.flow.hottest - self.flow.coolest)

    def watts(self, moment: datetime) -> int:
        return heat_pump_watts(self._rated, self._weather, slot_of(moment))

    def performance(self, moment: datetime) -> float:
        """Heat for each unit drawn: better in mild weather."""
        return min(5.2, max(1.9, 3.1 + 0.075 * self.outdoor(moment)))

    def energy(self, start: datetime, end: datetime) -> Energy:
        """Of [start, end): whole days at once, the rest by half hours and parts of them."""
        drawn = given = 0.0
        slot, last = slot_of(start), end.timestamp() / 1800
        while slot < last:
            day = local_date(slot_start(slot))
            slots = day_slots(day)
            if slot == slots.start and slots.stop <= last and start <= slot_start(slot):
                whole = self._day(day)
                drawn, given, slot = drawn + whole.drawn, given + whole.given, slots.stop
                continue
            share = max(0.0, min(slot + 1, last) - max(float(slot), start.timestamp() / 1800))
            part = self._of_slot(slot)
            drawn, given, slot = drawn + part.drawn * share, given + part.given * share, slot + 1
        return Energy(drawn, given)

    def _energy_of_day(self, day: date) -> Energy:
        parts = [self._of_slot(slot) for slot in day_slots(day)]
        return Energy(sum(part.drawn for part in parts), sum(part.given for part in parts))

    def _of_slot(self, slot: int) -> Energy:
        moment = slot_start(slot)
        drawn = self.watts(moment) / 1000 * _HALF_HOUR
        return Energy(drawn, drawn * self.performance(moment))


def counted_since(now: datetime) -> datetime:
    """The counters go back to nothing at the service each May."""
    day = local_date(now)
    year = day.year if day >= date(day.year, 5, 2) else day.year - 1
    return at_local(date(year, 5, 1))
