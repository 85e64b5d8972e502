from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import PaymentMethod, Rate, RateSchedule, for_payment
from tests.domain.moments_given import at, near_instants, near_rates, span

lists = st.lists(near_rates(), max_size=12)
distinct = st.lists(near_rates(), max_size=12, unique_by=lambda rate: rate.start)


def scan(rows: list[Rate], moment: datetime) -> Rate | None:
    """The rule, read aloud: of the rows that hold, the one with the newest start."""
    holding = [row for row in rows if row.start <= moment and (row.end is None or moment < row.end)]
    return max(holding, key=lambda row: row.start, default=None)


def price(schedule: RateSchedule, moment: datetime) -> Decimal | None:
    rate = schedule.at(moment)
    return None if rate is None else rate.pence_inc_vat


@given(lists)
def test_a_schedule_never_overlaps(rows: list[Rate]) -> None:
    rates = RateSchedule.of(rows).rates
    assert all(one.stop <= two.start for one, two in pairwise(rates))
    assert all(rate.start < rate.stop for rate in rates)


@given(distinct, near_instants)
def test_at_agrees_with_a_linear_scan(rows: list[Rate], moment: datetime) -> None:
    expected = scan(rows, moment)
    assert price(RateSchedule.of(rows), moment) == (None if expected is None else expected.pence_inc_vat)


@given(distinct)
def test_the_order_of_rows_does_not_matter(rows: list[Rate]) -> None:
    assert RateSchedule.of(rows) == RateSchedule.of(list(reversed(rows)))


@given(distinct, st.randoms(use_true_random=False), st.integers(1, 5))
def test_neither_pages_nor_their_order_matter(rows: list[Rate], chance: Random, size: int) -> None:
    """One list, over any number of pages, in any order, rows doubled between two readings of it."""
    pages = [rows[first : first + size] for first in range(0, len(rows), size)]
    chance.shuffle(pages)
    read = [row for page in (*pages, *pages[:1]) for row in page]
    assert RateSchedule.of(read) == RateSchedule.of(rows)


@given(lists)
def test_a_merge_is_idempotent(rows: list[Rate]) -> None:
    schedule = RateSchedule.of(rows)
    assert schedule.merged_with(schedule) == schedule
    assert schedule.merged_with(RateSchedule()) == schedule
    assert RateSchedule().merged_with(schedule) == schedule
    assert RateSchedule.of(schedule.rates) == schedule


@given(lists, lists)
def test_merges_of_what_does_not_meet_are_free_of_order(rows: list[Rate], others: list[Rate]) -> None:
    """As stretches of one list are read, the newest first or the oldest first."""
    one = RateSchedule.of(rows)
    two = RateSchedule(RateSchedule.of(others).outside(one))
    assert one.merged_with(two) == two.merged_with(one)
    again = one.merged_with(two).merged_with(one).merged_with(two)
    assert again == one.merged_with(two)


@given(lists, lists, lists, near_instants)
def test_merges_may_be_grouped_in_any_way(
    old: list[Rate], newer: list[Rate], newest: list[Rate], moment: datetime
) -> None:
    a, b, c = (RateSchedule.of(rows) for rows in (old, newer, newest))
    assert price(a.merged_with(b).merged_with(c), moment) == price(a.merged_with(b.merged_with(c)), moment)


@given(lists, lists, near_instants)
def test_a_list_read_anew_closes_what_it_closes_and_keeps_what_it_does_not_touch(
    old: list[Rate], new: list[Rate], moment: datetime
) -> None:
    before, newer = RateSchedule.of(old), RateSchedule.of(new)
    found, held = before.read_anew(newer), before.at(moment)
    if newer.at(moment) is not None or held is None:
        assert price(found, moment) == price(newer, moment)
    else:
        told_of = [rate.start for rate in newer.rates if rate.start < held.stop and held.start < rate.stop]
        is_kept = not told_of or moment < min(told_of)
        assert price(found, moment) == (held.pence_inc_vat if is_kept else None)
    assert found.read_anew(newer) == found


def test_a_row_that_was_closed_in_place_is_closed() -> None:
    start, end = at("2024-01-01 00:00"), at("2026-11-27 00:00")
    open_row = RateSchedule((Rate(start, None, Decimal(25)),))
    assert open_row.read_anew(RateSchedule((Rate(start, end, Decimal(25)),))).at(end) is None


@given(lists, lists, near_instants)
def test_a_merge_keeps_what_the_newer_leaves_out(old: list[Rate], new: list[Rate], moment: datetime) -> None:
    older, newer = RateSchedule.of(old), RateSchedule.of(new)
    merged = older.merged_with(newer)
    expected = price(newer, moment)
    assert price(merged, moment) == (expected if expected is not None else price(older, moment))
    assert [price(merged.merged_with(newer), rate.start) for rate in merged.rates] == [
        rate.pence_inc_vat for rate in merged.rates
    ]


@given(lists, near_instants, st.integers(1, 2000))
def test_between_clips_and_covers_say_the_same_as_at(rows: list[Rate], start: datetime, minutes: int) -> None:
    schedule = RateSchedule.of(rows)
    window = Span(start, start.replace() + (at("2024-01-01 00:01") - at("2024-01-01 00:00")) * minutes)
    parts = schedule.between(window)
    assert all(window.start <= part.start < part.stop <= window.end for part in parts)
    assert all(schedule.at(part.start) is not None for part in parts)
    known = sum((part.stop - part.start for part in parts), start - start)
    assert schedule.covers(window) == (known == window.duration)


@given(lists, near_instants)
def test_a_price_holds_until_the_first_different_one(rows: list[Rate], moment: datetime) -> None:
    schedule = RateSchedule.of(rows)
    until = schedule.until_change(moment)
    if schedule.at(moment) is None:
        assert until is None
    elif until is not None:
        assert until > moment
        assert price(schedule, until) != price(schedule, moment)
        edges = [rate.start for rate in schedule.rates if moment < rate.start < until]
        assert all(price(schedule, edge) == price(schedule, moment) for edge in edges)


def test_outside_every_row_the_price_is_unknown() -> None:
    rate = Rate(at("2026-10-05 12:00"), at("2026-10-05 12:30"), Decimal("10"))
    schedule = RateSchedule.of([rate])
    assert schedule.at(at("2026-10-05 11:59")) is None
    assert schedule.at(at("2026-10-05 12:00")) == rate
    assert schedule.at(at("2026-10-05 12:30")) is None


def test_an_open_row_holds_for_ever_and_gives_way_to_a_newer_one() -> None:
    old = Rate(at("2023-01-01 00:00"), None, Decimal("30"))
    new = Rate(at("2026-10-01 00:00"), None, Decimal("25"))
    schedule = RateSchedule.of([new, old])
    assert price(schedule, at("2026-09-30 23:59")) == Decimal("30")
    assert price(schedule, at("2036-01-01 00:00")) == Decimal("25")
    assert schedule.rates[-1].end is None


def test_a_longer_row_goes_on_after_a_shorter_one_inside_it() -> None:
    whole = Rate(at("2026-10-05 00:00"), at("2026-10-06 00:00"), Decimal("30"))
    inside = Rate(at("2026-10-05 12:00"), at("2026-10-05 13:00"), Decimal("5"))
    schedule = RateSchedule.of([whole, inside])
    assert [price(schedule, at(f"2026-10-05 {hour}:00")) for hour in ("11", "12", "13")] == [
        Decimal("30"),
        Decimal("5"),
        Decimal("30"),
    ]


def test_payment_methods_are_told_apart_and_direct_debit_serves_the_unknown() -> None:
    start = at("2026-10-01 00:00")
    both = [
        Rate(start, None, Decimal("26"), payment_method=PaymentMethod.DIRECT_DEBIT),
        Rate(start, None, Decimal("27"), payment_method=PaymentMethod.NON_DIRECT_DEBIT),
        Rate(start, None, Decimal("1")),
    ]
    assert [row.pence_inc_vat for row in for_payment(both, None)] == [Decimal("26"), Decimal("1")]
    assert [row.pence_inc_vat for row in for_payment(both, PaymentMethod.NON_DIRECT_DEBIT)] == [
        Decimal("27"),
        Decimal("1"),
    ]


def test_a_span_with_a_hole_is_not_covered() -> None:
    schedule = RateSchedule.of(
        [
            Rate(at("2026-10-05 00:00"), at("2026-10-05 01:00"), Decimal("1")),
            Rate(at("2026-10-05 01:30"), at("2026-10-05 02:00"), Decimal("1")),
        ]
    )
    assert not schedule.covers(span("2026-10-05 00:00", "2026-10-05 02:00"))
    assert schedule.covers(span("2026-10-05 01:30", "2026-10-05 02:00"))
