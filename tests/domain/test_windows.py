from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.bands import BandScheme
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.windows import LENGTHS, best_windows, cheapest_window, mean_price, next_cheap
from tests.domain.moments_given import START, at, pence


def half_hours(prices: Sequence[Decimal | None]) -> RateSchedule:
    """One price a slot from the start; None is a hole."""
    return RateSchedule.of(
        Rate(START + SLOT * i, START + SLOT * (i + 1), price) for i, price in enumerate(prices) if price is not None
    )


@given(st.lists(st.one_of(st.none(), pence), min_size=1, max_size=40), st.integers(1, 12))
def test_the_cheapest_window_agrees_with_brute_force(prices: list[Decimal | None], slots: int) -> None:
    whole = Span(START, START + SLOT * len(prices))
    sums = [
        (sum(run) / slots, index)  # type: ignore[arg-type] # no None is left in the run
        for index in range(len(prices) - slots + 1)
        if None not in (run := prices[index : index + slots])
    ]
    found = cheapest_window(SLOT * slots, whole, half_hours(prices))
    if not sums:
        assert found is None
    else:
        mean, index = min(sums)
        assert found is not None
        assert found.span == Span(START + SLOT * index, START + SLOT * (index + slots))
        assert abs(found.mean_pence - Decimal(mean)) < Decimal("1e-9")


def test_a_mean_is_weighted_by_time_and_unknown_with_a_hole() -> None:
    schedule = RateSchedule.of(
        [
            Rate(at("2026-10-05 00:00"), at("2026-10-05 03:00"), Decimal(10)),
            Rate(at("2026-10-05 03:00"), at("2026-10-05 04:00"), Decimal(30)),
        ]
    )
    assert mean_price(Span(at("2026-10-05 00:00"), at("2026-10-05 04:00")), schedule) == Decimal(15)
    assert mean_price(Span(at("2026-10-05 00:00"), at("2026-10-05 05:00")), schedule) is None


def test_next_cheap_is_the_whole_run_in_the_lowest_band() -> None:
    day = [Decimal(30)] * 8 + [Decimal(6), Decimal(5), Decimal(7)] + [Decimal(30)] * 37
    found = next_cheap(START + timedelta(hours=1), START + timedelta(hours=24), half_hours(day), BandScheme())
    assert found is not None
    assert found.span == Span(START + SLOT * 8, START + SLOT * 11)
    assert found.mean_pence == Decimal(6)


def test_the_run_that_is_on_begins_now() -> None:
    day = [Decimal(5)] * 8 + [Decimal(30)] * 40
    now = START + timedelta(minutes=70)
    found = next_cheap(now, START + timedelta(hours=24), half_hours(day), BandScheme())
    assert found is not None
    assert found.span == Span(now, START + SLOT * 8)


def test_a_flat_price_has_no_cheap_run() -> None:
    assert next_cheap(START, START + timedelta(hours=24), half_hours([Decimal(24)] * 48), BandScheme()) is None


def test_a_price_a_day_has_no_cheap_run_however_the_days_differ() -> None:
    tracker = half_hours([Decimal(24)] * 48 + [Decimal(20)] * 48)
    assert next_cheap(START + timedelta(hours=5), START + timedelta(days=2), tracker, BandScheme()) is None


def test_after_a_flat_day_the_run_is_the_next_days() -> None:
    days = half_hours([Decimal(24)] * 48 + [Decimal(30)] * 8 + [Decimal(9)] * 4 + [Decimal(30)] * 36)
    found = next_cheap(START + timedelta(hours=5), START + timedelta(days=2), days, BandScheme())
    assert found is not None
    assert found.span == Span(START + SLOT * 56, START + SLOT * 60)


@given(st.lists(st.one_of(st.none(), pence), min_size=1, max_size=30), st.booleans())
def test_all_lengths_at_once_agree_with_each_by_itself(prices: list[Decimal | None], is_dearest: bool) -> None:
    whole, schedule = Span(START, START + SLOT * len(prices)), half_hours(prices)
    found = best_windows(LENGTHS, whole, schedule, is_dearest=is_dearest)
    assert len(found) == 12
    for length, best in zip(LENGTHS, found, strict=True):
        means = [
            mean
            for first in range(len(prices) - length // SLOT + 1)
            if (mean := mean_price(Span(START + SLOT * first, START + SLOT * first + length), schedule)) is not None
        ]
        assert (best is None) == (not means)
        if best is not None:
            assert best.span.duration == length
            assert abs(best.mean_pence - (max(means) if is_dearest else min(means))) < Decimal("1e-9")


def test_a_price_that_changes_inside_a_half_hour_counts_for_its_minutes() -> None:
    schedule = RateSchedule.of(
        [Rate(START, START + timedelta(minutes=10), Decimal(30)), Rate(START + timedelta(minutes=10), None, Decimal(6))]
    )
    (best,) = best_windows((SLOT,), Span(START, START + SLOT), schedule)
    assert best is not None
    assert best.mean_pence == 14


def test_a_window_is_whole_half_hours() -> None:
    for minutes in (0, 20, 45):
        with pytest.raises(ValueError, match="half hours"):
            best_windows((timedelta(minutes=minutes),), Span(START, START + SLOT), RateSchedule())
