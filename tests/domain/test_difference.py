"""What an appliance adds to live power (docs/domain.md, Power and registers)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.difference import Difference, Verdict, added_pence_an_hour, measured
from kraken_desktop.domain.power import Sample

PRESSED = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TEN_SECONDS = timedelta(seconds=10)


def trace(before: Sequence[int], after: Sequence[int]) -> list[Sample]:
    """Ten-second samples that end at the press, and such that follow it."""
    start = PRESSED - (len(before) - 1) * TEN_SECONDS
    return [Sample(start + i * TEN_SECONDS, Decimal(watts)) for i, watts in enumerate([*before, *after])]


def test_a_kettle_adds_what_it_draws() -> None:
    found = measured(trace([300, 310, 305, 295, 300, 302], [301, 304, 2400, 3300, 3305, 3298, 3302]), PRESSED)
    assert found.verdict is Verdict.ADDED
    assert 2990 <= found.added <= 3010


def test_a_kettle_that_has_boiled_before_the_poll_is_still_read() -> None:
    found = measured(trace([300] * 8, [300, 300, 3300, 3300, 3300, 3300, 300, 300, 300, 300]), PRESSED)
    assert (found.verdict, found.added) == (Verdict.ADDED, Decimal(3000))


def test_switching_off_counts_as_less() -> None:
    found = measured(trace([2300] * 6, [2300, 300, 300, 300]), PRESSED)
    assert (found.verdict, found.added) == (Verdict.ADDED, Decimal(-2000))


def test_one_odd_sample_decides_nothing() -> None:
    calm = [300] * 12
    assert measured(trace([*calm, 5000], [*calm, 5000, *calm]), PRESSED).verdict is Verdict.NOTHING


@pytest.mark.parametrize("before", [[], [300, 300]])
def test_without_samples_before_the_press_nothing_is_claimed(before: list[int]) -> None:
    assert measured(trace([*before], [2000] * 12) if before else [], PRESSED).verdict is Verdict.NO_BASELINE


def test_old_samples_are_no_baseline_but_the_next_poll_may_bring_one() -> None:
    old = [Sample(PRESSED - timedelta(minutes=10) + i * TEN_SECONDS, Decimal(300)) for i in range(6)]
    late = [Sample(PRESSED - timedelta(minutes=1) + i * TEN_SECONDS, Decimal(300)) for i in range(10)]
    assert measured(old, PRESSED).verdict is Verdict.GATHERING
    assert measured([*old, Sample(PRESSED + TEN_SECONDS, Decimal(300))], PRESSED).verdict is Verdict.NO_BASELINE
    assert measured([*old, *late], PRESSED).verdict is Verdict.WAITING


def test_it_waits_for_the_poll_that_brings_the_step() -> None:
    assert measured(trace([300] * 6, []), PRESSED).verdict is Verdict.WAITING
    assert measured(trace([300] * 6, [300, 300, 2000, 2000]), PRESSED).verdict is Verdict.WAITING


def test_a_restless_home_is_said_to_be_too_restless() -> None:
    oven = [300, 2300, 300, 2300, 300, 2300, 300, 2300, 300]
    assert measured(trace(oven, [700, *oven, *oven]), PRESSED).verdict is Verdict.UNSTEADY


def test_samples_without_power_are_left_out() -> None:
    samples = [
        Sample(sample.read_at, None if index % 4 == 3 else sample.watts)
        for index, sample in enumerate(trace([300] * 12, [1300] * 6))
    ]
    assert measured(samples, PRESSED).added == 1000


def test_the_cost_is_the_import_price_for_what_is_added() -> None:
    assert added_pence_an_hour(Difference(Verdict.ADDED, Decimal(300), Decimal(2300)), Decimal(25), Decimal(15)) == 50


def test_while_exporting_it_costs_what_would_have_been_sold() -> None:
    sunny = Difference(Verdict.ADDED, Decimal(-3000), Decimal(-1000))
    across = Difference(Verdict.ADDED, Decimal(-1000), Decimal(1000))
    assert added_pence_an_hour(sunny, Decimal(25), Decimal(15)) == 30
    assert added_pence_an_hour(across, Decimal(25), Decimal(15)) == 15 + 25


@given(
    base=st.integers(-4000, 8000),
    step=st.integers(200, 8000),
    flicker=st.lists(st.integers(-20, 20), min_size=24, max_size=24),
    delay=st.integers(0, 6),
)
def test_a_step_well_above_the_flicker_is_always_found(base: int, step: int, flicker: list[int], delay: int) -> None:
    before = [base + noise for noise in flicker[:12]]
    after = [base + noise + (step if i >= delay else 0) for i, noise in enumerate(flicker[12:])]
    found = measured(trace(before, after), PRESSED)
    assert found.verdict is Verdict.ADDED
    assert abs(found.added - step) <= 40
