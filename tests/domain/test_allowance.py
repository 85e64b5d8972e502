"""The allowance of smart charging: noon to noon, true lengths, overlaps once, planned ones in time order."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.allowance import ALLOWANCE, allowance_now, noon_span, within_allowance
from kraken_desktop.domain.moments import Span, joined, london
from tests.domain.moments_given import at, instants, span

NOON = at("2026-11-24 12:00")
near_spans = st.tuples(st.integers(0, 60 * 72), st.integers(1, 500)).map(
    lambda pair: Span(NOON + timedelta(minutes=pair[0]), NOON + timedelta(minutes=sum(pair)))
)


def total(spans: tuple[Span, ...]) -> timedelta:
    return sum((found.duration for found in joined(spans)), timedelta())


@given(instants)
def test_a_window_runs_from_london_noon_to_london_noon(moment: datetime) -> None:
    window = noon_span(moment)
    assert window.contains(moment)
    assert {london(edge).hour for edge in (window.start, window.end)} == {12}


def test_windows_of_the_clock_changes_are_an_hour_shorter_or_longer() -> None:
    assert noon_span(at("2026-03-29 01:00")).duration == timedelta(hours=23)
    assert noon_span(at("2026-10-25 01:00")).duration == timedelta(hours=25)


@given(st.lists(near_spans, max_size=8))
def test_no_window_gets_more_than_six_hours_and_none_less_than_it_has(charges: list[Span]) -> None:
    kept = within_allowance(charges)
    for start in range(4):
        window = noon_span(NOON + timedelta(days=start))
        inside = total(tuple(part for found in kept if (part := found.clipped(window))))
        charged = total(tuple(part for found in charges if (part := found.clipped(window))))
        assert inside == min(charged, ALLOWANCE)


@given(st.lists(near_spans, max_size=8), st.randoms())
def test_overlaps_count_once_in_any_order(charges: list[Span], chance: Random) -> None:
    shuffled = [*charges, *charges]
    chance.shuffle(shuffled)
    assert within_allowance(shuffled) == within_allowance(charges)
    assert all(one.end < other.start for one, other in pairwise(within_allowance(charges)))


def test_what_is_charged_counts_and_what_is_planned_tells_when_it_runs_out() -> None:
    now = at("2026-11-24 22:00")
    charged = [span("2026-11-24 16:00", "2026-11-24 20:10")]
    planned = [span("2026-11-24 23:30", "2026-11-25 03:00")]
    found = allowance_now([*charged, *planned], now)
    assert (found.used, found.left) == (timedelta(hours=4, minutes=10), timedelta(hours=1, minutes=50))
    assert found.runs_out_at == at("2026-11-25 01:20")
    assert found.window == span("2026-11-24 12:00", "2026-11-25 12:00")


def test_a_plan_that_just_fits_does_not_run_out() -> None:
    found = allowance_now([span("2026-11-24 20:00", "2026-11-25 02:00")], NOON)
    assert (found.used, found.runs_out_at) == (timedelta(), None)


def test_what_lies_before_noon_counts_to_the_window_before() -> None:
    found = allowance_now([span("2026-11-24 06:00", "2026-11-24 12:30")], NOON + timedelta(hours=1))
    assert found.used == timedelta(minutes=30)


def test_once_it_is_used_up_it_says_since_when() -> None:
    found = allowance_now([span("2026-11-24 13:00", "2026-11-24 20:00")], at("2026-11-24 21:00"))
    assert (found.left, found.runs_out_at) == (timedelta(), at("2026-11-24 19:00"))
