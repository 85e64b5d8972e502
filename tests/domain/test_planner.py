"""The planner against brute force: every start, minute by minute, and every choice of half hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.appliances import DISHWASHER, WASHING_MACHINE, Load, Stage, charge, steady
from kraken_desktop.domain.moments import SLOT, Span, day_span
from kraken_desktop.domain.planner import NoPlan, Plan, allowed, plan
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from tests.domain.moments_given import START, at, pence

MINUTE = timedelta(minutes=1)
LAST_DIGITS = Decimal("1e-18")
"""Two sums of the same thirds differ in the last of 28 digits."""
A_DAY = [Decimal(price) for price in (30, 20, 5, 5, 40, 10, 50, 8)]
prices_given = st.lists(st.one_of(st.none(), pence), min_size=1, max_size=8)
stages = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30)), min_size=1, max_size=3)


def half_hours(prices: Sequence[Decimal | None], start: datetime = START) -> RateSchedule:
    return RateSchedule.of(
        Rate(start + SLOT * i, start + SLOT * (i + 1), price) for i, price in enumerate(prices) if price is not None
    )


def load_of(shape: Sequence[tuple[int, int]]) -> Load:
    """(tens of minutes, hundreds of watts)."""
    return Load(tuple(Stage(10 * MINUTE * tens, Decimal(hundreds) / 10 + 1) for tens, hundreds in shape))


def by_minutes(load: Load, start: datetime, prices: Sequence[Decimal | None]) -> Decimal | None:
    """Pence of a run, one minute after the other."""
    cost, at = Decimal(0), start
    for stage in load.stages:
        for _ in range(stage.length // MINUTE):
            slot = (at - START) // SLOT
            price = prices[slot] if 0 <= slot < len(prices) else None
            if price is None:
                return None
            cost += price * stage.kilowatts / 60
            at += MINUTE
    return cost


@given(prices_given, st.integers(1, 25), st.integers(0, 3), st.booleans())
def test_no_minute_is_better_for_a_steady_load(
    prices: list[Decimal | None], tens: int, late: int, is_dearest: bool
) -> None:
    load = load_of([(tens, 20)])
    within = Span(START + 10 * MINUTE * late, START + SLOT * len(prices))
    tries = ((within.end - within.start) - load.length) // (10 * MINUTE)
    costs = [
        cost
        for number in range(tries + 1)
        if (cost := by_minutes(load, within.start + 10 * MINUTE * number, prices)) is not None
    ]
    found = plan(load, within, half_hours(prices), within.start, is_dearest=is_dearest)
    if isinstance(found, Plan):
        assert abs(found.pence - (max(costs) if is_dearest else min(costs))) < Decimal("1e-9")
    else:
        assert not costs


@given(prices_given, stages, st.integers(0, 3), st.booleans())
def test_one_run_agrees_with_trying_every_start(
    prices: list[Decimal | None], shape: list[tuple[int, int]], late: int, is_dearest: bool
) -> None:
    load = load_of(shape)
    within = Span(START + 10 * MINUTE * late, START + SLOT * len(prices))
    last = within.end - load.length
    edges = [START + SLOT * i for i in range(len(prices))]
    starts = {within.start, last, *edges, *(edge - load.length for edge in edges)}
    costs = [
        cost
        for start in starts
        if within.start <= start <= last and (cost := by_minutes(load, start, prices)) is not None
    ]
    found = plan(load, within, half_hours(prices), within.start, is_dearest=is_dearest)
    if last < within.start:
        assert found is NoPlan.TOO_SHORT
    elif not costs:
        assert found is NoPlan.PRICES_UNKNOWN
    else:
        assert isinstance(found, Plan)
        assert abs(found.pence - (max(costs) if is_dearest else min(costs))) < Decimal("1e-9")
        own = by_minutes(load, found.span.start, prices)
        assert own is not None
        assert abs(found.pence - own) < Decimal("1e-9")
        assert found.span.start >= within.start
        assert found.span.end <= within.end


@given(prices_given, st.integers(1, 8), st.booleans())
def test_a_split_run_agrees_with_every_choice_of_half_hours(
    prices: list[Decimal | None], slots: int, is_dearest: bool
) -> None:
    within = Span(START, START + SLOT * len(prices))
    found = plan(
        steady(SLOT * slots, Decimal(2)), within, half_hours(prices), START, is_split=True, is_dearest=is_dearest
    )
    known = [price for price in prices if price is not None]
    costs = [sum(choice) for choice in combinations(known, slots)]
    if slots > len(prices):
        assert found is NoPlan.TOO_SHORT
    elif not costs:
        assert found is NoPlan.PRICES_UNKNOWN
    else:
        assert isinstance(found, Plan)
        assert abs(found.pence - Decimal(max(costs) if is_dearest else min(costs))) < Decimal("1e-9")
        assert sum((span.duration for span in found.spans), timedelta()) == SLOT * slots
        for span in found.spans:
            assert half_hours(prices).covers(span)


@given(prices_given, st.integers(1, 230))
def test_splitting_never_costs_more_and_uses_exactly_the_time_asked(prices: list[Decimal | None], minutes: int) -> None:
    within = Span(START + 7 * MINUTE, START + SLOT * len(prices))
    load = steady(MINUTE * minutes, Decimal(7))
    whole, split = (plan(load, within, half_hours(prices), START, is_split=is_split) for is_split in (False, True))
    if isinstance(whole, Plan):
        assert isinstance(split, Plan)
        assert split.pence - whole.pence < LAST_DIGITS
        assert sum((span.duration for span in split.spans), timedelta()) == load.length
        assert all(one.end < two.start for one, two in zip(split.spans, split.spans[1:], strict=False))
        assert split.spans[0].start >= within.start


def test_the_rest_of_a_split_charge_touches_its_neighbour() -> None:
    within = Span(START, START + SLOT * 8)
    found = plan(steady(SLOT * 2 + 10 * MINUTE, Decimal(7)), within, half_hours(A_DAY), START, is_split=True)
    assert isinstance(found, Plan)
    assert found.spans == (
        Span(START + SLOT * 2, START + SLOT * 4),
        Span(START + SLOT * 7, START + SLOT * 7 + 10 * MINUTE),
    )
    before = half_hours([Decimal(9), Decimal(5), Decimal(20)])
    joined = plan(steady(SLOT + 10 * MINUTE, Decimal(1)), Span(START, START + SLOT * 3), before, START, is_split=True)
    assert isinstance(joined, Plan)
    assert joined.spans == (Span(START + 20 * MINUTE, START + SLOT * 2),)


def test_what_waiting_saves_and_what_waiting_earns() -> None:
    within = Span(START, START + SLOT * 8)
    load = steady(SLOT, Decimal(2))
    cheap = plan(load, within, half_hours(A_DAY), START)
    dear = plan(load, within, half_hours(A_DAY), START, is_dearest=True)
    assert isinstance(cheap, Plan)
    assert isinstance(dear, Plan)
    assert (cheap.pence, cheap.now_pence, cheap.gain_pence) == (5, 30, 25)
    assert (dear.pence, dear.now_pence, dear.gain_pence) == (50, 30, 20)
    assert cheap.mean_pence == 5


def test_a_price_that_is_unknown_now_saves_nothing_that_can_be_told() -> None:
    found = plan(steady(SLOT, Decimal(1)), Span(START, START + SLOT * 3), half_hours([None, Decimal(4)]), START)
    assert isinstance(found, Plan)
    assert (found.now_pence, found.gain_pence, found.is_all_known) == (None, None, False)
    assert found.span == Span(START + SLOT, START + SLOT * 2)


def test_a_heating_stage_draws_the_run_to_its_cheap_half_hour() -> None:
    """The middle of the run is where the energy goes, so the cheap half hour belongs there."""
    load = Load((Stage(SLOT, Decimal("0.1")), Stage(SLOT, Decimal(2)), Stage(SLOT, Decimal("0.1"))))
    prices = [Decimal(price) for price in (12, 12, 12, 30, 5, 30, 12, 12)]
    found = plan(load, Span(START, START + SLOT * 8), half_hours(prices), START)
    assert isinstance(found, Plan)
    assert found.span.start == START + SLOT * 3


def test_a_plan_that_needs_a_smart_charge_says_so() -> None:
    dispatched = Rate(START + SLOT * 4, START + SLOT * 5, Decimal(1), source=RateSource.DISPATCH)
    schedule = half_hours(A_DAY).merged_with(RateSchedule((dispatched,)))
    within = Span(START, START + SLOT * 8)
    short = plan(steady(SLOT, Decimal(7)), within, schedule, START)
    assert isinstance(short, Plan)
    assert short.relies_on_dispatch
    assert not _found(plan(steady(SLOT, Decimal(7)), Span(START, START + SLOT * 4), schedule, START)).relies_on_dispatch


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 29), 46), (date(2026, 10, 25), 50)])
def test_the_days_on_which_the_clocks_change_have_their_own_length(day: date, slots: int) -> None:
    whole = day_span(day)
    schedule = half_hours([Decimal(index) for index in range(slots)], whole.start)
    all_day = _found(plan(steady(SLOT * slots, Decimal(1)), whole, schedule, whole.start))
    assert all_day.span == whole
    assert plan(steady(SLOT * (slots + 1), Decimal(1)), whole, schedule, whole.start) is NoPlan.TOO_SHORT
    last = _found(plan(steady(SLOT, Decimal(1)), whole, schedule, whole.start, is_dearest=True))
    assert last.span.end == whole.end


def test_a_wash_goes_through() -> None:
    for load in (DISHWASHER, WASHING_MACHINE):
        assert not load.can_pause
        with pytest.raises(ValueError, match="split"):
            plan(load, Span(START, START + SLOT * 20), half_hours(A_DAY), START, is_split=True)
    assert DISHWASHER.length == timedelta(hours=3)
    assert WASHING_MACHINE.length == timedelta(hours=2)
    assert Decimal("0.8") < DISHWASHER.kwh < Decimal("1.1")
    assert Decimal("0.7") < WASHING_MACHINE.kwh < Decimal("1.1")


def test_a_charge_is_as_long_as_its_energy_needs() -> None:
    assert charge(Decimal(21), Decimal(7)).length == timedelta(hours=3)
    for kwh, kilowatts in (("0", "7"), ("10", "0"), ("NaN", "7"), ("10", "-1"), ("1000000000", "0.001")):
        with pytest.raises(ValueError, match=r"the energy is|the power is|at most 48 hours"):
            charge(Decimal(kwh), Decimal(kilowatts))
    with pytest.raises(ValueError, match="48 hours"):
        steady(timedelta(), Decimal(1))


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("now", "hours", "after", "before", "start", "end"),
    [
        ("2026-10-05 15:10", 3, "", "07:00", "2026-10-05 15:10", "2026-10-06 06:00"),
        ("2026-10-06 04:00", 3, "", "07:00", "2026-10-06 04:00", "2026-10-07 06:00"),
        ("2026-10-06 02:00", 3, "", "07:00", "2026-10-06 02:00", "2026-10-06 06:00"),
        ("2026-10-05 15:10", 3, "22:00", "", "2026-10-05 21:00", "2026-10-06 23:00"),
        ("2026-10-05 22:10", 1, "22:00", "", "2026-10-05 22:10", "2026-10-06 23:00"),
        ("2026-10-05 22:30", 1, "01:00", "", "2026-10-06 00:00", "2026-10-06 23:00"),
        ("2026-10-05 13:00", 1, "02:00", "", "2026-10-05 13:00", "2026-10-06 23:00"),
        ("2026-10-05 13:01", 1, "02:00", "", "2026-10-06 01:00", "2026-10-06 23:00"),
        ("2026-10-05 15:10", 3, "22:00", "07:00", "2026-10-05 21:00", "2026-10-06 06:00"),
        ("2026-10-06 01:00", 3, "22:00", "07:00", "2026-10-06 01:00", "2026-10-06 06:00"),
        ("2026-10-06 05:30", 3, "22:00", "07:00", "2026-10-06 21:00", "2026-10-07 06:00"),
        ("2026-10-05 15:10", 3, "", "", "2026-10-05 15:10", "2026-10-06 23:00"),
        ("2026-10-24 20:00", 9, "22:00", "07:00", "2026-10-24 21:00", "2026-10-25 07:00"),
        ("2026-03-28 20:00", 3, "22:00", "07:00", "2026-03-28 22:00", "2026-03-29 06:00"),
        ("2026-10-05 15:10", 12, "22:00", "07:00", "2026-10-05 21:00", "2026-10-06 06:00"),
    ],
)
def test_clock_times_mean_the_coming_ones(now: str, hours: int, after: str, before: str, start: str, end: str) -> None:
    found = allowed(at(now), timedelta(hours=hours), _clock(after), _clock(before))
    assert found.span == Span(at(start), at(end))


@pytest.mark.parametrize(
    ("now", "hours", "after", "missed"),
    [
        ("2026-10-06 04:00", 3, "", "2026-10-06 06:00"),
        ("2026-10-06 03:00", 3, "", ""),
        ("2026-10-06 05:30", 3, "22:00", "2026-10-06 06:00"),
        ("2026-03-28 23:30", 7, "", "2026-03-29 06:00"),
        ("2026-10-05 15:10", 12, "22:00", ""),
    ],
)
def test_a_time_for_which_it_is_too_late_is_told_where_a_later_one_is_taken(
    now: str, hours: int, after: str, missed: str
) -> None:
    """On the last night in March the clocks go forward, so that 7 h do not fit between 23:30 and 07:00."""
    found = allowed(at(now), timedelta(hours=hours), _clock(after), _clock("07:00"))
    assert found.missed == (Span(at(now), at(missed)) if missed else None)


def _found(found: Plan | NoPlan) -> Plan:
    assert isinstance(found, Plan)
    return found
