"""One car's life: when it is plugged in, what it really charges, and what is said about it beforehand.

A life is told in nights, from noon to noon of London, each a pure function of seed and day. A test may take a night in
hand (plug, unplug, boost, withdraw …): that night is replaced, and meter, plan and history follow from the new one.
Times are Unix seconds on whole tens; energy is whole watt-hours, so a car adds exactly to the register.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kraken_desktop.simulator.chance import source
from kraken_desktop.simulator.homes.declaration import Car
from kraken_desktop.simulator.london import at_local, unix

SMART, BOOST = "SMART", "BOOST"
FIRST_NIGHT = date(2022, 1, 1)
PLANNING_SECONDS = 150


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of charging [start, end)."""

    start: int
    end: int
    kind: str = SMART

    def seconds_until(self, moment: int) -> int:
        return max(0, min(self.end, moment) - self.start)


@dataclass(frozen=True, slots=True)
class Night:
    """Noon to noon: plugged in on [plugged_from, plugged_until), charging in `runs`.

    `ghost` is planned and withdrawn before it begins; `phantom` is listed from `phantom_from` on although the car is
    away. `elsewhere` is charged away from home: listed as completed, drawing nothing here. `known_from` is when Kraken
    has made its first plan. `replans` False keeps the plan as it is. `state` is reported in place of the true one.
    """

    plugged_from: int
    plugged_until: int
    runs: tuple[Run, ...]
    soc_at_plug: int = 50
    ghost: Run | None = None
    ghost_gone: int = 0
    phantom: Run | None = None
    phantom_from: int = 0
    replans: bool = True
    known_from: int = 0
    suspended_from: int | None = None
    state: str | None = None
    elsewhere: tuple[Run, ...] = ()

    def is_plugged(self, moment: int) -> bool:
        return self.plugged_from <= moment < self.plugged_until

    def charged_seconds(self, moment: int) -> int:
        return sum(run.seconds_until(moment) for run in self.runs)

    def running(self, moment: int) -> Run | None:
        return next((run for run in self.runs if run.start <= moment < run.end), None)


class CarLife:
    """Nights in order, and the energy they add up to."""

    def __init__(self, car: Car, seed: int) -> None:
        self.car = car
        self._seed = seed
        self._scripted: dict[int, Night] = {}
        self._told: dict[int, Night] = {}
        self._charged_before: list[int] = [0]

    def night_at(self, moment: int) -> Night:
        return self.night(_night_number(moment))

    def night(self, number: int) -> Night:
        if number in self._scripted:
            return self._scripted[number]
        if number not in self._told:
            self._told[number] = _lived(self._seed, self.car, number)
        return self._told[number]

    def script(self, moment: int, change: Callable[[Night], Night]) -> Night:
        """Replace the night that holds the moment; what has been charged by then stays charged."""
        number = _night_number(moment)
        self._scripted[number] = change(self.night(number))
        del self._charged_before[max(1, number + 1) :]
        return self._scripted[number]

    def leave_alone(self) -> None:
        """Back to the life that follows from the seed."""
        self._scripted.clear()
        del self._charged_before[1:]

    def energy_wh(self, moment: int) -> int:
        """Watt-hours drawn since 2022, up to a Unix time of whole ten seconds."""
        number = _night_number(moment)
        while len(self._charged_before) <= number:
            last = len(self._charged_before) - 1
            whole_night = self.night(last).charged_seconds(_noon(last + 1))
            self._charged_before.append(self._charged_before[-1] + whole_night)
        seconds = self._charged_before[number] + self.night(number).charged_seconds(moment)
        return seconds * self.car.watts // 3600

    def watts(self, moment: int) -> int:
        return self.car.watts if self.night_at(moment).running(moment) else 0

    def runs_between(self, start: int, end: int) -> list[Run]:
        """What was really charged, and will be, overlapping [start, end), oldest first."""
        return [run for night in self._nights(start, end) for run in night.runs if run.start < end and run.end > start]

    def elsewhere_between(self, start: int, end: int) -> list[Run]:
        """What was charged away from home, overlapping [start, end), oldest first."""
        nights = self._nights(start, end)
        return [run for night in nights for run in night.elsewhere if run.start < end and run.end > start]

    def _nights(self, start: int, end: int) -> list[Night]:
        return [self.night(number) for number in range(max(0, _night_number(start)), _night_number(end) + 1)]


def _noons() -> Callable[[int], int]:
    noons: list[int] = []

    def noon(number: int) -> int:
        while len(noons) <= number:
            noons.append(unix(at_local(FIRST_NIGHT + timedelta(days=len(noons)), 12)))
        return noons[number]

    return noon


_noon = _noons()


def _night_number(moment: int) -> int:
    guess = max(0, (moment - _noon(0)) // 86400 - 1)
    return guess + bisect_right([_noon(guess + ahead) for ahead in range(4)], moment) - 1


def _lived(seed: int, car: Car, number: int) -> Night:
    chance = source(seed, "night", car.device_id, number)
    evening = FIRST_NIGHT + timedelta(days=number)
    morning = evening + timedelta(days=1)
    phantom, phantom_from = _phantom(chance.random(), evening, round(chance.uniform(0, 50)))
    if chance.random() < 0.07:
        away = unix(at_local(morning, 12))
        return Night(away, away, (), phantom=phantom, phantom_from=phantom_from)
    plugged_from = unix(at_local(evening, 17)) + round(chance.uniform(0, 210)) * 60 + 20
    leaves_at = 9 if morning.weekday() >= 5 else 7
    plugged_until = unix(at_local(morning, leaves_at)) + round(chance.uniform(5, 110)) * 60 + 40
    seconds_per_kwh = 3_600_000 / car.watts
    seconds = round(chance.uniform(6, 31) * seconds_per_kwh / 60) * 60
    runs: list[Run] = []
    for opens, closes, share in _chances_to_charge(evening, morning, chance.random(), chance.random()):
        start = max(opens, plugged_from + 1200) + round(chance.uniform(0, 25)) * 60
        length = min(round(seconds * share / 60) * 60, closes - start)
        if length >= 600:
            runs.append(Run(start, start + length))
            seconds -= length
    ghost, ghost_gone = None, 0
    if chance.random() < 0.35:
        start = unix(at_local(morning, 5, 35)) + round(chance.uniform(0, 25)) * 60
        if all(run.end < start for run in runs):
            ghost, ghost_gone = Run(start, start + 1500), start - round(chance.uniform(20, 240)) * 60
    charged = sum(run.end - run.start for run in runs) / seconds_per_kwh
    soc = max(5, 80 - round(charged * 100 / car.battery_kwh))
    return Night(
        plugged_from,
        plugged_until,
        tuple(runs),
        soc,
        ghost,
        ghost_gone,
        phantom,
        phantom_from,
        known_from=plugged_from + PLANNING_SECONDS,
    )


def _chances_to_charge(evening: date, morning: date, early: float, late: float) -> list[tuple[int, int, float]]:
    """(opens, closes, share of what is still wanted), in order of time."""
    at = [unix(at_local(evening, 19, 40)), unix(at_local(evening, 22, 10)), unix(at_local(evening, 23, 30))]
    at += [unix(at_local(morning, 2)), unix(at_local(morning, 2, 20)), unix(at_local(morning, 5, 30))]
    windows = [(at[2], at[3], 0.55), (at[4], at[5], 1.0)]
    if early < 0.6:
        windows.insert(0, (at[0], at[1], 0.3))
    if late < 0.25:
        windows.append((unix(at_local(morning, 5, 40)), unix(at_local(morning, 6, 50)), 1.0))
    return windows


def _phantom(chance: float, evening: date, minutes: int) -> tuple[Run | None, int]:
    if chance >= 0.45:
        return None, 0
    start = unix(at_local(evening, 14, 10)) + minutes * 60
    return Run(start, start + 4500), unix(at_local(evening, 12, 45)) + minutes * 60


def taken_in_hand(night: Night) -> Night:
    """The night as it stands, with no surprises left in it."""
    return replace(night, ghost=None, phantom=None, replans=False, state=None)
