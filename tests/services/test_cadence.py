"""When to ask again: properties over any time, and the rules by example."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.dispatch import LAST_PLAN_COUNTS
from kraken_desktop.domain.moments import SLOT, at_london, floor_slot, london, london_date
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.cadence import (
    back_off,
    install_offset,
    light_interval,
    next_half_hours,
    next_heavy,
    next_light,
    next_look,
    plan_rounds,
    plans_due,
    retry_at,
    timely,
)
from tests.services.given import utc

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
REFUSALS = (ProblemKind.LIMITED, ProblemKind.BLOCKED)
INTERVALS = [MINUTE * minutes for minutes in (1, 2, 3, 5)]
instants = st.integers(1_704_067_200, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
offsets = st.integers(5, 59).map(lambda seconds: timedelta(seconds=seconds))


@given(instants, offsets)
def test_heavy_is_just_after_a_half_hour_and_at_most_one_slot_away(now: datetime, offset: timedelta) -> None:
    due = next_heavy(now, offset)
    assert now < due <= now + SLOT
    assert due - floor_slot(due) == offset


@given(instants)
def test_half_hours_follow_their_slot(now: datetime) -> None:
    due = next_half_hours(now)
    assert now < due <= now + SLOT
    assert MINUTE < due - floor_slot(due) < 2 * MINUTE


@given(st.text(min_size=1))
def test_offset_is_seconds_and_its_own(number: str) -> None:
    assert timedelta(seconds=5) <= install_offset(number) < MINUTE
    assert install_offset(number) == install_offset(number)


def test_offsets_spread_customers() -> None:
    assert len({install_offset(f"A-{number:08}") for number in range(500)}) == 55


@given(instants, st.sampled_from(INTERVALS), st.floats(0, 100_000))
def test_light_keeps_step_and_makes_nothing_up(started: datetime, interval: timedelta, seconds: float) -> None:
    now = started + timedelta(seconds=seconds)
    due = next_light(started, interval, now)
    assert now < due <= now + interval
    assert due == started + interval or seconds >= interval.total_seconds()


@given(instants, st.booleans(), offsets)
def test_looks_for_tomorrow_only_from_four_o_clock_london(now: datetime, found: bool, offset: timedelta) -> None:
    due = next_look(now, found, offset)
    opening = at_london(london_date(now), time(16)) + offset
    assert now < due
    assert london(due).hour >= 16
    if now < opening:
        assert due == opening
    elif found:
        assert due == at_london(london_date(now) + timedelta(days=1), time(16)) + offset
    else:
        is_last = london_date(due) != london_date(now)
        assert due - now <= timedelta(minutes=5) or (is_last and london(now).time() >= time(23, 55))


def test_look_for_tomorrow_by_the_clock() -> None:
    offset = timedelta(seconds=20)
    assert next_look(utc("2026-10-05 09:00"), False, offset) == utc("2026-10-05 15:00:20")
    assert next_look(utc("2026-10-05 15:01"), False, offset) == utc("2026-10-05 15:05:20")
    assert next_look(utc("2026-10-05 15:06"), True, offset) == utc("2026-10-06 15:00:20")
    assert next_look(utc("2026-12-05 09:00"), False, offset) == utc("2026-12-05 16:00:20")


@given(st.integers(1, 100), st.sampled_from(INTERVALS))
def test_back_off_grows_to_a_quarter_of_an_hour(failures: int, interval: timedelta) -> None:
    assert interval <= back_off(failures, interval) <= back_off(failures + 1, interval) <= timedelta(minutes=15)


def test_back_off_doubles() -> None:
    minutes = [back_off(failures) // MINUTE for failures in range(1, 7)]
    assert minutes == [1, 2, 4, 8, 15, 15]


def test_a_time_told_by_the_service_wins() -> None:
    now = utc("2026-10-05 16:00")
    assert retry_at(now, 3, now + timedelta(minutes=40)) == now + timedelta(minutes=40)
    assert retry_at(now, 3, now - timedelta(minutes=40)) == now + timedelta(minutes=4)


@given(
    st.sampled_from(INTERVALS),
    st.integers(0, 70),
    st.lists(st.tuples(st.integers(-10, 200), st.sampled_from(REFUSALS)), max_size=10),
    instants,
)
def test_slower_only_with_a_reason_and_never_so_slow_that_a_plan_stops_counting(
    chosen: timedelta, devices: int, limits: list[tuple[int, ProblemKind]], now: datetime
) -> None:
    met = [Problem(kind, now - timedelta(minutes=minutes)) for minutes, kind in limits]
    current, reason = light_interval(chosen, devices, met, now)
    undisturbed = timely(chosen, devices)
    assert undisturbed <= current <= timedelta(minutes=15)
    assert not devices or current * plan_rounds(devices) < LAST_PLAN_COUNTS
    assert (reason is None) == (current == undisturbed)
    if reason is not None:
        assert reason.kind in {kind for _, kind in limits}


@given(st.integers(0, 40), st.integers(1, 60))
def test_devices_take_turns_five_a_poll_and_none_waits_longer_than_the_rounds(devices: int, polls: int) -> None:
    names, now = [f"car {number}" for number in range(devices)], utc("2026-10-05 16:00")
    asked_at: dict[str, datetime] = {}
    for poll in range(polls):
        due = plans_due(names, asked_at)
        assert len(due) == len(set(due)) <= 5
        asked_at.update(dict.fromkeys(due, now + MINUTE * poll))
        if poll + 1 >= plan_rounds(devices):
            oldest = min(asked_at.values(), default=now + MINUTE * poll)
            assert set(asked_at) == set(names)
            assert now + MINUTE * poll - oldest < MINUTE * plan_rounds(devices)


@pytest.mark.parametrize(("devices", "rounds"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (40, 8)])
def test_rounds(devices: int, rounds: int) -> None:
    assert plan_rounds(devices) == rounds


@given(st.sampled_from(INTERVALS), st.integers(0, 70))
def test_every_turn_comes_while_the_last_plan_still_counts(chosen: timedelta, devices: int) -> None:
    interval = timely(chosen, devices)
    assert MINUTE <= interval <= chosen
    assert not devices or interval * plan_rounds(devices) < LAST_PLAN_COUNTS
    assert interval == chosen or chosen * plan_rounds(devices) >= LAST_PLAN_COUNTS, "no faster than it must be"


def test_a_device_met_later_is_asked_for_first() -> None:
    now = utc("2026-10-05 16:00")
    assert plans_due([*"abcdef"], dict.fromkeys("abcde", now))[0] == "f"


def test_each_refusal_within_the_hour_halves_the_pace() -> None:
    now = utc("2026-10-05 16:00")
    old, new = (Problem(ProblemKind.LIMITED, at) for at in (now - HOUR, now - timedelta(minutes=10)))
    assert light_interval(MINUTE, 0, (old,), now) == (MINUTE, None)
    assert light_interval(MINUTE, 0, (old, new), now) == (2 * MINUTE, new)
    assert light_interval(MINUTE, 0, (new, new), now)[0] == 5 * MINUTE


def test_the_newest_refusal_is_the_reason() -> None:
    now = utc("2026-10-05 16:00")
    limited = Problem(ProblemKind.LIMITED, now - timedelta(minutes=10))
    blocked = Problem(ProblemKind.BLOCKED, now - MINUTE)
    assert light_interval(MINUTE, 0, (limited, blocked), now)[1] == blocked
