"""What holds of any plans and polls: properties of dispatches (docs/domain.md, Dispatches)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.dispatch import (
    DispatchBook,
    extended,
)
from kraken_desktop.domain.effective_price import effective_schedule, smart_spans
from kraken_desktop.domain.moments import SLOT, Span, slots_of
from tests.domain.moments_given import instants, spans
from tests.domain.test_dispatch import NIGHT_PRICE, NOON, SCHEDULE, TERMS, polled, price


@given(spans())
def test_extended_covers_planned_is_slot_aligned_and_minimal(planned: Span) -> None:
    found = extended(planned)
    assert found.start <= planned.start
    assert planned.end <= found.end
    assert found.start.minute in (0, 30)
    assert found.end.minute in (0, 30)
    assert all(slot.overlaps(planned) for slot in slots_of(found))


close_spans = st.integers(0, 60 * 24 * 3).flatmap(
    lambda start: st.integers(1, 300).map(
        lambda length: Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=start + length))
    )
)


@given(st.lists(close_spans, max_size=6), st.integers(0, 60 * 24 * 3))
def test_a_dispatch_never_makes_a_moment_dearer_and_touches_only_its_slots(listed: list[Span], minutes: int) -> None:
    moment = NOON + timedelta(minutes=minutes)
    plain = SCHEDULE.at(moment)
    assert plain is not None
    found = price(polled(NOON, *listed), moment)
    is_inside = any(extended(planned).contains(moment) for planned in listed)
    assert found == (NIGHT_PRICE if is_inside else plain.pence_inc_vat)


@given(st.lists(close_spans, max_size=5), st.permutations(range(5)))
def test_the_same_poll_again_or_in_another_order_changes_nothing(listed: list[Span], order: list[int]) -> None:
    shuffled = [listed[index] for index in order if index < len(listed)]
    once = polled(NOON, *listed)
    assert smart_spans(once, TERMS, NOON) == smart_spans(polled(NOON, *shuffled), TERMS, NOON)
    assert polled(NOON, *listed, book=once) == once


@given(st.lists(close_spans, max_size=5), st.lists(close_spans, max_size=3))
def test_withdrawing_restores_all_that_had_not_begun(listed: list[Span], staying: list[Span]) -> None:
    """Whatever was planned besides, and however often: as if it had never been listed."""
    ahead = [planned for planned in listed if planned.start > NOON + timedelta(minutes=3)]
    plain = book = polled(NOON, *staying)
    for minute, plan_now in enumerate((ahead + staying, ahead, staying), start=1):
        now = NOON + timedelta(minutes=minute)
        book, plain = polled(now, *plan_now, book=book), polled(now, *staying, book=plain)
    assert effective_schedule(SCHEDULE, book, TERMS, now) == effective_schedule(SCHEDULE, plain, TERMS, now)


@given(st.lists(close_spans, max_size=4), st.lists(st.integers(1, 12), min_size=1, max_size=4), st.randoms())
def test_the_order_of_polls_that_say_the_same_does_not_matter(
    listed: list[Span], minutes: list[int], chance: Random
) -> None:
    """Answers that come late or twice leave the same prices as those in order."""
    ahead = [planned for planned in listed if planned.start > NOON + timedelta(minutes=12)]
    shuffled = [*minutes, *minutes]
    chance.shuffle(shuffled)
    found = []
    for order in (sorted(minutes), shuffled):
        book = DispatchBook()
        for minute in order:
            book = polled(NOON + timedelta(minutes=minute), *ahead, book=book)
        found.append(smart_spans(book, TERMS, NOON + timedelta(minutes=12)))
    assert found[0] == found[1]


@given(instants)
def test_started_is_the_slot_of_the_sighting(now: datetime) -> None:
    book = polled(now, Span(now - timedelta(minutes=3), now + timedelta(minutes=50)), state="SMART_CONTROL_IN_PROGRESS")
    (started,) = book.started
    assert started.span.contains(now)
    assert extended(started.span).duration == SLOT


@given(st.lists(close_spans, min_size=1, max_size=4), st.integers(0, 60 * 24 * 3), st.data())
def test_what_was_seen_started_stays_cheap_whatever_becomes_of_the_plan(
    listed: list[Span], minutes: int, data: st.DataObject
) -> None:
    seen = NOON + timedelta(minutes=minutes)
    book = polled(seen, *listed, state="SMART_CONTROL_IN_PROGRESS")
    is_running = any(planned.contains(seen) for planned in listed)
    later = seen + timedelta(minutes=data.draw(st.integers(1, 60 * 24)))
    state = data.draw(st.sampled_from([None, "SMART_CONTROL_NOT_AVAILABLE", "SMART_CONTROL_CAPABLE", "BOOSTING"]))
    book = polled(later, book=book, state=state)
    plain = SCHEDULE.at(seen)
    assert plain is not None
    assert price(book, seen, later) == (NIGHT_PRICE if is_running else plain.pence_inc_vat)
