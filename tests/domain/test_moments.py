from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import (
    LONDON,
    SLOT,
    DailyWindow,
    Span,
    apart,
    at_london,
    ceil_slot,
    day_slots,
    day_span,
    floor_slot,
    joined,
    london_date,
    slot_of,
    slots_of,
    to_utc,
    window_spans,
)
from tests.domain.moments_given import at, days, instants, span, spans


@given(days)
def test_a_day_has_46_48_or_50_slots_that_tile_it(day: date) -> None:
    slots = day_slots(day)
    whole = day_span(day)
    assert len(slots) in (46, 48, 50)
    assert slots[0].start == whole.start
    assert slots[-1].end == whole.end
    assert all(one.end == two.start for one, two in itertools.pairwise(slots))


@pytest.mark.parametrize(
    ("day", "slots"),
    [(date(2026, 3, 29), 46), (date(2026, 10, 25), 50), (date(2026, 6, 1), 48), (date(2027, 3, 28), 46)],
)
def test_the_clocks_change_on_the_last_sundays(day: date, slots: int) -> None:
    assert len(day_slots(day)) == slots


@given(instants)
def test_an_instant_lies_in_its_slot_and_in_its_day(moment: datetime) -> None:
    slot = slot_of(moment)
    assert slot.contains(moment)
    assert slot.start.minute in (0, 30)
    assert slot.duration == SLOT
    assert day_span(london_date(moment)).contains(moment)


@given(instants, st.integers(0, 59), st.integers(0, 999_999))
def test_floor_and_ceil_meet_only_on_an_edge(moment: datetime, second: int, microsecond: int) -> None:
    moment = moment.replace(second=second, microsecond=microsecond)
    is_edge = moment.minute % 30 == 0 and second == 0 and microsecond == 0
    assert floor_slot(moment) <= moment <= ceil_slot(moment)
    assert (ceil_slot(moment) == floor_slot(moment)) == is_edge


def test_the_first_hour_after_midnight_in_summer_belongs_to_the_new_day() -> None:
    assert london_date(at("2026-06-30 23:30")) == date(2026, 7, 1)


def test_instants_of_different_offsets_are_one() -> None:
    summer = datetime(2026, 6, 1, 12, tzinfo=LONDON)
    assert to_utc(summer) == at("2026-06-01 11:00")
    assert to_utc(summer).tzinfo is UTC


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_utc(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@given(st.lists(spans(), max_size=8), instants)
def test_a_union_holds_what_its_parts_hold(parts: list[Span], moment: datetime) -> None:
    union = joined(parts)
    assert any(part.contains(moment) for part in parts) == any(part.contains(moment) for part in union)
    assert all(one.end < two.start for one, two in itertools.pairwise(union))
    assert joined(reversed(parts)) == union


@given(spans(), spans())
def test_clipping_is_what_both_hold(one: Span, other: Span) -> None:
    both = one.clipped(other)
    assert (both is not None) == one.overlaps(other)
    if both is not None:
        assert both.start in (one.start, other.start)
        assert both.end in (one.end, other.end)
        assert both == other.clipped(one)


def test_slots_of_a_span_are_all_that_it_touches() -> None:
    assert slots_of(span("2026-10-05 16:45", "2026-10-05 17:25")) == (
        span("2026-10-05 16:30", "2026-10-05 17:00"),
        span("2026-10-05 17:00", "2026-10-05 17:30"),
    )


@given(days)
def test_a_wall_clock_window_keeps_its_clock_and_a_gmt_one_its_instant(day: date) -> None:
    whole = day_span(day)
    for found in window_spans(DailyWindow(time(23, 30), time(5, 30)), whole):
        assert found.start.astimezone(LONDON).time() == time(23, 30)
        assert found.end.astimezone(LONDON).time() == time(5, 30)
    gmt = list(window_spans(DailyWindow(time(0, 30), time(7, 30), is_utc=True), whole))
    assert [found.start.time() for found in gmt] == [time(0, 30)] * len(gmt)
    assert all(found.duration == timedelta(hours=7) for found in gmt)


def test_a_night_is_an_hour_longer_in_autumn_and_shorter_in_spring() -> None:
    night = DailyWindow(time(23, 30), time(5, 30))
    autumn = next(iter(window_spans(night, Span(at_london(date(2026, 10, 25), time()), at("2026-10-25 03:00")))))
    spring = next(iter(window_spans(night, Span(at_london(date(2026, 3, 29), time()), at("2026-03-29 03:00")))))
    assert (autumn.duration, spring.duration) == (timedelta(hours=7), timedelta(hours=5))


@given(st.lists(spans(3000), max_size=5), st.lists(spans(3000), max_size=5), instants)
def test_what_is_apart_lies_in_the_one_and_not_in_the_other(
    ours: list[Span], taken: list[Span], moment: datetime
) -> None:
    left = apart(ours, taken)
    assert left == joined(left)
    edges = {edge for found in (*ours, *taken) for edge in (found.start, found.end)}
    for each in {moment, *edges}:
        is_ours = any(found.contains(each) for found in ours) and not any(found.contains(each) for found in taken)
        assert any(found.contains(each) for found in left) is is_ours
