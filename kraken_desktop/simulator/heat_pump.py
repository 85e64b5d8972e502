"""A heat pump: what it draws and what it gives, ten seconds at a time (docs/api.md, 8.4).

It is a load behind the house's meter like a car: what it reports is what the register counted for it. By itself it goes
by the weather and by its owner's timer, which heats ahead in Cosy's cheap hours and rests through the peak.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from kraken_desktop.simulator.heat_pump_settings import ROOMS, USUAL, WATER, Settings, SettingsBook, tens
from kraken_desktop.simulator.homes.declaration import HeatPump
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local, local_date, slot_of, slot_start
from kraken_desktop.simulator.weather import SLOTS_A_DAY, outdoor_celsius

COMFORTABLE, COLDEST = 15.5, -3.0
ROOM_CELSIUS = 20.0
FIRST_DAY = slot_of(datetime(2022, 1, 1, tzinfo=UTC)) // SLOTS_A_DAY
DAY_SECONDS = SLOTS_A_DAY * SLOT_SECONDS
QUIET_SHARE = 0.7
WATER_SHARE = 0.45
# What the owner's timer makes of each hour of the London day: ahead of the peak and of the morning, little in the peak.
_ROOMS = (0.6, 0.6, 0.6, 0.6, 1.7, 1.7, 1.7, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 1.5, 1.5, 1.5, 0.25, 0.25, 0.25,
          0.85, 0.85, 0.85, 1.05, 1.05)  # fmt: skip
_WATER_HOURS = frozenset({5, 13})


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

    def change(self, now: datetime, setting: Callable[[SettingsBook], None]) -> None:
        """Set something; what was reckoned ahead of it counts no more. Raises OutOfRangeError."""
        setting(self.settings)
        self.changes += 1
        del self._before_day[max(1, tens(now) // DAY_SECONDS - FIRST_DAY + 1) :]
        self._slots_before.cache_clear()

    def energy_wh(self, moment: int) -> int:
        """Watt-hours drawn since 2022, up to a Unix time of whole ten seconds."""
        return self._until(moment).drawn // 3600

    def watts(self, moment: int) -> int:
        """Drawn over the ten seconds that begin then."""
        slot = moment // SLOT_SECONDS
        return self._drawn(self.settings.at(moment), moment, _hour(slot), outdoor_celsius(self._weather, slot))

    def energy(self, start: datetime, end: datetime) -> Energy:
        """Of [start, end), to the ten seconds."""
        return self._until(tens(end)) - self._until(tens(start))

    def outdoor(self, moment: datetime) -> float:
        return outdoor_celsius(self._weather, slot_of(moment))

    def flow_celsius(self, moment: datetime) -> float:
        return self.settings.at(tens(moment)).flow.celsius(_coldness(self.outdoor(moment)))

    def performance(self, moment: datetime) -> float:
        """Heat for each unit drawn: better in mild weather, and with cooler water to the radiators."""
        return _performance(self.outdoor(moment), self.settings.at(tens(moment)))

    def is_heating(self, zone: str, moment: datetime) -> bool:
        settings, at = self.settings.at(tens(moment)), tens(moment)
        of_water = _water(settings, at, _hour(slot_of(moment))) > 0
        return of_water if zone == WATER else _rooms(settings, at, _hour(slot_of(moment)), self.outdoor(moment)) > 0

    def _until(self, moment: int) -> Energy:
        """Since 2022: whole days, whole half hours of the last one, and what is begun."""
        day, rest = divmod(moment - FIRST_DAY * DAY_SECONDS, DAY_SECONDS)
        while len(self._before_day) <= day:
            number = FIRST_DAY + len(self._before_day) - 1
            self._before_day.append(self._before_day[-1] + self._slots_before(number)[-1])
        slot = moment // SLOT_SECONDS
        whole = self._before_day[day] + self._slots_before(FIRST_DAY + day)[rest // SLOT_SECONDS]
        return whole + self._between(slot, slot * SLOT_SECONDS, moment)

    def _slots_before_of(self, day: int) -> list[Energy]:
        """Of a UTC day, before each of its half hours and after the last."""
        drawn, given = 0, 0.0
        sums = [Energy()]
        for slot in range(day * SLOTS_A_DAY, (day + 1) * SLOTS_A_DAY):
            part = self._between(slot, slot * SLOT_SECONDS, (slot + 1) * SLOT_SECONDS)
            drawn, given = drawn + part.drawn, given + part.given
            sums.append(Energy(drawn, given))
        return sums

    def _between(self, slot: int, start: int, end: int) -> Energy:
        """Within one half hour, piece by piece where something was set in it."""
        outdoor, hour, book = outdoor_celsius(self._weather, slot), _hour(slot), self.settings
        if not book.edges:
            watts = self._drawn(USUAL, start, hour, outdoor)
            return Energy(watts * (end - start), watts * (end - start) * _performance(outdoor, USUAL))
        inside = book.edges[bisect_right(book.edges, start) : bisect_left(book.edges, end)]
        drawn, given = 0, 0.0
        for begin, until in zip((start, *inside), (*inside, end), strict=True):
            settings = book.at(begin)
            part = self._drawn(settings, begin, hour, outdoor) * (until - begin)
            drawn, given = drawn + part, given + part * _performance(outdoor, settings)
        return Energy(drawn, given)

    def _drawn(self, settings: Settings, moment: int, hour: int, outdoor: float) -> int:
        """Whole watts: what rooms and water ask for, as far as the pump goes; cooler water costs less."""
        effort = _rooms(settings, moment, hour, outdoor) + _water(settings, moment, hour)
        if settings.flow is not USUAL.flow:
            effort *= _performance(outdoor, USUAL) / _performance(outdoor, settings)
        return round(self.pump.watts * min(QUIET_SHARE if settings.is_quiet else 1.0, effort))


def _rooms(settings: Settings, moment: int, hour: int, outdoor: float) -> float:
    """As a share of the pump's power."""
    operation = settings.operation(ROOMS, moment)
    if operation.mode == "OFF":
        return 0.0
    warmer = (operation.setpoint or ROOM_CELSIUS) - ROOM_CELSIUS
    need = max(0.0, COMFORTABLE + warmer - outdoor) / (COMFORTABLE - COLDEST)
    return max(0.5, need) if operation.mode == "BOOST" else need * (1.0 if operation.mode == "ON" else _ROOMS[hour])


def _water(settings: Settings, moment: int, hour: int) -> float:
    mode = settings.operation(WATER, moment).mode
    return WATER_SHARE if mode in ("ON", "BOOST") or (mode == "AUTO" and hour in _WATER_HOURS) else 0.0


def _performance(outdoor: float, settings: Settings) -> float:
    cold = _coldness(outdoor)
    warmer = settings.flow.celsius(cold) - USUAL.flow.celsius(cold)
    return min(5.2, max(1.9, 3.1 + 0.075 * outdoor - 0.035 * warmer))


def _coldness(outdoor: float) -> float:
    return min(1.0, max(0.0, (COMFORTABLE - outdoor) / (COMFORTABLE - COLDEST)))


@lru_cache(maxsize=4096)
def _offset(day: int) -> tuple[int, int]:
    """The hours by which London is ahead of UTC at the first and at the last half hour of a UTC day."""
    first, last = (local(slot_start(day * SLOTS_A_DAY + place)).utcoffset() for place in (0, SLOTS_A_DAY - 1))
    return (0 if first is None else first.seconds // 3600), (0 if last is None else last.seconds // 3600)


def _hour(slot: int) -> int:
    """Of the London day. The clocks change at 01:00 UTC."""
    day, place = divmod(slot, SLOTS_A_DAY)
    first, last = _offset(day)
    return (place // 2 + (first if place < 2 else last)) % 24


def counted_since(now: datetime) -> datetime:
    """The counters go back to nothing at the service each May."""
    day = local_date(now)
    year = day.year if day >= date(day.year, 5, 2) else day.year - 1
    return at_local(date(year, 5, 1))
