"""What Kraken says about a car: its plan as revised every few minutes, its state, and the list of what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.london import unix
from kraken_desktop.simulator.night import BOOST, SMART, Night, Run

REVISED_EVERY = 240
SETTLED_AHEAD = 1200
COMPLETED_LAG = 180
HISTORY_SECONDS = 86_400
BOOST_DELAY = 60
"""How long after it was asked for a boost begins; until then nobody knows of it."""
KWH_PER_HALF_HOUR = Decimal("3.5")
AT_HOME, AWAY = "AT_HOME", "AWAY"


@dataclass(frozen=True, slots=True)
class Completed:
    """A row of the account's list: the run, the kWh it drew, and where."""

    run: Run
    kwh: Decimal
    location: str = AT_HOME


def planned(life: CarLife, moment: datetime, seed: int) -> list[Run]:
    """The plan as it is listed now, in time order: phantoms too, and without what has ended."""
    now = unix(moment)
    night = life.night_at(now)
    listed = _phantoms(night, now)
    if night.is_plugged(now) and not night.is_suspended(now):
        revision = (now - night.plugged_from) // REVISED_EVERY
        known = now >= night.known_from
        coming = [run for run in night.runs if run.end > now and is_known(run, night, now)]
        listed += [_as_told(run, now, revision, seed) if night.replans else run for run in coming]
        if night.ghost is not None and known and now < night.ghost_gone:
            listed.append(_as_told(night.ghost, now, revision, seed))
        if night.missed is not None and known and now < min(night.lost_until, night.missed.end):
            listed.append(_as_told(night.missed, now, revision, seed))
    return _apart(sorted(listed, key=lambda run: run.start))


def _apart(runs: list[Run]) -> list[Run]:
    """Smart runs of one car as they can be: the next begins no sooner than the one before it ends."""
    told: list[Run] = []
    ends = 0
    for run in runs:
        if run.kind != SMART:
            told.append(run)
        elif run.end > ends:
            told.append(replace(run, start=max(run.start, ends)))
            ends = run.end
    return told


def state(life: CarLife, moment: datetime, seed: int) -> str:
    """`currentState`, docs/api.md 7.6."""
    now = unix(moment)
    night = life.night_at(now)
    if night.state is not None:
        return night.state
    if night.is_lost(now):
        return "LOST_CONNECTION"
    if night.is_suspended(now):
        return "SMART_CONTROL_OFF"
    if not night.is_plugged(now):
        return "SMART_CONTROL_NOT_AVAILABLE"
    running = night.running(now)
    if running is not None and running.kind == BOOST:
        return "BOOSTING"
    return "SMART_CONTROL_IN_PROGRESS" if planned(life, moment, seed) else "SMART_CONTROL_CAPABLE"


def state_of_charge(life: CarLife, moment: datetime) -> int:
    """Whole percent: what it came home with and what it took since; while away, what it left with."""
    night = life.night_at(unix(moment))
    kwh = night.charged_seconds(unix(moment)) * life.car.watts / 3_600_000
    return min(100, night.soc_at_plug + round(kwh * 100 / life.car.battery_kwh))


def completed(lives: Iterable[CarLife], moment: datetime) -> list[Completed]:
    """What ended in the last day, newest first; listed a few minutes after its end."""
    now = unix(moment)
    since = now - HISTORY_SECONDS
    rows = [
        Completed(run, Decimal((run.end - run.start) * life.car.watts) / 3_600_000, location)
        for life in lives
        for location, runs in (
            (AT_HOME, life.runs_between(since, now)),
            (AWAY, life.elsewhere_between(since, now)),
        )
        for run in runs
        if since <= run.end <= now - COMPLETED_LAG
    ]
    return sorted(rows, key=lambda row: row.run.start, reverse=True)


def is_known(run: Run, night: Night, now: int) -> bool:
    """Whether Kraken knows of it by now: smart charges once it has made its plan, a boost when somebody asks for it."""
    return now >= run.start - BOOST_DELAY if run.kind == BOOST else now >= night.known_from


def planned_kwh(run: Run) -> Decimal:
    """The planner's arithmetic: a constant for each half hour, not what the car will draw."""
    return (KWH_PER_HALF_HOUR * (run.end - run.start) / 1800).quantize(Decimal("0.01"))


def _phantoms(night: Night, now: int) -> list[Run]:
    phantom = night.phantom
    return [phantom] if phantom is not None and night.phantom_from <= now < phantom.end else []


def _as_told(run: Run, now: int, revision: int, seed: int) -> Run:
    """A run still far away moves from one revision to the next; one that runs can lose its beginning."""
    if run.kind != SMART:
        return run
    if run.start - now > SETTLED_AHEAD:
        shift = round((draw(seed, "revision", run.start, revision) - 0.5) * 36) * 60
        return replace(run, start=run.start + shift, end=run.end + shift)
    if run.start < now and draw(seed, "loses its beginning", run.start) < 0.3:
        return replace(run, start=max(run.start, now - now % REVISED_EVERY))
    return run
