from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.kraken.budget import DISPATCH_QUERIES_A_MINUTE, TELEMETRY_AN_HOUR, RequestBudget
from tests.fake_clock import FakeClock

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def budget(clock: FakeClock) -> RequestBudget:
    return RequestBudget(clock.now)


def test_a_poll_a_minute_fits_for_ever(budget: RequestBudget, clock: FakeClock) -> None:
    for _ in range(180):
        assert budget.may_poll(dispatch_queries=1) is None
        budget.spent(telemetry=1, dispatch_queries=1)
        clock.advance(60)
    assert budget.used == 59  # the poll at the beginning of the rolling hour has just left it


def test_beyond_the_hour_the_oldest_call_must_leave_first(budget: RequestBudget, clock: FakeClock) -> None:
    for _ in range(TELEMETRY_AN_HOUR):
        budget.spent(telemetry=1)
        clock.advance(10)
    assert budget.used == budget.limit == TELEMETRY_AN_HOUR
    assert budget.may_poll() == NOW + HOUR
    assert budget.may_poll(telemetry=False) is None
    clock.set(NOW + HOUR - timedelta(seconds=1))
    assert budget.may_poll() == NOW + HOUR
    clock.set(NOW + HOUR)
    assert budget.may_poll() is None


def test_dispatch_queries_fit_their_minute(budget: RequestBudget, clock: FakeClock) -> None:
    budget.spent(dispatch_queries=3)
    clock.advance(20)
    assert budget.may_poll(dispatch_queries=2) is None
    assert budget.may_poll(dispatch_queries=3) == NOW + MINUTE
    budget.spent(dispatch_queries=2)
    assert budget.may_poll(dispatch_queries=2) == NOW + MINUTE
    assert budget.may_poll(dispatch_queries=4) == clock.now() + MINUTE
    assert budget.may_poll() is None


@pytest.mark.parametrize(("asked", "wait"), [(1, 60), (2, 70), (5, 100), (7, 100)])
def test_no_longer_a_wait_than_it_takes(budget: RequestBudget, clock: FakeClock, asked: int, wait: int) -> None:
    """Five queries, ten seconds apart: so many of them must leave the minute as the next poll needs room for."""
    for _ in range(DISPATCH_QUERIES_A_MINUTE):
        budget.spent(dispatch_queries=1)
        clock.advance(10)
    assert budget.may_poll(dispatch_queries=asked) == NOW + timedelta(seconds=wait)


def test_more_cars_than_a_minute_allows_wait_for_an_empty_one(budget: RequestBudget, clock: FakeClock) -> None:
    assert budget.may_poll(dispatch_queries=DISPATCH_QUERIES_A_MINUTE + 2) is None
    budget.spent(dispatch_queries=1)
    assert budget.may_poll(dispatch_queries=DISPATCH_QUERIES_A_MINUTE + 2) == NOW + MINUTE


def test_a_limit_closes_everything_until_it_is_over(budget: RequestBudget, clock: FakeClock) -> None:
    budget.limited(NOW + 5 * MINUTE)
    assert budget.may_poll(telemetry=False) == NOW + 5 * MINUTE
    clock.advance(300)
    assert budget.may_poll() is None


def test_a_clock_set_back_frees_what_lies_ahead(budget: RequestBudget, clock: FakeClock) -> None:
    budget.spent(telemetry=TELEMETRY_AN_HOUR, dispatch_queries=5)
    budget.limited(NOW + 5 * MINUTE)
    clock.set(NOW - timedelta(days=400))
    assert budget.may_poll(dispatch_queries=5) is None
    assert budget.used == 0


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 5)), max_size=120))
def test_whoever_heeds_it_never_breaks_a_limit(steps: list[tuple[int, int]]) -> None:
    clock = FakeClock(NOW)
    budget = RequestBudget(clock.now)
    calls: list[datetime] = []
    queries: list[datetime] = []
    for seconds, cars in steps:
        clock.advance(seconds)
        due = budget.may_poll(dispatch_queries=cars)
        if due is not None:
            assert due > clock.now()
            clock.set(due)
            assert budget.may_poll(dispatch_queries=cars) is None
        budget.spent(telemetry=1, dispatch_queries=cars)
        calls.append(clock.now())
        queries += [clock.now()] * cars
    assert all(later - first >= HOUR for first, later in zip(calls, calls[TELEMETRY_AN_HOUR:], strict=False))
    assert all(
        later - first >= MINUTE for first, later in zip(queries, queries[DISPATCH_QUERIES_A_MINUTE:], strict=False)
    )
