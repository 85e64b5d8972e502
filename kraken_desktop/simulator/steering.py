"""A car taken in hand: each order is one change of its present night."""

from __future__ import annotations

from dataclasses import replace

from kraken_desktop.simulator import plan as plans
from kraken_desktop.simulator.car import CHARGE_LIMIT_PERCENT, CarLife
from kraken_desktop.simulator.london import at_unix
from kraken_desktop.simulator.night import BOOST, Night, Run, taken_in_hand

BOOST_SECONDS = 3600
LOST_SECONDS = 1800
STAYS_SECONDS = 12 * 3600
USUAL_PERCENT = 45
NOT_YET_LIVE = {
    "AUTHENTICATION_PENDING",
    "AUTHENTICATION_FAILED",
    "AUTHENTICATION_COMPLETE",
    "TEST_CHARGE_IN_PROGRESS",
    "TEST_CHARGE_FAILED",
    "TEST_CHARGE_NOT_AVAILABLE",
}


def plug(life: CarLife, now: int, soc: int = USUAL_PERCENT) -> None:
    """Plugged in from now for twelve hours, with nothing planned."""

    def change(night: Night) -> Night:
        past = _until(night.runs, now)
        held = replace(taken_in_hand(night), suspended_from=None)
        return replace(held, plugged_from=now, plugged_until=now + STAYS_SECONDS, runs=past, soc_at_plug=soc)

    life.script(now, change)


def unplug(life: CarLife, now: int) -> None:
    """Driven off: what runs ends, what was planned is gone."""
    life.script(
        now,
        lambda night: replace(
            taken_in_hand(night),
            plugged_from=min(night.plugged_from, now),
            plugged_until=now,
            runs=_until(night.runs, now),
        ),
    )


def plan(life: CarLife, now: int, start: int, end: int) -> None:
    """Add one smart run to the plan; away from home it is a phantom, which never charges."""
    run = Run(start, end)

    def change(night: Night) -> Night:
        held = taken_in_hand(night)
        if night.is_plugged(now):
            kept = tuple(other for other in night.runs if other.end <= start or other.start >= end)
            return replace(held, runs=tuple(sorted((*kept, run), key=lambda each: each.start)), known_from=0)
        return replace(held, phantom=run, phantom_from=now)

    life.script(now, change)


def charge_elsewhere(life: CarLife, now: int, start: int, end: int) -> None:
    """A charge away from home, such as a public charger's: completed as any other, and nothing to this meter."""
    life.script(now, lambda night: replace(night, elsewhere=(*night.elsewhere, Run(start, end))))


def withdraw(life: CarLife, now: int) -> None:
    """The plan is taken back: nothing more is charged, and nothing is listed."""
    life.script(now, lambda night: replace(taken_in_hand(night), runs=_until(night.runs, now)))


def boost(life: CarLife, now: int) -> None:
    """An hour at full power, beginning a minute from now."""
    run = Run(now + plans.BOOST_DELAY, now + plans.BOOST_DELAY + BOOST_SECONDS, BOOST)

    def change(night: Night) -> Night:
        others = (*_until(night.runs, run.start), *_after(night.runs, run.end))
        return replace(night, runs=tuple(sorted((*others, run), key=lambda each: each.start)), state=None)

    life.script(now, change)


def cancel_boost(life: CarLife, now: int) -> None:
    def change(night: Night) -> Night:
        others = tuple(run for run in night.runs if run.kind != BOOST)
        boosts = tuple(run for run in night.runs if run.kind == BOOST)
        return replace(night, runs=tuple(sorted((*others, *_until(boosts, now)), key=lambda each: each.start)))

    life.script(now, change)


def suspend(life: CarLife, now: int) -> None:
    life.script(now, lambda night: replace(night, suspended_from=now, runs=_until(night.runs, now)))


def resume(life: CarLife, now: int) -> None:
    """Kraken plans again, and takes its time to."""
    life.script(now, lambda night: replace(night, suspended_from=None))
    life.plan_anew(now)


def lose(life: CarLife, now: int, until: int) -> None:
    """Nobody reaches the car until then: what was planned in that time stays listed, and does not happen."""

    def change(night: Night) -> Night:
        runs = (*_until(night.runs, now), *(run for run in night.runs if run.start >= until))
        missed = next((run for run in _after(night.runs, now) if run.start < until), None)
        return replace(night, runs=runs, missed=missed, lost_from=now, lost_until=until)

    life.script(now, change)


def report(life: CarLife, now: int, state: str | None) -> None:
    """Say any state at all, whatever the car does; None = the true one again."""
    life.script(now, lambda night: replace(night, state=state))


def refusals(life: CarLife, now: int) -> list[str]:
    """Why a boost is not possible now; empty when it is (docs/api.md, 7.10)."""
    night = life.night_at(now)
    reasons = []
    if night.state in NOT_YET_LIVE:
        reasons.append("BC_DEVICE_NOT_YET_LIVE")
    if night.state == "RETIRED":
        reasons.append("BC_DEVICE_RETIRED")
    if night.is_suspended(now):
        reasons.append("BC_DEVICE_SUSPENDED")
    if not night.is_plugged(now):
        reasons += ["BC_DEVICE_DISCONNECTED", "BC_DEVICE_NOT_AT_HOME"]
    elif night.is_lost(now):
        reasons.append("BC_DEVICE_DISCONNECTED")
    if coming_boost(life, now) is not None:
        reasons.append("BC_BOOST_CHARGE_IN_PROGRESS")
    if night.is_plugged(now) and plans.state_of_charge(life, at_unix(now)) >= CHARGE_LIMIT_PERCENT:
        reasons.append("BC_DEVICE_FULLY_CHARGED")
    return reasons


def coming_boost(life: CarLife, now: int) -> Run | None:
    """One that runs, or that was asked for and is about to."""
    night = life.night_at(now)
    boosts = (run for run in night.runs if run.kind == BOOST and run.end > now)
    return next((run for run in boosts if plans.is_known(run, night, now)), None)


def _until(runs: tuple[Run, ...], moment: int) -> tuple[Run, ...]:
    return tuple(replace(run, end=min(run.end, moment)) for run in runs if run.start < moment)


def _after(runs: tuple[Run, ...], moment: int) -> tuple[Run, ...]:
    return tuple(replace(run, start=max(run.start, moment)) for run in runs if run.end > moment)
