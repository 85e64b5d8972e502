"""What an appliance adds: live power before and after it was switched on (docs/domain.md, Power and registers).

Medians on both sides, so that one odd sample decides nothing; and where the home's own coming and going is as large
as the step, the answer is that it cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.power import Sample
from kraken_desktop.domain.units import ZERO, pence_an_hour

BEFORE = timedelta(minutes=3)
LONGEST_WAIT = timedelta(minutes=2)
"""So long after the press a step must have begun to be found."""
FEWEST_SAMPLES = 3
LEAST_STEP = Decimal(20)
"""A smaller step is lost in any home's own flicker, in watts."""
UNSTEADY_FROM = Decimal(100)


class Verdict(StrEnum):
    GATHERING = "gathering"
    """The minutes before the press are not read yet: the next poll brings them."""
    NO_BASELINE = "no-baseline"
    WAITING = "waiting"
    ADDED = "added"
    NOTHING = "nothing"
    UNSTEADY = "unsteady"


@dataclass(frozen=True, slots=True)
class Difference:
    """``added`` is after − before in watts, negative where something went off; ``swing`` the home's own before."""

    verdict: Verdict
    before: Decimal = ZERO
    after: Decimal = ZERO
    swing: Decimal = ZERO

    @property
    def added(self) -> Decimal:
        return self.after - self.before


def measured(samples: Sequence[Sample], pressed_at: datetime) -> Difference:
    """What the samples (in order of time) tell of an appliance switched on at or after ``pressed_at``.

    WAITING until three samples in a row differ from before; NOTHING or UNSTEADY where none did in two minutes.
    """
    known = [(sample.read_at, sample.watts) for sample in samples if sample.watts is not None]
    before = sorted(watts for at, watts in known if pressed_at - BEFORE <= at <= pressed_at)
    after = [(at, watts) for at, watts in known if at > pressed_at]
    if len(before) < FEWEST_SAMPLES:
        return Difference(Verdict.GATHERING if known and not after else Verdict.NO_BASELINE)
    base, swing = median(before), _swing(before)
    run = _first_run([watts for _, watts in after], base, max(LEAST_STEP, 2 * swing))
    if run:
        return Difference(Verdict.ADDED, base, median(sorted(run)), swing)
    if len(after) < 2 * FEWEST_SAMPLES or after[-1][0] < pressed_at + LONGEST_WAIT:
        return Difference(Verdict.WAITING, base, base, swing)
    verdict = Verdict.UNSTEADY if swing >= UNSTEADY_FROM else Verdict.NOTHING
    return Difference(verdict, base, base, swing)


def added_pence_an_hour(difference: Difference, import_pence: Decimal, export_pence: Decimal) -> Decimal:
    """What the step costs an hour at the prices now: while the home exports, the appliance eats what would be sold."""

    def cost(watts: Decimal) -> Decimal:
        return pence_an_hour(watts, import_pence if watts > 0 else export_pence)

    return cost(difference.after) - cost(difference.before)


def median(rising: Sequence[Decimal]) -> Decimal:
    """Of numbers in order; at least one."""
    middle = len(rising) // 2
    return rising[middle] if len(rising) % 2 else (rising[middle - 1] + rising[middle]) / 2


def _swing(rising: Sequence[Decimal]) -> Decimal:
    """How far the home goes up and down by itself, one odd sample at either end left out where there are enough."""
    kept = rising[1:-1] if len(rising) > 2 * FEWEST_SAMPLES else rising
    return kept[-1] - kept[0]


def _first_run(watts: Sequence[Decimal], base: Decimal, least: Decimal) -> list[Decimal]:
    """The first stretch of at least three samples that all lie on one side of the base, further than ``least``."""
    run: list[Decimal] = []
    for value in watts:
        step = value - base
        if abs(step) < least or (run and (step > 0) != (run[-1] > base)):
            if len(run) >= FEWEST_SAMPLES:
                return run
            run = []
        if abs(step) >= least:
            run.append(value)
    return run if len(run) >= FEWEST_SAMPLES else []
