"""A heat pump: what it draws and what it gives, ten seconds at a time (docs/api.md, 8.4).

It is a load behind the house's meter like a car: what it reports is what the register counted for it. By itself it goes
by the weather and by its owner's timer, which heats ahead in Cosy's cheap hours and rests through the peak.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.heat_pump_settings import ROOMS, USUAL, WATER, Settings, SettingsBook, tens
from kraken_desktop.simulator.homes.declaration import HeatPump
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local, local_date, local_slots, slot_of
from kraken_desktop.simulator.weather import SLOTS_A_DAY, outdoor, outdoor_celsius

COMFORTABLE, COLDEST = 15.5, -3.0
ROOM_CELSIUS = 20.0
FIRST_DAY = slot_of(datetime(2022, 1, 1, tzinfo=UTC)) // SLOTS_A_DAY
DAY_SECONDS = SLOTS_A_DAY * SLOT_SECONDS
QUIET_SHARE = 0.7
WATER_SHARE = 0.45
# What the owner's timer makes of each hour of the London day: ahead of the peak and of the morning, little in the peak.
_ROOMS = np.array((0.6, 0.6, 0.6, 0.6, 1.7, 1.7, 1.7, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 1.5, 1.5, 1.5, 0.25, 0.25,
                   0.25, 0.85, 0.85, 0.85, 1.05, 1.05))  # fmt: skip
_WATER_HOURS = (5, 13)

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Energy:
    """Watt-seconds drawn, whole ones, and watt-seconds of heat given."""

    drawn: int = 0
    given: float = 0.0

    def __add__(self, other: Energy) -> Energy:
        return Energy(self.drawn + other.drawn, self.given + other.given)

    def __sub__(self, other: Energy) -> Energy:
        return Energy(self.drawn - other.drawn, self.given - other.given)

    @property
    def performance(self) -> float | None:
        return self.given / self.drawn if self.drawn else None


class HeatPumpLife:
    """What one pump does at any instant; what is set while the world runs holds from then on."""

    def __init__(self, pump: HeatPump, weather: int) -> None:
        self.pump = pump
        self.settings = SettingsBook()
        self.changes = 0
        """How often something was set."""
        self._weather = weather
        self._before_day = [Energy()]
        self._slots_before = lru_cache(maxsize=64)(self._slots_before_of)
        self._power = lru_cache(maxsize=512)(self._power_of)

    def change(self, now: datetime, setting: Callable[[SettingsBook], None]) -> None:
        """Set something; what was reckoned ahead of it counts no more. Raises OutOfRangeError."""
        setting(self.settings)
        self.changes += 1
        del self._before_day[max(1, tens(now) // DAY_SECONDS - FIRST_DAY + 1) :]
        self._slots_before.cache_clear()
        self._power.cache_clear()

    def energy_wh(self, moment: int) -> int:
        """Watt-hours drawn since 2022, up to a Unix time of whole ten seconds."""
        return self._until(moment).drawn // 3600

    def energies_wh(self, slots: range) -> NDArray[np.int64]:
        """The same up to the start of each of several half hours."""
        first, last = slots[0] * SLOT_SECONDS, slots[-1] * SLOT_SECONDS
        since = self.settings.since(first)
        if since != self.settings.since(last):
            return np.array([self.energy_wh(slot * SLOT_SECONDS) for slot in slots])
        watts, _ = self._powers(self.settings.at(since), since, slots[:-1])
        drawn = np.concatenate(([self._until(first).drawn], watts * SLOT_SECONDS))
        return np.cumsum(drawn) // 3600

    def watts(self, moment: int) -> int:
        """Drawn over the ten seconds that begin then."""
        return self._power(moment // SLOT_SECONDS, self.settings.since(moment)).drawn

    def energy(self, start: datetime, end: datetime) -> Energy:
        """Of [start, end), to the ten seconds."""
        return self._until(tens(end)) - self._until(tens(start))

    def outdoor(self, moment: datetime) -> float:
        return outdoor_celsius(self._weather, slot_of(moment))

    def flow_celsius(self, moment: datetime) -> float:
        return float(self.settings.at(tens(moment)).flow.celsius(_coldness(np.array(self.outdoor(moment)))))

    def performance(self, moment: datetime) -> float:
        """Heat for each unit drawn: better in mild weather, and with cooler water to the radiators."""
        return float(_performance(np.array(self.outdoor(moment)), self.settings.at(tens(moment))))

    def is_heating(self, zone: str, moment: datetime) -> bool:
        settings, at, hour = self.settings.at(tens(moment)), tens(moment), np.array(local(moment).hour)
        wanted = (
            _water(settings, at, hour) if zone == WATER else _rooms(settings, at, hour, np.array(self.outdoor(moment)))
        )
        return bool(wanted > 0)

    def _until(self, moment: int) -> Energy:
        """Since 2022: whole days, whole half hours of the last one, and what is begun."""
        day, rest = divmod(moment - FIRST_DAY * DAY_SECONDS, DAY_SECONDS)
        if len(self._before_day) <= day:
            self._reckon(day)
        slot = moment // SLOT_SECONDS
        whole = self._before_day[day] + self._slots_before(FIRST_DAY + day)[rest // SLOT_SECONDS]
        return whole + self._between(slot, slot * SLOT_SECONDS, moment)

    def _reckon(self, day: int) -> None:
        """What was drawn and given before each day up to one: months at once as long as nobody has set anything."""
        edges, begun = self.settings.edges, len(self._before_day) - 1
        untouched = min(day, edges[0] // DAY_SECONDS - FIRST_DAY) if edges else day
        for first in range(begun, untouched, 28):
            days = range(FIRST_DAY + first, FIRST_DAY + min(first + 28, untouched))
            slots = range(days.start * SLOTS_A_DAY, days.stop * SLOTS_A_DAY)
            drawn, given = (
                (part * SLOT_SECONDS).reshape(len(days), SLOTS_A_DAY).sum(axis=1).tolist()
                for part in self._powers(USUAL, 0, slots)
            )
            parts = map(Energy, drawn, given)
            self._before_day += accumulate(parts, initial=self._before_day.pop())
        while len(self._before_day) <= day:
            number = FIRST_DAY + len(self._before_day) - 1
            self._before_day.append(self._before_day[-1] + self._slots_before(number)[-1])

    def _slots_before_of(self, day: int) -> list[Energy]:
        """Of a UTC day, before each of its half hours and after the last."""
        slots = range(day * SLOTS_A_DAY, (day + 1) * SLOTS_A_DAY)
        since = self.settings.since(slots.start * SLOT_SECONDS)
        if since == self.settings.since(slots.stop * SLOT_SECONDS):
            powers = self._powers(self.settings.at(since), since, slots)
            parts: Iterator[Energy] = map(Energy, *((part * SLOT_SECONDS).tolist() for part in powers))
        else:
            parts = (self._between(slot, slot * SLOT_SECONDS, (slot + 1) * SLOT_SECONDS) for slot in slots)
        return list(accumulate(parts, initial=Energy()))

    def _between(self, slot: int, start: int, end: int) -> Energy:
        """Within one half hour, piece by piece where something was set in it."""
        edges = self.settings.edges
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        drawn, given = 0, 0.0
        for begin, until in zip((start, *inside), (*inside, end), strict=True):
            power = self._power(slot, self.settings.since(begin))
            drawn, given = drawn + power.drawn * (until - begin), given + power.given * (until - begin)
        return Energy(drawn, given)

    def _power_of(self, slot: int, since: int) -> Energy:
        """Of one second of a half hour, as it was set at an instant."""
        drawn, given = self._powers(self.settings.at(since), since, range(slot, slot + 1))
        return Energy(int(drawn[0]), float(given[0]))

    def _powers(self, settings: Settings, moment: int, slots: range) -> tuple[Whole, Real]:
        """Whole watts drawn in each half hour, and watts of heat: what rooms and water ask for, as far as the pump
        goes; cooler water costs less."""
        hour, celsius = local_slots(slots) % SLOTS_A_DAY // 2, outdoor(self._weather, slots)
        effort = _rooms(settings, moment, hour, celsius) + _water(settings, moment, hour)
        performance = _performance(celsius, settings)
        if settings.flow is not USUAL.flow:
            effort *= _performance(celsius, USUAL) / performance
        drawn = np.rint(self.pump.watts * np.minimum(QUIET_SHARE if settings.is_quiet else 1.0, effort))
        return drawn.astype(np.int64), drawn * performance


def _rooms(settings: Settings, moment: int, hour: Whole, celsius: Real) -> Real:
    """As a share of the pump's power."""
    operation = settings.operation(ROOMS, moment)
    if operation.mode == "OFF":
        return np.zeros_like(celsius)
    warmer = (operation.setpoint or ROOM_CELSIUS) - ROOM_CELSIUS
    need: Real = np.maximum(0.0, COMFORTABLE + warmer - celsius) / (COMFORTABLE - COLDEST)
    if operation.mode == "BOOST":
        return np.maximum(0.5, need)
    return need if operation.mode == "ON" else need * _ROOMS[hour]


def _water(settings: Settings, moment: int, hour: Whole) -> Real:
    mode = settings.operation(WATER, moment).mode
    return np.where(np.isin(hour, _WATER_HOURS) & (mode == "AUTO") | (mode in ("ON", "BOOST")), WATER_SHARE, 0.0)


def _performance(celsius: Real, settings: Settings) -> Real:
    cold = _coldness(celsius)
    warmer = settings.flow.celsius(cold) - USUAL.flow.celsius(cold)
    return np.minimum(5.2, np.maximum(1.9, 3.1 + 0.075 * celsius - 0.035 * warmer))


def _coldness(celsius: Real) -> Real:
    return np.minimum(1.0, np.maximum(0.0, (COMFORTABLE - celsius) / (COMFORTABLE - COLDEST)))


def counted_since(now: datetime) -> datetime:
    """The counters go back to nothing at the service each May."""
    day = local_date(now)
    year = day.year if day >= date(day.year, 5, 2) else day.year - 1
    return at_local(date(year, 5, 1))
