from __future__ import annotations

from datetime import timedelta

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from tests.domain.moments_given import at

NOON = at("2026-10-05 12:00")


def test_a_failure_keeps_the_value_and_when_the_trouble_began() -> None:
    never: Snapshot[int] = Snapshot()
    good = never.succeeded(7, NOON)
    first = good.failed(Problem(ProblemKind.UNREACHABLE, NOON + timedelta(minutes=1)), NOON + timedelta(minutes=2))
    second = first.failed(Problem(ProblemKind.UNREACHABLE, NOON + timedelta(minutes=2)), NOON + timedelta(minutes=4))
    assert (second.value, second.fetched_at) == (7, NOON)
    assert second.problem is not None
    assert second.problem.since == NOON + timedelta(minutes=1)
    assert second.next_try == NOON + timedelta(minutes=4)
    other = second.failed(Problem(ProblemKind.LIMITED, NOON + timedelta(minutes=3)))
    assert other.problem is not None
    assert other.problem.since == NOON + timedelta(minutes=3)
    assert other.succeeded(8, NOON).problem is None


def test_age() -> None:
    never: Snapshot[int] = Snapshot()
    assert never.age(NOON) is None
    assert never.is_older_than(timedelta(days=1), NOON)
    known = never.succeeded(1, NOON)
    assert not known.is_older_than(timedelta(minutes=5), NOON + timedelta(minutes=5))
    assert known.is_older_than(timedelta(minutes=5), NOON + timedelta(minutes=6))
