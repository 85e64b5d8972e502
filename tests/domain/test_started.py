"""What was seen running, and what Octopus lists as completed, over many polls."""

from __future__ import annotations

from datetime import timedelta

from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, after_poll, counted
from kraken_desktop.domain.moments import Span
from tests.domain.moments_given import at, span
from tests.domain.test_dispatch import DRIVE, NOON, plan, polled, status


def test_started_keeps_its_true_length_over_many_polls() -> None:
    book = DispatchBook()
    for minute in range(40, 100):
        now = at("2026-10-05 16:00") + timedelta(minutes=minute, seconds=20)
        book = polled(now, DRIVE, book=book, state="SMART_CONTROL_IN_PROGRESS")
    (started,) = book.started
    assert started.span == Span(DRIVE.start, at("2026-10-05 17:24") + timedelta(seconds=21))


def test_a_plan_read_while_the_gate_was_closed_waits_for_the_next_reading() -> None:
    book = polled(NOON, DRIVE, state="SMART_CONTROL_NOT_AVAILABLE")
    later = NOON + timedelta(minutes=1)
    opened = after_poll(book, later, [status(later)], [], None)
    assert not counted(opened, later)
    assert counted(after_poll(opened, later, [status(later)], [plan(later, DRIVE)], None), later)


def test_a_completed_row_that_aged_out_of_the_list_is_kept_beside_a_longer_one() -> None:
    early = CompletedDispatch(span("2026-10-05 01:00", "2026-10-05 05:30"))
    late = CompletedDispatch(span("2026-10-05 04:00", "2026-10-05 09:00"))
    book = polled(at("2026-10-05 10:00"), completed=(late, early))
    assert set(polled(at("2026-10-06 06:00"), book=book, completed=(late,)).completed) == {early, late}
