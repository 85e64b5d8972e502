"""A reminder's time is weighed as its plan was: by the energy drawn, not by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.appliances import DISHWASHER, WASHING_MACHINE, Load, steady
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.planner import Plan, plan
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.reminder import WORSE_STANDS, Reminder, ReminderDue, ReminderPoint, Worsened, reminders_due
from kraken_desktop.services.text import notice_text
from tests.domain.moments_given import at

NOW = at("2026-10-05 18:00")
PENCE = st.decimals("-5", "60", places=1)


def priced(prices: list[Decimal], start: datetime = NOW) -> RateSchedule:
    return RateSchedule.of(
        Rate(start + number * SLOT, start + (number + 1) * SLOT, pence) for number, pence in enumerate(prices)
    )


def reminder_of(found: Plan, load: Load) -> Reminder:
    stages = load.stages if len(load.stages) > 1 else ()
    return Reminder("it", found.span, ReminderPoint.START, found.mean_pence, runs=found.spans, stages=stages)


@given(
    st.lists(PENCE, min_size=12, max_size=24),
    st.sampled_from([DISHWASHER, WASHING_MACHINE, steady(timedelta(hours=2), Decimal(7))]),
    st.booleans(),
)
def test_its_price_is_the_plans(prices: list[Decimal], load: Load, is_split: bool) -> None:
    schedule = priced(prices)
    within = Span(NOW, NOW + len(prices) * SLOT)
    found = plan(load, within, schedule, NOW, is_split=is_split and load.can_pause)
    assert isinstance(found, Plan)
    weighed = reminder_of(found, load).weighed(schedule)
    assert weighed is not None
    assert abs(weighed - found.mean_pence) < Decimal("1e-9")


def test_what_gets_dearer_where_next_to_nothing_is_drawn_is_no_loss() -> None:
    start = NOW + timedelta(hours=2)
    asked = Reminder("dishwasher", Span(start, start + DISHWASHER.length), ReminderPoint.START)
    dear_at_its_end = priced([Decimal(10)] * 9 + [Decimal(40)])
    for stages, is_lost in ((DISHWASHER.stages, False), ((), True)):
        cheap = priced([Decimal(10)] * 12)
        one = Reminder(asked.what, asked.span, asked.point, stages=stages)
        one = Reminder(asked.what, asked.span, asked.point, stages=stages, span_pence=one.weighed(cheap))
        worse = Worsened().looked([one], lambda _one: dear_at_its_end, NOW)
        assert bool(worse.lasting([one], NOW + WORSE_STANDS)) == is_lost


def test_a_charge_in_parts_is_told_in_parts() -> None:
    start = at("2026-10-05 00:30")
    runs = (Span(start, start + SLOT), Span(start + 2 * SLOT, start + 3 * SLOT))
    split = Reminder("car", Span(start, start + 3 * SLOT), ReminderPoint.START, runs=runs)
    assert "The times found for it are 01:30–02:00, 02:30–03:00." in notice_text(ReminderDue(split, start)).body


def test_of_parts_that_were_slept_through_only_the_last_is_told() -> None:
    runs = tuple(Span(NOW + 2 * number * SLOT, NOW + (2 * number + 1) * SLOT) for number in range(3))
    split = Reminder("car", Span(runs[0].start, runs[-1].end), ReminderPoint.START, Decimal(9), runs=runs)
    ((due, settled),) = reminders_due((split,), runs[1].end)
    assert settled == split
    assert due.reminder.parts == runs[1:]
    assert due.reminder.rest is not None
    assert due.reminder.rest.at == runs[2].start
    assert due.reminder.rest.rest is None


def test_between_two_runs_nothing_counts() -> None:
    start = NOW + SLOT
    runs = (Span(start, start + SLOT), Span(start + 2 * SLOT, start + 3 * SLOT))
    split = Reminder("car", Span(start, start + 3 * SLOT), ReminderPoint.START, runs=runs)
    assert split.weighed(priced([Decimal(1), Decimal(10), Decimal(99), Decimal(20)])) == 15
    assert split.weighed(priced([Decimal(1), Decimal(10), Decimal(99)])) is None
