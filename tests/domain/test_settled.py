"""Octopus's own cost of a day beside ours: compared over what both know, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.measurement import Bucket, Measurement
from kraken_desktop.domain.moments import SLOT, Span, day_span
from kraken_desktop.domain.settled import SettledDay, compared, settled_day
from tests.domain.moments_given import days

FIRST = date(2026, 9, 1)


def ours(day: date, pence: str, kwh: str = "5", read: int = 48) -> DayTotal:
    return DayTotal(day, 48, read, read, Decimal(kwh), Decimal(pence), Decimal(50))


def theirs(day: date, pence: str, kwh: str = "5") -> SettledDay:
    return SettledDay(day, Decimal(kwh), Decimal(pence))


@given(days)
def test_a_whole_day_with_its_cost_is_settled_and_nothing_else(day: date) -> None:
    bucket = Bucket("ECO7_DAY", Decimal(5), Decimal(100), Decimal(105))
    whole = Measurement(day_span(day), Decimal(5), "kwh", (bucket,), Decimal(47), Decimal("49.35"))
    assert settled_day(whole) == SettledDay(day, Decimal(5), Decimal("154.35"), Decimal(0))
    slot = Measurement(Span(day_span(day).start, day_span(day).start + SLOT), Decimal(5), "kwh", (bucket,))
    assert settled_day(slot) is None
    assert settled_day(Measurement(day_span(day), Decimal(5), "kwh")) is None


def test_only_days_that_both_know_whole_are_compared() -> None:
    days_ours = [ours(FIRST, "100"), ours(FIRST + timedelta(1), "100", read=40), ours(FIRST + timedelta(2), "100")]
    found = compared(days_ours, [theirs(FIRST, "150.4"), theirs(FIRST + timedelta(1), "1")])
    assert found is not None
    assert (found.days, found.ours_pence, found.settled_pence) == (1, 150, Decimal("150.4"))
    assert (found.differing, found.is_energy_same) == ((), True)
    assert compared(days_ours, []) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=40))
def test_the_difference_is_that_of_the_days(pence: list[tuple[int, int]]) -> None:
    days_ours = [ours(FIRST + timedelta(n), str(one)) for n, (one, _) in enumerate(pence)]
    days_theirs = [theirs(FIRST + timedelta(n), str(other)) for n, (_, other) in enumerate(pence)]
    found = compared(days_ours, days_theirs)
    assert found is not None
    assert found.difference_pence == sum(one + 50 - other for one, other in pence)
    assert len(found.differing) == sum(abs(one + 50 - other) > 1 for one, other in pence)


def test_other_energy_is_told_from_another_price() -> None:
    found = compared([ours(FIRST, "100", kwh="4")], [theirs(FIRST, "200")])
    assert found is not None
    assert not found.is_energy_same
