"""One car's life: when it is plugged in, what it really charges, and what is said about it beforehand.

A life is told in nights, each a pure function of seed, day and what the customer wished by then. A test may take a
night in hand (plug, unplug, boost, withdraw …): that night is replaced, and meter, plan and history follow from it.
Energy is whole watt-hours, so a car adds exactly to the register.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.homes.declaration import Car
from kraken_desktop.simulator.london import SLOT_SECONDS
from kraken_desktop.simulator.night import Night, Run, morning_of, night_number, noon
from kraken_desktop.simulator.nights import lived
from kraken_desktop.simulator.preferences import DAYS, Preferences, Wish
from kraken_desktop.simulator.replanning import replanned

CHARGE_LIMIT_PERCENT = 90
"""As far as the car lets itself be charged by hand; no boost beyond it is possible."""


class CarLife:
    """Nights in order, and the energy they add up to. `preferences` are those in force."""

    def __init__(self, car: Car, seed: int) -> None:
        self.car = car
        self.preferences = Preferences()
        self._seed = seed
        self._wished: list[tuple[int, Preferences]] = []
        self._scripted: dict[int, Night] = {}
        self._told: dict[int, Night] = {}
        self._charged_before: list[int] = [0]
        self.changes = 0
        """How often somebody interfered."""

    def night_at(self, moment: int) -> Night:
        return self.night(night_number(moment))

    def night(self, number: int) -> Night:
        if number in self._scripted:
            return self._scripted[number]
        if number not in self._told:
            self._told[number] = self._as_wished(number)
        return self._told[number]

    def script(self, moment: int, change: Callable[[Night], Night]) -> Night:
        """Replace the night that holds the moment; what has been charged by then stays charged."""
        number = night_number(moment)
        self.changes += 1
        self._scripted[number] = change(self.night(number))
        self._forget_energy_after(number)
        return self._scripted[number]

    def wish(self, preferences: Preferences, moment: int) -> None:
        """From now on it is to be charged so far and ready by then: tonight is planned anew, and every night after."""
        number = night_number(moment)
        self.changes += 1
        self.preferences = preferences.in_order()
        self._wished.append((moment, self.preferences))
        self._told = {told: night for told, night in self._told.items() if told < number}
        self._forget_energy_after(number)
        if number in self._scripted:
            self.plan_anew(moment)

    def plan_anew(self, moment: int) -> None:
        """Kraken's next plan of the night, unless a test has it in hand."""
        morning = morning_of(night_number(moment))
        wish = _of(self.preferences, night_number(moment))

        def change(night: Night) -> Night:
            return replanned(night, self.car, wish, morning, moment) if night.replans else night

        self.script(moment, change)

    def leave_alone(self) -> None:
        """Back to the life that follows from the seed and the wishes."""
        self.changes += 1
        self._scripted.clear()
        del self._charged_before[1:]

    def energy_wh(self, moment: int) -> int:
        """Watt-hours drawn since 2022, up to a Unix time of whole ten seconds."""
        return self._seconds(moment) * self.car.watts // 3600

    def energies_wh(self, slots: range) -> NDArray[np.int64]:
        """The same up to the start of each of several half hours."""
        seconds = np.zeros(len(slots), np.int64)
        seconds[0] = self._seconds(slots.start * SLOT_SECONDS)
        for number in range(night_number(slots.start * SLOT_SECONDS), night_number(slots[-1] * SLOT_SECONDS) + 1):
            for run in self.night(number).runs:
                start, end = max(run.start, slots.start * SLOT_SECONDS), min(run.end, noon(number + 1))
                for slot in range(start // SLOT_SECONDS, min(-(-end // SLOT_SECONDS), slots[-1])):
                    begin = slot * SLOT_SECONDS
                    seconds[slot + 1 - slots.start] += min(end, begin + SLOT_SECONDS) - max(start, begin)
        return np.cumsum(seconds) * self.car.watts // 3600

    def _seconds(self, moment: int) -> int:
        """For how long it has charged since 2022."""
        number = night_number(moment)
        while len(self._charged_before) <= number:
            last = len(self._charged_before) - 1
            whole_night = self.night(last).charged_seconds(noon(last + 1))
            self._charged_before.append(self._charged_before[-1] + whole_night)
        return self._charged_before[number] + self.night(number).charged_seconds(moment)

    def watts(self, moment: int) -> int:
        return self.car.watts if self.night_at(moment).running(moment) else 0

    def runs_between(self, start: int, end: int) -> list[Run]:
        """What was really charged at home, and will be, overlapping [start, end), oldest first."""
        return [run for night in self._nights(start, end) for run in night.runs if run.start < end and run.end > start]

    def elsewhere_between(self, start: int, end: int) -> list[Run]:
        """What was charged away from home, overlapping [start, end), oldest first."""
        nights = self._nights(start, end)
        return [run for night in nights for run in night.elsewhere if run.start < end and run.end > start]

    def _nights(self, start: int, end: int) -> list[Night]:
        return [self.night(number) for number in range(max(0, night_number(start)), night_number(end) + 1)]

    def _as_wished(self, number: int) -> Night:
        """The night as the seed has it, planned anew for every wish that differs from the one before."""
        night, before = lived(self._seed, self.car, number), _of(Preferences(), number)
        for since, preferences in self._wished:
            wish = _of(preferences, number)
            if since < noon(number + 1) and wish != before:
                night = replanned(night, self.car, wish, morning_of(number), max(since, noon(number)))
                before = wish
        return night

    def _forget_energy_after(self, number: int) -> None:
        del self._charged_before[max(1, number + 1) :]


def _of(preferences: Preferences, number: int) -> Wish:
    return preferences.of(DAYS[morning_of(number).weekday()])
