"""A car's night as it is lived, from seed and day: home or away, charged, boosted, out of reach now and then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from kraken_desktop.simulator.chance import between, draw, source
from kraken_desktop.simulator.homes.declaration import Car
from kraken_desktop.simulator.london import at_local, unix
from kraken_desktop.simulator.night import BOOST, FIRST_NIGHT, PLANNING_SECONDS, Night, Run

AWAY = 0.07
BOOSTED = 0.08
OUT_OF_REACH = 0.06
LEAST_SECONDS = 600


@lru_cache(maxsize=16384)
def lived(seed: int, car: Car, number: int) -> Night:
    """The night of that number, with the customer's usual wishes."""
    night = _usual(seed, car, number)
    for happening in (_boosted, _out_of_reach):
        if night.runs:
            night = happening(night, seed, car, number)
    return night


def _usual(seed: int, car: Car, number: int) -> Night:
    chance = source(seed, "night", car.device_id, number)
    evening = FIRST_NIGHT + timedelta(days=number)
    morning = evening + timedelta(days=1)
    phantom, phantom_from = _phantom(chance.random(), evening, round(chance.uniform(0, 50)))
    if chance.random() < AWAY:
        away = unix(at_local(morning, 12))
        elsewhere = _charged_elsewhere(seed, car, number, evening)
        return Night(away, away, (), phantom=phantom, phantom_from=phantom_from, elsewhere=elsewhere)
    plugged_from = unix(at_local(evening, 17)) + round(chance.uniform(0, 210)) * 60 + 20
    leaves_at = 9 if morning.weekday() >= 5 else 7
    plugged_until = unix(at_local(morning, leaves_at)) + round(chance.uniform(5, 110)) * 60 + 40
    seconds_per_kwh = 3_600_000 / car.watts
    seconds = round(chance.uniform(6, 31) * seconds_per_kwh / 60) * 60
    runs: list[Run] = []
    for opens, closes, share in _chances_to_charge(evening, morning, chance.random(), chance.random()):
        start = max(opens, plugged_from + 1200) + round(chance.uniform(0, 25)) * 60
        length = min(round(seconds * share / 60) * 60, closes - start)
        if length >= LEAST_SECONDS:
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


def _charged_elsewhere(seed: int, car: Car, number: int, evening: date) -> tuple[Run, ...]:
    """Every other night away the car finds a plug of somebody else's."""
    subject = (car.device_id, number)
    if draw(seed, "elsewhere", *subject) < 0.5:
        return ()
    start = unix(at_local(evening, 18)) + 60 * round(between(0, 120, seed, "elsewhere from", *subject))
    return (Run(start, start + 60 * round(between(20, 55, seed, "elsewhere for", *subject))),)


def _boosted(night: Night, seed: int, car: Car, number: int) -> Night:
    """Somebody is in a hurry: a boost between coming home and the first planned charge, ended by hand."""
    subject = (car.device_id, number)
    if draw(seed, "boosted", *subject) >= BOOSTED:
        return night
    start = night.plugged_from + LEAST_SECONDS + 60 * round(between(0, 40, seed, "boosted from", *subject))
    end = min(start + 60 * round(between(20, 60, seed, "boosted for", *subject)), night.runs[0].start - 900)
    if end - start < LEAST_SECONDS:
        return night
    percent = round((end - start) * car.watts / 36_000 / car.battery_kwh)
    return replace(night, runs=(Run(start, end, BOOST), *night.runs), soc_at_plug=max(5, night.soc_at_plug - percent))


def _out_of_reach(night: Night, seed: int, car: Car, number: int) -> Night:
    """Nobody reaches the car when a planned charge is due: it stays on the plan for a while, and does not happen."""
    subject = (car.device_id, number)
    if draw(seed, "out of reach", *subject) >= OUT_OF_REACH:
        return night
    place = int(draw(seed, "out of reach when", *subject) * len(night.runs))
    missed, others = night.runs[place], (*night.runs[:place], *night.runs[place + 1 :])
    before = night.runs[place - 1].end if place else night.plugged_from
    after = night.runs[place + 1].start if place + 1 < len(night.runs) else night.plugged_until
    early, late = (60 * round(between(5, 45, seed, "out of reach", end, *subject)) for end in ("from", "until"))
    lost_from, lost_until = max(missed.start - early, before + 300), min(missed.start + late, after - LEAST_SECONDS)
    if missed.kind == BOOST or not lost_from < missed.start < lost_until:
        return night
    return replace(night, runs=others, missed=missed, lost_from=lost_from, lost_until=lost_until)
